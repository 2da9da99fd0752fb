import { SvelteSet } from 'svelte/reactivity';
import { problemOf } from '../../backend/backend';
import type { CopyRow, FamiliesView, FamilyRow, Problem } from '../../backend/wire';
import { formatLog, isScreen, parseLog } from '../../model/route';
import type { App } from '../../state/app.svelte';
import { LogTab } from './logtab.svelte';

/** The Server Logs desk: the families, what is chosen and opened there, and the open logs. */
export class ServerLogsDesk {
  view = $state.raw<FamiliesView | null>(null);
  problem = $state.raw<Problem | null>(null);
  filter = $state('');
  tabs = $state.raw<readonly LogTab[]>([]);
  readonly opened = { families: new SvelteSet<string>(), whole: new SvelteSet<string>() };
  /** Ids of chosen copies. */
  readonly chosen = new SvelteSet<string>();

  constructor(private readonly app: App) {}

  get families(): FamilyRow[] {
    return this.view?.families ?? [];
  }

  readonly chosenCopies: CopyRow[] = $derived(
    this.families.flatMap((f) => f.copies).filter((c) => this.chosen.has(c.id)),
  );

  /** "families", "held", or the id of an open log. */
  get tab(): string {
    return this.app.params['v'] ?? 'families';
  }

  get log(): LogTab | undefined {
    return this.tabs.find((tab) => tab.id === this.tab);
  }

  async load(): Promise<void> {
    const id = this.app.source?.id;
    if (!id) return;
    try {
      this.view = await this.app.backend.call('ServerLogs.Families', id);
      this.problem = null;
      const there = new Set(this.families.flatMap((f) => f.copies.map((c) => c.id)));
      for (const copy of this.chosen) if (!there.has(copy)) this.chosen.delete(copy);
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  show(tab: string): void {
    const log = this.tabs.find((t) => t.id === tab);
    this.app.go('serverlogs', { v: tab === 'families' ? '' : tab, q: log?.query ?? '' });
  }

  /** Opens families as one chain, or one copy of a family alone, in a tab of its own. */
  openLog(families: readonly string[], query = '', copy?: CopyRow): void {
    const id = formatLog(families, copy?.id);
    const there = this.tabs.find((tab) => tab.id === id);
    const tab = there ?? new LogTab(this.app, families, copy?.id ?? '', query);
    if (!there) this.tabs = [...this.tabs, tab];
    else if (query !== '') tab.query = query;
    this.show(id);
  }

  close(id: string): void {
    const at = this.tabs.findIndex((tab) => tab.id === id);
    this.tabs[at]?.end();
    this.tabs = this.tabs.filter((tab) => tab.id !== id);
    if (this.tab === id) this.show(this.tabs[Math.min(at, this.tabs.length - 1)]?.id ?? 'families');
  }

  /** Makes the tab that the address names: a reload, or a way in from another desk. */
  follow(): void {
    const { v = '', q = '' } = this.app.params;
    if (v === '' || isScreen(v)) return;
    const there = this.tabs.find((tab) => tab.id === v);
    if (there) {
      if (q !== '') there.query = q;
      return;
    }
    const { families, file } = parseLog(v);
    this.tabs = [...this.tabs, new LogTab(this.app, families, file, q)];
  }

  choose(copies: readonly CopyRow[], on: boolean): void {
    for (const copy of copies) {
      if (on) this.chosen.add(copy.id);
      else this.chosen.delete(copy.id);
    }
  }
}
