import type { Extras } from '../../grid/scroll';

/** What separators above and unfolded lines below add to `count` rows; of which, above the row's own line. */
export function heights(
  separators: readonly (readonly [pos: number, n: number])[],
  unfolded: Iterable<number>,
  more: (pos: number) => number,
  row: number,
  count = Infinity,
): Extras {
  const added = new Map<number, [above: number, below: number]>();
  const add = (pos: number, above: number, below: number) => {
    const [a, b] = added.get(pos) ?? [0, 0];
    added.set(pos, [a + above * row, b + below * row]);
  };
  for (const pos of unfolded) add(pos, 0, more(pos));
  // Above the row behind the last is below the last.
  for (const [pos, n] of separators) {
    if (pos < count) add(pos, n, 0);
    else if (pos === count && count > 0) add(pos - 1, 0, n);
  }
  return [...added]
    .sort((a, b) => a[0] - b[0])
    .map(([pos, [above, below]]): [number, number, number] => [pos, above + below, above]);
}
