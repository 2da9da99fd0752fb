import type { LogRow, Seek } from '../../backend/wire';

/** What finding a place needs of an answer. */
export interface Places {
  readonly count: number;
  seek(text: string): Promise<Pick<Seek, 'pos' | 'found'> | null>;
  page(from: number, n: number): Promise<LogRow[]>;
  at(ms: number): string;
}

export interface Place {
  pos: number;
  /** The very row; else the first one after it, or the last. */
  same: boolean;
}

const PAGE = 256;
/** Entries of one millisecond that are looked through: more than a log writes in one. */
const MOST = 8;

/**
 * Where a row of one answer stands in another: it, the first entry behind it, or the
 * last of all. Null when the answer has nothing that could stand for it.
 */
export async function locate(places: Places, row: LogRow): Promise<Place | null> {
  if (places.count === 0) return null;
  const there = await places.seek(row.time === null ? String(row.line) : places.at(row.time));
  if (!there) return null;
  if (!there.found) return { pos: places.count - 1, same: false };
  for (let i = 0; i < MOST; i++) {
    const rows = await places.page(there.pos + i * PAGE, PAGE);
    const hit = rows.find((r) => isSame(r, row));
    // The answer may have grown since: what is behind its end comes with the rest.
    if (hit) return hit.pos < places.count ? { pos: hit.pos, same: true } : null;
    const last = rows.at(-1);
    if (row.time === null || !last || (last.time !== null && last.time > row.time)) break;
  }
  return { pos: there.pos, same: false };
}

/** A copy keeps its id when it is renamed, and a line its number in it. */
export function isSame(a: LogRow, b: LogRow): boolean {
  return a.file === b.file && a.line === b.line && a.time === b.time;
}
