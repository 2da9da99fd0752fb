// Numbers as they stand on screen: thin-space groups, honest binary sizes.
// Never localised, so that a colleague reads the same digits.

/** U+2009, the group mark of counts. */
export const THIN = '\u2009';

/** 1284 -> "1 284"; every digit is there. */
export function grouped(n: number): string {
  const [whole = '', fraction] = String(Math.abs(n)).split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, THIN);
  return (n < 0 ? '−' : '') + groups + (fraction ? '.' + fraction : '');
}

/** Exact up to 9 999 999, then "12.4 M"; callers put the exact figure into a tooltip. */
export function count(n: number): string {
  return Math.abs(n) < 1e7 ? grouped(n) : compact(n);
}

/** Three digits and a letter from a million on: "1.31 M", "56.5 M", "2.00 G". */
export function compact(n: number): string {
  if (Math.abs(n) < 1e6) return grouped(n);
  // 999 999 500 would round to "1000 M".
  const [value, letter] = Math.abs(n) < 999.5e6 ? [n / 1e6, 'M'] : [n / 1e9, 'G'];
  return `${digits3(value)} ${letter}`;
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** 2383000000 -> "2.22 GiB". Below a MiB no fraction: nobody needs tenths of a KiB. */
export function bytes(n: number): string {
  let value = n;
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const text = unit < 2 ? String(Math.round(value)) : unit === 2 && value < 10 ? value.toFixed(1) : digits3(value);
  return `${text} ${units[unit]}`;
}

/** One digit under ten, none above; never 0 when something is there, never 100 before all is. */
export function percent(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0 %';
  const p = (part / whole) * 100;
  if (p < 0.1) return '< 0.1 %';
  if (p < 10) return `${p.toFixed(1)} %`;
  if (part < whole && p > 99) return '99 %';
  return `${Math.round(p)} %`;
}

function digits3(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}
