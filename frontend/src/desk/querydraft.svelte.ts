import type { QueryNotice } from '../backend/wire';

/** What the words in the bar would find. */
export interface Draft {
  notices: readonly QueryNotice[];
  /** Null when it cannot be run. */
  total: number | null;
  exact: boolean;
}

/** Asks what a text would find; `gone` says that nobody waits for it any more. */
export type Check = (text: string, gone: () => boolean) => Promise<Draft>;

/** A pause in writing after which it is worth asking. */
const PAUSE_MS = 150;

/** What is said of a query while it is written. Nothing moves until Enter. */
export class QueryDraft {
  /** Of the text in the field; null when nothing was asked about it yet. */
  said = $state.raw<Draft | null>(null);
  /** The text in the field is another one than the query in force. */
  writing = $state(false);

  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** A key: what was said of the text before stays until there is news, so that nothing flickers. */
  typed(text: string, inForce: string, check: Check | undefined): void {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    this.writing = text !== inForce;
    if (!this.writing || text.trim() === '') this.said = null;
    if (!check || !this.writing || text.trim() === '') return;
    this.#timer = setTimeout(() => void this.#ask(turn, text, check), PAUSE_MS);
  }

  /** The text was asked, or taken back. */
  settle(): void {
    this.#turn++;
    clearTimeout(this.#timer);
    this.writing = false;
    this.said = null;
  }

  async #ask(turn: number, text: string, check: Check): Promise<void> {
    // A count that fails says nothing: Enter will.
    const said = await check(text, () => turn !== this.#turn).catch(() => null);
    if (turn === this.#turn) this.said = said;
  }
}
