import { expect, it } from 'vitest';
import { ZoneClock } from './time';
import { readInstant } from './timerange';

const clock = new ZoneClock({ name: '', label: '', minutes: 480, fixed: true, origin: 'found' });
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
