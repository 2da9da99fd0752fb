import { expect, it } from 'vitest';
import type { TimeRange } from '../../model/timerange';
import type { LogQuestion } from './loganswer.svelte';
import { Reasons } from './reasons.svelte';

/** Finds what a table says; what is not in it has no match. */
function reasons(query: string, totals: Record<string, number>, more: Partial<LogQuestion> = {}, ranged = false) {
  const question = { query, matchCase: false, expression: false, ...more };
  return new Reasons(question, ranged, (asked, _budget, _gone, range?: TimeRange) => {
    const key = (range ? 'wide ' : '') + (asked.matchCase ? 'Aa ' : '') + asked.query;
    return Promise.resolve({ notices: [], total: totals[key] ?? 0, exact: true, first: null });
  });
}

it('counts each part alone, and offers only what finds something', async () => {
  const why = reasons('level:error "relay denied"', { 'level:error': 312, 'level:error relay denied': 17, '': 90 });
  await why.find();
  expect(why.alone.map((a) => [a.text, a.found?.total])).toEqual([
    ['level:error', 312],
    ['"relay denied"', 0],
  ]);
  expect(why.offers.map((o) => [o.kind, o.question.query, o.found.total])).toEqual([
    ['without', 'level:error', 312],
    ['apart', 'level:error relay denied', 17],
    ['all', '', 90],
  ]);
  expect(why.done).toBe(true);
});

it('offers more time and a looser reading', async () => {
  const why = reasons('Relay', { 'wide Aa Relay': 4, Relay: 2 }, { matchCase: true }, true);
  await why.find();
  expect(why.offers.map((o) => [o.kind, o.wide, o.question.matchCase])).toEqual([
    ['widen', true, true],
    ['case', false, false],
  ]);
});

it('ends where nobody waits for it', async () => {
  const why = reasons('a b', { a: 1, b: 1 });
  const found = why.find();
  why.end();
  await found;
  expect([why.offers.length, why.done]).toEqual([0, false]);
});
