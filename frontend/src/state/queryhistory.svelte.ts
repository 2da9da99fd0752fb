interface Asked {
  desk: string;
  source: string;
  query: string;
}

/** Longer is no history that somebody walks through. */
const MOST = 200;
const SHOWN = 30;

/**
 * The filters that ran, newest first. They live as long as the window: a filter may
 * name people, and nobody asked for it to be written to disk.
 */
export class QueryHistory {
  #all = $state.raw<readonly Asked[]>([]);

  add(desk: string, source: string, query: string): void {
    if (query.trim() === '') return;
    const same = (a: Asked) => a.desk === desk && a.source === source && a.query === query;
    this.#all = [{ desk, source, query }, ...this.#all.filter((a) => !same(a))].slice(0, MOST);
  }

  /** Of a desk: what this source was asked, then what others were. */
  of(desk: string, source: string): string[] {
    const here = this.#all.filter((a) => a.desk === desk);
    const ordered = [...here.filter((a) => a.source === source), ...here.filter((a) => a.source !== source)];
    return [...new Set(ordered.map((a) => a.query))].slice(0, SHOWN);
  }
}
