import { expect, it } from 'vitest';
import { asksLevel, bands, spelled } from './levels';

it.each([
  ['', ''],
  ['lost level:error', 'lost level:error'],
  ['level:>=warn lost', 'lost (level:warn OR level:error OR level:fatal)'],
  ['level:>error', 'level:fatal'],
  ['LEVEL:<DEBUG', 'level:trace'],
  ['level:<=debug -lost', '-lost (level:trace OR level:debug)'],
  ['level:>=warn OR lost', 'level:>=warn OR lost'],
  ['level:>=wa', 'level:>=wa'],
])('spells %s', (query, want) => {
  expect(spelled(query)).toBe(want);
});

it('reads the bands of a facet, and what asks for levels', () => {
  const values = [
    { text: 'INFO', count: 9 },
    { text: 'FATAL', count: 2 },
  ];
  expect(bands({ field: 'level', values, others: 0, missing: 4, exact: true })).toEqual([4, 0, 0, 9, 0, 0, 2]);
  expect(['lost', 'a level:>=warn', '-level:info', '(level:info OR level:warn)'].map(asksLevel)).toEqual([false, true, true, true]); // prettier-ignore
});
