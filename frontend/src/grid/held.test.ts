import { expect, it } from 'vitest';
import * as s from './scroll';

const dice = (seed: number) => (n: number) => (seed = (seed * 16807) % 2147483647) % n;

/** Where a row's line is drawn, or null when it is not in sight. */
function drawn(layout: s.Layout, held: s.Held, height: number, row: number): number | null {
  const found = s.visible(layout, s.standing(layout, held, height), height).find((v) => v.row === row);
  return found ? found.top + (layout.extras.find(([at]) => at === row)?.[2] ?? 0) : null;
}

it('holds the current row while it is in sight, else the first whole line', () => {
  const layout: s.Layout = { count: 100, base: 10, extras: [[20, 30, 20]] };
  const f = (anchor: s.Anchor, current: number, want: s.Held) =>
    expect(s.heldAt(layout, anchor, 100, current)).toEqual(want);
  f({ row: 5, px: 0 }, -1, { row: 5, top: 0 });
  f({ row: 5, px: 3 }, -1, { row: 6, top: 7 });
  f({ row: 5, px: 3 }, 9, { row: 9, top: 37 });
  f({ row: 5, px: 3 }, 80, { row: 6, top: 7 });
  f({ row: 20, px: 5 }, -1, { row: 20, top: 15 }); // under its separators
});

it('a line that is looked at never moves, whatever opens, comes before it or is counted anew', () => {
  for (let run = 0; run < 200; run++) {
    const next = dice(run + 1);
    const base = 18;
    let height = 200 + next(400);
    let extras = new Map<number, [px: number, above: number]>();
    let count = 2000 + next(1e6);
    const layout = (): s.Layout => ({
      count,
      base,
      extras: [...extras].sort((a, b) => a[0] - b[0]).map(([row, [px, above]]) => [row, px, above] as const),
    });
    // Far from both ends, which are the only thing that may move a line.
    let held = s.heldAt(layout(), { row: 500 + next(1000), px: next(base) }, height);
    for (let step = 0; step < 60; step++) {
      const near = held.row - 30 + next(60);
      const event = next(7);
      if (event === 0) count += next(5000);
      if (event === 1) extras.set(near, [base * (1 + next(3)), base]); // a separator becomes known
      if (event === 2) extras.set(near, [base * next(40), 0]); // lines open below
      if (event === 3) extras.delete(near);
      if (event === 4) height = 200 + next(400);
      if (event === 5) {
        const n = next(300); // rows come before: every position moves
        count += n;
        extras = new Map([...extras].map(([row, px]) => [row + n, px]));
        held = { row: held.row + n, top: held.top };
      }
      if (event === 6) {
        const to = s.scrollBy(layout(), s.standing(layout(), held, height), next(200) - 100, height);
        held = s.heldAt(layout(), to, height);
      }
      if (held.top + base > height) held = s.heldAt(layout(), s.standing(layout(), held, height), height);
      expect(drawn(layout(), held, height, held.row), `run ${run}, step ${step}, event ${event}`).toBe(held.top);
    }
  }
});

it('at the end of what was found so far a line stays; at the very end the last row stands at the lower edge', () => {
  const layout: s.Layout = { count: 50, base: 10, extras: [] };
  const held = { row: 45, top: 20 };
  expect(s.standing(layout, held, 100, true)).toEqual({ row: 43, px: 0 });
  expect(s.standing(layout, held, 100)).toEqual({ row: 40, px: 0 });
  expect(s.standing(layout, { row: 60, top: 20 }, 100, true)).toEqual({ row: 40, px: 0 });
});
