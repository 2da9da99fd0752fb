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
});
