import { Selection } from '../model/selection';

/** The row that is current, and those that are selected. */
export interface Picked {
  readonly current: number;
  readonly selection: Selection;
  /** Where a range began; -1 when the next one begins at the current row. */
  readonly pivot: number;
}

type Held = Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>;

/** A press on a row. */
export function pressed(now: Picked, row: number, held: Held): Picked {
  if (held.shiftKey) return upTo(now, row);
  const toggles = held.ctrlKey || held.metaKey;
  return { current: row, pivot: row, selection: toggles ? now.selection.toggle(row) : none(now.selection) };
}

/** A step to a row with the keyboard; what is selected stays. */
export function stepped(now: Picked, row: number, { shiftKey }: Pick<Held, 'shiftKey'>): Picked {
  return shiftKey ? upTo(now, row) : { ...now, current: row, pivot: -1 };
}

function upTo({ current, pivot }: Picked, row: number): Picked {
  const from = pivot < 0 ? Math.max(0, current) : pivot;
  return { current: row, pivot: from, selection: Selection.of(from, row) };
}

function none(selection: Selection): Selection {
  return selection.size > 0 ? new Selection() : selection;
}
