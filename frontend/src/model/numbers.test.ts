import { expect, it } from 'vitest';
import { bytes, compact, count, grouped, percent } from './numbers';

/** A plain space stands for the thin one. */
const thin = (text: string) => text.replaceAll(' ', '\u2009');

it('groups digits by thin spaces and hides none', () => {
  const f = (n: number, want: string) => expect(grouped(n)).toBe(thin(want));
  f(0, '0');
  f(999, '999');
  f(1284, '1 284');
  f(9999999, '9 999 999');
  f(-40968, '−40 968');
  f(1234.5678, '1 234.5678');
});

it('counts exactly up to 9 999 999', () => {
  expect(count(9_999_999)).toBe(thin('9 999 999'));
  expect(count(10_000_000)).toBe('10.0 M');
});

it('shortens from a million on to three digits and a letter', () => {
  const f = (n: number, want: string) => expect(compact(n)).toBe(want);
  f(412_806, thin('412 806'));
  f(1_310_000, '1.31 M');
  f(31_400_000, '31.4 M');
  f(117_912_345, '118 M');
  f(999_600_000, '1.00 G');
  f(5_000_000_000, '5.00 G');
});

it('writes binary sizes with their unit', () => {
  const f = (n: number, want: string) => expect(bytes(n)).toBe(want);
  f(0, '0 B');
  f(1023, '1023 B');
  f(1024, '1 KiB');
  f(104_857_600, '100 MiB');
  f(8_493_466, '8.1 MiB');
  f(2_383_680_000, '2.22 GiB');
  f(1_048_575, '1.0 MiB');
});

it('never says 0 when something is there, nor 100 before all is', () => {
  const f = (part: number, whole: number, want: string) => expect(percent(part, whole)).toBe(want);
  f(0, 100, '0 %');
  f(1, 100_000, '< 0.1 %');
  f(5, 100, '5.0 %');
  f(59, 100, '59 %');
  f(99_999, 100_000, '99 %');
  f(100, 100, '100 %');
  f(1, 0, '0 %');
});
