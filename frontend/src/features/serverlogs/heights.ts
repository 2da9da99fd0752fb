import type { Extras } from '../../grid/scroll';

/** What separators above and unfolded lines below add to rows; of which, above the row's own line. */
export function heights(
  separators: readonly (readonly [pos: number, n: number])[],
  unfolded: Iterable<number>,
  more: (pos: number) => number,
  row: number,
): Extras {
  const added = new Map(separators.map(([pos, n]): [number, [above: number, below: number]] => [pos, [n * row, 0]]));
  for (const pos of unfolded) added.set(pos, [added.get(pos)?.[0] ?? 0, more(pos) * row]);
  return [...added]
    .sort((a, b) => a[0] - b[0])
    .map(([pos, [above, below]]): [number, number, number] => [pos, above + below, above]);
}
