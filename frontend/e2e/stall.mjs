// What the page does while the server behind a share is stopped: a real sshfs over a real
// sftp-server on this machine, which SIGSTOP holds in the middle of everything.
//   node e2e/stall.mjs            (root, sshfs, openssh-sftp-server)
// For twenty seconds before and twenty while it is stopped somebody scrolls the log and goes
// from desk to desk. Printed are the longest task of the page's main thread, by the clock and
// of processor time, the longest gap between two frames, and the slowest answer to the page.
// It fails when the page never says that the source is stale, or a task of processor time
// was longer than 50 ms while the server was stopped and none was before.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { launch } from './browser.mjs';
import { line } from './growing.mjs';
import { serve } from './served.mjs';

const SECONDS = 20;
const LIMIT_MS = 50;
const sftp = '/usr/lib/openssh/sftp-server';

const work = mkdtempSync(join(tmpdir(), 'cordwood-stall-'));
const [far, near] = [join(work, 'far'), join(work, 'near')];
for (const dir of [far, near]) mkdirSync(dir);

function putLogs() {
  const text = (from, n) => Array.from({ length: n }, (_, i) => line(from + i)).join('');
  for (const family of ['application', 'database', 'email']) {
    for (let day = 1; day <= 3; day++)
      writeFileSync(join(far, `${family}-2026-10-0${day}.log`), text(day * 20_000, 20_000));
    writeFileSync(join(far, `${family}.log`), text(80_000, 20_000));
  }
}

/** Mounts far at near; the two programs, and the end of it. */
async function mount() {
  const server = spawn(sftp, { stdio: ['pipe', 'pipe', 'inherit'] });
  const client = spawn('sshfs', ['-f', '-o', 'passive', `server:${far}`, near], { stdio: ['pipe', 'pipe', 'inherit'] });
  server.stdout.pipe(client.stdin);
  client.stdout.pipe(server.stdin);
  for (let i = 0; !readFileSync('/proc/self/mounts', 'utf8').includes(near); i++) {
    if (i > 500) throw new Error('sshfs does not mount: it needs root and /dev/fuse');
    await pause(20);
  }
  return {
    stop: () => server.kill('SIGSTOP'),
    start: () => server.kill('SIGCONT'),
    end: async () => {
      const over = new Promise((resolve) => client.once('exit', resolve));
      server.kill('SIGCONT');
      client.kill();
      await over;
      server.kill();
    },
  };
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Gaps between frames and answers of the server, from now on. */
function watchFrames() {
  const seen = { gap: 0, frames: 0, answer: 0, asked: '' };
  let last = performance.now();
  const frame = (now) => {
    seen.gap = Math.max(seen.gap, now - last);
    seen.frames++;
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const e of list.getEntries())
      if (/\/(call|data)\//.test(e.name))
        if (e.duration > seen.answer) [seen.answer, seen.asked] = [e.duration, new URL(e.name).pathname];
  }).observe({ type: 'resource' });
  window.seen = seen;
}

/** The longest task of the page's main thread in a trace, in ms: by the clock, and of processor time. */
function longest(trace) {
  const events = JSON.parse(trace).traceEvents;
  const mains = new Set(
    events.filter((e) => e.name === 'thread_name' && e.args.name === 'CrRendererMain').map((e) => `${e.pid} ${e.tid}`),
  );
  const tasks = events.filter((e) => e.name.endsWith('RunTask') && e.ph === 'X' && mains.has(`${e.pid} ${e.tid}`));
  const most = (of) => tasks.reduce((max, e) => Math.max(max, of(e) / 1000), 0);
  return { tasks: tasks.length, clock: most((e) => e.dur), cpu: most((e) => e.tdur ?? 0) };
}

/** Somebody reads for a while: scrolls, and goes to each desk and back. */
async function read(browser, page) {
  await browser.startTracing(page, {
    categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  await page.evaluate(watchFrames);
  let stale = '';
  for (const end = Date.now() + SECONDS * 1000; Date.now() < end;) {
    for (const dy of [-600, -3000, 400, -40_000, 20_000]) {
      await page.mouse.move(900, 500);
      await page.mouse.wheel(0, dy);
      await pause(120);
    }
    for (const key of ['Alt+1', 'Alt+2', 'Alt+3', 'Alt+5', 'Alt+4']) {
      await page.keyboard.press(key);
      await pause(250);
    }
    stale ||= (await page.locator('body').innerText()).match(/stale[^\n]*\n?[^\n]*\d\d:\d\d:\d\d/)?.[0] ?? '';
  }
  const seen = await page.evaluate(() => window.seen);
  return { ...seen, ...longest((await browser.stopTracing()).toString()), stale };
}

const told = (what, r) =>
  console.log(
    `${what}: longest task ${r.clock.toFixed(0)} ms, ${r.cpu.toFixed(0)} ms of processor time (of ${r.tasks}); ` +
      `longest gap ${r.gap.toFixed(0)} ms (of ${r.frames} frames); slowest answer ${r.answer.toFixed(0)} ms, ${r.asked}`,
  );

let share, served, browser;
try {
  putLogs();
  share = await mount();
  served = await serve(join(work, 'home'), near, join(work, 'home')); // whose end takes that folder away
  browser = await chromium.launch(launch);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(served.url);
  await page.locator('nav').waitFor();
  await page.keyboard.press('Alt+4');
  await page.getByRole('button', { name: 'application.log', exact: true }).click();
  await page.getByText(/^All read/).waitFor({ timeout: 120_000 });
  await read(browser, page); // what is made at the first use of a desk is not what is measured
  const before = await read(browser, page);
  told('the server answers', before);
  share.stop();
  const stopped = await read(browser, page);
  told('the server is stopped', stopped);
  console.log(`the page says: ${stopped.stale.replace(/\s+/g, ' ') || 'nothing'}`);
  share.start();
  const stall = stopped.cpu > LIMIT_MS && before.cpu <= LIMIT_MS;
  if (stopped.stale === '' || stall) process.exitCode = 1;
} finally {
  await browser?.close();
  await served?.close();
  await share?.end();
  rmSync(work, { recursive: true, force: true });
}
