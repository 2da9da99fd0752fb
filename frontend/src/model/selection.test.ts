import { expect, it } from 'vitest';
import { Selection } from './selection';

it('merges what touches', () => {
  const f = (s: Selection, want: number[][]) => expect(s.intervals).toEqual(want);
  f(Selection.of(5), [[5, 5]]);
  f(Selection.of(9, 5), [[5, 9]]);
  f(Selection.of(5).add(6), [[5, 6]]);
  f(Selection.of(1, 3).add(7, 9).add(4, 6), [[1, 9]]);
  f(Selection.of(7).add(1), [[1, 1], [7, 7]]); // prettier-ignore
  f(Selection.of(1, 9).remove(5), [[1, 4], [6, 9]]); // prettier-ignore
  f(Selection.of(1).remove(1), []);
});

it('moves with rows that come in front', () => {
  expect(new Selection([[0, 2], [5, 5]]).moved(10).intervals).toEqual([[10, 12], [15, 15]]); // prettier-ignore
});

it('holds four million rows as one interval', () => {
  const s = Selection.of(0, 3_999_999);
  expect(s.size).toBe(4_000_000);
  expect(s.intervals.length).toBe(1);
});

it('agrees with a set of rows, whatever is done', () => {
  let seed = 7;
  const dice = (n: number) => (seed = (seed * 16807) % 2147483647) % n;
  for (let run = 0; run < 50; run++) {
    let selection = new Selection();
    const set = new Set<number>();
    for (let i = 0; i < 40; i++) {
      const [a, b] = [dice(30), dice(30)];
      if (dice(2) === 0) {
        selection = selection.add(a, b);
        for (let r = Math.min(a, b); r <= Math.max(a, b); r++) set.add(r);
      } else {
        selection = selection.toggle(a);
        if (!set.delete(a)) set.add(a);
      }
      expect(selection.size).toBe(set.size);
      const rows = Array.from({ length: 30 }, (_, r) => r);
      expect(rows.filter((r) => selection.has(r))).toEqual(rows.filter((r) => set.has(r)));
    }
  }
});
