import type { LogRow } from '../../backend/wire';
import { levelWords } from '../../desk/LevelMark.svelte';
import type { ZoneClock } from '../../model/time';
import type { App } from '../../state/app.svelte';
import type { LogTab } from './logtab.svelte';

/** More is for a download: a clipboard is no place for a log. */
const MOST = 5000;

/** `call_event.log:48201  2026-03-14 09:14:02.118 +08:00  ERROR  bridge lost` */
export function reference(row: LogRow, clock: ZoneClock): string {
  const time = row.time === null ? row.timeText : clock.stamp(row.time);
  return [`${row.name}:${row.line}`, time, levelWords[row.level] ?? '', row.text].join('  ');
}

/** Copies the chosen rows, or the current one; lines as they are, or with their reference. */
export async function copyRows(app: App, tab: LogTab, cited: boolean): Promise<void> {
  const intervals = tab.selection.size > 0 ? tab.selection.intervals : [[tab.current, tab.current] as const];
  const lines: string[] = [];
  for (const [first, last] of intervals) {
    for (let from = first; from <= last && lines.length < MOST; from += 256) {
      const rows = await tab.page(from, Math.min(256, last - from + 1));
      for (const row of rows) lines.push(...(cited ? [reference(row, app.clock)] : [row.text, ...row.more]));
    }
  }
  await app.try(() => app.backend.copy(lines.join('\n')));
}
