import { expect, it } from 'vitest';
import type { Histogram, LogRow } from '../../backend/wire';
import { stepLevel } from './step';

/** A log of one entry a second; entries at `errors` are errors. It counts the rows that were read. */
function log(count: number, errors: number[], current: number) {
  const at = new Set(errors);
  const step = 100_000;
  const buckets = Array.from({ length: Math.ceil(count / 100) }, (_, i) => {
    const inside = errors.filter((e) => Math.floor(e / 100) === i).length;
    return { at: i * step, counts: [0, 0, 0, 100 - inside, 0, inside, 0] };
  });
  const histogram: Histogram = { rev: 0, step, end: buckets.length * step, buckets, untimed: 0 };
  const subject = {
    read: 0,
    current,
    rows: { count },
    histogram,
    at: (ms: number) => String(ms),
    seek: (text: string) => Promise.resolve({ pos: Math.min(count, Number(text) / 1000), found: true }),
    page: (from: number, n: number) => {
      const rows = Array.from({ length: Math.min(n, count - from) }, (_, i) => ({ pos: from + i, time: (from + i) * 1000, level: at.has(from + i) ? 5 : 3 }) as LogRow); // prettier-ignore
      subject.read += rows.length;
      return Promise.resolve(rows);
    },
  };
  return subject;
}

it('finds the next and the previous error', async () => {
  const f = async (current: number, direction: 1 | -1, want: number | null) =>
    expect(await stepLevel(log(50_000, [10, 300, 301, 49_999], current), 5, direction)).toBe(want);
  await f(-1, 1, 10);
  await f(10, 1, 300);
  await f(300, 1, 301);
  await f(301, 1, 49_999);
  await f(49_999, 1, null);
  await f(49_999, -1, 301);
  await f(300, -1, 10);
  await f(10, -1, null);
});

it('jumps over what the histogram says is empty', async () => {
  const subject = log(1_000_000, [5, 999_990], 5);
  expect(await stepLevel(subject, 5, 1)).toBe(999_990);
  expect(subject.read).toBeLessThan(1000);
});

it('reads on without a histogram', async () => {
  const subject = { ...log(5000, [4000], 0), histogram: null };
  expect(await stepLevel(subject, 5, 1)).toBe(4000);
});
