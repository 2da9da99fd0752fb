import type { Facet } from '../../backend/wire';
import type { FacetValue } from '../../desk/FacetRow.svelte';
import {
  chosenClauses,
  clearClauses,
  clearFacet,
  facetItems,
  toggleClause,
  toggleExcluded,
  toggleValue,
} from '../../desk/facets';
import type { PlainKey } from '../../messages/t.svelte';

/** A facet of the desk: the values of a field, or clauses that are offered of it. */
export interface FacetKind {
  field: string;
  title: PlainKey;
  /** Values listed: few, so that all facets are in sight; the rest is a word away in the bar. */
  most: number;
  /** In place of values; what they are called is a message. */
  offered?: Readonly<Record<string, PlainKey>>;
  /** Shut until somebody opens it: it is not counted before. */
  shut?: boolean;
}

export const FACETS: readonly FacetKind[] = [
  { field: 'kind', title: 'access.facet.kind', most: 6 },
  { field: 'scope', title: 'access.facet.scope', most: 4 },
  { field: 'company', title: 'access.facet.company', most: 6 },
  { field: 'account', title: 'access.facet.account', most: 6 },
  { field: 'place', title: 'access.facet.place', most: 5 },
  { field: 'country', title: 'access.facet.country', most: 5, shut: true },
  { field: 'status', title: 'access.facet.status', most: 6 },
  { field: 'result', title: 'access.facet.result', most: 5 },
  {
    field: 'memo',
    title: 'access.facet.memo',
    most: 2,
    offered: { 'has:memo': 'access.facet.memo.has', '-has:memo': 'access.facet.memo.none' },
    shut: true,
  },
  {
    field: 'ms',
    title: 'access.facet.ms',
    most: 5,
    offered: {
      'ms:<100': 'access.facet.ms.100',
      'ms:100..999': 'access.facet.ms.1000',
      'ms:1000..9999': 'access.facet.ms.10000',
      'ms:>=10000': 'access.facet.ms.more',
      '-has:ms': 'access.facet.ms.none',
    },
    shut: true,
  },
];

/** What a facet lists under a query; `named` says what a value of a field is called. */
export function listed(
  kind: FacetKind,
  facet: Facet,
  query: string,
  text: (key: PlainKey) => string,
  named: (field: string, value: string) => string,
): { items: FacetValue[]; others: number } {
  const { field, offered } = kind;
  if (!offered) {
    const { items, others } = facetItems(facet, query, kind.most);
    return { items: items.map((item) => ({ ...item, label: named(field, item.id) })), others };
  }
  const chosen = chosenClauses(query, Object.keys(offered));
  const items = Object.entries(offered).map(([id, key]) => ({
    id,
    label: text(key),
    count: facet.values.find((v) => v.text === id)?.count ?? 0,
    chosen: chosen.includes(id),
  }));
  return { items, others: 0 };
}

/** The query after a tick. */
export function ticked({ field, offered }: FacetKind, query: string, id: string, on: boolean): string {
  return offered ? toggleClause(query, Object.keys(offered), id, on) : toggleValue(query, field, id, on);
}

/** The query after a value was left out, or let in again. */
export function excluded({ field }: FacetKind, query: string, id: string): string {
  return toggleExcluded(query, field, id);
}

export function cleared({ field, offered }: FacetKind, query: string): string {
  return offered ? clearClauses(query, Object.keys(offered)) : clearFacet(query, field);
}
