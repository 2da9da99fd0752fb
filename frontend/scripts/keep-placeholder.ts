import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Plugin } from 'vite';

const path = 'dist/placeholder.html';

/**
 * A build empties dist, but placeholder.html is committed so that a fresh clone
 * compiles its go:embed. It is read before and written back after.
 */
export function keepPlaceholder(): Plugin {
  let kept: string | undefined;
  return {
    name: 'keep-placeholder',
    apply: 'build',
    buildStart() {
      kept = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    },
    closeBundle() {
      if (kept === undefined) return;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, kept);
    },
  };
}
