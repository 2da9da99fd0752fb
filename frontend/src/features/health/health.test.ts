import { describe, expect, test } from 'vitest';
import type { Tile } from '../../backend/wire';
import { rowsOf, wayOf } from './findings';
import { isLoud, ordered, sparkline } from './tiles';

describe('a finding opens its rows', () => {
  const f = (kind: string, desk: string, family: string, query: string, want: string) =>
    test(kind, () => {
      const way = wayOf({ kind, desk, family, query });
      expect(`${way.desk} ${new URLSearchParams(way.params)}`).toBe(want);
    });
  f('errors', 'serverlogs', 'database', 'level:>=error', 'serverlogs v=database&q=level%3A%3E%3Derror');
  f('refused', 'access', '', 'kind:refused ip:203.0.113.87', 'access q=kind%3Arefused+ip%3A203.0.113.87');
  f('disk', 'serverlogs', '', '', 'serverlogs v=&q=');
  f('waiting', 'rules', 'call_event', '', 'rules ');
});

describe('a figure of a tile opens the rows that it counts', () => {
  const f = (unit: string, period: 'hour' | 'day', want: string, until: number | null = 90_000_000) =>
    test(`${unit}, ${period}`, () => {
      const way = rowsOf({ unit, family: 'database', until }, period, 100_000_000);
      expect(`${way.desk} ${new URLSearchParams(way.params)} ${way.from}..${way.to}`).toBe(want);
    });
  f('errors', 'hour', 'serverlogs v=database&q=level%3A%3E%3Derror 86400000..90000000');
  f('errors', 'day', 'serverlogs v=database&q=level%3A%3E%3Derror 3600000..90000000');
  f('refused', 'hour', 'access q=kind%3Arefused 86400000..90000000');
  f('changes', 'day', 'audit q=-action%3Aquery 3600000..90000000');
  f('errors', 'hour', 'serverlogs v=database&q=level%3A%3E%3Derror 96400000..100000000', null); // not counted yet
});

describe('a sparkline', () => {
  const f = (name: string, values: number[], want: number[]) =>
    test(name, () => expect(sparkline(values).map((b) => b.height)).toEqual(want));
  f('nothing', [0, 0], []);
  f('one event beside thousands is seen', [1, 5000], [3, 38]);
  f('few events do not fill it', [1, 2], [5, 10]);
});

test('colour begins at ten errors an hour, and only for errors', () => {
  const at = (unit: string, hour: number) => isLoud({ unit, hour });
  expect([at('errors', 9), at('errors', 10), at('refused', 62)]).toEqual([false, true, false]);
});

test('known families come first', () => {
  const tile = (family: string) => ({ family }) as Tile;
  expect(ordered([tile('gc'), tile('database'), tile('application')]).map((t) => t.family)).toEqual([
    'application',
    'database',
    'gc',
  ]);
});
