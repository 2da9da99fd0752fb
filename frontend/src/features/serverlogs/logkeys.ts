import { levelWords } from '../../desk/LevelMark.svelte';
import { addClause, clause } from '../../model/querytext';

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** What a key asks of the row it is pressed on. */
export type RowAct =
  | { do: 'unfold' }
  | { do: 'fold' }
  | { do: 'copy'; withPlace: boolean }
  /** Only entries with the marked word, or none of them. */
  | { do: 'filter'; exclude: boolean }
  /** The next or previous entry of at least that level. */
  | { do: 'step'; level: number; direction: 1 | -1 };

export function actOf(event: Key): RowAct | null {
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  const key = event.key.toLowerCase();
  if (!plain) {
    const copies = (event.ctrlKey || event.metaKey) && key === 'c';
    return copies ? { do: 'copy', withPlace: event.shiftKey } : null;
  }
  switch (key) {
    case 'arrowright':
      return { do: 'unfold' };
    case 'arrowleft':
      return { do: 'fold' };
    case '+':
    case '-':
      return { do: 'filter', exclude: key === '-' };
    case 'e':
    case 'w':
      return { do: 'step', level: key === 'e' ? 5 : 4, direction: event.shiftKey ? -1 : 1 };
  }
  return null;
}

/** The query with a word as a person marked it, or without it. */
export function withWord(query: string, word: string, exclude: boolean): string {
  const quoted = clause('', word).slice(1);
  return addClause(query, exclude ? `-${quoted}` : quoted);
}

/** The query for entries of at least a level; the lowest asks for all. */
export function atLeast(query: string, level: number): string {
  const rest = query.replace(/(^|\s)level:>=\w+/g, '').trim();
  return level <= 1 ? rest : addClause(rest, `level:>=${(levelWords[level] ?? '').toLowerCase()}`);
}
