import type { Break, LogRow, Said } from '../../backend/wire';

/** What stands between two entries: silence and rotation are drawn into the log. */
export type Separator =
  | { kind: 'day'; at: number }
  | { kind: 'gap'; ms: number }
  | { kind: 'rotation'; from: string; to: string; at: number | null }
  | { kind: 'back'; ms: number }
  | { kind: 'break'; file: string; line: number; text: Said };

/** A gap is longer than 20 times the mean spacing, and at least this. */
const LEAST_GAP = 5000;
const TIMES = 20;
/** A clock that steps back by less is two threads writing. */
const LEAST_BACK = 1000;

/**
 * Remembers, for the pages seen so far, what stands above each row. Rows of
 * different families are merged by time and have no rotation of their own.
 */
export class Separators {
  /** Mean milliseconds between entries; 0 looks for no gaps. */
  spacing: number;
  /** Where files could not be read on, by the row below. */
  #breaks = new Map<number, Separator[]>();
  readonly #above = new Map<number, Separator[]>();
  readonly #edges = new Map<number, LogRow>();

  constructor(
    spacing: number,
    /** The day of an instant in the source's zone. */
    private readonly dayOf: (ms: number) => string = (ms) => new Date(ms).toISOString().slice(0, 10),
  ) {
    this.spacing = spacing;
  }

  learn(rows: readonly LogRow[]): void {
    for (const row of rows) {
      this.#edges.set(row.pos, row);
      const before = this.#edges.get(row.pos - 1);
      if (before) this.#set(row.pos, this.between(before, row));
    }
    const last = rows.at(-1);
    const after = last && this.#edges.get(last.pos + 1);
    if (last && after) this.#set(after.pos, this.between(last, after));
    this.#forgetInner(rows);
  }

  /** Takes the breaks of an answer whose first row is at `start`; whether they are others than before. */
  take(breaks: readonly Break[], start: number): boolean {
    const next = new Map<number, Separator[]>();
    for (const { pos, file, line, text } of breaks) {
      next.set(pos - start, [...(next.get(pos - start) ?? []), { kind: 'break', file, line, text }]);
    }
    const news = JSON.stringify([...next]) !== JSON.stringify([...this.#breaks]);
    this.#breaks = next;
    return news;
  }

  /** What stands above a row; above the one behind the last it is the end of the log. */
  above(pos: number): readonly Separator[] {
    return [...(this.#breaks.get(pos) ?? []), ...(this.#above.get(pos) ?? [])];
  }

  /** Rows with something above them, ascending, and how many. */
  get list(): [pos: number, n: number][] {
    return [...new Set([...this.#above.keys(), ...this.#breaks.keys()])]
      .sort((a, b) => a - b)
      .map((pos) => [pos, this.above(pos).length]);
  }

  between(before: LogRow, row: LogRow): Separator[] {
    const found: Separator[] = [];
    if (before.time !== null && row.time !== null) {
      const ms = row.time - before.time;
      const least = Math.max(LEAST_GAP, TIMES * this.spacing);
      if (this.spacing > 0 && ms >= least) found.push({ kind: 'gap', ms });
      if (ms <= -LEAST_BACK) found.push({ kind: 'back', ms: -ms });
    }
    if (before.file !== row.file && before.family === row.family) {
      found.push({ kind: 'rotation', from: before.name, to: row.name, at: row.time });
    }
    if (before.time !== null && row.time !== null && this.dayOf(before.time) !== this.dayOf(row.time)) {
      found.push({ kind: 'day', at: row.time });
    }
    return found;
  }

  /** A shallow copy, so that who watches the reference sees news. */
  copy(): Separators {
    const twin = new Separators(this.spacing, this.dayOf);
    twin.#breaks = this.#breaks;
    for (const [pos, s] of this.#above) twin.#above.set(pos, s);
    for (const [pos, row] of this.#edges) twin.#edges.set(pos, row);
    return twin;
  }

  #set(pos: number, separators: Separator[]): void {
    if (separators.length > 0) this.#above.set(pos, separators);
    else this.#above.delete(pos);
  }

  /** Only the first and last row of a page can have an unknown neighbour. */
  #forgetInner(rows: readonly LogRow[]): void {
    for (const row of rows.slice(1, -1)) this.#edges.delete(row.pos);
  }
}
