import { problemOf } from '../../backend/backend';
import type { AccessDetail, AccessRow, Note, Problem } from '../../backend/wire';
import { Answer } from '../../desk/answer.svelte';
import type { App } from '../../state/app.svelte';

/** The Access Logs desk: the visits asked for, and the one that is open. */
export class AccessDesk {
  readonly answer: Answer<AccessRow>;
  matchCase = $state(false);
  expression = $state(false);
  sort = $state('');
  asc = $state(false);
  facets = $state(true);

  detail = $state.raw<AccessDetail | null>(null);
  problem = $state.raw<Problem | null>(null);
  part = $state('fields');

  #wanted = '';

  constructor(private readonly app: App) {
    this.answer = new Answer<AccessRow>(app, 'Access');
  }

  get query(): string {
    return this.app.params['q'] ?? '';
  }

  /** Id of the open record; it is in the address, "" when none is open. */
  get open(): string {
    return this.app.params['r'] ?? '';
  }

  find(query: string): void {
    this.app.setParam('q', query);
  }

  ask(): Promise<void> {
    const { query, matchCase, expression, sort, asc } = this;
    return this.answer.ask({ query, matchCase, expression, sort, asc, action: '', module: '', origin: '' });
  }

  show(id: string): void {
    this.app.setParam('r', id);
  }

  async load(id: string): Promise<void> {
    this.#wanted = id;
    if (id === '') {
      this.detail = null;
      this.problem = null;
      return;
    }
    try {
      const detail = await this.app.backend.call('Access.Record', this.app.source?.id ?? '', id);
      if (this.#wanted !== id) return;
      this.detail = detail;
      this.problem = null;
    } catch (error) {
      if (this.#wanted === id) this.problem = problemOf(error);
    }
  }

  /** Writes a note; an empty one removes it. The rows it is about follow. */
  async note(note: Note): Promise<void> {
    const done = await this.app.try(async () => {
      await this.app.backend.call('Access.SetNote', this.app.source?.id ?? '', note);
      return true;
    });
    if (!done) return;
    const current = this.answer.current;
    await Promise.all([this.answer.refresh(), this.load(this.open)]);
    this.answer.current = current;
  }
}
