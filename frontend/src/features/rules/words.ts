import type { Effect, EffectItem, RuleRow, RulesView } from '../../backend/wire';
import { noticeText } from '../../desk/problem';
import { maybe, say, t } from '../../messages/t.svelte';
import { bytes } from '../../model/numbers';
import type { ZoneClock } from '../../model/time';
import { visibleText } from '../../model/visible';
import type { Said } from './edits';

/** "DB level INFO → WARN" */
export function saidText({ code, what, from, to }: Said): string {
  const word = (v: string | number) =>
    (what === 'cleaning' || what === 'cleaner' ? maybe(`rules.${what}.${v}`) : null) ?? String(v);
  return t('rules.said', {
    code: code || t('rules.all'),
    what: t(`rules.what.${what}`),
    from: word(from),
    to: to === null ? t('rules.inherits') : word(to),
  });
}

/** Where the revision stands: confirmed, awaited, refused by the server, this window's, or nobody's to apply. */
export function statusText(view: RulesView, clock: ZoneClock): { text: string; good: boolean } {
  if (view.error) return { text: t('rules.status.error', { error: noticeText(view.error) }), good: false };
  if (view.rev === 0) return { text: t('rules.status.none'), good: false };
  if (view.appliedAt !== null)
    return { text: t('rules.status.applied', { rev: view.rev, time: clock.seconds(view.appliedAt) }), good: true };
  if (view.appliedBy === 'window') return { text: t('rules.status.window', { rev: view.rev }), good: true };
  if (view.appliedBy === 'none') return { text: t('rules.status.nobody', { rev: view.rev }), good: false };
  return { text: t('rules.status.waiting', { rev: view.rev, confirmed: view.confirmed }), good: false };
}

/** Why a family's rule was not carried out the last time, or was left to a person; "" where it was. */
export function troubleText(row: Pick<RuleRow, 'failed' | 'waits' | 'cleanedAt'>, clock: ZoneClock): string {
  const time = row.cleanedAt === null ? '' : clock.minutes(row.cleanedAt);
  const why = row.failed ? noticeText(row.failed) : say(row.waits);
  if (row.failed) return time === '' ? t('rules.failed.server', { why }) : t('rules.failed.at', { time, why });
  return why === '' ? '' : t('rules.waits.at', { time, why });
}

/** Every file that goes, a line each with tabs between, for a mail or a table. */
export function effectText(effect: Effect, clock: ZoneClock): string {
  const head = [t('rules.when'), t('rules.file'), t('rules.size'), t('rules.why'), t('rules.lost')];
  const time = (ms: number | null) => (ms === null ? '–' : `${clock.date(ms)} ${clock.minutes(ms)}`);
  const line = (i: EffectItem) => [
    i.day === 0 ? t('rules.chart.now') : clock.date(i.at),
    visibleText(i.path),
    bytes(i.bytes),
    say(i.why),
    `${time(i.from)} → ${time(i.upTo)}`,
  ];
  return [head, ...effect.items.map(line)].map((cells) => cells.join('\t')).join('\n');
}
