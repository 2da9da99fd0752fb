// A folder with one log that grows, and a server over it.
import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from './served.mjs';

const levels = ['DEBUG', 'INFO', 'INFO', 'WARN', 'ERROR'];

/** One entry a second; every fifth is an ERROR. */
export const line = (i) =>
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
  const served = await serve(work, dir, join(work, 'home'));
  return { ...served, grow: (n) => appendFileSync(file, lines(n)) };
}
