export interface Place {
  /** Where the focus is. */
  row: number;
  /** The current row, -1 when there is none yet. */
  from: number;
  count: number;
  page: number;
}

/** The row a movement key leads to; null for any other key. */
export function moveBy(event: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey'>, place: Place): number | null {
  if (place.count === 0 || event.altKey) return null;
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: place.page,
    PageUp: -place.page,
    Home: -Infinity,
    End: Infinity,
  };
  const step = steps[event.key];
  if (step === undefined) return null;
  // The first arrow only makes the first visible row current.
  const start = place.from < 0 ? place.row - Math.sign(step) : place.row;
  return Math.min(Math.max(0, start + step), place.count - 1);
}
