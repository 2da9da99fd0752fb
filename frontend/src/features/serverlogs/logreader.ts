import type { LogEntry, LogPage, LogRow, LogState, Seek } from '../../backend/wire';
import { PAGE } from '../../model/rowcache';
import type { App } from '../../state/app.svelte';
import { locate, type Place } from './logplace';

/** Rows read on either side of a place before it is shown: more than a screen holds. */
const AROUND = 60;

/**
 * Reads one answer, on screen or not yet. Its rows are counted from the first one
 * that was known when the reader was made; the backend counts from where room is
 * left for older files, so that a page asked for meanwhile has the same rows.
 */
export class LogReader {
  constructor(
    private readonly app: App,
    readonly handle: string,
    readonly start: number,
  ) {}

  async page(from: number, n: number, signal?: AbortSignal): Promise<LogRow[]> {
    const { rows } = await this.app.backend.get<LogPage>(
      'rows',
      { h: this.handle, from: from + this.start, n },
      signal,
    );
    return rows.map((row) => ({ ...row, pos: row.pos - this.start }));
  }

  async entry(pos: number, signal?: AbortSignal): Promise<LogEntry> {
    return this.app.backend.get<LogEntry>('entry', { h: this.handle, pos: pos + this.start }, signal);
  }

  /** Where what somebody typed leads, from the row `from`. */
  async seek(text: string, from: number): Promise<Seek> {
    const there = await this.app.backend.call('ServerLogs.Seek', this.handle, text, from + this.start);
    return { ...there, pos: Math.max(0, there.pos - this.start) };
  }

  /** Where a row of another answer stands in this one. */
  locate(state: LogState, row: LogRow): Promise<Place | null> {
    return locate(
      {
        count: state.total,
        seek: (text) => this.seek(text, 0).catch(() => null),
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
