import { problemOf } from '../../backend/backend';
import type { Problem, Rotated, RuleRow } from '../../backend/wire';
import { problemNext } from '../../desk/problem';
import { t } from '../../messages/t.svelte';
import type { App } from '../../state/app.svelte';

/** Asking the running server to end one family's live file now. */
export class Rotation {
  /** When it was asked; null before, and when it was refused. */
  asked = $state<number | null>(null);
  did = $state.raw<Rotated | null>(null);
  refused = $state.raw<Problem | null>(null);
  /** Nobody looks any more: what comes is said in a toast. */
  #left = false;

  constructor(
    private readonly app: App,
    readonly row: RuleRow,
  ) {}

  get waiting(): boolean {
    return this.asked !== null && this.did === null;
  }

  async ask(): Promise<void> {
    if (this.waiting) return;
    this.asked = Date.now();
    this.refused = null;
    try {
      this.did = await this.app.backend.call('Rules.Rotate', this.app.source?.id ?? '', this.row.family);
    } catch (error) {
      this.refused = problemOf(error);
      this.asked = null;
    }
    if (this.#left) this.app.toasts.show({ text: this.#said() });
  }

  leave(): void {
    this.#left = this.waiting;
  }

  #said(): string {
    if (this.did) return t('rules.rotate.done', { file: this.row.file, copy: this.did.file });
    return this.refused ? t('notice', { file: this.row.file, why: problemNext(this.refused) }) : '';
  }
}
