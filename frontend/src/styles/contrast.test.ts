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
const text = ['text', 'text-2', 'text-3', 'accent', 'link', 'danger', 'ok'];
const levels = ['lv-error', 'lv-warn', 'lv-info', 'lv-debug', 'lv-trace'];
const pairs: [fore: string, back: string, least: number][] = [
  ...[...text, ...levels].flatMap((t) => grounds.map((g): [string, string, number] => [t, g, 4.5])),
  ...['control', 'focus'].flatMap((t) => grounds.map((g): [string, string, number] => [t, g, 3])),
  ...['text', 'text-2', 'lv-error', 'lv-warn', 'lv-info'].flatMap((t) =>
    ['row-error', 'row-warn'].map((g): [string, string, number] => [t, g, 4.5]),
  ),
  ...['caution', 'info', 'hit', 'hit-now', 'diff-add', 'diff-del'].map((f): [string, string, number] => [
    `${f}-text`,
    f,
    4.5,
  ]),
  ['on-accent', 'accent', 4.5],
  ['lv-fatal', 'lv-fatal-bg', 4.5],
  ['disabled', 'surface', 3],
  ...['c-error', 'c-warn', 'c-info', 'c-debug', 'c-trace'].map((f): [string, string, number] => [f, 'surface', 3]),
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('%s', (_, side) => {
  it.each(pairs)('%s on %s is at least %d : 1', (fore, back, least) => {
    const [a, b] = [tokens.get(fore)?.[side], tokens.get(back)?.[side]];
    if (!a || !b) throw new Error(`no token --${fore} or --${back}`);
    expect(contrast(a, b)).toBeGreaterThanOrEqual(least);
  });
});
