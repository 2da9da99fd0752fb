import { describe, expect, test } from 'vitest';
import { ZoneClock } from '../model/time';
import { namedRange, type Named } from './ranges';

const shanghai = new ZoneClock(
  { name: 'UTC+08:00', label: 'UTC+08:00', minutes: 480, fixed: true, origin: 'found' },
  0,
);
const berlin = new ZoneClock(
  { name: 'Europe/Berlin', label: 'UTC+01:00', minutes: 60, fixed: false, origin: 'set' },
  0,
);
const now = Date.parse('2026-11-18T14:32:08+08:00');

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
