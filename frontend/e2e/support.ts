import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { launch } from './browser.mjs';

const binary = '../build/bin/cordwood';

/**
 * Cookies of the served address, whose token is good once. The workers hear of the
 * file by the environment; two runs at the same time have two.
 */
export const statePath = process.env['CORDWOOD_STATE'] ?? join(tmpdir(), `cordwood-e2e-${process.pid}.json`);

/**
 * Uses the server at CORDWOOD_URL (the address that `cordwood serve` prints), or
 * starts one over the sample with a home of its own. The answer ends it.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), 'cordwood-e2e-'));
  const given = process.env['CORDWOOD_URL'];
  const server = given ? null : await start(home);
  const url = given ?? server?.url ?? '';
  const browser = await chromium.launch(launch);
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForSelector('nav, main');
  await page.context().storageState({ path: statePath });
  await browser.close();
  process.env['CORDWOOD_STATE'] = statePath;
  process.env['CORDWOOD_BASE'] = new URL(url).origin;
  return async () => {
    if (server) await stop(server.process);
    rmSync(home, { recursive: true, force: true });
    rmSync(statePath, { force: true });
  };
}

async function start(home: string): Promise<{ process: ChildProcess; url: string }> {
  if (!existsSync(binary)) throw new Error(`${binary} is not built: run make build, or set CORDWOOD_URL`);
  const process_ = spawn(binary, ['serve', '--sample'], { env: { ...process.env, CORDWOOD_HOME: home } });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    process_.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/\S+/.exec(said)?.[0];
      if (found) resolve(found);
    });
    process_.on('exit', (code) => reject(new Error(`cordwood serve ended with ${code}: ${said}`)));
  });
  return { process: process_, url };
}

function stop(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill();
  });
}
