import type { Finding } from '../../backend/wire';
import { clause } from '../../model/querytext';
import { formatLog } from '../../model/route';
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

/** Refused sign-ins of an address. */
export function refusedFrom(ip: string): string {
  return `kind:refused ${clause('ip', ip)}`;
}
