import type { App } from '../state/app.svelte';

/** The columns of a desk that somebody chose for this source, kept on this computer. */
export class ColumnChoice {
  /** In their order; none while the desk shows what it shows by itself. */
  names = $state.raw<readonly string[]>([]);

  readonly #source: string;
  #kept: Promise<void> = Promise.resolve();

  constructor(
    private readonly app: App,
    private readonly desk: 'access',
  ) {
    this.#source = app.source?.id ?? '';
    void this.#load();
  }

  /** One is kept after the other: the last that was chosen is the last that is written. */
  set(names: readonly string[]): Promise<void> {
    this.names = names;
    this.#kept = this.#kept.then(() => this.#keep(names));
    return this.#kept;
  }

  async #keep(names: readonly string[]): Promise<void> {
    if (this.names !== names) return; // there is a newer choice
    await this.app.try(() => this.app.backend.call('Sources.SetColumns', this.#source, this.desk, [...names]));
  }

  async #load(): Promise<void> {
    this.names = (await this.app.try(() => this.app.backend.call('Sources.Columns', this.#source, this.desk))) ?? [];
  }
}

/** Shown ones first, in their order; then the others. */
export interface Listed {
  id: string;
  on: boolean;
}

/** All columns as a menu lists them. */
export function listed(all: readonly string[], shown: readonly string[]): Listed[] {
  const on = shown.filter((id) => all.includes(id));
  return [
    ...on.map((id) => ({ id, on: true })),
    ...all.filter((id) => !on.includes(id)).map((id) => ({ id, on: false })),
  ];
}

/** What is shown after one was shown, at the end, or hidden; the last one stays. */
export function toggled(shown: readonly string[], id: string): readonly string[] {
  if (!shown.includes(id)) return [...shown, id];
  return shown.length > 1 ? shown.filter((other) => other !== id) : shown;
}

/** What is shown after one went a step towards the begin or the end. */
export function moved(shown: readonly string[], id: string, by: 1 | -1): readonly string[] {
  const at = shown.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= shown.length) return shown;
  return shown.with(at, shown[to] ?? id).with(to, id);
}
