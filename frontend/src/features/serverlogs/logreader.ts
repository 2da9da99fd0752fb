import type { LogPage, LogRow, LogState } from '../../backend/wire';
import { PAGE } from '../../model/rowcache';
import type { App } from '../../state/app.svelte';
import { locate, type Place } from './logplace';

/** Rows read on either side of a place before it is shown: more than a screen holds. */
const AROUND = 60;

/** Reads one answer, on screen or not yet. */
export class LogReader {
  constructor(
    private readonly app: App,
    readonly handle: string,
  ) {}

  async page(from: number, n: number, signal?: AbortSignal): Promise<LogRow[]> {
    return (await this.app.backend.get<LogPage>('rows', { h: this.handle, from, n }, signal)).rows;
  }

  /** Where a row of another answer stands in this one. */
  locate(state: LogState, row: LogRow): Promise<Place | null> {
    return locate(
      {
        count: state.total,
        seek: (text) => this.app.backend.call('ServerLogs.Seek', this.handle, text, 0).catch(() => null),
        page: (from, n) => this.page(from, n),
        at: (ms) => this.app.clock.query(ms),
      },
      row,
    );
  }

  /** The pages around a position, so that what is shown there is whole at once; a page that fails comes later. */
  async around(state: LogState, pos: number): Promise<Map<number, LogRow[]>> {
    const pages = new Map<number, LogRow[]>();
    if (state.total === 0) return pages;
    for (const near of [pos - AROUND, pos + AROUND]) {
      const from = Math.floor(Math.min(Math.max(0, near), state.total - 1) / PAGE) * PAGE;
      if (!pages.has(from)) {
        const rows = await this.page(from, Math.min(PAGE, state.total - from)).catch(() => null);
        if (rows) pages.set(from, rows);
      }
    }
    return pages;
  }
}
