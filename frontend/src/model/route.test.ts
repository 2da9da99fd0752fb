import { expect, it } from 'vitest';
import { formatHash, parseHash } from './route';

it('writes an address and reads it back', () => {
  const f = (desk: string, params: Record<string, string>, want: string) => {
    expect(formatHash({ desk, params })).toBe(want);
    expect(parseHash(want)).toEqual({ desk, params });
  };
  f('', {}, '#/');
  f('health', { s: '01J' }, '#/health?s=01J');
  f('serverlogs', { s: '01J', q: 'a b&c=d #x "中"' }, '#/serverlogs?s=01J&q=a+b%26c%3Dd+%23x+%22%E4%B8%AD%22');
});

it('leaves empty values out', () => {
  expect(formatHash({ desk: 'audit', params: { q: '', v: 'x' } })).toBe('#/audit?v=x');
});
