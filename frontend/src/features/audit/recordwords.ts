import type { AuditRow } from '../../backend/wire';
import { moduleWords, targetWords, verbWords } from '../../desk/ownwords';
import { maybe, t, type Language } from '../../messages/t.svelte';
import { visibleText } from '../../model/visible';

/** `Modified Queue “Night desk”`. */
export function titleOf(row: AuditRow): string {
  const what = visibleText(`${moduleWords(row)} ${row.target ? `“${targetWords(row)}”` : ''}`.trim());
  return maybe(`audit.title.${row.action}`, { what }) ?? visibleText(`${verbWords(row)} ${what}`.trim());
}

interface Clock {
  day(ms: number, language: Language): string;
  seconds(ms: number): string;
}

/** When it was, and by whom. Who sat at this computer did what Cordwood did. */
export function byWhom(row: AuditRow, clock: Clock, language: Language): string {
  const time = row.time === null ? row.timeText : `${clock.day(row.time, language)} ${clock.seconds(row.time)}`;
  const names = row.origin === 'cordwood' ? [row.account, row.name] : [row.name || row.account, row.role];
  return t('audit.by', { time, who: visibleText(names.filter(Boolean).join(', ') || '–') });
}
