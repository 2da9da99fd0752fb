import { problemOf } from '../../backend/backend';
import type { HealthView, Problem, Tick } from '../../backend/wire';
import type { App } from '../../state/app.svelte';

/** News are shown at most this often, and without news the desk is looked at again this often. */
const SOONEST_MS = 2000;
const LATEST_MS = 10_000;

const told = new Set(['source', 'access', 'audit', 'rules', 'health']);

/** The Health desk: one answer, asked for again when something changed. */
export class HealthDesk {
  view = $state.raw<HealthView | null>(null);
  problem = $state.raw<Problem | null>(null);

  #asked = 0;
  #timer = 0;
  #asking = false;

  constructor(private readonly app: App) {}

  /** Keeps the view fresh until the answer is called. A snapshot does not change by itself. */
  watch(): () => void {
    void this.load();
    const stop = this.app.onTick((tick) => this.#news(tick));
    return () => {
      stop();
      clearTimeout(this.#timer);
      this.#timer = 0;
    };
  }

  async load(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    this.#asked = Date.now();
    try {
      this.view = await this.app.backend.call('Health.View', this.app.source?.id ?? '');
      this.problem = null;
    } catch (error) {
      this.problem = problemOf(error);
    } finally {
      this.#asking = false;
      this.#wake(LATEST_MS);
    }
  }

  #news(tick: Tick): void {
    if (tick.id === this.app.source?.id && told.has(tick.kind)) this.#wake(SOONEST_MS);
  }

  #wake(after: number): void {
    if (after === LATEST_MS && this.app.source?.state === 'snapshot') return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.load(), Math.max(0, this.#asked + after - Date.now()));
  }
}
