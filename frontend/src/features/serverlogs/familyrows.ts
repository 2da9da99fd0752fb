import type { CopyRow, FamilyRow } from '../../backend/wire';

/** A line of the families table. */
export type TableRow =
  | { kind: 'family'; family: FamilyRow; open: boolean }
  | { kind: 'copy'; family: FamilyRow; copy: CopyRow }
  | { kind: 'more'; family: FamilyRow; hidden: CopyRow[] };

/** Of a long chain the newest three and the oldest four are shown first: those are read, and those are deleted. */
const HEAD = 3;
const TAIL = 4;

export interface Opened {
  families: ReadonlySet<string>;
  /** Families that show all of their copies. */
  whole: ReadonlySet<string>;
}

export function tableRows(families: readonly FamilyRow[], opened: Opened, filter: string): TableRow[] {
  const wanted = filter.trim().toLowerCase();
  return families
    .filter((f) => wanted === '' || `${f.file} ${f.code}`.toLowerCase().includes(wanted))
    .flatMap((family): TableRow[] => {
      const open = opened.families.has(family.name);
      const row: TableRow = { kind: 'family', family, open };
      return open ? [row, ...copyRows(family, opened.whole.has(family.name))] : [row];
    });
}

function copyRows(family: FamilyRow, whole: boolean): TableRow[] {
  const rows = family.copies.map((copy): TableRow => ({ kind: 'copy', family, copy }));
  if (whole || rows.length <= HEAD + TAIL + 1) return rows;
  const hidden = family.copies.slice(HEAD, -TAIL);
  return [...rows.slice(0, HEAD), { kind: 'more', family, hidden }, ...rows.slice(-TAIL)];
}

/** Sums for the bar: bytes, lines and the span of what is chosen. */
export function sums(copies: readonly CopyRow[]): {
  bytes: number;
  lines: number;
  first: number | null;
  last: number | null;
} {
  const firsts = copies.flatMap((c) => c.first ?? []);
  const lasts = copies.flatMap((c) => c.last ?? []);
  return {
    bytes: copies.reduce((sum, c) => sum + c.bytes, 0),
    lines: copies.reduce((sum, c) => sum + c.lines, 0),
    first: firsts.length > 0 ? Math.min(...firsts) : null,
    last: lasts.length > 0 ? Math.max(...lasts) : null,
  };
}
