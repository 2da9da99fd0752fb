import { expect, it } from 'vitest';
import {
  addClause,
  asciiForms,
  clause,
  clauses,
  facetValues,
  hasClause,
  quote,
  removeClause,
  setFacet,
} from './querytext';

it('cuts a query at spaces outside quotes and brackets', () => {
  const f = (text: string, want: string[]) => expect(clauses(text), text).toEqual(want);
  f('', []);
  f('  bridge   lost ', ['bridge', 'lost']);
  f('"bridge lost" -heartbeat', ['"bridge lost"', '-heartbeat']);
  f('company:"Acme Ltd" ms:>500', ['company:"Acme Ltd"', 'ms:>500']);
  f('(timeout OR "not (yet) found") x', ['(timeout OR "not (yet) found")', 'x']);
  f('~"retry \\"no\\" \\d+" y', ['~"retry \\"no\\" \\d+"', 'y']);
  f('unbalanced "quote here', ['unbalanced', '"quote here']);
  f('a) (b', ['a)', '(b']);
});

it('quotes what would be read as something else', () => {
  const f = (value: string, want: string) => expect(quote(value)).toBe(want);
  f('1001', '1001');
  f('10.20.0.1', '10.20.0.1');
  f('Acme Ltd', '"Acme Ltd"');
  f('say "hi"', '"say \\"hi\\""');
  f('C:\\logs', '"C:\\\\logs"');
  f('-x', '"-x"');
  f('100..500', '"100..500"');
  f('OR', '"OR"');
  f('a*', '"a*"');
  f('', '""');
});

it('adds a clause once and takes its opposite away', () => {
  const f = (text: string, added: string, want: string) => expect(addClause(text, added)).toBe(want);
  f('', 'level:error', 'level:error');
  f('bridge', 'level:error', 'bridge level:error');
  f('level:error bridge', 'level:error', 'bridge level:error');
  f('-level:error bridge', 'level:error', 'bridge level:error');
  f('level:error', '-level:error', '-level:error');
  f('a OR b', 'level:error', '(a OR b) level:error');
});

it('finds and removes clauses', () => {
  expect(hasClause('a level:error', 'level:error')).toBe(true);
  expect(hasClause('"a level:error"', 'level:error')).toBe(false);
  expect(removeClause('a "b c" d', '"b c"')).toBe('a d');
  expect(clause('company', 'Acme Ltd', true)).toBe('-company:"Acme Ltd"');
});

it('writes a facet as text and reads it back', () => {
  const f = (text: string, values: string[], want: string) => {
    const written = setFacet(text, 'level', values);
    expect(written).toBe(want);
    expect(facetValues(written, 'level')).toEqual(values);
  };
  f('', ['error'], 'level:error');
  f('bridge', ['error', 'warn'], 'bridge (level:error OR level:warn)');
  f('(level:error OR level:warn) bridge', ['info'], 'bridge level:info');
  f('level:error bridge', [], 'bridge');
  f('a OR b', ['error'], '(a OR b) level:error');
});

it('leaves alone what a facet did not write', () => {
  const f = (text: string) => expect(facetValues(text, 'level')).toEqual([]);
  f('level:>=warn');
  f('-level:error');
  f('(level:error OR bridge)');
  f('(level:error AND level:warn)');
  f('ms:1..5');
});

it('reads back any value', () => {
  for (const value of ['a b', 'say "hi"', 'C:\\x\\', '(', 'a:b', '*', '~"x"', '中文 名', '-1', '..']) {
    expect(facetValues(setFacet('x', 'company', [value, 'other']), 'company')).toEqual([value, 'other']);
  }
});

it('what an input method writes wide is read as ASCII', () => {
  const f = (text: string, want: string) => expect(asciiForms(text)).toBe(want);
  f('level：error', 'level:error');
  f(' （a OR b），c ', '(a OR b),c');
  f('company：“四海 有限”', 'company:"四海 有限"');
  f('通话', '通话');
});
