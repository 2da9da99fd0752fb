import type { LogRequest, QueryNotice } from '../../backend/wire';
import type { App } from '../../state/app.svelte';

/** What a question would find, as far as it could be counted in its time. */
export interface Tally {
  notices: readonly QueryNotice[];
  /** Null when it cannot be run. */
  total: number | null;
  /** Whether all was counted; else there are at least so many. */
  exact: boolean;
  first: number | null;
}

/** How often a count under way is looked at. */
const LOOK_MS = 60;

/** Counts for at most `budget` milliseconds, and leaves nothing running behind it. */
export async function tally(app: App, request: LogRequest, budget: number, gone = () => false): Promise<Tally> {
  const end = performance.now() + budget;
  const first = await app.backend.call('ServerLogs.Open', request);
  const notices = first.query;
  if (first.handle === '') return { notices, total: null, exact: true, first: null };
  let state = first;
  try {
    while (!state.exact && state.problem === null && performance.now() < end && !gone()) {
      await new Promise((done) => setTimeout(done, LOOK_MS));
      state = await app.backend.call('ServerLogs.State', first.handle);
    }
  } finally {
    // A newer question of the same slot may have closed it.
    await app.backend.call('ServerLogs.Close', first.handle).catch(() => null);
  }
  return { notices, total: state.total, exact: state.exact, first: state.first };
}
