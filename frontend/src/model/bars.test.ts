import { describe, expect, it } from 'vitest';
import type { Histogram } from '../backend/wire';
import { bars, bucketOf, edge, mark, peak, strip, ticks } from './bars';
import { ZoneClock } from './time';

const chart = (...counts: number[][]): Histogram => ({
  rev: 0,
  step: 60_000,
  end: counts.length * 60_000,
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
  const start = Date.UTC(2026, 0, 1, 0, 7);
  const hour: Histogram = { rev: 0, step: 30_000, end: start + 3_600_000, untimed: 0, buckets: Array.from({ length: 120 }, (_, i) => ({ at: start + i * 30_000, counts: [] })) }; // prettier-ignore
  const f = (offset: number) =>
    ticks(hour, 1200, () => offset).map((t) => new Date(t.at + offset * 60_000).getUTCMinutes());
  expect(f(0)).toHaveLength(12);
  expect(f(0).every((m) => m % 5 === 0)).toBe(true);
  expect(f(345).every((m) => m % 5 === 0)).toBe(true);
  expect(ticks(hour, 0, () => 0)).toEqual([]);
});

it('steps to peaks', () => {
  const c = chart([1], [5], [2], [9], [1]);
  expect(peak(c, 0, 1)).toBe(1);
  expect(peak(c, 1, 1)).toBe(3);
  expect(peak(c, 3, -1)).toBe(1);
  expect(peak(c, 3, 1)).toBe(3);
});

describe('local days, one of which has 23 hours', () => {
  const clock = new ZoneClock({ name: 'Europe/Berlin', label: '', minutes: 60, fixed: false, origin: 'set' }, 0);
  const days: Histogram = {
    rev: 0,
    step: 86_400_000,
    end: clock.instant(2026, 4, 1),
    untimed: 0,
    buckets: Array.from({ length: 31 }, (_, i) => ({ at: clock.instant(2026, 3, 1 + i), counts: [1] })),
  };

  it('are labelled at the begin of their bars', () => {
    const drawn = bars(days, 3100, 64);
    const labels = ticks(days, 3100, (ms) => clock.offset(ms));
    expect(labels).toHaveLength(32);
    for (const [i, tick] of labels.entries()) {
      expect(tick.day).toBe(true);
      expect(tick.at).toBe(edge(days, i));
      expect(tick.x).toBeCloseTo(drawn[i]?.x ?? 3100);
    }
  });

  it('hold their own times', () => {
    for (let i = 0; i < 31; i++) {
      expect(bucketOf(days, edge(days, i))).toBe(i);
      expect(bucketOf(days, edge(days, i + 1) - 1)).toBe(i);
    }
    expect(bucketOf(days, edge(days, 0) - 1)).toBe(-1);
    expect(bucketOf(days, days.end)).toBe(31);
  });

  it('are marked where the current row is', () => {
    expect(mark(days, clock.instant(2026, 3, 29, 0), 3100)).toBeCloseTo(2800);
    expect(mark(days, clock.instant(2026, 3, 30, 12), 3100)).toBeCloseTo(2950);
    expect(mark(days, days.end, 3100)).toBe(-1);
    expect(mark(days, null, 3100)).toBe(-1);
  });
});
