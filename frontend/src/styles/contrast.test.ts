import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('src/styles/tokens.css', 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((m) => [m[1], [m[2], m[3]]]),
);

/** Relative luminance and contrast of WCAG 2.x. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['surface', 'canvas', 'hover', 'selected'];

/**
 * The minima of the design's colour table, light and dark: the lowest of the ratios
 * against the grounds, to the digits that are written there.
 */
const rows: [fore: string, backs: string[], light: number, dark: number][] = [
  ['control', grounds, 3.4, 3.3],
  ['text', grounds, 14.7, 10.9],
  ['text-2', grounds, 6.7, 6.9],
  ['text-3', grounds, 4.7, 4.8],
  ['disabled', ['surface'], 3.6, 3.9],
  ['accent', grounds, 5.9, 6.0],
  ['on-accent', ['accent'], 7.0, 8.6], // the table says 8.7 of 8.647
  ['link', grounds, 6.9, 6.7],
  ['focus', grounds, 3.8, 6.0],
  ['danger', grounds, 7.9, 5.4],
  ['ok', grounds, 6.4, 6.5],
  ['caution-text', ['caution'], 7.5, 10.3],
  ['info-text', ['info'], 8.1, 8.9],
  ['hit-text', ['hit'], 13.5, 7.8],
  ['hit-now-text', ['hit-now'], 11.4, 11.4],
  ['diff-add-text', ['diff-add'], 9.2, 9.5],
  ['diff-del-text', ['diff-del'], 7.8, 9.8],
  ['text', ['row-error'], 15.7, 14.0],
  ['text', ['row-warn'], 16.3, 13.4],
  ['lv-fatal', ['lv-fatal-bg'], 9.3, 7.3],
  ['lv-error', grounds, 7.9, 5.4],
  ['lv-warn', grounds, 4.6, 8.6],
  ['lv-info', grounds, 5.3, 5.9],
  ['lv-debug', grounds, 9.4, 8.9],
  ['lv-trace', grounds, 4.6, 4.9],
  ['c-error', ['surface'], 8.7, 4.3],
  ['c-warn', ['surface'], 3.4, 11.4],
  ['c-info', ['surface'], 3.2, 3.7],
  ['c-debug', ['surface'], 5.4, 6.2],
  ['c-trace', ['surface'], 5.4, 6.2],
  // What else stands on a tinted row: enough to be read.
  ...['text-2', 'lv-error', 'lv-warn', 'lv-info'].map((t): [string, string[], number, number] => [
    t,
    ['row-error', 'row-warn'],
    4.5,
    4.5,
  ]),
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('%s', (_, side) => {
  it.each(rows)('%s on %j keeps its minimum of %d light, %d dark', (fore, backs, ...least) => {
    const found = backs.map((back) => {
      const [a, b] = [tokens.get(fore)?.[side], tokens.get(back)?.[side]];
      if (!a || !b) throw new Error(`no token --${fore} or --${back}`);
      return contrast(a, b);
    });
    // The table rounds to one digit.
    expect(Math.round(Math.min(...found) * 10) / 10).toBeGreaterThanOrEqual(least[side]);
  });
});
