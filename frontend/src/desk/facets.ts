// What a click on a facet writes into the query, and what of it is ticked.
import type { Facet } from '../backend/wire';
import {
  addClause,
  anyOf,
  clause,
  clauses,
  facetValues,
  hasClause,
  removeClause,
  setFacet,
  unbracket,
} from '../model/querytext';

export interface FacetItem {
  /** The value; "" stands for records without the field. */
  id: string;
  count: number;
  chosen: boolean;
  excluded: boolean;
}

/** The clause of a value, or of having none. */
function clauseOf(field: string, id: string, exclude: boolean): string {
  if (id === '') return exclude ? `has:${field}` : `-has:${field}`;
  return clause(field, id, exclude);
}

/** The values to list: those of the facet, chosen ones always, "none" last. */
export function facetItems(facet: Facet, query: string, most: number): { items: FacetItem[]; others: number } {
  const chosen = facetValues(query, facet.field);
  const values = facet.values.filter((v) => v.text !== '');
  const missing = facet.missing + facet.values.filter((v) => v.text === '').reduce((sum, v) => sum + v.count, 0);
  const excluded = (id: string) => hasClause(query, clauseOf(facet.field, id, true));
  const kept = values.filter((v, i) => i < most || chosen.includes(v.text) || excluded(v.text));
  const items: FacetItem[] = kept.map((v) => ({
    id: v.text,
    count: v.count,
    chosen: chosen.includes(v.text),
    excluded: excluded(v.text),
  }));
  for (const id of chosen) {
    if (!items.some((item) => item.id === id)) items.push({ id, count: 0, chosen: true, excluded: false });
  }
  const none = { id: '', count: missing, chosen: hasClause(query, `-has:${facet.field}`), excluded: excluded('') };
  if (missing > 0 || none.chosen || none.excluded) items.push(none);
  const listed = kept.reduce((sum, v) => sum + v.count, 0);
  return { items, others: facet.others + values.reduce((sum, v) => sum + v.count, 0) - listed };
}

/** A tick: the value is wanted as well, or no more. */
export function toggleValue(query: string, field: string, id: string, on: boolean): string {
  if (id === '')
    return on ? addClause(clearFacet(query, field), `-has:${field}`) : removeClause(query, `-has:${field}`);
  const free = removeClause(removeClause(query, clause(field, id, true)), `-has:${field}`);
  const now = facetValues(free, field).filter((v) => v !== id);
  return setFacet(free, field, on ? [...now, id] : now);
}

/** Excludes a value, or lets it in again. */
export function toggleExcluded(query: string, field: string, id: string): string {
  const gone = clauseOf(field, id, true);
  if (hasClause(query, gone)) return removeClause(query, gone);
  const rest = id === '' ? removeClause(query, `-has:${field}`) : toggleValue(query, field, id, false);
  return addClause(rest, gone);
}

/** The query without what a facet wrote. */
export function clearFacet(query: string, field: string): string {
  const written = (c: string) => c.startsWith(`-${field}:`) || c === `has:${field}` || c === `-has:${field}`;
  return setFacet(
    clauses(query)
      .filter((c) => !written(c))
      .join(' '),
    field,
    [],
  );
}

/** Of the clauses that a facet offers, those that the query asks: one of them, or `(a OR b)`. */
export function chosenClauses(query: string, offered: readonly string[]): string[] {
  const group = clauses(query).find((c) => ofOffered(c, offered));
  return group === undefined ? [] : unbracket(group);
}

/** A tick at an offered clause: it is wanted as well, or no more. */
export function toggleClause(query: string, offered: readonly string[], id: string, on: boolean): string {
  const now = chosenClauses(query, offered);
  const next = offered.filter((c) => (c === id ? on : now.includes(c)));
  const rest = clearClauses(query, offered);
  return next.length === 0 ? rest : addClause(rest, anyOf(next));
}

export function clearClauses(query: string, offered: readonly string[]): string {
  return clauses(query)
    .filter((c) => !ofOffered(c, offered))
    .join(' ');
}

function ofOffered(c: string, offered: readonly string[]): boolean {
  const parts = unbracket(c);
  return parts.length > 0 && parts.every((part) => offered.includes(part));
}
