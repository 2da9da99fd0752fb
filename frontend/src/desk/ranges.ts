import type { ZoneClock } from '../model/time';
import { readInstant, type TimeRange } from '../model/timerange';

/** Ranges by the calendar of the source's zone. */
export type Named = 'today' | 'yesterday' | 'month';

export function namedRange(name: Named, clock: ZoneClock, now: number): TimeRange {
  const today = clock.startOfDay(now);
  if (name === 'today') return { from: today, to: null };
  // Noon of the day before is in that day whatever the clocks do at night.
  if (name === 'yesterday') return { from: clock.startOfDay(today - 12 * 3_600_000), to: today - 1 };
  const face = clock.face(now);
  return { from: clock.instant(face.getUTCFullYear(), face.getUTCMonth() + 1, 1), to: null };
}

/** An instant as a range field shows it: "2026-11-18 14:32", seconds only where they say something. */
export function shownInstant(ms: number, clock: ZoneClock): string {
  const text = clock.query(ms).replace('T', ' ');
  return text.replace(/:00$|:59\.999$/, '').replace(/\.999$/, '');
}

/**
 * The last instant that a typed end means, as both ends are included: a day is
 * meant whole, a minute to its last millisecond.
 */
export function readEnd(text: string, clock: ZoneClock, day: number): number | null {
  const s = text.trim().replace(/：/g, ':');
  const start = readInstant(s, clock, day);
  if (start === null) return null;
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(s)) return clock.startOfDay(start + 36 * 3_600_000) - 1;
  if (/(^|[T ])\d{1,2}:\d\d$/.test(s)) return start + 59_999;
  if (/(^|[T ])\d{1,2}:\d\d:\d\d$/.test(s)) return start + 999;
  return start;
}
