import type { Problem } from '../backend/wire';
import { maybe, t } from '../messages/t.svelte';

/** The sentence for a problem's kind; a kind we have no words for is said as it came. */
export function problemText(problem: Problem): string {
  return maybe(`problem.${problem.kind}`) ?? t('problem.internal');
}
