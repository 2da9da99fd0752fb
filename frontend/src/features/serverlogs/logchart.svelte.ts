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
  /** Ends the request of an answer that another one took the place of. */
  #request = new AbortController();

  constructor(
    private readonly app: App,
    /** Whether a failure is still of interest. */
    private readonly current: (handle: string) => boolean,
  ) {}

  /** The answer changed, or another one is on screen. The bars stay until the new ones are there. */
  async take(state: LogState): Promise<void> {
    if (this.#state?.handle !== state.handle) this.#request.abort();
    this.#state = state;
    const wanted = `${state.handle} ${state.rev} ${state.total}`;
    if (state.total === 0) this.histogram = null;
    if (this.#ended || this.#drawing || state.total === 0 || this.#drawn === wanted) return;
    this.#drawing = true;
    this.#drawn = wanted;
    this.#request = new AbortController();
    try {
      const asked = { h: state.handle, buckets: BUCKETS };
      const chart = await this.app.backend.get<Histogram>('histogram', asked, this.#request.signal);
      // Of another answer, or of rows that are others by now, it is not drawn.
      if (this.#state.handle !== state.handle || chart.rev < this.#state.rev) this.#drawn = '';
      else if (this.#state.total > 0) this.histogram = chart;
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
    this.#request.abort();
  }
}
