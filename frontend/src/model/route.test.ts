import { expect, it } from 'vitest';
import { formatHash, formatLog, parseHash, parseLog } from './route';

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

it('a log is named by its families, whatever they are called', () => {
  const f = (families: string[], file: string, want: string) => {
    expect(formatLog(families, file)).toBe(want);
    expect(parseLog(want)).toEqual({ families, file });
  };
  f(['application'], '', 'application');
  f(['application'], '01J2', 'application:01J2');
  f(['application', 'email'], '', 'application+email');
  f(['a+b', 'c:d', '50%41'], '', 'a%2Bb+c%3Ad+50%2541');
  f(['held'], '', '%68eld');
  f(['families'], '01J2', '%66amilies:01J2');
});
