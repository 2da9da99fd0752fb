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
  /** Shown from this width of the table on, where times have no day. */
  from?: number;
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
];

/** The columns that a table of this width has room for. */
export function columnsFor(
  width: number,
  time: TimeForm,
  sort: string,
  asc: boolean,
  title: (key: PlainKey) => string,
): Column[] {
  const room = width - TIME_WIDTH[time] + TIME_WIDTH.time;
  return places
    .filter((p) => room >= (p.from ?? 0))
    .map((p) => ({
      id: p.id,
      title: title(p.title),
      width: p.id === 'time' ? TIME_WIDTH[time] : room >= WIDE ? (p.wide ?? p.width) : p.width,
      ...(p.min ? { min: p.min } : {}),
      ...(p.end ? { end: true } : {}),
      sort: (sort || 'time') === p.field ? (asc ? 'asc' : 'desc') : null,
    }));
}

/** The field to sort by and its direction after a press on a head: newest or largest first, then the other way. */
export function sortBy(column: string, sort: string, asc: boolean): { sort: string; asc: boolean } {
  const field = places.find((p) => p.id === column)?.field ?? 'time';
  const now = sort || 'time';
  const same = now === field;
  const first = field !== 'time' && field !== 'ms' && field !== 'status';
  return { sort: field === 'time' ? '' : field, asc: same ? !asc : first };
}
