import { expect, it } from 'vitest';
import type { LogRow } from '../../backend/wire';
import { locate, type Places } from './logplace';

const row = (time: number | null, line: number, pos = 0) => ({ pos, file: 'a', line, time }) as LogRow;

/** An answer of these entries, of which a seek finds the first at or after a time, or a line. */
function places(list: [time: number | null, line: number][]): Places {
  const rows = list.map(([time, line], pos) => row(time, line, pos));
  return {
    count: rows.length,
    at: (ms) => `t${ms}`,
    seek: (text) => {
      const n = Number(text.replace(/^t|^a:/, ''));
      const pos = rows.findIndex((r) => (text.startsWith('t') ? (r.time ?? -1) >= n : r.line >= n));
      return Promise.resolve(pos < 0 ? { pos: rows.length, found: false } : { pos, found: true });
    },
    page: (from, n) => Promise.resolve(rows.slice(from, from + n)),
  };
}

it('finds the very row, the one after it, or the last', async () => {
  const f = async (
    list: [number | null, number][],
    time: number | null,
    line: number,
    want: [number, boolean] | null,
  ) => {
    const place = await locate(places(list), row(time, line));
    expect(place && [place.pos, place.same]).toEqual(want);
  };
  await f(
    [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
    2,
    2,
    [1, true],
  );
  await f(
    [
      [1, 1],
      [3, 3],
    ],
    2,
    2,
    [1, false],
  );
  await f([[1, 1]], 2, 2, [0, false]);
  await f([], 2, 2, null);
  await f(
    [
      [2, 1],
      [2, 2],
      [2, 3],
    ],
    2,
    3,
    [2, true],
  );
  await f(
    [
      [null, 1],
      [null, 2],
      [null, 3],
    ],
    null,
    2,
    [1, true],
  );
  await f(
    [
      [null, 1],
      [null, 3],
    ],
    null,
    2,
    [1, false],
  );
  const same: [number, number][] = Array.from({ length: 7000 }, (_, i) => [5, i]);
  await f(same, 5, 6500, [6500, true]);
});
