// A folder with given files, and a server over it that can be held still and made slow.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serve } from './served.mjs';

/** Starts the server over files by name; `put` writes more of them. */
export async function startFolder(files) {
  const work = mkdtempSync(join(tmpdir(), 'cordwood-folder-'));
  const dir = join(work, 'logs');
  const put = (name, bytes, options = {}) => {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), bytes, options);
  };
  for (const [name, bytes] of Object.entries(files)) put(name, bytes);
  return { ...(await serve(work, dir, join(work, 'home'))), put };
}
