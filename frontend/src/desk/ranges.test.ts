import { describe, expect, test } from 'vitest';
import { ZoneClock } from '../model/time';
import { namedRange, readEnd, shownInstant, type Named } from './ranges';

const shanghai = new ZoneClock({ name: 'UTC+08:00', label: 'UTC+08:00', minutes: 480, fixed: true, origin: 'found' });
const berlin = new ZoneClock({ name: 'Europe/Berlin', label: 'UTC+01:00', minutes: 60, fixed: false, origin: 'set' });
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

describe('ranges by the calendar', () => {
  const f = (clock: ZoneClock, name: Named, at: number, want: string) =>
    test(`${name} in ${clock.zone.name}`, () => {
      const { from, to } = namedRange(name, clock, at);
      expect([from, to].map((ms) => (ms === null ? 'now' : clock.query(ms))).join(' .. ')).toBe(want);
    });
  f(shanghai, 'today', now, '2026-11-18T00:00:00 .. now');
  f(shanghai, 'yesterday', now, '2026-11-17T00:00:00 .. 2026-11-17T23:59:59.999');
  f(shanghai, 'month', now, '2026-11-01T00:00:00 .. now');
  f(berlin, 'yesterday', Date.parse('2026-10-26T09:00:00+01:00'), '2026-10-25T00:00:00 .. 2026-10-25T23:59:59.999');
});
