import { problemOf } from '../../backend/backend';
import type { Problem, RuleVersions } from '../../backend/wire';
import type { App } from '../../state/app.svelte';
import { fromEdits, type Pending } from './edits';

/** The rules that the source had, and the way back to one of them. */
export class Versions {
  list = $state.raw<RuleVersions | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly app: App) {}

  async load(): Promise<void> {
    try {
      this.list = await this.app.backend.call('Rules.Versions', this.app.source?.id ?? '');
      this.problem = null;
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  /** The edits that bring a revision back, which are none where its rules are in force; null when it cannot be. */
  async editsTo(rev: number): Promise<Pending | null> {
    const edits = await this.app.try(() => this.app.backend.call('Rules.EditsTo', this.app.source?.id ?? '', rev));
    return edits ? fromEdits(edits) : null;
  }
}
