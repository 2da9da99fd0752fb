import { expect, it } from 'vitest';
import { moveBy } from './keys';

it('moves by keys, and stays inside', () => {
  const f = (key: string, from: number, want: number | null) =>
    expect(moveBy({ key, altKey: false, ctrlKey: false }, { row: Math.max(0, from), from, count: 100, page: 20 })).toBe(
      want,
    );
  f('ArrowDown', 5, 6);
  f('ArrowUp', 0, 0);
  f('PageDown', 95, 99);
  f('PageUp', 30, 10);
  f('Home', 50, 0);
  f('End', 50, 99);
  f('ArrowDown', -1, 0);
  f('a', 5, null);
});
