import { expect, it } from 'vitest';
import { apart, parts } from './parts';

it('takes a query apart into what can be asked alone', () => {
  const f = (query: string, ...want: [text: string, without: string | null][]) =>
    expect(parts(query).map((p) => [p.text, p.without])).toEqual(want);
  f('');
  f('timeout', ['timeout', '']);
  f('level:error "relay denied"', ['level:error', '"relay denied"'], ['"relay denied"', 'level:error']);
  f('a AND b', ['a', 'b'], ['b', 'a']);
  f('a NOT b', ['a', 'NOT b'], ['NOT b', 'a']);
  f('a -b', ['a', '-b'], ['-b', 'a']);
  f('a b OR c', ['a b', null], ['c', null]);
  f('(a OR b) c', ['(a OR b)', 'c'], ['c', '(a OR b)']);
});

it('finds the words of a phrase', () => {
  const f = (part: string, want: string | null) => expect(apart(part)).toBe(want);
  f('"relay denied"', 'relay denied');
  f('"relay"', null);
  f('relay', null);
  f('"a OR b"', 'a b');
  f('"a \\" b"', null);
  f('company:"Acme Ltd"', null);
});
