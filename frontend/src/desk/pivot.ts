import { clause } from '../model/querytext';
import { formatLog } from '../model/route';
import type { App } from '../state/app.svelte';

// The way from one record to the same moment on another desk.

export const VISITS_MS = 15 * 60_000;
export const LINES_MS = 30_000;

function around(app: App, at: number, by: number): void {
  app.scope.set({ from: at - by, to: at + by });
  app.scopeChanged();
}

const of = (account: string) => (account === '' ? '' : clause('account', account));

/** Visits of an account, or of everybody, a quarter of an hour before and after. */
export function showVisits(app: App, account: string, at: number): void {
  around(app, at, VISITS_MS);
  app.go('access', { q: of(account) });
}

/** Operations of an account, or of everybody, a quarter of an hour before and after. */
export function showOperations(app: App, account: string, at: number): void {
  around(app, at, VISITS_MS);
  app.go('audit', { q: of(account) });
}

/** What the server wrote in all families, half a minute before and after. */
export async function showLines(app: App, at: number): Promise<void> {
  const id = app.source?.id ?? '';
  const view = await app.try(() => app.backend.call('ServerLogs.Families', id));
  if (!view) return;
  around(app, at, LINES_MS);
  const read = view.families.filter((f) => f.copies.length > 0).map((f) => f.name);
  app.go('serverlogs', { v: formatLog(read) });
}
