import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { notices, packageOf } from './notices.ts';

/** What the plugin writes for a bundle of these modules and these assets (name in dist: where it came from). */
function written(modules: string[], assets: Record<string, string[]> = {}): string {
  let text = '';
  const plugin = notices() as { generateBundle: (this: unknown, options: unknown, bundle: unknown) => void };
  plugin.generateBundle.call({ emitFile: (file: { source: string }) => (text = file.source) }, null, {
    'index.js': { type: 'chunk', fileName: 'index.js', moduleIds: modules },
    ...Object.fromEntries(
      Object.entries(assets).map(([fileName, originalFileNames]) => [
        fileName,
        { type: 'asset', fileName, originalFileNames },
      ]),
    ),
  });
  return text;
}

test.each([
  ['/home/a/frontend/node_modules/svelte/src/index.js', '/home/a/frontend/node_modules/svelte'],
  ['C:\\a\\node_modules\\@lucide\\svelte\\dist\\Icon.svelte?v=1', 'C:/a/node_modules/@lucide/svelte'],
  ['/a/node_modules/one/node_modules/two/index.js', '/a/node_modules/one/node_modules/two'],
  ['\0vite/preload-helper.js', 'node_modules/vite'],
  ['/home/a/frontend/src/main.ts', ''],
  ['\0our-own-virtual-module', ''],
])('the package of %j', (id, folder) => {
  expect(packageOf(id)).toBe(folder);
});

test('every font that the styles name has its licence', () => {
  const fonts = [...readFileSync('src/styles/fonts.css', 'utf8').matchAll(/url\('([^']+)'\)/g)].map((m) => m[1]!);
  expect(fonts.length).toBeGreaterThan(1);
  for (const font of fonts) {
    const text = written([], { 'assets/it.woff2': [`node_modules/${font}`] });
    expect(text).toContain('assets/it.woff2');
    expect(text).toMatch(/Copyright \d{4} The .* Project Authors/);
    expect(text).toContain('SIL OPEN FONT LICENSE Version 1.1');
  }
});

test('a font of no package ends the build', () => {
  expect(() => written([], { 'assets/it.woff2': ['src/styles/it.woff2'] })).toThrow('no notice for assets/it.woff2');
});

test('each package once, and only what is in the bundle', () => {
  const text = written([
    'node_modules/svelte/src/a.js',
    'node_modules/svelte/src/b.js',
    'node_modules/clsx/dist/clsx.mjs',
  ]);
  expect([...text.matchAll(/^(\S+) \S+ \(npm\)$/gm)].map((m) => m[1])).toEqual(['clsx', 'svelte']);
});
