import { TIME_WIDTH, type TimeForm } from '../../desk/rowtime';
import type { Column } from '../../grid/columns';
import type { PlainKey } from '../../messages/t.svelte';

interface Place {
  id: string;
  title: PlainKey;
  width: number;
  min?: number;
  /** Name of the field when the column can be sorted by it. */
  field?: string;
}

const places: readonly Place[] = [
  { id: 'time', title: 'log.time', width: 0, field: 'time' },
  { id: 'action', title: 'audit.action', width: 72, field: 'action' },
  { id: 'actor', title: 'audit.actor', width: 168, field: 'account' },
  { id: 'company', title: 'audit.company', width: 132, field: 'company' },
  { id: 'module', title: 'audit.module', width: 116, field: 'module' },
  { id: 'target', title: 'audit.target', width: 0, min: 120, field: 'target' },
  { id: 'changed', title: 'audit.changed', width: 136 },
  { id: 'from', title: 'audit.from', width: 188, field: 'ip' },
  { id: 'outcome', title: 'audit.outcome', width: 64, field: 'outcome' },
];

/** How a table is sorted: by time for "". */
export interface Sort {
  sort: string;
  asc: boolean;
}

export function columnsFor(time: TimeForm, { sort, asc }: Sort, title: (key: PlainKey) => string): Column[] {
  return [
    { id: 'open', title: null, width: 28 },
    ...places.map((p) => ({
      id: p.id,
      title: title(p.title),
      width: p.id === 'time' ? TIME_WIDTH[time] : p.width,
      ...(p.min ? { min: p.min } : {}),
      ...(p.field ? { sort: sorted(p.field, sort, asc) } : {}),
    })),
  ];
}

function sorted(field: string, sort: string, asc: boolean): 'asc' | 'desc' | null {
  return (sort || 'time') === field ? (asc ? 'asc' : 'desc') : null;
}

/** After a press on a head: the newest or the first first, then the other way. */
export function sortBy(column: string, { sort, asc }: Sort): Sort {
  const field = places.find((p) => p.id === column)?.field ?? 'time';
  const same = (sort || 'time') === field;
  return { sort: field === 'time' ? '' : field, asc: same ? !asc : field !== 'time' };
}
