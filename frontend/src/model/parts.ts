import { clauses } from './querytext';

/** A part of a query that can be asked alone, and the query without it. */
export interface Part {
  text: string;
  /** Null where the part is an alternative: taking it away finds nothing more. */
  without: string | null;
}

/** The parts that a query asks for at once; of alternatives, each of them. */
export function parts(query: string): Part[] {
  const words = clauses(query);
  if (words.includes('OR')) {
    const groups: string[][] = [[]];
    for (const word of words) {
      if (word === 'OR') groups.push([]);
      else groups.at(-1)?.push(word);
    }
    return groups.filter((g) => g.length > 0).map((g) => ({ text: g.join(' '), without: null }));
  }
  const whole: string[] = [];
  let not = '';
  for (const word of words) {
    if (word === 'AND') continue;
    if (word === 'NOT') not += 'NOT ';
    else {
      whole.push(not + word);
      not = '';
    }
  }
  return whole.map((text, i) => ({ text, without: whole.filter((_, at) => at !== i).join(' ') }));
}

/** `"relay denied"` as its words, each somewhere in the entry; null when it is no phrase. */
export function apart(part: string): string | null {
  const inner = /^"([^"\\:()~]+)"$/.exec(part)?.[1]?.trim() ?? '';
  const words = inner.split(/\s+/).filter((w) => !/^(OR|AND|NOT)$|^-/.test(w));
  return words.length > 1 ? words.join(' ') : null;
}
