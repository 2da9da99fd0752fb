import { describe, expect, test } from 'vitest';
import {
  clearFacet,
  chosenClauses,
  clearClauses,
  facetItems,
  toggleClause,
  toggleExcluded,
  toggleValue,
} from './facets';

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

describe('what a facet wrote is cleared, and nothing else', () => {
  const f = (query: string, want: string) => test(query, () => expect(clearFacet(query, 'kind')).toBe(want));
  f('kind:visit account:7', 'account:7');
  f('-kind:visit -kind:refused path:/x', 'path:/x');
  f('-has:kind', '');
  f('(kind:visit OR kind:refused)', '');
  f('(kind:visit OR account:7)', '(kind:visit OR account:7)');
  f('(a OR b) kind:visit', '(a OR b)');
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

describe('offered clauses, such as bands', () => {
  const bands = ['ms:<100', 'ms:100..999', 'ms:>=1000'];
  const f = (query: string, id: string, on: boolean, want: string) =>
    test(`${query} ${on ? '+' : '-'} ${id}`, () => {
      const next = toggleClause(query, bands, id, on);
      expect(next).toBe(want);
      expect(chosenClauses(next, bands).includes(id)).toBe(on);
      const others = (text: string) => clearClauses(text, bands).replace(/[()]/g, '');
      expect(others(next)).toBe(others(query));
    });
  f('', 'ms:<100', true, 'ms:<100');
  f('login', 'ms:100..999', true, 'login ms:100..999');
  f('ms:>=1000 login', 'ms:<100', true, 'login (ms:<100 OR ms:>=1000)');
  f('(ms:<100 OR ms:>=1000)', 'ms:<100', false, 'ms:>=1000');
  f('(ms:<100 OR ms:>=1000)', 'ms:100..999', true, '(ms:<100 OR ms:100..999 OR ms:>=1000)');
  f('ms:<100', 'ms:<100', false, '');
  f('ms:>500', 'ms:<100', true, 'ms:>500 ms:<100');
  f('a OR b', 'ms:<100', true, '(a OR b) ms:<100');
  f('(ms:<100 OR login)', 'ms:100..999', true, '(ms:<100 OR login) ms:100..999');
});
