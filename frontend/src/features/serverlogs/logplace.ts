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

/**
 * Where a row of one answer stands in another: it, the first entry behind it, or the
 * last of all. Null when the answer has nothing that could stand for it, or grew meanwhile.
 * It is looked for by its line: thousands of entries may carry its time.
 */
export async function locate(places: Places, row: LogRow): Promise<Place | null> {
  if (places.count === 0) return null;
  const line = await places.seek(`${row.file}:${row.line}`);
  const [hit] = line?.found ? await places.page(line.pos, 1) : [];
  if (hit && isSame(hit, row)) return hit.pos < places.count ? { pos: hit.pos, same: true } : null;
  const there = row.time === null ? line : await places.seek(places.at(row.time));
  if (!there) return null;
  return { pos: there.found ? there.pos : places.count - 1, same: false };
}

/** A copy keeps its id when it is renamed, and a line its number in it. */
export function isSame(a: LogRow, b: LogRow): boolean {
  return a.file === b.file && a.line === b.line && a.time === b.time;
}
