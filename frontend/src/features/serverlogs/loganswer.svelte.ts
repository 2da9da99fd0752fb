import { SvelteSet } from 'svelte/reactivity';
import { problemOf } from '../../backend/backend';
import type { Histogram, LogEntry, LogRow, LogState, Problem, Seek } from '../../backend/wire';
import type { Held } from '../../grid/scroll';
import { Selection } from '../../model/selection';
import type { App } from '../../state/app.svelte';
import { PagedRows } from '../../state/pagedrows.svelte';
import { LogChart } from './logchart.svelte';
import { isSame, type Place } from './logplace';
import { LogReader } from './logreader';
import { Separators } from './separators';

/** What is asked of a log, but for the time: that is the window's. */
export interface LogQuestion {
  query: string;
  matchCase: boolean;
  expression: boolean;
}

/** A row that is looked at, and where its line stands. */
interface Looked {
  row: LogRow;
  top: number;
}

/** The answer on screen, and what its reader looks at. It grows, and another takes its place. */
export class LogAnswer {
  state = $state.raw<LogState | null>(null);
  rows = $state.raw(new PagedRows<LogRow>(() => Promise.resolve([])));
  /** The question whose answer is on screen. */
  shown = $state.raw<LogQuestion>({ query: '', matchCase: false, expression: false });
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  /** The answer takes long enough to say so. */
  slow = $state(false);
  /** The reader ended the search: what was found until then is shown. */
  stopped = $state(false);

  current = $state(-1);
  selection = $state.raw(new Selection());
  following = $state(false);
  /** The end keeps in sight until the reader scrolls up. */
  stick = $state(true);
  /** The row that is looked at, and where it stands. */
  place = $state.raw<Held | null>(null);
  /** Position of entries whose further lines are open. */
  readonly unfolded = new SvelteSet<number>();
  separators = $state.raw(new Separators(0));
  detail = $state(false);
  readonly chart: LogChart;

  #reader: LogReader;
  #growing = false;
  #again = false;
  /** A row that the answer has not come to yet; where it stood. */
  #awaited: Looked | null = null;

  constructor(protected readonly app: App) {
    this.chart = new LogChart(app, (handle) => this.isCurrent(handle));
    this.#reader = new LogReader(app, '', 0);
  }

  get histogram(): Histogram | null {
    return this.chart.histogram;
  }

  /** A tick said that the result changed. */
  async grow(handle: string): Promise<void> {
    if (handle !== this.state?.handle) return;
    this.#again = this.#growing;
    if (this.#growing) return;
    this.#growing = true;
    try {
      await this.#grow(handle);
    } catch (error) {
      if (this.isCurrent(handle)) this.problem = problemOf(error);
    } finally {
      this.#growing = false;
    }
    if (this.#again) void this.grow(this.state.handle);
  }

  async #grow(handle: string): Promise<void> {
    const state = await this.app.backend.call('ServerLogs.State', handle);
    if (handle !== this.state?.handle || this.busy) return;
    // What comes later moves nothing on screen, unless it is followed.
    if (this.state.exact && !this.following) this.stick = false;
    const anew = this.#isRenumbered(state);
    const place = await this.#reached(state, anew ? new LogReader(this.app, handle, state.start) : this.#reader);
    if (handle !== this.state.handle || this.busy) return;
    if (anew) await this.adopt(state);
    else this.take(state);
    if (handle !== this.state.handle || this.busy || place === null || !this.stick) return;
    // With the same stroke: the row is drawn first where it stood.
    this.#awaited = null;
    this.stick = false;
    this.place = place;
  }

  /** Where what somebody typed leads: a line, "50%", "14:08", "+500". Null when it is none of them. */
  async seek(text: string): Promise<Seek | null> {
    const handle = this.state?.handle;
    if (!handle) return null;
    try {
      const reader = this.#reader;
      const there = await reader.seek(text, Math.max(0, this.current));
      // Older files may have come in front meanwhile.
      const moved = reader.handle === this.#reader.handle ? reader.start - this.#reader.start : 0;
      return { ...there, pos: there.pos + moved };
    } catch (error) {
      const problem = problemOf(error);
      if (problem.kind !== 'invalid' && this.isCurrent(handle)) this.app.problem = problem;
      return null;
    }
  }

  /** An instant as `seek` reads it. */
  at(ms: number): string {
    return this.app.clock.query(ms);
  }

  /** One page, for stepping through levels out of sight. */
  async page(from: number, n: number): Promise<LogRow[]> {
    return this.#reader.page(from, n);
  }

  /** The entry in a row, whole. */
  async entry(pos: number, signal: AbortSignal): Promise<LogEntry> {
    return this.#reader.entry(pos, signal);
  }

  /** Another answer takes the place of the one on screen; what is looked at stands where it stood. */
  protected async show(state: LogState, question: LogQuestion, late: () => boolean): Promise<void> {
    const old = this.state?.handle;
    const reader = new LogReader(this.app, state.handle, state.start);
    const held = this.#held();
    const place = held && (await reader.locate(state, held.row));
    const pages = await reader.around(state, place?.pos ?? state.total - 1);
    if (late()) return void this.close(state.handle);
    this.shown = question;
    this.stopped = false;
    this.selection = new Selection();
    this.#swap(reader, pages, held, place);
    // What is not reached yet may come: until then the newest matches are shown.
    this.#awaited = held && !place?.same && !state.exact ? held : null;
    if (this.#awaited || !place) this.stick = true;
    this.take(state);
    if (old && old !== state.handle) void this.close(old);
    if (!state.exact) setTimeout(() => void this.grow(state.handle));
  }

  /** The same answer, further on. */
  protected async adopt(state: LogState): Promise<void> {
    if (state.rev !== this.state?.rev) await this.#renumber(state);
    else if (this.#isRenumbered(state)) await this.#lengthen(state);
    else this.take(state);
  }

  #isRenumbered(state: LogState): boolean {
    return state.rev !== this.state?.rev || state.start !== this.#reader.start;
  }

  /** Older files came in front: all is what it was, so many rows further down. */
  async #lengthen(state: LogState): Promise<void> {
    const reader = new LogReader(this.app, state.handle, state.start);
    const at = (this.place?.row ?? 0) + this.#reader.start - state.start;
    const pages = await reader.around(state, this.stick ? state.total - 1 : at);
    if (state.handle !== this.state?.handle || this.busy) return;
    const by = this.#reader.start - state.start;
    const open = [...this.unfolded];
    this.#fill(reader, pages);
    for (const row of open) this.unfolded.add(row + by);
    this.selection = this.selection.moved(by);
    if (this.current >= 0) this.current += by;
    this.place = { row: (this.place?.row ?? 0) + by, top: this.place?.top ?? 0 };
    this.take(state);
  }

  /** Under other positions: rotation, truncation, late entries of another file. */
  async #renumber(state: LogState): Promise<void> {
    const reader = new LogReader(this.app, state.handle, state.start);
    const held = this.#held();
    const place = held && (await reader.locate(state, held.row));
    const pages = await reader.around(state, place?.pos ?? (this.stick ? state.total - 1 : (this.place?.row ?? 0)));
    if (state.handle !== this.state?.handle || this.busy) return;
    this.selection = new Selection();
    this.#swap(reader, pages, held, place);
    this.take(state);
  }

  #swap(reader: LogReader, pages: Map<number, LogRow[]>, held: Looked | null, place: Place | null): void {
    const current = this.rows.get(this.current);
    const kept = place?.same && held && current && isSame(current, held.row);
    this.#fill(reader, pages);
    this.current = kept ? place.pos : -1;
    if (held && place) this.place = { row: place.pos, top: held.top };
  }

  /** Rows from another reader, with those that were read. */
  #fill(reader: LogReader, pages: Map<number, LogRow[]>): void {
    this.rows.close();
    this.unfolded.clear();
    const separators = new Separators(this.separators.spacing, (ms) => this.app.clock.date(ms));
    const rows = new PagedRows<LogRow>(async (from, n, signal) => {
      const page = await reader.page(from, n, signal);
      this.separators.learn(page);
      this.separators = this.separators.copy();
      return page;
    });
    for (const [from, page] of pages) {
      rows.seed(from, page);
      separators.learn(page);
    }
    this.separators = separators;
    this.rows = rows;
    this.#reader = reader;
  }

  /** The row that is looked at, unless that is the end; near it, when its page is not there. */
  #held(): Looked | null {
    if (this.stick || !this.place) return this.stick ? this.#awaited : null;
    for (let i = 0; i < 40; i++) {
      const row = this.rows.get(this.place.row + i);
      if (row) return { row, top: this.place.top };
    }
    return null;
  }

  /** Where the row that was looked at before stands, once the answer came to it and if nobody scrolled since. */
  async #reached(state: LogState, reader: LogReader): Promise<Held | null> {
    const held = this.#awaited;
    if (!held || !this.stick) {
      this.#awaited = null;
      return null;
    }
    const { time } = held.row;
    if (!state.exact && (time === null || (state.last ?? 0) < time || (state.first ?? 0) > time)) return null;
    const place = await reader.locate(state, held.row);
    // Entries of the same millisecond may still come, and it may be one of them.
    const whole = state.exact || (state.last ?? 0) > (held.row.time ?? 0);
    return place && (place.same || whole) ? { row: place.pos, top: held.top } : null;
  }

  protected take(next: LogState): void {
    // How long the answer took is how long it took to be whole, however it grew since.
    const whole = this.state?.handle === next.handle && this.state.exact;
    const state = { ...next, took: whole ? (this.state?.took ?? next.took) : next.took };
    this.state = state;
    this.problem = state.problem;
    if (state.exact) this.slow = false;
    const span = (state.last ?? 0) - (state.first ?? 0);
    // Silence is said of the whole log only: a filter makes gaps of its own.
    this.separators.spacing = this.shown.query === '' && state.total > 1 ? span / state.total : 0;
    this.rows.setCount(state.total);
    if (this.separators.take(state.breaks, this.#reader.start)) this.separators = this.separators.copy();
    void this.chart.take(state);
  }

  /** Whether an answer is still asked for: a newer question makes the server refuse the older one. */
  protected isCurrent(handle: string): boolean {
    return handle === this.state?.handle && !this.busy;
  }

  protected async close(handle: string): Promise<void> {
    if (handle) await this.app.backend.call('ServerLogs.Close', handle).catch(() => null);
  }
}
