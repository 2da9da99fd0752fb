import type { FamilyClock } from '../../backend/wire';
import { duration, readDuration } from '../../model/time';

/** A family's clock as it is written in the dialog. */
export interface ClockDraft {
  family: string;
  zone: string;
  way: 'ahead' | 'behind';
  by: string;
}

export function draftOf(family: string, clocks: readonly FamilyClock[]): ClockDraft {
  const { zone = '', ahead = 0 } = clocks.find((c) => c.family === family) ?? {};
  return { family, zone, way: ahead < 0 ? 'behind' : 'ahead', by: ahead === 0 ? '' : exact(Math.abs(ahead)) };
}

/** What `by` was, to the millisecond. */
function exact(ms: number): string {
  const short = duration(ms);
  return readDuration(short) === ms ? short : `${ms / 1000} s`;
}

/** Null where the offset is no duration. */
export function clockOf(draft: ClockDraft): FamilyClock | null {
  const by = draft.by.trim() === '' ? 0 : readDuration(draft.by);
  if (by === null) return null;
  return { family: draft.family, zone: draft.zone.trim(), ahead: draft.way === 'behind' && by > 0 ? -by : by };
}
