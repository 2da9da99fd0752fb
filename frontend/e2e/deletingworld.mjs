// A folder with one family of several copies, all of them to be deleted, and a server over it.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { serve } from './served.mjs';

/** The rotated copies, oldest first. */
export const copies = [16, 17, 18, 19, 20].map((day) => `application-2026-11-${day}.log.gz`);

const text = (day) =>
  Array.from(
    { length: 60 },
    (_, i) =>
      `2026-11-${day} 10:${String(i).padStart(2, '0')}:00,000 INFO [main] shop.Till - entry ${i} of day ${day}\n`,
  ).join('');

export async function startDeleting() {
  const work = mkdtempSync(join(tmpdir(), 'cordwood-deleting-'));
  const dir = join(work, 'logs');
  mkdirSync(dir);
  for (const name of copies) writeFileSync(join(dir, name), gzipSync(text(name.slice(20, 22))));
  writeFileSync(join(dir, 'application.log'), text(21));
  return { ...(await serve(work, dir, join(work, 'home'))), dir };
}
