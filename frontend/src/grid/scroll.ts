// The scroll model of every table: a row and the pixels of it that are above
// the upper edge. No tall element stands behind it, because engines cap the
// height of an element (Chromium at 33.5 million pixels) and 5 x 10^9 rows are
// 9 x 10^10. Numbers stay exact: a double holds whole pixels to 9 x 10^15.

/** The first visible row, and how many pixels of it are scrolled away. */
export interface Anchor {
  row: number;
  px: number;
}

/** Heights: every row is `base` high, some are higher by what stands in `extras` (folds, separators). */
export interface Layout {
  count: number;
  base: number;
  extras: Extras;
}

/** Pixels more of a row, and how many of them stand above its line; ascending by row. */
export type Extras = readonly (readonly [row: number, px: number, above?: number])[];

export interface Visible {
  row: number;
  /** Pixels from the upper edge; negative for a row that is cut there. */
  top: number;
}

/** A row that is looked at, and the pixels from the upper edge to the top of its line. */
export interface Held {
  row: number;
  top: number;
}

export const START: Anchor = { row: 0, px: 0 };

/** Pixels of all rows before `row`. */
export function offsetOf(layout: Layout, row: number): number {
  let sum = row * layout.base;
  for (const [at, px] of layout.extras) {
    if (at >= row) break;
    sum += px;
  }
  return sum;
}

export function heightOf(layout: Layout, row: number): number {
  return layout.base + (layout.extras.find(([at]) => at === row)?.[1] ?? 0);
}

export function totalHeight(layout: Layout): number {
  return offsetOf(layout, layout.count);
}

/** The anchor at a distance from the very top. */
export function anchorAt(layout: Layout, offset: number): Anchor {
  let before = 0; // extras above
  for (const [at, px] of layout.extras) {
    const top = at * layout.base + before;
    if (offset < top) break;
    if (offset < top + layout.base + px) return { row: at, px: offset - top };
    before += px;
  }
  const row = Math.floor((offset - before) / layout.base);
  return { row, px: offset - before - row * layout.base };
}

/** Inside what can be shown: the last row stands at the lower edge at most. */
export function clampAnchor(layout: Layout, anchor: Anchor, height: number): Anchor {
  const most = Math.max(0, totalHeight(layout) - height);
  const offset = offsetOf(layout, anchor.row) + anchor.px;
  if (offset >= 0 && offset <= most && anchor.px >= 0 && anchor.px < heightOf(layout, anchor.row)) return anchor;
  return anchorAt(layout, Math.min(Math.max(0, offset), most));
}

export function scrollBy(layout: Layout, anchor: Anchor, delta: number, height: number): Anchor {
  return clampAnchor(layout, { row: anchor.row, px: anchor.px + delta }, height);
}

export function toEnd(layout: Layout, height: number): Anchor {
  return anchorAt(layout, Math.max(0, totalHeight(layout) - height));
}

/** Whether the last row is wholly in sight; half a pixel is rounding. */
export function atEnd(layout: Layout, anchor: Anchor, height: number): boolean {
  return offsetOf(layout, anchor.row) + anchor.px >= totalHeight(layout) - height - 0.5;
}

/** Moves as little as needed to show the row whole; `centre` when it was out of sight. */
export function reveal(layout: Layout, anchor: Anchor, row: number, height: number, centre = false): Anchor {
  const top = offsetOf(layout, row);
  const bottom = top + heightOf(layout, row);
  const from = offsetOf(layout, anchor.row) + anchor.px;
  if (top >= from && bottom <= from + height) return anchor;
  if (centre) {
    const middle = anchorAt(layout, Math.max(0, top - (height - layout.base) / 2));
    return clampAnchor(layout, { row: middle.row, px: 0 }, height);
  }
  return clampAnchor(layout, anchorAt(layout, top < from ? top : Math.max(0, bottom - height)), height);
}

/** The rows to draw, with their places. */
export function visible(layout: Layout, anchor: Anchor, height: number): Visible[] {
  const rows: Visible[] = [];
  let top = -anchor.px;
  for (let row = anchor.row; row < layout.count && top < height; row++) {
    rows.push({ row, top });
    top += heightOf(layout, row);
  }
  return rows;
}

/** Rows to go by for one page, so that none is passed over unseen: one less than stand whole in sight, at least one. */
export function pageRows(layout: Layout, anchor: Anchor, height: number): number {
  const whole = visible(layout, anchor, height).filter(
    ({ row, top }) => top >= 0 && top + heightOf(layout, row) <= height,
  );
  return Math.max(1, whole.length - 1);
}

/** The row that is looked at: the current one while its line is in sight, else the first line that is whole. */
export function heldAt(layout: Layout, anchor: Anchor, height: number, current = -1): Held {
  const lines = visible(layout, anchor, height).map(({ row, top }) => ({ row, top: top + aboveOf(layout, row) }));
  const whole = lines.filter(({ top }) => top >= 0 && top + layout.base <= height);
  return whole.find(({ row }) => row === current) ?? whole[0] ?? lines[0] ?? { row: anchor.row, top: -anchor.px };
}

/**
 * The anchor with which a held row stands where it stood, as far as the ends allow;
 * `loose` leaves room at the end, where more rows are still to come.
 */
export function standing(layout: Layout, held: Held, height: number, loose = false): Anchor {
  const line = offsetOf(layout, held.row) + aboveOf(layout, held.row);
  const anchor = anchorAt(layout, Math.max(0, line - held.top));
  return loose && held.row < layout.count ? anchor : clampAnchor(layout, anchor, height);
}

function aboveOf(layout: Layout, row: number): number {
  return layout.extras.find(([at]) => at === row)?.[2] ?? 0;
}

/** Where the scrollbar's thumb stands: a row fraction, exact to a pixel of the track. */
export function thumb(layout: Layout, anchor: Anchor, height: number, track: number): { top: number; size: number } {
  const total = totalHeight(layout);
  if (total <= height) return { top: 0, size: 0 };
  const size = Math.max(28, Math.round((height / total) * track));
  const from = offsetOf(layout, anchor.row) + anchor.px;
  return { top: (from / (total - height)) * (track - size), size };
}

/** The anchor for a thumb dragged to `top`. */
export function dragTo(layout: Layout, top: number, height: number, track: number): Anchor {
  const total = totalHeight(layout);
  const size = Math.max(28, Math.round((height / total) * track));
  const share = Math.min(1, Math.max(0, top / Math.max(1, track - size)));
  return anchorAt(layout, share * Math.max(0, total - height));
}
