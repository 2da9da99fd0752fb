import { describe, expect, test } from 'vitest';
import { facetItems, toggleExcluded, toggleValue, withoutField } from './facets';

describe('a tick writes a readable clause', () => {
  const f = (query: string, id: string, on: boolean, want: string) =>
    test(`${query} ${on ? '+' : '-'} ${id}`, () => expect(toggleValue(query, 'company', id, on)).toBe(want));
  f('', 'Acme', true, 'company:Acme');
  f('', 'Acme Ltd', true, 'company:"Acme Ltd"');
  f('login', 'Acme', true, 'login company:Acme');
  f('company:Acme', 'Beta', true, '(company:Acme OR company:Beta)');
  f('(company:Acme OR company:Beta)', 'Beta', false, 'company:Acme');
  f('company:Acme login', 'Acme', false, 'login');
  f('-company:Acme', 'Acme', true, 'company:Acme');
  f('', '', true, '-has:company');
  f('company:Acme', '', true, '-has:company');
  f('-has:company', 'Acme', true, 'company:Acme');
  f('-has:company', '', false, '');
});

describe('excluding', () => {
  const f = (query: string, id: string, want: string) =>
    test(`${query} not ${id}`, () => expect(toggleExcluded(query, 'kind', id)).toBe(want));
  f('', 'visit', '-kind:visit');
  f('kind:visit', 'visit', '-kind:visit');
  f('(kind:visit OR kind:refused)', 'visit', 'kind:refused -kind:visit');
  f('-kind:visit a', 'visit', 'a');
  f('', '', 'has:kind');
  f('has:kind', '', '');
});

describe('a facet counts without its own condition', () => {
  const f = (query: string, want: string) => test(query, () => expect(withoutField(query, 'kind')).toBe(want));
  f('kind:visit account:7', 'account:7');
  f('-kind:visit -kind:refused path:/x', 'path:/x');
  f('-has:kind', '');
  f('(kind:visit OR kind:refused)', '');
  f('(kind:visit OR account:7)', '(kind:visit OR account:7)');
});

test('what is chosen stays listed, with 0', () => {
  const facet = {
    field: 'kind',
    values: [
      { text: 'visit', count: 9 },
      { text: 'sign-in', count: 2 },
    ],
    others: 1,
    missing: 3,
    exact: true,
  };
  const { items, others } = facetItems(facet, 'kind:refused -kind:sign-in', 1);
  expect(items.map((i) => [i.id, i.count, i.chosen, i.excluded])).toEqual([
    ['visit', 9, false, false],
    ['sign-in', 2, false, true],
    ['refused', 0, true, false],
    ['', 3, false, false],
  ]);
  expect(others).toBe(1);
});
