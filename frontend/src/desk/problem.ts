import type { Notice, Problem } from '../backend/wire';
import { maybe, say, t } from '../messages/t.svelte';

/** The sentence for a problem's kind; a kind we have no words for is said as it came. */
export function problemText(problem: Problem): string {
  return maybe(`problem.${problem.kind}`) ?? t('problem.internal');
}

/** What to do about it, or else why it happened: for a place with one line. */
export function problemNext(problem: Problem): string {
  return say(problem.hint) || say(problem.cause) || problemText(problem);
}

/** A notice in one line: the file, and what is with it. */
export function noticeText(notice: Notice): string {
  const why = say(notice.text) || (maybe(`problem.${notice.kind}`) ?? '');
  if (notice.file === '') return why;
  return notice.kind === 'not_purged'
    ? t('notice.not_purged', { file: notice.file, why })
    : t('notice', { file: notice.file, why });
}
