import { describe, expect, it } from 'vitest';
import type { Histogram } from '../backend/wire';
import { bars, peak, strip, ticks } from './bars';

const chart = (...counts: number[][]): Histogram => ({
  start: 0,
  step: 60_000,
  untimed: 0,
  buckets: counts.map((c, i) => ({ at: i * 60_000, counts: c })),
});

describe('bars', () => {
  it('stack the severe part on the axis', () => {
    const [bar] = bars(chart([0, 0, 10, 20, 30, 40, 0]), 100, 64);
    expect(bar?.parts.map((p) => p.level)).toEqual([5, 4, 3, 2]);
    const first = bar?.parts[0];
    expect((first?.y ?? 0) + (first?.height ?? 0)).toBe(64);
  });

  it('never draw what is there with less than two pixels', () => {
    const [small] = bars(chart([0, 0, 0, 1, 0, 0, 0], [0, 0, 0, 1_000_000, 0, 0, 0]), 100, 64);
    expect(small?.parts[0]?.height).toBe(2);
  });

  it('draw nothing for an empty bucket', () => {
    expect(bars(chart([0, 0, 0, 0, 0, 0, 0]), 100, 64)[0]?.parts).toEqual([]);
  });
});

it('shows one error at any scale', () => {
  expect(strip(0, 1000)).toBe(0);
  expect(strip(1, 1_000_000)).toBe(4);
  expect(strip(1000, 1000)).toBe(8);
});

it('puts the axis on round clock faces of the zone', () => {
  const hour: Histogram = { start: Date.UTC(2026, 0, 1, 0, 7), step: 30_000, untimed: 0, buckets: Array.from({ length: 120 }, (_, i) => ({ at: i, counts: [] })) }; // prettier-ignore
  const f = (offset: number) => ticks(hour, 1200, offset).map((t) => new Date(t.at + offset * 60_000).getUTCMinutes());
  expect(f(0).every((m) => m % 5 === 0)).toBe(true);
  expect(f(345).every((m) => m % 5 === 0)).toBe(true);
  expect(ticks(hour, 0, 0)).toEqual([]);
});

it('steps to peaks', () => {
  const c = chart([1], [5], [2], [9], [1]);
  expect(peak(c, 0, 1)).toBe(1);
  expect(peak(c, 1, 1)).toBe(3);
  expect(peak(c, 3, -1)).toBe(1);
  expect(peak(c, 3, 1)).toBe(3);
});
