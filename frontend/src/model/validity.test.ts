import { expect, it } from 'vitest';
import type { QueryNotice } from '../backend/wire';
import { foremost, mended, validity, type Validity } from './validity';

const said = (text: string) => ({ code: '{0}' as const, args: [text], text });
const notice = (error: boolean, incomplete: boolean, rest: Partial<QueryNotice> = {}): QueryNotice => ({
  col: 1, end: 2, code: 'bad_value', text: said('told'), fix: '', error, incomplete, ...rest }); // prettier-ignore

it('tells the four states of what stands in the bar', () => {
  const f = (text: string, notices: QueryNotice[], writing: boolean, want: Validity) =>
    expect(validity(text, notices, writing)).toBe(want);
  f('', [], true, 'neutral');
  f('  ', [notice(true, false)], false, 'neutral');
  f('timeout', [], true, 'ok');
  f('timeout', [], false, 'ok');
  f('ms:>fast', [notice(true, false)], true, 'invalid');
  f('ms:>fast', [notice(true, false)], false, 'invalid');
  f('level:er', [notice(true, true)], true, 'incomplete');
  f('level:er', [notice(true, true)], false, 'incomplete'); // not run, and not red
  f('(timeout OR', [notice(false, true)], true, 'incomplete');
  f('(timeout OR', [notice(false, true)], false, 'ok'); // it ran as text
  f('(a ms:>fast', [notice(false, true), notice(true, false)], true, 'invalid');
});

it('shows what is wrong before what is only told', () => {
  const told = notice(false, true, { text: said('told') });
  const wrong = notice(true, false, { text: said('wrong') });
  expect(foremost([told, wrong])).toBe(wrong);
  expect(foremost([told])).toBe(told);
  expect(foremost([])).toBeUndefined();
});

it('puts a fix in the place of what it is about, and nowhere else', () => {
  const f = (text: string, col: number, end: number, fix: string, want: string) =>
    expect(mended(text, { col, end, fix })).toBe(want);
  f('ms:>fast', 1, 9, 'ms:>500', 'ms:>500');
  f('level:error ms:>fast campaign', 13, 21, 'ms:>500', 'level:error ms:>500 campaign');
  f('😀 ms:>x', 3, 8, 'ms:>500', '😀 ms:>500');
  f('(ms:>x OR b)', 2, 7, 'ms:>500', '(ms:>500 OR b)');
});
