/**
 * What a grid shows: rows by number. A list in memory answers at once; a paged
 * result answers undefined until its page is there, and bumps `version` then.
 */
export interface RowSource<T> {
  readonly count: number;
  readonly version: number;
  get(row: number): T | undefined;
  want(first: number, last: number, direction: number): void;
}

export function listRows<T>(list: readonly T[]): RowSource<T> {
  return { count: list.length, version: 0, get: (row) => list[row], want: () => {} };
}
