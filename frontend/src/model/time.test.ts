import { describe, expect, it } from 'vitest';
import { age, duration, offsetText, readDuration, ZoneClock } from './time';

const fixed = (minutes: number) => new ZoneClock({ name: '', label: '', minutes, fixed: true, origin: 'found' }, at);
const named = (name: string) => new ZoneClock({ name, label: '', minutes: 0, fixed: false, origin: 'set' }, at);
const at = Date.UTC(2026, 10, 18, 6, 8, 58, 902);

describe('a clock in a zone', () => {
  it('shows the same instant as each zone reads it', () => {
    const f = (clock: ZoneClock, want: string) => expect(clock.stamp(at)).toBe(want);
    f(fixed(480), '2026-11-18 14:08:58.902 +08:00');
    f(fixed(0), '2026-11-18 06:08:58.902 +00:00');
    f(fixed(-570), '2026-11-17 20:38:58.902 -09:30');
    f(named('Asia/Shanghai'), '2026-11-18 14:08:58.902 +08:00');
    f(named('Europe/Berlin'), '2026-11-18 07:08:58.902 +01:00');
    f(named('America/St_Johns'), '2026-11-18 02:38:58.902 -03:30');
  });

  it('falls back to the minutes when the name is no zone', () => {
    const clock = new ZoneClock({ name: 'UTC+08:00', label: '', minutes: 480, fixed: false, origin: 'found' }, at);
    expect(clock.time(at)).toBe('14:08:58.902');
  });

  it('follows daylight saving', () => {
    const berlin = named('Europe/Berlin');
    expect(berlin.stamp(Date.UTC(2026, 9, 25, 0, 59, 59))).toBe('2026-10-25 02:59:59.000 +02:00');
    expect(berlin.stamp(Date.UTC(2026, 9, 25, 1, 0, 0))).toBe('2026-10-25 02:00:00.000 +01:00');
  });

  it('finds the instant of a clock face, the earlier one in a repeated hour', () => {
    const berlin = named('Europe/Berlin');
    expect(berlin.instant(2026, 11, 18, 7, 8, 58, 902)).toBe(at);
    expect(berlin.instant(2026, 10, 25, 2, 30)).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(fixed(480).startOfDay(at)).toBe(Date.UTC(2026, 10, 17, 16));
  });

  it('reads its own faces back, every hour of a year', () => {
    const clock = named('America/New_York');
    for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 1); ms += 3_600_000) {
      const f = clock.face(ms);
      const back = clock.instant(f.getUTCFullYear(), f.getUTCMonth() + 1, f.getUTCDate(), f.getUTCHours());
      // The second pass of the repeated hour reads as the first.
      expect([ms, ms - 3_600_000]).toContain(back);
    }
  });

  it('names the second day of a span only where it differs', () => {
    const clock = fixed(480);
    const from = Date.UTC(2026, 10, 9, 19, 14);
    expect(clock.span(from, from + 6 * 3_600_000, 'en')).toBe('10 Nov 03:14 → 09:14');
    expect(clock.span(from, from + 30 * 3_600_000, 'en')).toBe('10 Nov 03:14 → 11 Nov 09:14');
    expect(clock.span(from, at, 'zh-CN', '现在')).toBe('11月10日 03:14 → 现在');
    expect(clock.day(Date.UTC(2026, 8, 1), 'en')).toBe('01 Sep');
  });

  it('writes the year of a day that is more than half a year away', () => {
    const clock = fixed(480);
    const f = (ms: number, want: string) => expect(clock.day(ms, 'en')).toBe(want);
    f(Date.UTC(2027, 0, 3), '03 Jan');
    f(Date.UTC(2026, 4, 20), '20 May');
    f(Date.UTC(2026, 4, 18), '2026-05-18');
    f(Date.UTC(2016, 11, 19), '2016-12-19');
    expect(clock.dayMinutes(Date.UTC(2016, 11, 19), 'zh-CN')).toBe('2016-12-19 08:00');
  });

  it('writes what the query language reads', () => {
    expect(fixed(480).query(at)).toBe('2026-11-18T14:08:58.902');
    expect(fixed(480).query(at - 902)).toBe('2026-11-18T14:08:58');
  });
});

it('reads durations as people write them', () => {
  const f = (text: string, want: number | null) => expect(readDuration(text)).toBe(want);
  f('3m12s', 192_000);
  f(' 3 min 12 s ', 192_000);
  f('2.4 s', 2400);
  f('250ms', 250);
  f('1h', 3_600_000);
  f('2 d 4 h', 187_200_000);
  f('90', 90_000);
  f('', null);
  f('3 12', null);
  f('-3s', null);
  f('soon', null);
});

it('writes durations in two units at most', () => {
  const f = (ms: number, want: string) => expect(duration(ms)).toBe(want);
  f(118, '118 ms');
  f(2300, '2.3 s');
  f(45_000, '45 s');
  f(252_000, '4 min 12 s');
  f(300_000, '5 min');
  f(10_920_000, '3 h 02 min');
  f(187_200_000, '2 d 4 h');
});

it('writes ages in one', () => {
  const f = (ms: number, want: string) => expect(age(ms)).toBe(want);
  f(-5, '0 s');
  f(59_999, '59 s');
  f(60_000, '1 min');
  f(7_199_000, '1 h');
  f(86_400_000, '1 d');
});

it('writes offsets', () => {
  expect(offsetText(480)).toBe('+08:00');
  expect(offsetText(-210)).toBe('-03:30');
});
