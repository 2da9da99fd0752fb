import { problemOf } from '../../backend/backend';
import type { AuditDetail, AuditRow, Module, Problem, TrailReport } from '../../backend/wire';
import { Answer } from '../../desk/answer.svelte';
import { hasClause, removeClause, addClause } from '../../model/querytext';
import type { App } from '../../state/app.svelte';

export type Origin = 'all' | 'server' | 'cordwood';

/** The Audit Logs desk: the operations asked for, and the record that is open. What is chosen is in the address. */
export class AuditDesk {
  readonly answer: Answer<AuditRow>;
  matchCase = $state(false);
  expression = $state(false);
  sort = $state('');
  asc = $state(false);

  modules = $state.raw<readonly Module[]>([]);
  trail = $state.raw<TrailReport | null>(null);
  detail = $state.raw<AuditDetail | null>(null);
  /** A record that stays beside the one that is open. */
  pinned = $state.raw<AuditDetail | null>(null);
  problem = $state.raw<Problem | null>(null);
  part = $state('changes');
  unchanged = $state(false);

  #wanted = '';

  constructor(private readonly app: App) {
    this.answer = new Answer<AuditRow>(app, 'Audit');
  }

  get query(): string {
    return this.app.params['q'] ?? '';
  }

  get action(): string {
    return this.app.params['a'] ?? '';
  }

  get module(): string {
    return this.app.params['m'] ?? '';
  }

  get origin(): Origin {
    const origin = this.app.params['v'];
    return origin === 'server' || origin === 'cordwood' ? origin : 'all';
  }

  /** Id of the open record, "" when none is open. */
  get open(): string {
    return this.app.params['r'] ?? '';
  }

  find(query: string): void {
    this.app.setParam('q', query);
  }

  choose(name: 'action' | 'module' | 'origin', value: string): void {
    this.app.setParam({ action: 'a', module: 'm', origin: 'v' }[name], value === 'all' ? '' : value);
  }

  /** Only operations with this outcome, or all again. */
  toggleOutcome(outcome: string): void {
    const clause = `outcome:${outcome}`;
    this.find(hasClause(this.query, clause) ? removeClause(this.query, clause) : addClause(this.query, clause));
  }

  ask(): Promise<void> {
    const { query, matchCase, expression, sort, asc, action, module, origin } = this;
    return this.answer.ask({ query, matchCase, expression, sort, asc, action, module, origin });
  }

  show(id: string): void {
    this.app.setParam('r', id);
  }

  /** Pins the open record, or lets the pinned one go. */
  pin(): void {
    this.pinned = this.pinned ? null : this.detail;
  }

  async loadModules(): Promise<void> {
    const source = this.app.source?.id ?? '';
    this.modules = (await this.app.try(() => this.app.backend.call('Audit.Modules', source))) ?? this.modules;
  }

  async verify(): Promise<void> {
    this.trail = (await this.app.try(() => this.app.backend.call('Audit.VerifyTrail'))) ?? null;
  }

  async load(id: string): Promise<void> {
    this.#wanted = id;
    if (id === '') {
      this.detail = null;
      this.problem = null;
      return;
    }
    try {
      const detail = await this.app.backend.call('Audit.Record', this.app.source?.id ?? '', id);
      if (this.#wanted !== id) return;
      this.detail = detail;
      this.problem = null;
    } catch (error) {
      if (this.#wanted === id) this.problem = problemOf(error);
    }
  }
}
