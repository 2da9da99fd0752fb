import type { Histogram, LogRow } from '../../backend/wire';
import { bucketOf, edge as begin } from '../../model/bars';

/** What stepping needs of a log. */
export interface Steppable {
  current: number;
  readonly rows: { count: number };
  readonly histogram: Histogram | null;
  page(from: number, n: number): Promise<LogRow[]>;
  seek(text: string): Promise<{ pos: number; found: boolean } | null>;
  at(ms: number): string;
}

const PAGE = 256;
/** Pages read before and after the histogram is asked: 16 384 rows. */
const MOST = 64;

/**
 * The nearest entry of at least that level, or null. It reads on from the current
 * row; where the histogram says that the way is empty, it jumps over it.
 */
export async function stepLevel(log: Steppable, level: number, direction: 1 | -1): Promise<number | null> {
  let from = log.current < 0 && direction < 0 ? log.rows.count - 1 : log.current + direction;
  for (let i = 0; i < MOST; i++) {
    if (from < 0 || from >= log.rows.count) return null;
    const start = direction > 0 ? from : Math.max(0, from - PAGE + 1);
    const rows = await log.page(start, direction > 0 ? PAGE : from - start + 1);
    const hit = direction > 0 ? rows.find((r) => r.level >= level) : rows.findLast((r) => r.level >= level);
    if (hit) return hit.pos;
    const edge = direction > 0 ? rows.at(-1) : rows[0];
    if (!edge) return null;
    from = await skip(log, edge, level, direction);
  }
  return null;
}

/** Where to read on: the next bucket with such entries, if it is farther than the next row. */
async function skip(log: Steppable, edge: LogRow, level: number, direction: 1 | -1): Promise<number> {
  const next = edge.pos + direction;
  const chart = log.histogram;
  if (!chart || edge.time === null || chart.untimed > 0) return next;
  const at = bucketOf(chart, edge.time);
  const has = (i: number) => (chart.buckets[i]?.counts.slice(level) ?? []).some((n) => n > 0);
  let bucket = at;
  while (bucket >= 0 && bucket < chart.buckets.length && !has(bucket)) bucket += direction;
  if (bucket === at) return next;
  if (bucket < 0) return -1;
  if (bucket >= chart.buckets.length) return log.rows.count;
  const there = await log.seek(log.at(begin(chart, direction > 0 ? bucket : bucket + 1)));
  if (!there) return next;
  return direction > 0 ? Math.max(next, there.pos) : Math.min(next, there.pos);
}
