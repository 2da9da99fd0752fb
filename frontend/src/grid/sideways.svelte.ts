/** Columns that are wider than their room are marked data-wide; all of a grid move sideways together. */
export class Sideways {
  /** Pixels that are out of sight at the left. */
  px = $state(0);

  constructor(private readonly body: () => HTMLElement | undefined) {}

  /** Moves as far as the longest in sight. */
  by(dx: number): void {
    const wide = [...(this.body()?.querySelectorAll<HTMLElement>('[data-wide]') ?? [])];
    const most = Math.max(0, ...wide.map((e) => e.scrollWidth - (e.parentElement?.clientWidth ?? 0)));
    this.px = Math.min(Math.max(0, this.px + dx), most);
  }

  /** Takes what a wheel goes sideways, also with Shift; the answer is what is left to go up or down. */
  wheel(event: WheelEvent, line: number, page: number): number {
    const unit = event.deltaMode === 1 ? line : event.deltaMode === 2 ? page : 1;
    const aside = event.shiftKey && event.deltaX === 0;
    const dx = (aside ? event.deltaY : event.deltaX) * unit;
    if (dx !== 0) this.by(dx);
    return aside ? 0 : event.deltaY * unit;
  }

  /** Alt+Shift and an arrow; false when the key is another one. */
  key({ altKey, shiftKey, key }: KeyboardEvent): boolean {
    if (!altKey || !shiftKey || !/^Arrow(Left|Right)$/.test(key)) return false;
    this.by(key === 'ArrowLeft' ? -80 : 80);
    return true;
  }
}
