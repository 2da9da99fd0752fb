import type { Histogram } from '../backend/wire';

// The geometry of the histogram: pure, so that it can be tested.

export interface Bar {
  /** Bucket. */
  index: number;
  x: number;
  width: number;
  /** From the baseline up: the severe part sits on the axis, so that its height can be compared. */
  parts: { level: number; y: number; height: number }[];
  total: number;
  errors: number;
}

/** Bands that have a fill of their own, severe first; FATAL counts as ERROR, unknown as DEBUG. */
const stack: [level: number, bands: number[]][] = [
  [5, [5, 6]],
  [4, [4]],
  [3, [3]],
  [2, [2, 0]],
  [1, [1]],
];

/** A bucket that holds something is never drawn with less. */
const LEAST = 2;

export function bars(chart: Histogram, width: number, height: number): Bar[] {
  const most = Math.max(1, ...chart.buckets.map((b) => sum(b.counts)));
  const step = width / Math.max(1, chart.buckets.length);
  return chart.buckets.map((bucket, index) => {
    const total = sum(bucket.counts);
    let base = height;
    const parts = stack.flatMap(([level, bands]) => {
      const n = sum(bands.map((b) => bucket.counts[b] ?? 0));
      if (n === 0) return [];
      const h = Math.max(level >= 4 || n === total ? LEAST : 0, (n / most) * height);
      base -= h;
      return [{ level, y: base, height: h }];
    });
    const errors = sum([5, 6].map((b) => bucket.counts[b] ?? 0));
    return { index, x: index * step, width: Math.max(1, step - 1), parts, total, errors };
  });
}

/** The error strip's mark: three sizes, so that one error in ten million is seen. */
export function strip(errors: number, most: number): number {
  if (errors === 0) return 0;
  return errors * 10 < most ? 4 : errors * 2 < most ? 6 : 8;
}

const steps = [
  1000, 2000, 5000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 10_800_000, 21_600_000,
  43_200_000, 86_400_000, 604_800_000,
];

export interface Tick {
  at: number;
  x: number;
  /** Midnight: the label is the day. */
  day: boolean;
}

/** Times for the axis, at least `room` pixels apart, on round figures of the zone's clock; midnights are days. */
export function ticks(chart: Histogram, width: number, offset: number, room = 90): Tick[] {
  const span = chart.step * chart.buckets.length;
  if (span <= 0 || width <= 0) return [];
  const week = 604_800_000;
  const step = steps.find((s) => (s / span) * width >= room) ?? Math.ceil(((room / width) * span) / week) * week;
  const shift = offset * 60_000;
  const found: Tick[] = [];
  for (let at = Math.ceil((chart.start + shift) / step) * step - shift; at <= chart.start + span; at += step) {
    const day = (at + shift) % 86_400_000 === 0;
    found.push({ at, x: ((at - chart.start) / span) * width, day });
  }
  return found;
}

/** The next bucket in a direction that is higher than its neighbours. */
export function peak(chart: Histogram, from: number, direction: 1 | -1): number {
  const total = (i: number) => sum(chart.buckets[i]?.counts ?? []);
  for (let i = from + direction; i >= 0 && i < chart.buckets.length; i += direction) {
    if (total(i) > total(i - 1) && total(i) >= total(i + 1)) return i;
  }
  return from;
}

export function sum(list: readonly number[]): number {
  return list.reduce((a, b) => a + b, 0);
}
