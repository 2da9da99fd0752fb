import { isPreset, presets, type RangeChoice, type TimeRange } from '../model/timerange';

/** The time range that all desks share. It survives a switch of desk. */
export class Scope {
  choice = $state<RangeChoice>('all');
  #custom = $state.raw<TimeRange>({ from: null, to: null });

  /** The range in milliseconds; `now` is the clock, or the bundle's end. */
  range(now: number): TimeRange {
    if (isPreset(this.choice)) return { from: now - presets[this.choice], to: null };
    return this.choice === 'custom' ? this.#custom : { from: null, to: null };
  }

  choose(choice: Exclude<RangeChoice, 'custom'>): void {
    this.choice = choice;
  }

  set(range: TimeRange): void {
    this.#custom = range;
    this.choice = range.from === null && range.to === null ? 'all' : 'custom';
  }

  /** As it stands in the address: "24h", "all", "1763445600000-1763449200000". */
  get text(): string {
    return this.choice === 'custom' ? `${this.#custom.from ?? ''}-${this.#custom.to ?? ''}` : this.choice;
  }

  read(text: string): void {
    const [from, to] = text.split('-').map((s) => (/^\d+$/.test(s) ? Number(s) : null));
    if (isPreset(text)) this.choose(text);
    else this.set({ from: from ?? null, to: to ?? null });
  }
}
