import { quote } from '../../backend/backend';
import { expect, test } from 'vitest';
import type { EffectItem } from '../../backend/wire';
import { bars, going } from './effect';

function item(day: number, family: string, path: string, upTo: number | null): EffectItem {
  return { day, at: day, family, code: family, path, bytes: 100, why: quote('2 over 3'), upTo };
}

test('files of a family that go on one day are one row, up to the newest entry', () => {
  const rows = going([
    item(1, 'a', 'a.9', 5),
    item(0, 'b', 'b.4', null),
    item(0, 'b', 'b.3', 7),
    item(0, 'a', 'a.8', 3),
  ]);
  expect(rows.map((r) => [r.day, r.code, r.path, r.more, r.bytes, r.upTo])).toEqual([
    [0, 'b', 'b.4', 1, 200, 7],
    [0, 'a', 'a.8', 0, 100, 3],
    [1, 'a', 'a.9', 0, 100, 5],
  ]);
});

test('a day with one file among days with many is still seen', () => {
  expect(bars([0, 1, 40], 40)).toEqual([
    { x: 12.5, height: 3, n: 1 },
    { x: 25, height: 12, n: 40 },
  ]);
});
