// Levels as their facet counts and writes them.
import type { Facet } from '../../backend/wire';
import { levelWords } from '../../desk/LevelMark.svelte';
import { clauses, removeClause, setFacet } from '../../model/querytext';

/** A band as the query names it. */
export function levelId(band: number): string {
  return band === 0 ? 'none' : (levelWords[band] ?? '').toLowerCase();
}

/** Counts by band of the facet "level". */
export function bands(facet: Facet): number[] {
  return levelWords.map((word, band) =>
    band === 0 ? facet.missing : (facet.values.find((v) => v.text === word)?.count ?? 0),
  );
}

export function asksLevel(query: string): boolean {
  return /\blevel:/i.test(query);
}

/** Writes `level:>=warn` as the levels that it means, so that a tick can take one away or add one. */
export function spelled(query: string): string {
  const all = clauses(query);
  const written = all.find((c) => /^level:[<>]/i.test(c));
  const [, sign = '', word = ''] = /^level:([<>]=?)(\w+)$/i.exec(written ?? '') ?? [];
  const at = levelWords.indexOf(word.toUpperCase());
  if (!written || at < 1 || all.includes('OR')) return query;
  const meant = [1, 2, 3, 4, 5, 6].filter((band) =>
    band === at ? sign.endsWith('=') : band > at === (sign[0] === '>'),
  );
  return setFacet(removeClause(query, written), 'level', meant.map(levelId));
}
