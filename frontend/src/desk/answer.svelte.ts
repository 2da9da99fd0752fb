import { problemOf } from '../backend/backend';
import type { Facet, Problem, QueryNotice, RecordRequest, RecordState } from '../backend/wire';
import { PAGE } from '../model/rowcache';
import type { App } from '../state/app.svelte';
import { PagedRows } from '../state/pagedrows.svelte';

/** What a desk of records asks, but for the time: that is the window's. */
export interface Question {
  query: string;
  matchCase: boolean;
  expression: boolean;
  sort: string;
  asc: boolean;
  action: string;
  module: string;
  origin: string;
}

export const ALL: Question = {
  query: '',
  matchCase: false,
  expression: false,
  sort: '',
  asc: false,
  action: '',
  module: '',
  origin: 'all',
};

/** While records come, the newest are shown at most this often, and a slow answer takes at most a tenth of the time. */
const GROW_MS = 2000;
const GROW_TIMES = 10;

const routes = { Access: 'access', Audit: 'audit' } as const;

/** Records under a question. The rows on screen stay until those of the next answer are there. */
export class Answer<T> {
  state = $state.raw<RecordState | null>(null);
  rows = $state.raw(new PagedRows<T>(() => Promise.resolve([])));
  /** Of a query that was refused; the previous answer stays. */
  notices = $state.raw<readonly QueryNotice[]>([]);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  current = $state(-1);
  /** Records came since, and were not shown because somebody reads. */
  stale = $state(false);

  #question: Question = ALL;
  #asked = '';
  #turn = 0;
  #timer = 0;

  constructor(
    private readonly app: App,
    private readonly desk: 'Access' | 'Audit',
  ) {}

  /** Asks when the question is another one than before. */
  async ask(question: Question): Promise<void> {
    const key = JSON.stringify([question, this.app.scope.text, this.app.source?.openedAt]);
    if (key === this.#asked && this.problem === null) return;
    this.#asked = key;
    this.#question = question;
    await this.refresh();
  }

  /** Asks the same again. */
  async refresh(): Promise<void> {
    const turn = ++this.#turn;
    this.busy = true;
    try {
      const state = await this.app.backend.call(`${this.desk}.Open`, this.#request(this.#question));
      const first = state.handle !== '' && state.total > 0 ? await this.#page(state.handle, 0, PAGE) : [];
      if (turn !== this.#turn) return;
      this.problem = null;
      this.notices = state.query;
      if (state.handle !== '') this.#show(state, first);
    } catch (error) {
      if (turn === this.#turn) this.problem = problemOf(error);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** A tick said that records came. A reader is not moved: they are offered. */
  grew(): void {
    if (this.current >= 0) {
      this.stale = true;
      return;
    }
    if (this.#timer !== 0) return;
    this.#timer = window.setTimeout(
      () => {
        this.#timer = 0;
        if (this.current >= 0) this.stale = true;
        else void this.refresh();
      },
      Math.max(GROW_MS, GROW_TIMES * (this.state?.took ?? 0)),
    );
  }

  /** Counts of a field's values, whatever the question asks of this field. */
  async facet(field: string): Promise<Facet | null> {
    const handle = this.state?.handle;
    if (!handle) return null;
    return this.app.backend.call(`${this.desk}.Facet`, handle, field);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  #show(state: RecordState, first: T[]): void {
    this.rows.close();
    let ready: T[] | null = first;
    this.rows = new PagedRows<T>(async (from, n, signal) => {
      if (from === 0 && ready) {
        const rows = ready;
        ready = null;
        return rows;
      }
      return this.#page(state.handle, from, n, signal);
    }, state.total);
    this.state = state;
    this.current = -1;
    this.stale = false;
  }

  async #page(h: string, from: number, n: number, signal?: AbortSignal): Promise<T[]> {
    return (await this.app.backend.get<{ rows: T[] }>(routes[this.desk], { h, from, n }, signal)).rows;
  }

  #request(q: Question): RecordRequest {
    const { from, to } = this.app.range();
    return {
      source: this.app.source?.id ?? '',
      slot: 'desk',
      query: q.query,
      case: q.matchCase,
      expr: q.expression,
      from,
      to,
      sort: q.sort,
      asc: q.asc,
      action: q.action,
      module: q.module,
      origin: q.origin,
    };
  }
}
