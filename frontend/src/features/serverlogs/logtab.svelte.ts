import { SvelteSet } from 'svelte/reactivity';
import { problemOf } from '../../backend/backend';
import type { Histogram, LogPage, LogRow, LogState, Problem, QueryNotice, Seek } from '../../backend/wire';
import type { App } from '../../state/app.svelte';
import { PagedRows } from '../../state/pagedrows.svelte';
import { setFacet } from '../../model/querytext';
import { formatLog } from '../../model/route';
import { Selection } from '../../model/selection';
import { Separators } from './separators';

/** Buckets asked for: the chart is about 1 300 px wide and a bar at least 10. */
const BUCKETS = 120;

/** One open log: a chain, or a copy of it, under a query. It asks again when its query or the scope changes. */
export class LogTab {
  readonly id: string;
  readonly title: string;
  query = $state('');
  matchCase = $state(false);
  expression = $state(false);

  state = $state.raw<LogState | null>(null);
  rows = $state.raw(new PagedRows<LogRow>(() => Promise.resolve([])));
  histogram = $state.raw<Histogram | null>(null);
  /** Of a query that was refused; the previous result stays. */
  notices = $state.raw<readonly QueryNotice[]>([]);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  current = $state(-1);
  selection = $state.raw(new Selection());
  following = $state(false);
  /** The end keeps in sight until the reader scrolls up. */
  stick = $state(true);
  /** Position of entries whose further lines are open. */
  readonly unfolded = new SvelteSet<number>();
  separators = $state.raw(new Separators(0));
  detail = $state(false);
  /** A row that the grid is asked to bring into sight; the grid sets it back to null. */
  wanted = $state<number | null>(null);

  /** Levels of the same question without its level clause: a facet does not count its own choice. */
  #open: { rest: string; levels: readonly number[] } | null = null;
  #asked = '';
  #turn = 0;
  #charted = '';
  #charting = false;

  constructor(
    private readonly app: App,
    readonly families: readonly string[],
    readonly file: string,
    query: string,
  ) {
    this.id = formatLog(families, file);
    this.title = families.length > 3 ? `${families[0]} +${families.length - 1}` : families.join(' + ');
    this.query = query;
  }

  /** Matches by band, whatever levels are chosen. */
  get levels(): readonly number[] {
    const levels = this.state?.levels ?? [];
    return this.#open?.rest === setFacet(this.query, 'level', []) ? this.#open.levels : levels;
  }

  /** Asks when the question is another one than before. */
  async ask(): Promise<void> {
    const { from, to } = this.app.range();
    const question = [
      this.query,
      this.matchCase,
      this.expression,
      this.app.scope.text,
      this.app.source?.zone.name,
    ].join('\n');
    if (question === this.#asked && this.problem === null) return;
    this.#asked = question;
    const turn = ++this.#turn;
    this.busy = true;
    try {
      const state = await this.app.backend.call('ServerLogs.Open', {
        source: this.app.source?.id ?? '',
        slot: `log ${this.id}`,
        families: [...this.families],
        file: this.file,
        query: this.query,
        case: this.matchCase,
        expr: this.expression,
        from,
        to,
      });
      if (turn !== this.#turn) return void this.#close(state.handle);
      this.problem = null;
      this.notices = state.query;
      if (state.handle !== '') this.#show(state);
    } catch (error) {
      if (turn === this.#turn) this.problem = problemOf(error);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** A tick said that the result changed. */
  async grow(handle: string): Promise<void> {
    if (handle !== this.state?.handle) return;
    try {
      const state = await this.app.backend.call('ServerLogs.State', handle);
      if (handle !== this.state.handle) return;
      if (state.rev !== this.state.rev) this.#forget();
      // What comes later moves nothing on screen, unless it is followed.
      if (this.state.exact && !this.following) this.stick = false;
      this.#take(state);
    } catch (error) {
      if (this.#current(handle)) this.problem = problemOf(error);
    }
  }

  /** Where what somebody typed leads: a line, "50%", "14:08", "+500". Null when it is none of them. */
  async seek(text: string): Promise<Seek | null> {
    const handle = this.state?.handle;
    if (!handle) return null;
    try {
      return await this.app.backend.call('ServerLogs.Seek', handle, text, Math.max(0, this.current));
    } catch (error) {
      const problem = problemOf(error);
      if (problem.kind !== 'invalid' && this.#current(handle)) this.app.problem = problem;
      return null;
    }
  }

  /** An instant as `seek` reads it. */
  at(ms: number): string {
    return this.app.clock.query(ms);
  }

  /** One page, for stepping through levels out of sight. */
  async page(from: number, n: number): Promise<LogRow[]> {
    const page = await this.app.backend.get<LogPage>('rows', { h: this.state?.handle ?? '', from, n });
    return page.rows;
  }

  end(): void {
    this.#turn++;
    this.#charting = true; // no further chart
    this.rows.close();
    void this.#close(this.state?.handle ?? '');
  }

  #show(state: LogState): void {
    const old = this.state?.handle;
    const keep = this.rows.get(this.current);
    this.rows.close();
    this.rows = new PagedRows<LogRow>(async (from, n, signal) => {
      const page = await this.app.backend.get<LogPage>('rows', { h: state.handle, from, n }, signal);
      this.separators.learn(page.rows);
      this.separators = this.separators.copy();
      return page.rows;
    });
    this.#forget();
    this.selection = new Selection();
    this.current = -1;
    this.stick = true;
    this.histogram = null;
    this.#take(state);
    if (old && old !== state.handle) void this.#close(old);
    if (keep?.time) void this.#return(keep.time);
  }

  /** After another filter the reader stays at the same moment. */
  async #return(time: number): Promise<void> {
    const there = await this.seek(this.app.clock.query(time));
    if (!there?.found) return;
    this.stick = false;
    this.wanted = there.pos;
  }

  #forget(): void {
    this.rows.clear();
    this.unfolded.clear();
    this.separators = new Separators(0, (ms) => this.app.clock.date(ms));
  }

  #take(state: LogState): void {
    this.state = state;
    this.problem = state.problem;
    const span = (state.last ?? 0) - (state.first ?? 0);
    // Silence is said of the whole log only: a filter makes gaps of its own.
    this.separators.spacing = this.query === '' && state.total > 1 ? span / state.total : 0;
    const rest = setFacet(this.query, 'level', []);
    if (rest === this.query) this.#open = { rest, levels: state.levels };
    this.rows.setCount(state.total);
    void this.#chart();
  }

  /** One chart at a time; while a result grows, at most twice a second. */
  async #chart(): Promise<void> {
    const state = this.state;
    const wanted = `${state?.handle} ${state?.rev} ${state?.total}`;
    if (!state || state.total === 0 || this.#charting || this.#charted === wanted) return;
    this.#charting = true;
    this.#charted = wanted;
    try {
      const chart = await this.app.backend.get<Histogram>('histogram', { h: state.handle, buckets: BUCKETS });
      if (this.state?.handle === state.handle) this.histogram = chart;
    } catch (error) {
      if (this.#current(state.handle)) this.app.problem = problemOf(error);
    }
    const pause = this.state?.handle === state.handle ? 500 : 0;
    setTimeout(() => {
      this.#charting = false;
      void this.#chart();
    }, pause);
  }

  /** Whether an answer is still asked for: a newer question makes the server refuse the older one. */
  #current(handle: string): boolean {
    return handle === this.state?.handle && !this.busy;
  }

  async #close(handle: string): Promise<void> {
    if (handle) await this.app.backend.call('ServerLogs.Close', handle).catch(() => null);
  }
}
