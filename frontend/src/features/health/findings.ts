import type { Finding, Tile } from '../../backend/wire';
import { clause } from '../../model/querytext';
import { formatLog } from '../../model/route';
import type { TimeRange } from '../../model/timerange';
import type { App } from '../../state/app.svelte';

/** Where the rows of a finding are: a desk and what it is asked. */
export interface Way {
  desk: string;
  params: Record<string, string>;
}

export function wayOf(finding: Pick<Finding, 'kind' | 'desk' | 'family' | 'query'>): Way {
  if (finding.desk === 'serverlogs') {
    return { desk: 'serverlogs', params: { v: formatLog([finding.family]), q: finding.query } };
  }
  return { desk: finding.desk, params: finding.query === '' ? {} : { q: finding.query } };
}

/** Shows the rows of a finding, over the time that it is about. */
export function follow(app: App, finding: Finding): void {
  // The last entries of a silent family stand before its silence.
  if (finding.kind === 'silent') app.scope.choose('all');
  else if (finding.from !== null) app.scope.set({ from: finding.from, to: finding.to });
  app.scopeChanged();
  const { desk, params } = wayOf(finding);
  app.go(desk, params);
}

export type Period = 'hour' | 'day';

const lengths = { hour: 3_600_000, day: 86_400_000 };

/** The rows that a tile's figure counts: where they are, and over which time. */
export function rowsOf(tile: Pick<Tile, 'unit' | 'family' | 'until'>, period: Period, now: number): Way & TimeRange {
  const to = tile.until ?? now;
  const range = { from: to - lengths[period], to };
  if (tile.unit === 'refused') return { ...range, desk: 'access', params: { q: 'kind:refused' } };
  if (tile.unit === 'changes') return { ...range, desk: 'audit', params: { q: '-action:query' } };
  return { ...range, ...wayOf({ kind: 'errors', desk: 'serverlogs', family: tile.family, query: 'level:>=error' }) };
}

/** Shows rows over a time. */
export function showRows(app: App, { from, to, desk, params }: Way & TimeRange): void {
  app.scope.set({ from, to });
  app.scopeChanged();
  app.go(desk, params);
}

/** Refused sign-ins of an address. */
export function refusedFrom(ip: string): string {
  return `kind:refused ${clause('ip', ip)}`;
}
