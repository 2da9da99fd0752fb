import { problemOf } from '../../backend/backend';
import type { Histogram, LogState } from '../../backend/wire';
import type { App } from '../../state/app.svelte';

/** Buckets asked for: the chart is about 1 300 px wide and a bar at least 10. */
const BUCKETS = 120;
/** While a result grows the chart is drawn anew twice a second. */
const PAUSE_MS = 500;

/** The histogram of the answer on screen: one at a time, the newest state of it in the end. */
export class LogChart {
  histogram = $state.raw<Histogram | null>(null);

  #state: LogState | null = null;
  #drawn = '';
  #drawing = false;
  #ended = false;

  constructor(
    private readonly app: App,
    /** Whether a failure is still of interest. */
    private readonly current: (handle: string) => boolean,
  ) {}

  /** The answer changed, or another one is on screen. The bars stay until the new ones are there. */
  async take(state: LogState): Promise<void> {
    this.#state = state;
    const wanted = `${state.handle} ${state.rev} ${state.total}`;
    if (state.total === 0) this.histogram = null;
    if (this.#ended || this.#drawing || state.total === 0 || this.#drawn === wanted) return;
    this.#drawing = true;
    this.#drawn = wanted;
    try {
      const chart = await this.app.backend.get<Histogram>('histogram', { h: state.handle, buckets: BUCKETS });
      if (this.#state.handle === state.handle) this.histogram = chart;
    } catch (error) {
      if (this.current(state.handle)) this.app.problem = problemOf(error);
    }
    const pause = this.#state.handle === state.handle ? PAUSE_MS : 0;
    setTimeout(() => {
      this.#drawing = false;
      if (this.#state) void this.take(this.#state);
    }, pause);
  }

  end(): void {
    this.#ended = true;
  }
}
