import { expect, it } from 'vitest';
import type { LogRow } from '../../backend/wire';
import { Separators, type Separator } from './separators';

function row(pos: number, time: number | null, file = 'a', family = 'application'): LogRow {
  return { pos, time, file, name: `${file}.log`, family, line: pos, lines: 1, timeText: '', level: 3, levelText: '', text: '', cut: 0, marks: [], more: [] }; // prettier-ignore
}

const noon = Date.UTC(2026, 10, 18, 12);

it('says what stands between two entries', () => {
  const f = (before: LogRow, after: LogRow, ...want: Separator[]) =>
    expect(new Separators(100).between(before, after)).toEqual(want);
  f(row(0, noon), row(1, noon + 100));
  f(row(0, noon), row(1, noon + 4999));
  f(row(0, noon), row(1, noon + 6400), { kind: 'gap', ms: 6400 });
  f(row(0, noon), row(1, noon - 3_600_000), { kind: 'back', ms: 3_600_000 });
  f(row(0, noon), row(1, noon - 500));
  f(row(0, noon), row(1, noon, 'b'), { kind: 'rotation', from: 'a.log', to: 'b.log', at: noon });
  f(row(0, noon), row(1, noon, 'b', 'database'));
  f(row(0, null), row(1, noon));
});

it('names a new day', () => {
  const midnight = Date.UTC(2026, 10, 19);
  expect(new Separators(0).between(row(0, midnight - 10), row(1, midnight))).toEqual([{ kind: 'day', at: midnight }]);
});

it('looks for no silence where a filter makes it', () => {
  expect(new Separators(0).between(row(0, noon), row(1, noon + 3_600_000))).toEqual([]);
});

it('finds what stands between two pages, whichever comes first', () => {
  const pages = [
    [row(0, noon), row(1, noon + 10)],
    [row(2, noon + 20, 'b'), row(3, noon + 30, 'b')],
  ] as const;
  for (const order of [pages, pages.toReversed()]) {
    const separators = new Separators(1);
    for (const page of order) separators.learn(page);
    expect(separators.list).toEqual([[2, 1]]);
    expect(separators.above(2)[0]?.kind).toBe('rotation');
  }
});

it('stands a break where its file ends, before what else is there, and at the end of the log', () => {
  const separators = new Separators(0);
  separators.learn([row(0, noon), row(1, noon, 'b'), row(2, noon, 'b')]);
  const text = { code: '' as const, args: [], text: 'damaged' };
  const broken = (file: string, line: number): Separator => ({ kind: 'break', file, line, text });
  const [a, b] = [
    { pos: 101, file: 'a.log', line: 7, text },
    { pos: 103, file: 'b.log', line: 9, text },
  ];
  expect(separators.take([a, b], 100)).toBe(true);
  expect(separators.above(1).map((s) => s.kind)).toEqual(['break', 'rotation']);
  expect(separators.above(3)).toEqual([broken('b.log', 9)]);
  expect(separators.list).toEqual([
    [1, 2],
    [3, 1],
  ]);
  expect(separators.copy().list).toEqual(separators.list);
  expect(separators.take([a, b], 100)).toBe(false);
  expect(separators.take([], 100)).toBe(true);
  expect(separators.list).toEqual([[1, 1]]);
});
