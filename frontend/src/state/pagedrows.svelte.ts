import { RowCache, type FetchRows } from '../model/rowcache';
import type { RowSource } from '../grid/rows';

/** A RowCache that a component can follow: `version` rises when a page came in. */
export class PagedRows<T> implements RowSource<T> {
  version = $state(0);
  /** What the last failed page said; cleared by `retry`. */
  error = $state.raw<unknown>(null);
  #count = $state(0);
  readonly #cache: RowCache<T>;

  constructor(fetchRows: FetchRows<T>, count = 0) {
    this.#cache = new RowCache(
      fetchRows,
      () => this.version++,
      (error) => (this.error = error),
    );
    this.setCount(count);
  }

  get count(): number {
    return this.#count;
  }

  setCount(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#cache.setCount(count);
    this.version++;
  }

  /** Who reads a row in an effect or a template hears of its page. */
  get(row: number): T | undefined {
    void this.version;
    return this.#cache.get(row);
  }

  /** Rows that were read before they were asked for: `from` is the first of a page. */
  seed(from: number, rows: readonly T[]): void {
    this.#cache.seed(from, rows);
    this.version++;
  }

  want(first: number, last: number, direction: number): void {
    this.#cache.want(first, last, direction);
  }

  retry(): void {
    this.error = null;
    this.#cache.retry();
    this.version++;
  }

  clear(): void {
    this.#cache.clear();
  }

  close(): void {
    this.#cache.close();
  }
}
