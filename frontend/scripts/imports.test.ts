import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

/** Files of src with what each imports of ours; types, and what `import()` loads later, tie nothing when the page starts. */
function graph(): Map<string, string[]> {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => posix.join('src', file.replaceAll('\\', '/')))
    .filter((file) => /\.(ts|svelte)$/.test(file));
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const text = readFileSync(file, 'utf8');
      const found = [
        ...text.matchAll(/^\s*(?:import|export)\s(?!type\b)(?:[^'"();]*?\sfrom\s)?['"](\.[^'"]+)['"]/gm),
      ].map((m) => posix.join(dirname(file), m[1] ?? ''));
      return [file, found.flatMap((to) => [to, `${to}.ts`, `${to}/index.ts`].filter((name) => known.has(name)))];
    }),
  );
}

/** The first ring of imports, as its files in order; [] when there is none. */
function ring(imports: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): string[] => {
    const at = path.indexOf(file);
    if (at >= 0) return [...path.slice(at), file];
    if (done.has(file)) return [];
    path.push(file);
    for (const to of imports.get(file) ?? []) {
      const found = walk(to);
      if (found.length > 0) return found;
    }
    path.pop();
    done.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const found = walk(file);
    if (found.length > 0) return found;
  }
  return [];
}

describe('the import graph', () => {
  it('a ring is seen', () => {
    const f = (imports: Record<string, string[]>) => ring(new Map(Object.entries(imports)));
    expect(f({ a: ['b'], b: ['c'], c: ['b'] })).toEqual(['b', 'c', 'b']);
    expect(f({ a: ['a'] })).toEqual(['a', 'a']);
    expect(f({ a: ['b', 'c'], b: ['c'], c: [] })).toEqual([]);
  });

  it('has no ring', () => {
    const imports = graph();
    expect([...imports.values()].flat().length).toBeGreaterThan(300);
    expect(ring(imports)).toEqual([]);
  });
});

describe('rooms that may not be imported', () => {
  const eslint = new ESLint();
  const f = (file: string, from: string, refused: boolean) =>
    it(`${file} ${refused ? 'may not import' : 'may import'} ${from}`, async () => {
      const [result] = await eslint.lintText(`import { x } from '${from}';\nexport const y = x;\n`, {
        filePath: join('src', file),
      });
      const said = result?.messages.filter((m) => m.ruleId === 'no-restricted-imports').map((m) => m.message) ?? [];
      expect(said.length > 0, said.join()).toBe(refused);
    });
  f('backend/x.ts', '../features/audit/audit.svelte', true);
  f('backend/fake/x.ts', '../../state/app.svelte', true);
  f('backend/x.ts', '../messages/t.svelte', true);
  f('backend/x.ts', '../model/numbers', false);
  f('messages/x.ts', '../desk/answer.svelte', true);
  f('messages/x.ts', '../backend/wire', true);
  f('messages/x.ts', '../model/numbers', false);
  f('commands/x.ts', '../desk/answer.svelte', true);
  f('state/x.ts', '../shell/desks', true);
  f('state/x.ts', '../backend/wire', false);
  f('desk/x.ts', '../features/audit/audit.svelte', true);
  f('grid/x.ts', '../state/app.svelte', true);
  f('model/x.ts', '../state/app.svelte', true);
  f('shared/x.ts', '../model/numbers', true);
  f('features/audit/x.ts', '../access/access.svelte', true);
  f('features/audit/x.ts', '../../desk/answer.svelte', false);
});
