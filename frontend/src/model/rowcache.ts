// Pages of rows, fetched as they come near the screen. Pure: it tells of news
// through a callback and knows nothing of Svelte.

/** Rows a page; the backend answers at most 1 000. */
export const PAGE = 256;
/** Pages kept. 96 x 256 rows of about 400 bytes are some 10 MiB. */
const KEEP = 96;
/** Pages fetched ahead in the direction of travel. */
const AHEAD = 2;

/** Answers rows from `from`; may give fewer than `n` (a page is at most 256 KiB). */
export type FetchRows<T> = (from: number, n: number, signal: AbortSignal) => Promise<T[]>;

interface Page<T> {
  rows: T[];
  loading: AbortController | null;
  failed: boolean;
}

export class RowCache<T> {
  #pages = new Map<number, Page<T>>(); // in order of use, the oldest first
  #count = 0;

  constructor(
    private readonly fetchRows: FetchRows<T>,
    private readonly changed: () => void,
    private readonly failed: (error: unknown) => void = () => {},
  ) {}

  get count(): number {
    return this.#count;
  }

  /** Rows grow at the end only, so pages stay; a shorter result drops what is beyond it. */
  setCount(count: number): void {
    if (count < this.#count) {
      for (const [index, page] of this.#pages) {
        if (index * PAGE + page.rows.length > count) this.#drop(index);
      }
    }
    this.#count = count;
  }

  get(row: number): T | undefined {
    return this.#pages.get(Math.floor(row / PAGE))?.rows[row % PAGE];
  }

  /** Rows that were read before: `from` is the first of a page. */
  seed(from: number, rows: readonly T[]): void {
    this.#pages.set(from / PAGE, { rows: [...rows], loading: null, failed: false });
  }

  /**
   * Says which rows are on screen, and which way the reader goes (-1, 0, 1).
   * Asks for what is missing there and ahead, and gives up what is elsewhere.
   */
  want(first: number, last: number, direction: number): void {
    if (this.#count === 0) return;
    const end = Math.floor((this.#count - 1) / PAGE);
    const low = clamp(Math.floor(first / PAGE) - (direction < 0 ? AHEAD : 0), 0, end);
    const high = clamp(Math.floor(last / PAGE) + (direction > 0 ? AHEAD : 0), 0, end);
    for (const [index, page] of this.#pages) {
      if (index < low || index > high) this.#stop(page);
    }
    const visible = Math.floor(first / PAGE);
    const order = range(low, high).sort((a, b) => Math.abs(a - visible) - Math.abs(b - visible));
    for (const index of order) void this.#load(index);
    this.#trim(low, high);
  }

  /** Asks again after a failure. */
  retry(): void {
    for (const page of this.#pages.values()) page.failed = false;
  }

  /** Gives up everything; the cache is not used afterwards. */
  close(): void {
    for (const page of this.#pages.values()) this.#stop(page);
    this.#pages.clear();
  }

  /** Forgets all rows (their revision changed) and keeps the count. */
  clear(): void {
    this.close();
    this.changed();
  }

  async #load(index: number): Promise<void> {
    const page = this.#touch(index);
    if (page.loading || page.failed || page.rows.length >= this.#expected(index)) return;
    const stop = new AbortController();
    page.loading = stop;
    try {
      while (page.rows.length < this.#expected(index)) {
        const from = index * PAGE + page.rows.length;
        const rows = await this.fetchRows(from, this.#expected(index) - page.rows.length, stop.signal);
        if (stop.signal.aborted || rows.length === 0) break;
        page.rows.push(...rows);
        this.changed();
      }
    } catch (error) {
      if (!stop.signal.aborted) {
        page.failed = true;
        this.failed(error);
      }
    } finally {
      if (page.loading === stop) page.loading = null;
    }
  }

  #expected(index: number): number {
    return Math.min(PAGE, this.#count - index * PAGE);
  }

  #touch(index: number): Page<T> {
    const page = this.#pages.get(index) ?? { rows: [], loading: null, failed: false };
    this.#pages.delete(index);
    this.#pages.set(index, page);
    return page;
  }

  #stop(page: Page<T>): void {
    page.loading?.abort();
    page.loading = null;
  }

  #drop(index: number): void {
    const page = this.#pages.get(index);
    if (page) this.#stop(page);
    this.#pages.delete(index);
  }

  #trim(low: number, high: number): void {
    for (const index of this.#pages.keys()) {
      if (this.#pages.size <= KEEP) return;
      if (index < low || index > high) this.#drop(index);
    }
  }
}

function clamp(n: number, low: number, high: number): number {
  return Math.min(Math.max(n, low), high);
}

function range(low: number, high: number): number[] {
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}
