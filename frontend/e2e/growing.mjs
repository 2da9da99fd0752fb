// A folder with one log that grows, and a server over it.
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const binary = '../build/bin/cordwood';
const levels = ['DEBUG', 'INFO', 'INFO', 'WARN', 'ERROR'];

/** One entry a second; every fifth is an ERROR. */
const line = (i) =>
  `${new Date(Date.UTC(2026, 9, 1) + i * 1000).toISOString().slice(0, -1).replace('T', ' ').replace('.', ',')} ` +
  `${levels[i % levels.length]} [main] shop.Till - entry number ${i} of the till\n`;

/** Starts the server over `count` entries; `grow` writes more, close ends all. */
export async function startGrowing(count) {
  const work = mkdtempSync(join(tmpdir(), 'cordwood-growing-'));
  const dir = join(work, 'logs');
  const file = join(dir, 'application.log');
  mkdirSync(dir);
  let next = 0;
  const lines = (n) => Array.from({ length: n }, () => line(next++)).join('');
  writeFileSync(file, lines(count));
  const env = { ...process.env, HOME: work, CORDWOOD_HOME: join(work, 'home') };
  const server = spawn(binary, ['serve', dir], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  let said = '';
  const ready = new Promise((resolve) => {
    server.stdout.on('data', (chunk) => {
      said += chunk;
      const found = /(http\S+)\ntoken file ([^\n]+)\n/.exec(said);
      if (found) resolve(found);
    });
  });
  const found = await Promise.race([ready, ended]);
  if (!Array.isArray(found)) throw new Error(`cordwood serve ended: ${said}`);
  return {
    base: new URL(found[1]).origin,
    token: readFileSync(found[2], 'utf8'),
    grow: (n) => appendFileSync(file, lines(n)),
    close: async () => {
      server.kill();
      await ended;
      rmSync(work, { recursive: true, force: true });
    },
  };
}
