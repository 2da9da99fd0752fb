import { describe, expect, it, test } from 'vitest';
import { ZoneClock } from './time';
import { readEnd, readInstant, shownInstant } from './timerange';

const clock = new ZoneClock({ name: '', label: '', minutes: 480, fixed: true, origin: 'found' }, 0);
const day = Date.UTC(2026, 10, 18, 6);

it('reads the times people write', () => {
  const f = (text: string, want: number | null) => expect(readInstant(text, clock, day), text).toBe(want);
  const at = (h: number, m = 0, s = 0, ms = 0) => Date.UTC(2026, 10, 18, h - 8, m, s, ms);
  f('14:08', at(14, 8));
  f('14：08', at(14, 8));
  f('14:08:58', at(14, 8, 58));
  f('14:08:58.9', at(14, 8, 58, 900));
  f('14:08:58,902', at(14, 8, 58, 902));
  f('2026-11-18', at(0));
  f('2026-11-18 14:08', at(14, 8));
  f('2026-11-18T14:08:58', at(14, 8, 58));
  f('2026-11-18T14:08:58Z', Date.UTC(2026, 10, 18, 14, 8, 58));
  f('2026-11-18T14:08:58-03:30', Date.UTC(2026, 10, 18, 17, 38, 58));
  f('1763445600', 1_763_445_600_000);
  f('1763445600123', 1_763_445_600_123);
  f('', null);
  f('soon', null);
  f('25:00', null);
  f('2026-13-01', null);
  f('14:08 tomorrow', null);
});

const shanghai = new ZoneClock(
  { name: 'UTC+08:00', label: 'UTC+08:00', minutes: 480, fixed: true, origin: 'found' },
  0,
);
const berlin = new ZoneClock(
  { name: 'Europe/Berlin', label: 'UTC+01:00', minutes: 60, fixed: false, origin: 'set' },
  0,
);
const now = Date.parse('2026-11-18T14:32:08+08:00');

describe('a day ends with its last millisecond', () => {
  const f = (clock: ZoneClock, text: string, want: string | null) =>
    test(text, () => {
      const ms = readEnd(text, clock, now);
      expect(ms === null ? null : clock.query(ms)).toBe(want);
    });
  f(shanghai, '2026-11-18', '2026-11-18T23:59:59.999');
  f(shanghai, '2026-11-18 14:00', '2026-11-18T14:00:59.999');
  f(shanghai, '14：00', '2026-11-18T14:00:59.999');
  f(shanghai, '2026-11-18 14:00:30', '2026-11-18T14:00:30.999');
  f(shanghai, '2026-11-18 14:00:30.250', '2026-11-18T14:00:30.250');
  f(berlin, '2026-10-25', '2026-10-25T23:59:59.999'); // 25 hours long
  f(berlin, '2026-03-29', '2026-03-29T23:59:59.999'); // 23 hours long
  f(shanghai, '2026-11-18T14:00Z', '2026-11-18T22:00:59.999');
  f(shanghai, '2026-11-18 14:00:30+08:00', '2026-11-18T14:00:30.999');
  f(shanghai, 'noon', null);
  f(shanghai, '2026-13-01', null);
});

describe('what a field shows is read back as the same instant', () => {
  const f = (text: string) =>
    test(text, () => {
      const ms = readEnd(text, shanghai, now) ?? NaN;
      expect(readEnd(shownInstant(ms, shanghai), shanghai, now)).toBe(ms);
    });
  f('2026-11-18 14:00');
  f('2026-11-18 14:00:30');
  f('2026-11-18');
  f('2026-11-18 14:00:30.250');
});
