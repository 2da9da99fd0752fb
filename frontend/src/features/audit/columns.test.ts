import { expect, it } from 'vitest';
import { columnsFor, sortBy } from './columns';

it('a column says how the table is sorted, and which it can be', () => {
  const f = (sort: string, asc: boolean, want: string) => {
    const columns = columnsFor('time', { sort, asc }, (key) => key);
    expect(columns.map((c) => `${c.id}${c.sort === undefined ? '!' : c.sort ? ` ${c.sort}` : ''}`).join(', ')).toBe(
      want,
    );
  };
  f('', false, 'open!, time desc, action, actor, company, module, target, changed!, from, outcome');
  f('account', true, 'open!, time, action, actor asc, company, module, target, changed!, from, outcome');
  f('ip', false, 'open!, time, action, actor, company, module, target, changed!, from desc, outcome');
});

it('a press on a head sorts by it, and the next one the other way', () => {
  const f = (column: string, sort: string, asc: boolean, want: [string, boolean]) => {
    const next = sortBy(column, { sort, asc });
    expect([next.sort, next.asc], `${column} while ${sort || 'time'}`).toEqual(want);
  };
  f('time', '', false, ['', true]);
  f('time', 'account', true, ['', false]);
  f('actor', '', false, ['account', true]);
  f('actor', 'account', true, ['account', false]);
  f('from', '', true, ['ip', true]);
});
