import { apart, parts } from '../../model/parts';
import type { TimeRange } from '../../model/timerange';
import type { LogQuestion } from './loganswer.svelte';
import type { Tally } from './tally';

/** Each question of an explanation is counted for at most so long. */
const BUDGET_MS = 300;
/** More parts are not explained one by one: nobody reads on. */
const MOST = 12;

const ALL: TimeRange = { from: null, to: null };

/** A part of the query, and what it finds alone; null while it is counted. */
export interface Alone {
  text: string;
  found: Pick<Tally, 'total' | 'exact'> | null;
}

export interface Offer {
  kind: 'without' | 'all' | 'apart' | 'widen' | 'case' | 'expression';
  /** The part of the query it is about. */
  part: string;
  question: LogQuestion;
  /** In all of the time, whatever the range says. */
  wide: boolean;
  found: Tally;
}

type Proposal = Omit<Offer, 'found'>;

/** Counts a question; `gone` says that nobody waits for it any more. */
export type Count = (question: LogQuestion, budget: number, gone: () => boolean, range?: TimeRange) => Promise<Tally>;

/** Why nothing matches: each part alone, then less, then more time, then a looser reading. */
export class Reasons {
  alone = $state.raw<readonly Alone[]>([]);
  offers = $state.raw<readonly Offer[]>([]);
  done = $state(false);
  #gone = false;

  constructor(
    private readonly question: LogQuestion,
    /** Whether a time range is set that could be left. */
    private readonly ranged: boolean,
    private readonly count: Count,
  ) {}

  async find(): Promise<void> {
    const found = parts(this.question.query).slice(0, MOST);
    this.alone = found.map(({ text }) => ({ text, found: null }));
    for (const { text } of found) {
      const total = await this.#count({ ...this.question, query: text });
      if (this.#gone) return;
      this.alone = this.alone.map((a) => (a.text === text ? { text, found: total } : a));
    }
    for (const proposal of this.#proposals()) {
      const total = await this.#count(proposal.question, proposal.wide);
      if (this.#gone) return;
      if ((total?.total ?? 0) > 0 && total) this.offers = [...this.offers, { ...proposal, found: total }];
    }
    this.done = true;
  }

  end(): void {
    this.#gone = true;
  }

  #proposals(): Proposal[] {
    const { question, ranged } = this;
    const all = parts(question.query).slice(0, MOST);
    const make = (kind: Offer['kind'], part: string, change: Partial<LogQuestion>, wide = false): Proposal => ({
      kind,
      part,
      wide,
      question: { ...question, ...change },
    });
    const found: Proposal[] = [];
    if (all.length > 1) {
      for (const { text, without } of all) if (without !== null) found.push(make('without', text, { query: without }));
    }
    if (ranged) found.push(make('widen', '', {}, true));
    for (const { text, without } of all) {
      const words = question.expression ? null : apart(text);
      if (words && without !== null) found.push(make('apart', text, { query: `${without} ${words}`.trim() }));
    }
    if (question.matchCase) found.push(make('case', '', { matchCase: false }));
    if (question.expression) found.push(make('expression', '', { expression: false }));
    if (question.query !== '') found.push(make('all', '', { query: '' }));
    return found;
  }

  /** A count that fails is none: what is broken is said elsewhere. */
  #count(question: LogQuestion, wide = false): Promise<Tally | null> {
    return this.count(question, BUDGET_MS, () => this.#gone, wide ? ALL : undefined).catch(() => null);
  }
}
