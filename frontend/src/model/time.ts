import type { Zone } from '../backend/wire';

// Times are integer milliseconds since 1970 UTC; what stands on screen is in the
// source's zone, 24 hours, never localised. Only names of months follow the language.

/** The offset of a named zone changes at quarter hours at most, so it is asked for once a quarter. */
const QUARTER = 15 * 60_000;

/** A day further away than half a year is not told by its month alone: what comes in the mail may be old. */
const FAR = 183 * 86_400_000;

/** Reads clock faces in one zone, on a day like `today`. */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat | null;
  readonly #offsets = new Map<number, number>();

  constructor(
    readonly zone: Zone,
    private readonly today: number,
  ) {
    this.#format = zone.fixed ? null : formatter(zone.name);
  }

  /** Minutes east of UTC at that instant. */
  offset(ms: number): number {
    if (!this.#format) return this.zone.minutes;
    const key = Math.floor(ms / QUARTER);
    let offset = this.#offsets.get(key);
    if (offset === undefined) {
      offset = measure(this.#format, key * QUARTER);
      if (this.#offsets.size > 10_000) this.#offsets.clear();
      this.#offsets.set(key, offset);
    }
    return offset;
  }

  /** A Date whose UTC getters give this zone's clock face. */
  face(ms: number): Date {
    return new Date(ms + this.offset(ms) * 60_000);
  }

  /** "14:08:58.902" */
  time(ms: number): string {
    return this.face(ms).toISOString().slice(11, 23);
  }

  /** "14:08:58" */
  seconds(ms: number): string {
    return this.face(ms).toISOString().slice(11, 19);
  }

  /** "14:08" */
  minutes(ms: number): string {
    return this.face(ms).toISOString().slice(11, 16);
  }

  /** "2026-11-18" */
  date(ms: number): string {
    const iso = this.face(ms).toISOString();
    return iso.slice(0, iso.indexOf('T'));
  }

  /** "2026-11-18 14:08:58.902 +08:00", what is copied and cited. */
  stamp(ms: number): string {
    return `${this.date(ms)} ${this.time(ms)} ${offsetText(this.offset(ms))}`;
  }

  /** "2026-11-18T14:08:58", what the query language reads in this zone. */
  query(ms: number): string {
    const iso = this.face(ms).toISOString();
    return iso.slice(0, iso.endsWith('.000Z') ? iso.indexOf('.') : -1);
  }

  /** Whether a day is written with its year. */
  far(ms: number): boolean {
    return Math.abs(ms - this.today) > FAR;
  }

  /** "18 Nov" or "11月18日", and "2024-11-18" where the year is not obvious. */
  day(ms: number, language: string): string {
    return this.far(ms) ? this.date(ms) : dayText(this.face(ms), language);
  }

  /** "18 Nov 13:30" */
  dayMinutes(ms: number, language: string): string {
    return `${this.day(ms, language)} ${this.minutes(ms)}`;
  }

  /** "10 Nov 03:14 → 22:51"; the second day only where it differs. `end` replaces the second, as in "→ now". */
  span(from: number, to: number, language: string, end?: string): string {
    const second = end ?? (this.date(from) === this.date(to) ? this.minutes(to) : this.dayMinutes(to, language));
    return `${this.dayMinutes(from, language)} → ${second}`;
  }

  /** The instant of a clock face in this zone; in a repeated hour the earlier one. */
  instant(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, ms = 0): number {
    const face = Date.UTC(year, month - 1, day, hour, minute, second, ms);
    // The offset is a function of the instant, which is what we look for: try the
    // offsets of the day before and after, the larger (earlier instant) first.
    const offsets = [this.offset(face - 86_400_000), this.offset(face + 86_400_000)].sort((a, b) => b - a);
    for (const offset of offsets) {
      const at = face - offset * 60_000;
      if (this.offset(at) === offset) return at;
    }
    return face - (offsets[0] ?? 0) * 60_000;
  }

  /** Midnight at or before the instant. */
  startOfDay(ms: number): number {
    const f = this.face(ms);
    return this.instant(f.getUTCFullYear(), f.getUTCMonth() + 1, f.getUTCDate());
  }
}

/** "+08:00" */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** "118 ms", "2.3 s", "4 min 12 s", "3 h 02 min", "2 d 4 h": two units at most. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  const s = Math.round(ms / 1000);
  if (s < 60) return `${s} s`;
  if (s < 3600) return s % 60 === 0 ? `${s / 60} min` : `${Math.floor(s / 60)} min ${s % 60} s`;
  const m = Math.round(s / 60);
  if (m < 1440) return m % 60 === 0 ? `${m / 60} h` : `${Math.floor(m / 60)} h ${String(m % 60).padStart(2, '0')} min`;
  const h = Math.round(m / 60);
  return h % 24 === 0 ? `${h / 24} d` : `${Math.floor(h / 24)} d ${h % 24} h`;
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of "3m12s", "3 min 12 s", "2.4 s", or of "90", which is seconds; null when it is none. */
export function readDuration(text: string): number | null {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)?\s*/gy)];
  if (parts.length === 0 || parts.map((p) => p[0]).join('') !== text.trim()) return null;
  if (parts.length > 1 && parts.some((p) => p[2] === undefined)) return null;
  return Math.round(parts.reduce((sum, p) => sum + Number(p[1]) * (UNITS[p[2] ?? 's'] ?? 0), 0));
}

/** One unit, for "ago" and "left": "1 s", "3 min", "2 h", "5 d", and "2 y" from there on. */
export function age(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h`;
  const d = Math.floor(s / 86_400);
  return d < 731 ? `${d} d` : `${Math.floor(d / 365.25)} y`;
}

function formatter(name: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null; // not an IANA name ("UTC+08:00"): Zone.minutes says it all
  }
}

function measure(format: Intl.DateTimeFormat, ms: number): number {
  const at: Record<string, number> = {};
  for (const part of format.formatToParts(ms)) at[part.type] = Number(part.value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = at;
  return Math.round((Date.UTC(year, month - 1, day, hour, minute, second) - ms) / 60_000);
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** "18 Nov"; the British "Sept" would break the column, so English is put together here. */
function dayText(face: Date, language: string): string {
  let format = dayFormats.get(language);
  if (!format) {
    const day = language === 'en' ? {} : ({ day: 'numeric' } as const);
    format = new Intl.DateTimeFormat(language, { ...day, month: 'short', timeZone: 'UTC' });
    dayFormats.set(language, format);
  }
  const text = format.format(face);
  return language === 'en' ? `${String(face.getUTCDate()).padStart(2, '0')} ${text}` : text;
}
