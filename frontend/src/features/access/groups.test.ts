import { expect, it } from 'vitest';
import { groupColumns, groupQuery, sortGroups, type GroupField } from './groups';

it('has a column for what a group does not say itself', () => {
  const f = (by: GroupField, want: string) =>
    expect(
      groupColumns(by, '', false, (key) => key)
        .map((c) => c.id)
        .join(' '),
    ).toBe(want);
  f('account', 'value about count refused ips first last');
  f('ip', 'value about count refused accounts first last');
  f('path', 'value count refused accounts ips first last');
});

it('sorts by what is pressed, by the count at first', () => {
  const f = (column: string, sort: string, asc: boolean, want: [string, boolean]) =>
    expect(Object.values(sortGroups(column, sort, asc))).toEqual(want);
  f('count', '', false, ['count', true]);
  f('refused', '', false, ['refused', false]);
  f('refused', 'refused', false, ['refused', true]);
  f('value', 'refused', false, ['value', true]);
  f('last', 'value', true, ['last', false]);
  const sorted = groupColumns('ip', 'last', false, (key) => key).filter((c) => c.sort);
  expect(sorted.map((c) => [c.id, c.sort])).toEqual([['last', 'desc']]);
});

it('opens to its visits', () => {
  const f = (query: string, by: GroupField, value: string, want: string) =>
    expect(groupQuery(query, by, { value })).toBe(want);
  f('', 'account', '1042', 'account:1042');
  f('kind:refused', 'ip', '203.0.113.87', 'kind:refused ip:203.0.113.87');
  f('a OR b', 'company', 'Acme Ltd', '(a OR b) company:"Acme Ltd"');
  f('', 'path', '/crm/*', 'path:"/crm/*"');
  f('x', 'company', '', 'x -has:company');
});
