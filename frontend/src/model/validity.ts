// How the words in the query bar stand: pure, so that it can be tested.
import type { QueryNotice } from '../backend/wire';

/** Nothing written, a query, one that is not whole yet, one that can never be run. */
export type Validity = 'neutral' | 'ok' | 'incomplete' | 'invalid';

/**
 * While somebody writes, what is not whole is waited for and never called wrong.
 * Once it was asked, a notice that is no error has run: it was read as text.
 */
export function validity(text: string, notices: readonly QueryNotice[], writing: boolean): Validity {
  if (text.trim() === '') return 'neutral';
  const waits = (n: QueryNotice) => n.incomplete && (writing || n.error);
  if (notices.some((n) => n.error && !n.incomplete)) return 'invalid';
  return notices.some(waits) ? 'incomplete' : 'ok';
}

/** The notice to show: what is wrong before what is only told. */
export function foremost(notices: readonly QueryNotice[]): QueryNotice | undefined {
  return notices.find((n) => n.error) ?? notices[0];
}

/** The text with a notice's fix in the place of what it is about; the rest stays as it is. */
export function mended(text: string, notice: Pick<QueryNotice, 'col' | 'end' | 'fix'>): string {
  const signs = [...text]; // columns count characters from 1
  return [...signs.slice(0, notice.col - 1), notice.fix, ...signs.slice(notice.end - 1)].join('');
}
