import type { ZoneClock } from '../model/time';
import type { TimeRange } from '../model/timerange';

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
