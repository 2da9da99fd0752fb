import { presets } from '../model/timerange';
import { visibleText } from '../model/visible';
import type { App } from '../state/app.svelte';

/** How the times of a table of records are written: within a day the time alone says it, and the day is in the tooltip. */
export type TimeForm = 'time' | 'day' | 'date';

/** Pixels of a time alone, of one behind "18 Nov", and of one behind "2024-11-18". */
export const TIME_WIDTH: Record<TimeForm, number> = { time: 84, day: 124, date: 152 };

/** The form for the range in the window; `since` is the source's first record. */
export function timeForm(app: App, since: number | null): TimeForm {
  void app.scope.text;
  const { from, to } = app.range();
  if (from !== null && (to ?? app.now) - from <= presets['24h']) return 'time';
  const first = from ?? since;
  return first !== null && app.clock.far(first) ? 'date' : 'day';
}

export function rowTime(app: App, row: { time: number | null; timeText: string }, form: TimeForm): string {
  if (row.time === null) return visibleText(row.timeText);
  if (form === 'time') return app.clock.time(row.time);
  return `${app.clock.day(row.time, app.settings.language)} ${app.clock.seconds(row.time)}`;
}
