import * as scroll from './scroll';

/** What the view reads of its grid, and the two things it changes there. */
export interface GridState {
  readonly count: number;
  readonly base: number;
  readonly extras: scroll.Extras;
  readonly current: number;
  /** Stays at the end while rows come. */
  stick: boolean;
  /** More rows are still to come: the end is no reason to move what is looked at. */
  readonly loose: boolean;
  /** What the reader looks at; null at the very top. */
  place: scroll.Held | null;
}

const TOP: scroll.Held = { row: 0, top: 0 };

/**
 * Which rows are in sight. A row is held where it stands, so that whatever comes
 * before it, opens above it or is counted anew moves nothing that is read.
 */
export class GridView {
  height = $state(0);
  /** Which way the reader goes: -1, 0 or 1. */
  direction = 0;

  readonly layout: scroll.Layout = $derived.by(() => ({
    count: this.grid.count,
    base: this.grid.base,
    extras: this.grid.extras,
  }));
  readonly at: scroll.Anchor = $derived.by(() =>
    this.grid.stick
      ? scroll.toEnd(this.layout, this.height)
      : scroll.standing(this.layout, this.grid.place ?? TOP, this.height, this.grid.loose),
  );
  readonly shown: scroll.Visible[] = $derived.by(() => scroll.visible(this.layout, this.at, this.height));
  readonly tabStop: number = $derived.by(() => {
    const { current, count } = this.grid;
    return current >= 0 && current < count ? current : this.at.row;
  });
  /**
   * The rows in the page. The one with the focus stays when it is scrolled away, so
   * that focus is not lost; in its order, because an element that moves loses it too.
   */
  readonly placed: scroll.Visible[] = $derived.by(() => {
    const { shown, tabStop } = this;
    if (tabStop >= this.grid.count || shown.some((v) => v.row === tabStop)) return shown;
    const away = { row: tabStop, top: -10_000 };
    return tabStop < this.at.row ? [away, ...shown] : [...shown, away];
  });

  constructor(private readonly grid: GridState) {}

  move(next: scroll.Anchor): void {
    const offset = (a: scroll.Anchor) => scroll.offsetOf(this.layout, a.row) + a.px;
    this.direction = Math.sign(offset(next) - offset(this.at));
    this.#hold(next);
    if (this.grid.stick && this.direction < 0) this.grid.stick = false;
  }

  /** Holds what stands here now: where sticking ends, and when another row is current. */
  hold(): void {
    this.#hold(this.at);
  }

  by(pixels: number): void {
    this.move(scroll.scrollBy(this.layout, this.at, pixels, this.height));
  }

  reveal(row: number, centre = false): void {
    this.move(scroll.reveal(this.layout, this.at, row, this.height, centre));
  }

  get page(): number {
    return scroll.pageRows(this.layout, this.at, this.height);
  }

  #hold(anchor: scroll.Anchor): void {
    const next = scroll.heldAt(this.layout, anchor, this.height, this.grid.current);
    const now = this.grid.place;
    if (now?.row !== next.row || now.top !== next.top) this.grid.place = next;
  }
}
