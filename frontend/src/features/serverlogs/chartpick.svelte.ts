/** What a key or the pointer asks of the chart. */
export type ChartAct = { go: number } | 'zoom' | 'out' | null;

export interface ChosenBuckets {
  from: number;
  to: number;
}

/** Where somebody is in a chart of so many buckets: under the pointer, at the cursor of the keys, and what is chosen. */
export class ChartPick {
  /** Chosen buckets, both included. */
  chosen = $state.raw<ChosenBuckets | null>(null);
  cursor = $state(-1);
  hover = $state(-1);
  #from = -1;

  constructor(private readonly count: () => number) {}

  /** The bucket that is spoken of, -1 for none. */
  get shown(): number {
    return this.hover >= 0 ? this.hover : this.cursor;
  }

  press(at: number): void {
    this.#from = at;
  }

  move(at: number): void {
    this.hover = at;
    if (this.#from >= 0 && (at !== this.#from || this.chosen)) this.#choose(this.#from, at);
  }

  /** The end of a press: a click goes there, a drag to the beginning of what is chosen. */
  release(at: number): ChartAct {
    const { chosen } = this;
    const [from, click] = [this.#from, this.#from === at];
    this.#from = -1;
    if (click) this.chosen = null;
    if (click && !(chosen && chosen.from !== chosen.to)) return { go: at };
    return from >= 0 && chosen ? { go: chosen.from } : null;
  }

  /** Undefined when the key means nothing here; `peak` finds the next one. */
  key(key: string, shift: boolean, peak: (from: number, direction: 1 | -1) => number): ChartAct | undefined {
    const at = Math.max(0, this.cursor);
    switch (key) {
      case 'ArrowRight':
      case 'ArrowLeft': {
        const step = key === 'ArrowRight' ? 1 : -1;
        this.cursor = this.cursor < 0 ? 0 : Math.min(Math.max(0, this.cursor + step), this.count() - 1);
        const { chosen } = this;
        if (shift) this.#choose(chosen ? (chosen.from === at ? chosen.to : chosen.from) : at, this.cursor);
        return null;
      }
      case 'Home':
        this.cursor = 0;
        return null;
      case 'End':
        this.cursor = this.count() - 1;
        return null;
      case 'n':
      case 'p':
        this.cursor = peak(this.cursor, key === 'n' ? 1 : -1);
        return null;
      case 'Enter':
        return this.chosen ? 'zoom' : { go: at };
      case '-':
        return 'out';
      case 'Escape':
        if (!this.chosen) return undefined;
        this.chosen = null;
        return null;
    }
    return undefined;
  }

  #choose(a: number, b: number): void {
    this.chosen = { from: Math.min(a, b), to: Math.max(a, b) };
  }
}
