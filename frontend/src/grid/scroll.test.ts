import { describe, expect, it } from 'vitest';
import * as s from './scroll';

const plain = (count: number, base = 18): s.Layout => ({ count, base, extras: [] });
const H = 500;

describe('five thousand million rows', () => {
  const layout = plain(5e9);

  it('reach the last row exactly', () => {
    const end = s.toEnd(layout, H);
    const rows = s.visible(layout, end, H);
    expect(rows.at(-1)?.row).toBe(5e9 - 1);
    expect((rows.at(-1)?.top ?? 0) + 18).toBe(H);
    expect(s.atEnd(layout, end, H)).toBe(true);
  });

  it('scroll by one pixel anywhere', () => {
    const anchor = { row: 4_321_987_654, px: 3 };
    expect(s.scrollBy(layout, anchor, 1, H)).toEqual({ row: 4_321_987_654, px: 4 });
    expect(s.scrollBy(layout, anchor, 15, H)).toEqual({ row: 4_321_987_655, px: 0 });
    expect(s.scrollBy(layout, anchor, -4, H)).toEqual({ row: 4_321_987_653, px: 17 });
  });

  it('keep the thumb large enough, and at both ends', () => {
    expect(s.thumb(layout, s.START, H, H)).toEqual({ top: 0, size: 28 });
    expect(s.thumb(layout, s.toEnd(layout, H), H, H)).toEqual({ top: H - 28, size: 28 });
  });

  it('drag to the middle row', () => {
    const middle = s.dragTo(layout, (H - 28) / 2, H, H);
    expect(Math.abs(middle.row - 2.5e9)).toBeLessThan(20);
  });

  it('draw only what is in sight', () => {
    expect(s.visible(layout, { row: 1e9, px: 0 }, H).length).toBe(Math.ceil(H / 18));
  });
});

describe('few rows', () => {
  it('do not scroll, and have no thumb', () => {
    expect(s.scrollBy(plain(3), s.START, 1000, H)).toEqual({ row: 0, px: 0 });
    expect(s.thumb(plain(3), s.START, H, H).size).toBe(0);
    expect(s.visible(plain(0), s.START, H)).toEqual([]);
    expect(s.toEnd(plain(0), H)).toEqual({ row: 0, px: 0 });
  });
});

describe('rows that are higher', () => {
  const layout: s.Layout = { count: 100, base: 10, extras: [[3, 25], [7, 40]] }; // prettier-ignore

  it('push down what follows', () => {
    expect(s.offsetOf(layout, 3)).toBe(30);
    expect(s.offsetOf(layout, 4)).toBe(65);
    expect(s.offsetOf(layout, 8)).toBe(145);
    expect(s.totalHeight(layout)).toBe(1065);
    expect(s.heightOf(layout, 7)).toBe(50);
  });

  it('can stand cut at the upper edge', () => {
    expect(s.anchorAt(layout, 50)).toEqual({ row: 3, px: 20 });
    expect(s.visible(layout, { row: 3, px: 20 }, 30)[1]).toEqual({ row: 4, top: 15 });
  });

  it('above the screen move nothing on it when they open', () => {
    const before = s.visible(plain(100, 10), { row: 50, px: 4 }, 100);
    expect(s.visible({ count: 100, base: 10, extras: [[3, 999]] }, { row: 50, px: 4 }, 100)).toEqual(before);
  });
});

it('anchors and offsets agree, whatever the layout', () => {
  let seed = 11;
  const dice = (n: number) => (seed = (seed * 16807) % 2147483647) % n;
  for (let run = 0; run < 300; run++) {
    const count = 1 + dice(60);
    const rows = [...new Set(Array.from({ length: dice(6) }, () => dice(count)))].sort((a, b) => a - b);
    const layout: s.Layout = { count, base: 1 + dice(20), extras: rows.map((r) => [r, 1 + dice(90)] as const) };
    const offset = dice(s.totalHeight(layout));
    const anchor = s.anchorAt(layout, offset);
    expect(s.offsetOf(layout, anchor.row) + anchor.px).toBe(offset);
    expect(anchor.px).toBeLessThan(s.heightOf(layout, anchor.row));
    const height = 1 + dice(200);
    const shown = s.visible(layout, s.clampAnchor(layout, anchor, height), height);
    const drawn = shown.reduce((sum, v) => sum + s.heightOf(layout, v.row), 0) + (shown[0]?.top ?? 0);
    expect(drawn).toBeGreaterThanOrEqual(Math.min(height, s.totalHeight(layout)));
  }
});

it('reveals with the least movement', () => {
  const layout = plain(1000, 10);
  const f = (from: number, row: number, want: number) =>
    expect(s.reveal(layout, { row: from, px: 0 }, row, 100).row).toBe(want);
  f(50, 55, 50);
  f(50, 40, 40);
  f(50, 60, 51);
  expect(s.reveal(layout, { row: 50, px: 0 }, 500, 100, true).row).toBe(495);
});

it('pages without passing a row over', () => {
  const layout = {
    count: 60,
    base: 24,
    extras: Array.from({ length: 60 }, (_, i) => [i, i % 3 === 0 ? 8 : 0] as const),
  };
  const seen = new Set<number>();
  for (let row = 0, at = s.START; ;) {
    for (const v of s.visible(layout, at, 300)) if (v.top + s.heightOf(layout, v.row) <= 300) seen.add(v.row);
    if (row === 59) break;
    row = Math.min(59, row + s.pageRows(layout, at, 300));
    at = s.reveal(layout, at, row, 300);
  }
  expect(seen.size).toBe(60);
  expect(s.pageRows(layout, s.START, 10)).toBe(1);
});
