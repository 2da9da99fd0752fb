import { expect, it } from 'vitest';
import { families } from '../../backend/fake/families';
import { sums, tableRows } from './familyrows';

const all = families(new Set());
const opened = (names: string[], whole: string[] = []) => ({ families: new Set(names), whole: new Set(whole) });
const kinds = (rows: ReturnType<typeof tableRows>) => rows.map((r) => r.kind[0]).join('');

it('shows families alone, and of an opened one the newest and the oldest copies', () => {
  const f = (names: string[], whole: string[], filter: string, want: string) =>
    expect(kinds(tableRows(all, opened(names, whole), filter))).toBe(want);
  f([], [], '', 'f'.repeat(11));
  f(['gc'], [], 'gc', 'fccc');
  f(['call_event'], [], 'CEV', 'fcccmcccc');
  f(['call_event'], ['call_event'], 'cev', 'f' + 'c'.repeat(41));
  f(['call_event'], [], 'nothing', '');
});

it('sums what is chosen', () => {
  const copies = all.find((x) => x.name === 'crm_data')?.copies ?? [];
  const sum = sums(copies);
  expect(sum.lines).toBe(copies.reduce((n, c) => n + c.lines, 0));
  expect([sum.first, sum.last]).toEqual([copies.at(-1)?.first, copies[0]?.last]);
  expect(sums([])).toEqual({ bytes: 0, lines: 0, first: null, last: null });
});
