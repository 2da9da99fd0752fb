import { count } from '../model/numbers';

// What compiled messages call. `#` and number arguments come out the house's way.

type Rule = (n: number, ordinal?: boolean) => string;

export function number(_language: string, value: number, offset: number): string {
  return count(value - offset);
}

export function plural(
  value: number,
  offset: number,
  rule: Rule,
  cases: Record<string, string>,
  ordinal?: boolean,
): string {
  return cases[String(value)] ?? cases[rule(value - offset, ordinal)] ?? cases['other'] ?? '';
}

export function select(value: string, cases: Record<string, string>): string {
  return cases[value] ?? cases['other'] ?? '';
}
