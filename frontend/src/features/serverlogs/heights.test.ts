import { expect, it } from 'vitest';
import { heights } from './heights';

it('adds what stands above a line and what opens below it', () => {
  const f = (separators: [number, number][], unfolded: number[], want: number[][]) =>
    expect(heights(separators, unfolded, (pos) => pos, 10)).toEqual(want);
  f([], [], []);
  f([[4, 2]], [], [[4, 20, 20]]);
  f(
    [[4, 2]],
    [3, 4],
    [
      [3, 30, 0],
      [4, 60, 20],
    ],
  );
  const last = (separators: [number, number][], want: number[][]) =>
    expect(heights(separators, [2], (pos) => pos, 10, 3)).toEqual(want);
  last([[3, 1]], [[2, 30, 0]]);
  last([[4, 1]], [[2, 20, 0]]);
});
