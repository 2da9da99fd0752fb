import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Folders of packages, each with the files in dist that are its own as they are (fonts). */
type Shipped = Map<string, Set<string>>;

/**
 * The folder of the package that a module or asset belongs to; '' for our own. What the
 * bundler itself puts into the page has no path, only its name behind a NUL.
 */
export function packageOf(id: string): string {
  const made = /^\0(vite|rolldown)\//.exec(id);
  if (made) return `node_modules/${made[1]}`;
  return /^.*node_modules\/(?:@[^/]+\/)?[^/?]+/.exec(id.replaceAll('\\', '/').replace(/^\0/, ''))?.[0] ?? '';
}

/** One package's part: a rule, name and version, its files, its licence as it stands in the package. */
export function notice(folder: string, files: Iterable<string>): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice|ofl)/i.test(file))
    .sort();
  if (texts.length === 0) throw new Error(`${name} has no licence file: what is shipped needs one`);
  // Behind its own licence Vite's lists what its command line contains; none of that reaches a page.
  const body = texts.map((file) => {
    const [own = ''] = readFileSync(join(folder, file), 'utf8').split(/^# Licenses of bundled/m);
    return own.trim();
  });
  return [`${'='.repeat(72)}`, `${name} ${version} (npm)`, ...files, '', ...body, ''].join('\n');
}

/** Writes dist/NOTICES.txt: the licence of every package of which something is in the bundle. */
export function notices(): Plugin {
  return {
    name: 'notices',
    apply: 'build',
    generateBundle(_, bundle) {
      const shipped: Shipped = new Map();
      const add = (id: string, file = '') => {
        const folder = packageOf(id);
        if (!folder) return;
        const files = shipped.get(folder) ?? new Set();
        shipped.set(folder, file ? files.add(file) : files);
      };
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk') for (const id of part.moduleIds) add(id);
        else for (const from of part.originalFileNames) add(from, part.fileName);
      }
      const named = new Set([...shipped.values()].flatMap((files) => [...files]));
      const bare = Object.keys(bundle).filter((file) => /\.(woff2?|ttf|otf)$/.test(file) && !named.has(file));
      if (bare.length > 0) throw new Error(`no notice for ${bare.join(', ')}: fonts come from packages`);
      const text = [...shipped].sort(([a], [b]) => (a < b ? -1 : 1)).map(([folder, files]) => notice(folder, files));
      this.emitFile({ type: 'asset', fileName: 'NOTICES.txt', source: text.join('\n') });
    },
  };
}
