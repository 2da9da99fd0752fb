import type { ZoneClock } from './time';

/** Both ends included; null is open. */
export interface TimeRange {
  from: number | null;
  to: number | null;
}

/** Presets count back from the data's end: in a bundle "last hour" is its last hour. */
export const presets = {
  '5m': 5 * 60_000,
  '15m': 15 * 60_000,
  '1h': 3_600_000,
  '4h': 4 * 3_600_000,
  '24h': 24 * 3_600_000,
  '7d': 7 * 24 * 3_600_000,
} as const;

export type Preset = keyof typeof presets;
export type RangeChoice = Preset | 'all' | 'custom';

export function isPreset(text: string): text is Preset {
  return Object.hasOwn(presets, text);
}

/**
 * Reads a time somebody typed: "14:08", "14:08:58.902", "2026-11-18",
 * "2026-11-18 14:08", ISO 8601 with an offset, or seconds or milliseconds since
 * 1970. A bare time is of `day`'s day. Null when it is none of them.
 */
export function readInstant(text: string, clock: ZoneClock, day: number): number | null {
  const s = text.trim().replace(/：/g, ':');
  if (/^\d{10}$/.test(s)) return Number(s) * 1000;
  if (/^\d{13}$/.test(s)) return Number(s);
  const m =
    /^(?:(\d{4})-(\d{1,2})-(\d{1,2}))?(?:[T ]?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
      s,
    );
  if (!m || s === '' || (!m[1] && !m[4])) return null;
  const today = clock.face(day);
  const [year, month, date] = m[1]
    ? [Number(m[1]), Number(m[2]), Number(m[3])]
    : [today.getUTCFullYear(), today.getUTCMonth() + 1, today.getUTCDate()];
  const [hour, minute, second] = [Number(m[4] ?? 0), Number(m[5] ?? 0), Number(m[6] ?? 0)];
  if (month < 1 || month > 12 || date < 1 || date > 31 || hour > 23 || minute > 59 || second > 59) return null;
  const ms = Number((m[7] ?? '0').padEnd(3, '0'));
  if (!m[8]) return clock.instant(year, month, date, hour, minute, second, ms);
  return Date.UTC(year, month - 1, date, hour, minute, second, ms) - offsetMinutes(m[8]) * 60_000;
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
  const bare = s.replace(/\s*(Z|[+-]\d{2}:?\d{2})$/, '');
  if (/(^|[T ])\d{1,2}:\d\d$/.test(bare)) return start + 59_999;
  if (/(^|[T ])\d{1,2}:\d\d:\d\d$/.test(bare)) return start + 999;
  return start;
}

function offsetMinutes(text: string): number {
  if (text === 'Z') return 0;
  const size = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return text.startsWith('-') ? -size : size;
}
