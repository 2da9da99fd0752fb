import type { Count } from '../../backend/wire';

const NAMES = ['all', 'add', 'modify', 'delete', 'query', 'refused', 'failed', 'cordwood'] as const;

export type Counts = Record<(typeof NAMES)[number], number>;

/** The line of counts; what is not among them does not occur. */
export function countsOf(counts: readonly Count[]): Counts {
  const of = (name: string) => counts.find((c) => c.text === name)?.count ?? 0;
  return Object.fromEntries(NAMES.map((name) => [name, of(name)])) as Counts;
}
