import { describe, expect, test } from 'vitest';
import { columnsFor, sortBy } from './columns';

describe('columns give way when the detail pane is open', () => {
  const f = (form: 'time' | 'day' | 'date', width: number, want: string) =>
    test(`${width}, ${form}`, () => {
      const columns = columnsFor(width, form, '', false, (key) => key);
      expect(columns.map((c) => c.id).join(' ')).toBe(want);
      const least = columns.reduce((sum, c) => sum + Math.max(c.width, c.min ?? 0), 0);
      expect(least + 8 * (columns.length - 1) + 2 * 12, 'gaps and pads').toBeLessThanOrEqual(width);
    });
  f('time', 872, 'time kind scope account company memo path ip');
  f('time', 968, 'time kind scope account company memo path result ip');
  f('time', 1076, 'time kind scope account company memo path result ip ms');
  f('time', 1192, 'time kind scope account company memo path result ip ms');
  f('day', 872, 'time kind account company memo path ip');
  f('day', 990, 'time kind scope account company memo path ip');
  f('date', 1076, 'time kind scope account company memo path result ip');
});

test('the time column says how the table is sorted when nothing else does', () => {
  const [time, kind] = columnsFor(1192, 'day', '', false, (key) => key);
  expect([time?.sort, time?.width, kind?.sort]).toEqual(['desc', 124, null]);
});

describe('a press on a head', () => {
  const f = (column: string, sort: string, asc: boolean, want: [string, boolean]) =>
    test(`${column} while ${sort || 'time'} ${asc ? 'up' : 'down'}`, () => {
      const next = sortBy(column, sort, asc);
      expect([next.sort, next.asc]).toEqual(want);
    });
  f('time', '', false, ['', true]);
  f('time', '', true, ['', false]);
  f('account', '', false, ['account', true]);
  f('account', 'account', true, ['account', false]);
  f('ms', '', false, ['ms', false]);
  f('result', '', false, ['status', false]);
  f('time', 'ms', true, ['', false]);
});

describe('chosen columns stand in their order, and the last give way', () => {
  const f = (width: number, chosen: string, want: string) =>
    test(`${chosen} in ${width}`, () => {
      const columns = columnsFor(width, 'time', '', false, (key) => key, chosen.split(' '));
      expect(columns.map((c) => c.id).join(' ')).toBe(want);
    });
  f(1192, 'ip time client', 'ip time client');
  f(400, 'ip time client', 'ip time');
  f(150, 'ip time client', 'ip');
  f(1192, 'ip moon time', 'ip time');
  f(880, 'moon', 'time kind scope account company memo path result');
  f(872, 'path ms bytes session request client', 'path ms bytes session request client');
});
