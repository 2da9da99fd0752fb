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

/** Where bucket i begins, and the one before it ends. */
export function edge(chart: Histogram, i: number): number {
  return chart.buckets[i]?.at ?? chart.end;
}

/** The bucket that holds an instant; -1 before the first, their number behind the last. */
export function bucketOf(chart: Histogram, ms: number): number {
  let low = 0;
  let high = chart.buckets.length + 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edge(chart, middle) > ms) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}

/** Where an instant is on an axis on which all buckets are as wide. */
function place(chart: Histogram, ms: number, width: number): number {
  const i = Math.min(Math.max(0, bucketOf(chart, ms)), chart.buckets.length - 1);
  const share = (ms - edge(chart, i)) / (edge(chart, i + 1) - edge(chart, i));
  return ((i + share) / chart.buckets.length) * width;
}

/** Where an instant is, -1 for one that is in no bucket. */
export function mark(chart: Histogram, ms: number | null, width: number): number {
  if (ms === null || ms < edge(chart, 0) || ms >= chart.end) return -1;
  return place(chart, ms, width);
}

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

/** Weeks begin on Monday; 1970 began on a Thursday. */
const MONDAY = 4 * 86_400_000;

/**
 * Times for the axis, at least `room` pixels apart, on round figures of the zone's clock; midnights are days.
 * The offset is that of the zone at an instant, in minutes.
 */
export function ticks(chart: Histogram, width: number, offset: (ms: number) => number, room = 90): Tick[] {
  const from = edge(chart, 0);
  const span = chart.end - from;
  if (chart.buckets.length === 0 || span <= 0 || width <= 0) return [];
  const week = 604_800_000;
  const step = steps.find((s) => (s / span) * width >= room) ?? Math.ceil(((room / width) * span) / week) * week;
  const origin = step < week ? 0 : MONDAY;
  const first = from + offset(from) * 60_000;
  const found: Tick[] = [];
  for (let face = Math.ceil((first - origin) / step) * step + origin; ; face += step) {
    const near = face - offset(from) * 60_000;
    const at = face - offset(near) * 60_000;
    if (at > chart.end) return found;
    found.push({ at, x: place(chart, at, width), day: face % 86_400_000 === 0 });
  }
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
