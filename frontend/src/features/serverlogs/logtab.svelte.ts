import { problemOf } from '../../backend/backend';
import type { LogRequest, QueryNotice } from '../../backend/wire';
import { formatLog } from '../../model/route';
import type { TimeRange } from '../../model/timerange';
import type { App } from '../../state/app.svelte';
import { LogAnswer, type LogQuestion } from './loganswer.svelte';
import { tally, type Tally } from './tally';

/** Under this an answer comes at once, and nothing is said of work. */
const SLOW_MS = 300;

/** One open log: a chain, or a copy of it, under a query. It asks again when its query or the scope changes. */
export class LogTab extends LogAnswer {
  readonly id: string;
  readonly title: string;
  query = $state('');
  matchCase = $state(false);
  expression = $state(false);

  /** Of the query in the bar; when it was refused the previous result stays. */
  notices = $state.raw<readonly QueryNotice[]>([]);

  #asked = '';
  #turn = 0;
  /** The newest question that could be run: one that is refused leaves the answer before it alone. */
  #accepted = 0;
  #pending = 0;

  constructor(
    app: App,
    readonly families: readonly string[],
    readonly file: string,
    query: string,
  ) {
    super(app);
    this.id = formatLog(families, file);
    this.title = families.length > 3 ? `${families[0]} +${families.length - 1}` : families.join(' + ');
    this.query = query;
  }

  // No $derived: a tab is made in an effect, and lives longer.
  get refused(): boolean {
    return this.notices.some((n) => n.error);
  }

  /** What the bar tells: of the words, then of the answer that they have. */
  get told(): readonly QueryNotice[] {
    const lacking = this.refused ? [] : (this.state?.lacking ?? []);
    const rest = { col: 0, end: 0, code: 'lacking_field', fix: '', error: false, incomplete: false };
    return [...this.notices, ...lacking.map((text) => ({ ...rest, text }))];
  }

  get working(): boolean {
    return this.busy || (this.state?.exact === false && !this.stopped);
  }

  /** What a click adds to: never a query that was refused. */
  get base(): string {
    return this.refused ? this.shown.query : this.query;
  }

  /** Asks when the question is another one than before. */
  async ask(): Promise<void> {
    const question = { query: this.query, matchCase: this.matchCase, expression: this.expression };
    const key = JSON.stringify([question, this.app.scope.text, this.app.source?.openedAt]);
    if (key === this.#asked && this.problem === null) return;
    this.#asked = key;
    const turn = ++this.#turn;
    this.#pending++;
    this.busy = true;
    this.slow = false;
    const late = setTimeout(() => (this.slow = turn === this.#turn && this.working), SLOW_MS);
    try {
      const state = await this.app.backend.call('ServerLogs.Open', this.request(`log ${this.id}`, question));
      if (turn < this.#accepted) return void this.close(state.handle);
      if (turn === this.#turn) {
        this.problem = null;
        this.notices = state.query;
      }
      if (state.handle === '') return;
      this.#accepted = turn;
      this.app.queries.add('serverlogs', this.app.source?.id ?? '', question.query);
      await this.show(state, question, () => turn !== this.#accepted);
    } catch (error) {
      if (turn === this.#turn) this.problem = problemOf(error);
    } finally {
      this.busy = --this.#pending > 0;
      if (!this.working) clearTimeout(late);
    }
  }

  /** Asks the same again: after a failure, or to go on after a stop. */
  again(): void {
    this.#asked = '';
    void this.ask();
  }

  async stop(): Promise<void> {
    const handle = this.state?.handle;
    if (!handle || this.busy) return;
    const state = await this.app.try(() => this.app.backend.call('ServerLogs.Stop', handle));
    if (!state || handle !== this.state?.handle) return;
    this.stopped = !state.exact;
    await this.adopt(state);
  }

  /** What another question would find in this log; nothing on screen moves. */
  count(
    slot: string,
    question: LogQuestion,
    budget: number,
    gone?: () => boolean,
    range = this.app.range(),
  ): Promise<Tally> {
    return tally(this.app, this.request(`${slot} ${this.id}`, question, range), budget, gone);
  }

  request(slot: string, question: LogQuestion, range: TimeRange = this.app.range()): LogRequest {
    return {
      source: this.app.source?.id ?? '',
      slot,
      families: [...this.families],
      file: this.file,
      query: question.query,
      case: question.matchCase,
      expr: question.expression,
      from: range.from,
      to: range.to,
    };
  }

  end(): void {
    this.#accepted = ++this.#turn;
    this.chart.end();
    this.rows.close();
    void this.close(this.state?.handle ?? '');
  }
}
