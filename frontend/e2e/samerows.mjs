// The window, WebKit and Chromium must show the same rows of the same folder:
//   xvfb-run -a node e2e/samerows.mjs [--no-window]
// Prints the rows, and keeps a picture of the window in ../pictures.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { newestRows, openFirst, toFamilies } from './rows.mjs';
import { webkitRows } from './webkit.mjs';
import { launch } from './browser.mjs';

const bin = '../build/bin';
const work = mkdtempSync(join(tmpdir(), 'cordwood-rows-'));
const folder = join(work, 'suite');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what, ask) {
  for (let i = 0; i < 200; i++) {
    const found = await ask();
    if (found) return found;
    await pause(150);
  }
  throw new Error(`gave up waiting for ${what}`);
}

/** Ends a program and waits until it has. */
function ended(program) {
  return new Promise((resolve) => {
    program.once('exit', resolve);
    program.kill();
  });
}

async function chromiumRows(base, token) {
  const browser = await chromium.launch(launch);
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    extraHTTPHeaders: { Authorization: `Bearer ${token}` },
  });
  await page.goto(base);
  const run = (script) => page.evaluate(`(() => {${script}})()`);
  await until('the families in Chromium', () => run(toFamilies));
  await run(openFirst);
  const rows = await until('the rows in Chromium', () => run(newestRows));
  await browser.close();
  return rows;
}

/** The window with its probe writes the rows it shows into a file. */
async function windowRows() {
  const out = join(work, 'window.json');
  const window_ = spawn(join(bin, 'cordwood-probe'), ['window', folder], {
    env: {
      ...process.env,
      CORDWOOD_HOME: join(work, 'window'),
      CORDWOOD_PROBE: out,
      CORDWOOD_PROBE_SCRIPT: JSON.stringify([toFamilies, openFirst, newestRows]),
    },
    stdio: 'inherit',
  });
  try {
    await until('the rows in the window', () => existsSync(out));
    mkdirSync('../pictures', { recursive: true });
    execFileSync('import', ['-window', 'root', '../pictures/window.png']);
    return JSON.parse(readFileSync(out, 'utf8'));
  } finally {
    await ended(window_);
  }
}

const env = { ...process.env, CORDWOOD_HOME: join(work, 'serve') };
execFileSync(
  join(bin, 'cordwood'),
  ['demo', folder, '--size', '2MB', '--days', '2', '--end', '2026-11-18T14:32:00+08:00'],
  { env },
);
const server = spawn(join(bin, 'cordwood'), ['serve', folder], { env });
let said = '';
server.stdout.on('data', (chunk) => (said += chunk));
try {
  const [, url, file] = await until('the server', () => /(http\S+)\ntoken file (\S+)/.exec(said));
  const seen = {
    chromium: await chromiumRows(new URL(url).origin, readFileSync(file, 'utf8')),
    webkit: await webkitRows(url),
  };
  if (!process.argv.includes('--no-window')) seen.window = await windowRows();
  console.log(seen.chromium.join('\n'));
  for (const [engine, rows] of Object.entries(seen)) {
    if (JSON.stringify(rows) !== JSON.stringify(seen.chromium))
      throw new Error(`${engine} shows other rows than Chromium:\n${rows.join('\n')}`);
  }
  console.log(`${Object.keys(seen).length} passed, 0 failed`);
} finally {
  await ended(server);
  rmSync(work, { recursive: true, force: true });
}
