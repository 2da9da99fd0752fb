// From the start of the real window on the sample to rows on screen, and the
// memory it takes:
//   xvfb-run -a node e2e/start.mjs
// The sample is made before. Prints a line a round, and the median.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newestRows, openFirst, toFamilies } from './rows.mjs';

const bin = '../build/bin';
const home = mkdtempSync(join(tmpdir(), 'cordwood-start-'));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what, there) {
  for (let i = 0; i < 6000; i++) {
    if (there()) return;
    await pause(10);
  }
  throw new Error(`gave up waiting for ${what}`);
}

/** MiB in memory: of a process, and of it with its children. */
function memory(pid) {
  const of = (id) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  const family = new Set([pid]);
  for (let grown = true; grown;) {
    grown = false;
    for (const id of readdirSync('/proc')
      .filter((n) => /^\d+$/.test(n))
      .map(Number)) {
      if (family.has(id)) continue;
      try {
        const parent = Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))[1]);
        if (family.has(parent)) grown = Boolean(family.add(id));
      } catch {
        // It ended meanwhile.
      }
    }
  }
  let all = 0;
  for (const id of family) {
    try {
      all += of(id);
    } catch {
      // It ended meanwhile.
    }
  }
  return { own: Math.round(of(pid)), all: Math.round(all) };
}

async function once(round, steps) {
  const out = join(home, `rows-${round}.json`);
  const start = Date.now();
  const window_ = spawn(join(bin, 'cordwood-probe'), ['window', '--sample'], {
    env: { ...process.env, CORDWOOD_HOME: home, CORDWOOD_PROBE: out, CORDWOOD_PROBE_SCRIPT: JSON.stringify(steps) },
    stdio: 'ignore',
  });
  try {
    await until('the rows', () => existsSync(out));
    return { ms: Date.now() - start, ...memory(window_.pid) };
  } finally {
    await new Promise((resolve) => {
      window_.once('exit', resolve);
      window_.kill();
    });
  }
}

try {
  // The first start makes the sample.
  const env = { ...process.env, CORDWOOD_HOME: home };
  execFileSync(join(bin, 'cordwood'), ['demo', join(home, 'sample')], { env, stdio: 'ignore' });
  const first = "return document.querySelector('main h1, main h2') ? [document.title] : null";
  for (const [what, steps] of Object.entries({
    'first screen': [first],
    'rows of a log': [toFamilies, openFirst, newestRows],
  })) {
    const rounds = [];
    for (let i = 0; i < 3; i++) rounds.push(await once(`${what}-${i}`, steps));
    rounds.sort((a, b) => a.ms - b.ms);
    console.log(
      `${what}: ${rounds.map((r) => r.ms).join(', ')} ms; ${rounds[1].own} MiB, ${rounds[1].all} MiB with WebKit's processes`,
    );
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
