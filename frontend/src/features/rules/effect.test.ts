import { nothing, quote } from '../../backend/backend';
import { expect, test } from 'vitest';
import type { EffectItem } from '../../backend/wire';
import { ZoneClock } from '../../model/time';
import { bars, going } from './effect';
import { effectText } from './words';

function item(day: number, family: string, path: string, upTo: number | null): EffectItem {
  const from = upTo === null ? null : upTo - 1;
  return { day, at: day, family, code: family, path, bytes: 100, why: quote('2 over 3'), from, upTo };
}

test('files of a family that go on one day are one row, up to the newest entry', () => {
  const rows = going([
    item(1, 'a', 'a.9', 5),
    item(0, 'b', 'b.4', null),
    item(0, 'b', 'b.3', 7),
    item(0, 'a', 'a.8', 3),
  ]);
  expect(rows.map((r) => [r.day, r.code, r.path, r.more, r.bytes, r.from, r.upTo])).toEqual([
    [0, 'b', 'b.4', 1, 200, 6, 7],
    [0, 'a', 'a.8', 0, 100, 2, 3],
    [1, 'a', 'a.9', 0, 100, 4, 5],
  ]);
});

test('a day with one file among days with many is still seen', () => {
  expect(bars([0, 1, 40], 40)).toEqual([
    { x: 12.5, height: 3, n: 1 },
    { x: 25, height: 12, n: 40 },
  ]);
});

test('as text every file is a line, with what is lost', () => {
  const effect = {
    computedAt: 0, files: 1, bytes: 100, later: 1, laterBytes: 100, families: [], waiting: [], idle: nothing,
    items: [item(0, 'a', 'a-2026-11-01.log.gz', Date.UTC(2026, 10, 1, 9)), item(2, 'a', 'a-2026-11-02.log.gz', null)],
  }; // prettier-ignore
  expect(effectText(effect, new ZoneClock({ name: '', label: '', minutes: 0, fixed: true, origin: 'found' }, 0))).toBe(
    'When\tFile\tSize\tWhy\tEntries lost\n' +
      'now\ta-2026-11-01.log.gz\t100 B\t2 over 3\t2026-11-01 08:59 → 2026-11-01 09:00\n' +
      '1970-01-01\ta-2026-11-02.log.gz\t100 B\t2 over 3\t– → –',
  );
});
