import { problemOf } from '../../backend/backend';
import type { Effect, Notice, Problem, RuleRow, RuleShown, RulesView } from '../../backend/wire';
import { t } from '../../messages/t.svelte';
import type { App } from '../../state/app.svelte';
import { Rotation } from './rotation.svelte';
import { Versions } from './versions.svelte';
import { shown } from './effect';
import { edit, parts, reverse, toEdits, type Pending, type Values, type What } from './edits';

/** The effect is computed when the hand has rested for this long. */
const REST_MS = 250;

export const ruleTabs = ['rules', 'cleaned', 'versions'] as const;

/** The Rule Setting desk: the rules in force, the edits that wait, and what they would do. */
export class RulesDesk {
  view = $state.raw<RulesView | null>(null);
  problem = $state.raw<Problem | null>(null);
  pending = $state.raw<Pending>({});
  /** Of the pending edits; the view has that of the rules in force. */
  preview = $state.raw<Effect | null>(null);
  computing = $state(false);
  /** Why the last apply failed. */
  refused = $state.raw<Problem | null>(null);
  applying = $state(false);
  tab = $state<string>('rules');
  readonly versions: Versions;
  /** The live file that is about to be rotated by hand, while its dialog is open. */
  rotation = $state.raw<Rotation | null>(null);

  readonly count = $derived(
    Object.values(this.pending).reduce((sum, of) => sum + parts.filter((p) => p in of).length, 0),
  );

  #turn = 0;
  #timer = 0;

  constructor(private readonly app: App) {
    this.versions = new Versions(app);
  }

  get effect(): Effect | null {
    return this.count > 0 ? (this.preview ?? this.view?.effect ?? null) : (this.view?.effect ?? null);
  }

  /** Families whose cleaning waits for a person, and would still when the edits are applied. */
  get waiting(): readonly Notice[] {
    return this.effect?.waiting ?? [];
  }

  async load(): Promise<void> {
    const source = this.app.source?.id ?? '';
    try {
      this.view = await this.app.backend.call('Rules.View', source);
      this.problem = null;
      if (this.count > 0) void this.compute();
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  show(tab: string): void {
    this.tab = tab;
  }

  /** The rules are others now, by us or somebody else. */
  async changed(): Promise<void> {
    await this.load();
    if (this.tab === 'versions') await this.versions.load();
  }

  /** Brings the rules of a revision back as edits that wait, like any other. */
  async restore(rev: number): Promise<void> {
    const pending = await this.versions.editsTo(rev);
    if (!pending || this.count > 0) return; // edits of a person are not replaced
    if (Object.keys(pending).length === 0) return this.app.toasts.show({ text: t('rules.version.inforce', { rev }) });
    this.pending = pending;
    this.show('rules');
    await this.compute();
  }

  set<W extends What>(row: RuleRow, what: W, value: Values[W]): void {
    this.pending = edit(this.pending, row, what, value);
    this.refused = null;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.compute(), REST_MS);
  }

  discard(): void {
    clearTimeout(this.#timer);
    this.#turn++;
    this.pending = {};
    this.preview = null;
    this.refused = null;
    this.computing = false;
  }

  /** What the edits would do; without edits, the rules in force again. */
  async compute(): Promise<void> {
    if (this.count === 0) {
      this.preview = null;
      return this.load();
    }
    const turn = ++this.#turn;
    this.computing = true;
    this.refused = null;
    try {
      const effect = await this.app.backend.call('Rules.Preview', this.app.source?.id ?? '', toEdits(this.pending));
      if (turn !== this.#turn) return;
      this.preview = effect;
      this.refused = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.refused = problemOf(error);
      this.preview = null; // it was of other edits
    } finally {
      if (turn === this.#turn) this.computing = false;
    }
  }

  /**
   * Applies the edits to the revision they were made on; true when they are in force. What was
   * shown to go of the families that they change may go then.
   */
  async apply(): Promise<boolean> {
    const before = this.view;
    if (!before) return false;
    const back = reverse(before.all, before.families, this.pending);
    if (!(await this.#send(this.pending, shown(this.preview), before.rev))) return false;
    this.discard();
    return this.#offer(back);
  }

  /** A person's word to the cleaning of families that waits, which goes as far as was shown. */
  async allow(families: readonly string[]): Promise<boolean> {
    const { view } = this;
    return view !== null && (await this.#send({}, shown(view.effect, families), view.rev)) && this.#offer(null);
  }

  /** After a conflict: the rules as somebody else left them, with our edits still waiting. */
  async reload(): Promise<void> {
    this.refused = null;
    await this.load();
  }

  /** What the edits, or the rules in force, would take, as a table. */
  async save(): Promise<void> {
    const { app } = this;
    const source = app.source?.id ?? '';
    await app.try(async () =>
      app.downloads.take(await app.backend.call('Rules.Export', source, toEdits(this.pending))),
    );
  }

  rotate(row: RuleRow): void {
    this.rotation = new Rotation(this.app, row);
  }

  async #send(edits: Pending, shown: RuleShown[], rev: number): Promise<boolean> {
    this.applying = true;
    try {
      this.view = await this.app.backend.call('Rules.Apply', this.app.source?.id ?? '', toEdits(edits), shown, rev);
      this.refused = null;
      return true;
    } catch (error) {
      this.refused = problemOf(error);
      return false;
    } finally {
      this.applying = false;
    }
  }

  /** What was allowed without an edit has no way back but Restore. */
  #offer(back: Pending | null): true {
    const rev = this.view?.rev ?? 0;
    this.app.toasts.show({
      text: t('rules.applied', { rev }),
      ...(back ? { undo: () => void this.#send(back, [], rev) } : {}),
    });
    return true;
  }
}
