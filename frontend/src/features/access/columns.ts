import { TIME_WIDTH, type TimeForm } from '../../desk/rowtime';
import type { Column } from '../../grid/columns';
import type { PlainKey } from '../../messages/t.svelte';

interface Place {
  id: string;
  title: PlainKey;
  width: number;
  min?: number;
  /** Its width from WIDE px of the table on. */
  wide?: number;
  end?: boolean;
  /** Name of the field when the column can be sorted by it. */
  field?: string;
  /** Shown by itself from this width of the table on, where times have no day. */
  from?: number;
  /** Shown only when somebody chose it. */
  more?: boolean;
}

/** Pixels of a table beside which no detail pane stands, where times have no day. */
const WIDE = 1076;

const places: readonly Place[] = [
  { id: 'time', title: 'log.time', width: 0, field: 'time' },
  { id: 'kind', title: 'access.kind', width: 72, field: 'kind' },
  { id: 'scope', title: 'access.scope', width: 44, field: 'scope', from: 844 },
  { id: 'account', title: 'access.account', width: 120, field: 'account' },
  { id: 'company', title: 'access.company', width: 108, field: 'company' },
  { id: 'memo', title: 'access.memo', width: 72, field: 'memo' },
  { id: 'path', title: 'access.path', width: 0, min: 96, field: 'path' },
  { id: 'result', title: 'access.result', width: 116, field: 'status', from: 968 },
  { id: 'ip', title: 'access.where', width: 168, wide: 212, field: 'ip' },
  { id: 'ms', title: 'access.took', width: 56, end: true, field: 'ms', from: WIDE },
  { id: 'client', title: 'access.client', width: 160, field: 'agent', more: true },
  { id: 'bytes', title: 'access.bytes', width: 72, end: true, field: 'bytes', more: true },
  { id: 'session', title: 'access.session', width: 104, field: 'session', more: true },
  { id: 'request', title: 'access.request', width: 112, field: 'request_id', more: true },
];

/** Between columns, and at both ends of a row. */
const GAP = 8;
const PAD = 12;

/** All columns by their ids and titles, and those that a desk shows by itself. */
export const COLUMNS: readonly { id: string; title: PlainKey }[] = places;
export const USUAL: readonly string[] = places.filter((p) => !p.more).map((p) => p.id);

/**
 * The columns that a table of this width has room for: the usual ones, of which some give
 * way, or those that were chosen, of which the last give way.
 */
export function columnsFor(
  width: number,
  time: TimeForm,
  sort: string,
  asc: boolean,
  title: (key: PlainKey) => string,
  chosen: readonly string[] = [],
): Column[] {
  const room = width - TIME_WIDTH[time] + TIME_WIDTH.time;
  const wide = chosen.length === 0 && room >= WIDE;
  const columns = (chosen.length > 0 ? inOrder(chosen) : places.filter((p) => !p.more && room >= (p.from ?? 0))).map(
    (p) => ({
      id: p.id,
      title: title(p.title),
      width: p.id === 'time' ? TIME_WIDTH[time] : wide ? (p.wide ?? p.width) : p.width,
      ...(p.min ? { min: p.min } : {}),
      ...(p.end ? { end: true } : {}),
      sort: (sort || 'time') === p.field ? (asc ? ('asc' as const) : ('desc' as const)) : null,
    }),
  );
  while (chosen.length > 0 && columns.length > 1 && least(columns) > width) columns.pop();
  return columns;
}

/** Names that are no columns are left out: another version may have had them. */
function inOrder(chosen: readonly string[]): Place[] {
  const known = chosen.map((id) => places.find((p) => p.id === id)).filter((p) => p !== undefined);
  return known.length > 0 ? known : places.filter((p) => !p.more);
}

function least(columns: readonly Column[]): number {
  return columns.reduce((sum, c) => sum + Math.max(c.width, c.min ?? 0) + GAP, 2 * PAD - GAP);
}

/** The field to sort by and its direction after a press on a head: newest or largest first, then the other way. */
export function sortBy(column: string, sort: string, asc: boolean): { sort: string; asc: boolean } {
  const field = places.find((p) => p.id === column)?.field ?? 'time';
  const now = sort || 'time';
  const same = now === field;
  const first = !['time', 'ms', 'status', 'bytes'].includes(field);
  return { sort: field === 'time' ? '' : field, asc: same ? !asc : first };
}
