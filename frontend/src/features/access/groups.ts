import type { AccessGroup } from '../../backend/wire';
import type { Column } from '../../grid/columns';
import type { PlainKey } from '../../messages/t.svelte';
import { addClause, clause } from '../../model/querytext';

/** What visits are put together by; "" shows the visits themselves. */
export const GROUPS = ['account', 'company', 'ip', 'place', 'path'] as const;
export type GroupField = (typeof GROUPS)[number];

export const groupField = (name: string | undefined): GroupField | '' => GROUPS.find((g) => g === name) ?? '';

interface Place {
  id: 'value' | 'about' | 'count' | 'refused' | 'accounts' | 'ips' | 'first' | 'last';
  title: PlainKey;
  width: number;
  min?: number;
  end?: boolean;
}

const about: Partial<Record<GroupField, PlainKey>> = { account: 'access.company', ip: 'access.place' };

/** The columns under a grouping; a column that says the same as the group is left out. */
export function groupColumns(by: GroupField, sort: string, asc: boolean, title: (key: PlainKey) => string): Column[] {
  const places: (Place | null)[] = [
    { id: 'value', title: `access.group.${by}`, width: 0, min: 160 },
    about[by] ? { id: 'about', title: about[by], width: 200 } : null,
    { id: 'count', title: 'access.group.visits', width: 88, end: true },
    { id: 'refused', title: 'access.group.refused', width: 88, end: true },
    by === 'account' ? null : { id: 'accounts', title: 'access.group.accounts', width: 88, end: true },
    by === 'ip' ? null : { id: 'ips', title: 'access.group.ips', width: 88, end: true },
    { id: 'first', title: 'access.group.first', width: 120 },
    { id: 'last', title: 'access.group.last', width: 120 },
  ];
  return places
    .filter((p) => p !== null)
    .map(({ id, title: key, ...rest }) => ({
      id,
      title: title(key),
      ...rest,
      ...(id === 'about' ? {} : { sort: (sort || 'count') === id ? (asc ? 'asc' : 'desc') : null }),
    }));
}

/** How groups are sorted after a press on a head: the largest, the newest or the first first, then the other way. */
export function sortGroups(column: string, sort: string, asc: boolean): { sort: string; asc: boolean } {
  const same = (sort || 'count') === column;
  return { sort: column, asc: same ? !asc : column === 'value' || column === 'first' };
}

/** The query that leaves the visits of a group. */
export function groupQuery(query: string, by: GroupField, { value }: Pick<AccessGroup, 'value'>): string {
  return addClause(query, value === '' ? `-has:${by}` : clause(by, value));
}
