import { problemOf } from '../../backend/backend';
import type { AccessDetail, AccessRow, Facet, Note, Problem } from '../../backend/wire';
import { Answer } from '../../desk/answer.svelte';
import { ColumnChoice } from '../../desk/columnchoice.svelte';
import type { App } from '../../state/app.svelte';
import { cleared, type FacetKind } from './facetlist';
import { groupField, type GroupField } from './groups';

/** The Access Logs desk: the visits asked for, and the one that is open. */
export class AccessDesk {
  readonly answer: Answer<AccessRow>;
  readonly columns: ColumnChoice;
  /** Columns that are chosen and that the table has no room for now. */
  noRoom = $state.raw<ReadonlySet<string>>(new Set());
  matchCase = $state(false);
  expression = $state(false);
  sort = $state('');
  asc = $state(false);
  facets = $state(true);
  /** Facets that somebody opened or shut. */
  #opened = $state.raw<Readonly<Record<string, boolean>>>({});

  groupSort = $state('');
  groupAsc = $state(false);

  detail = $state.raw<AccessDetail | null>(null);
  problem = $state.raw<Problem | null>(null);
  part = $state('fields');

  #wanted = '';

  constructor(private readonly app: App) {
    this.answer = new Answer<AccessRow>(app, 'Access');
    this.columns = new ColumnChoice(app, 'access');
  }

  get query(): string {
    return this.app.params['q'] ?? '';
  }

  /** What the visits are put together by; "" when they stand alone. */
  get group(): GroupField | '' {
    return groupField(this.app.params['g']);
  }

  groupBy(field: string): void {
    this.app.setParam('g', groupField(field));
  }

  sortGroups({ sort, asc }: { sort: string; asc: boolean }): void {
    this.groupSort = sort;
    this.groupAsc = asc;
  }

  /** Id of the open record; it is in the address, "" when none is open. */
  get open(): string {
    return this.app.params['r'] ?? '';
  }

  /** One that is shut at first is open while it narrows the query. */
  isOpen(kind: FacetKind): boolean {
    return this.#opened[kind.field] ?? (!kind.shut || cleared(kind, this.query) !== this.query);
  }

  setOpen({ field }: FacetKind, open: boolean): void {
    this.#opened = { ...this.#opened, [field]: open };
  }

  facet({ field, offered }: FacetKind): Promise<Facet | null> {
    const handle = this.answer.state?.handle;
    if (!offered || !handle) return this.answer.facet(field);
    return this.app.backend.call('Access.Clauses', handle, field, Object.keys(offered));
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
