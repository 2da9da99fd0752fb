// Selected rows as sorted, disjoint intervals: four million rows are one interval.

export type Interval = readonly [first: number, last: number];

export class Selection {
  constructor(readonly intervals: readonly Interval[] = []) {}

  static of(a: number, b = a): Selection {
    return new Selection([[Math.min(a, b), Math.max(a, b)]]);
  }

  has(row: number): boolean {
    return this.intervals.some(([first, last]) => first <= row && row <= last);
  }

  get size(): number {
    return this.intervals.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  }

  add(a: number, b = a): Selection {
    let [low, high] = [Math.min(a, b), Math.max(a, b)];
    const rest: Interval[] = [];
    for (const [first, last] of this.intervals) {
      if (last < low - 1 || first > high + 1) rest.push([first, last]);
      else [low, high] = [Math.min(low, first), Math.max(high, last)];
    }
    return new Selection([...rest, [low, high] as const].sort((x, y) => x[0] - y[0]));
  }

  remove(row: number): Selection {
    return new Selection(
      this.intervals.flatMap(([first, last]): Interval[] => {
        if (row < first || row > last) return [[first, last]];
        const parts: Interval[] = [];
        if (first < row) parts.push([first, row - 1]);
        if (row < last) parts.push([row + 1, last]);
        return parts;
      }),
    );
  }

  /** The same rows where so many came in front of them. */
  moved(by: number): Selection {
    return new Selection(this.intervals.map(([first, last]) => [first + by, last + by] as const));
  }

  toggle(row: number): Selection {
    return this.has(row) ? this.remove(row) : this.add(row);
  }
}
