import type { AuditDetail, AuditRow, Change } from '../../backend/wire';
import { targetWords } from '../../desk/ownwords';
import { maybe } from '../../messages/t.svelte';

export interface Piece {
  text: string;
  /** What went, what came, or neither. */
  sign: '−' | '+' | '';
}

export interface Cells {
  before: Piece[];
  after: Piece[];
  /** What the last column says: the distance, or a word for the kind of change. */
  note:
    { text: string } | { key: 'removed' | 'added' | 'masked' | 'reordered' | 'list' | 'none'; out: number; in: number };
}

/** Both sides recorded, or only what came or what went. */
export type Sides = 'both' | 'after' | 'before';

export const MASK = '•••••';

export function cellsOf(change: Change): Cells {
  const note = noteOf(change);
  if (change.kind === 'same') {
    const text = change.masked ? MASK : change.before || change.after;
    return { before: [plain(text)], after: [plain(text)], note };
  }
  if (change.masked) {
    return {
      before: change.kind === 'added' ? [] : [plain(MASK)],
      after: change.kind === 'removed' ? [] : [plain(MASK)],
      note,
    };
  }
  if (change.list && change.kind === 'changed') {
    return {
      before: change.removed.map((text) => ({ text, sign: '−' })),
      after: change.added.map((text) => ({ text, sign: '+' })),
      note,
    };
  }
  return {
    before: change.kind === 'added' ? [] : [{ text: change.before, sign: '−' }],
    after: change.kind === 'removed' ? [] : [{ text: change.after, sign: '+' }],
    note,
  };
}

function plain(text: string): Piece {
  return { text, sign: '' };
}

function noteOf(change: Change): Cells['note'] {
  const [out, came] = [change.removed.length, change.added.length];
  if (change.kind === 'same') return { key: 'none', out, in: came };
  if (change.masked) return { key: 'masked', out, in: came };
  if (change.note === 'reordered') return { key: 'reordered', out, in: came };
  if (change.note !== '') return { text: change.note };
  if (change.kind === 'added' || change.kind === 'removed') return { key: change.kind, out, in: came };
  return { key: change.list && out + came > 0 ? 'list' : 'none', out, in: came };
}

export function sidesOf(changes: readonly Change[]): Sides {
  if (changes.length > 0 && changes.every((c) => c.kind === 'added')) return 'after';
  if (changes.length > 0 && changes.every((c) => c.kind === 'removed')) return 'before';
  return 'both';
}

export function changedOnly(changes: readonly Change[]): Change[] {
  return changes.filter((c) => c.kind !== 'same');
}

/** JSON as a tree of text; what is no JSON stays as it is. */
export function tree(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** `“Autumn recall” #318`, as far as there is something; an act of Cordwood names its target whole. */
export function targetText(row: Pick<AuditRow, 'own' | 'target' | 'targetId'>): { name: string; id: string } {
  const whole = row.own !== null && row.own.target.code !== '{0}';
  const id = whole || row.targetId === '' || row.targetId === row.target ? '' : `#${row.targetId}`;
  return { name: targetWords(row), id };
}

/** The name of a field; in an act of Cordwood the names are ours. */
export function fieldName(own: boolean, { path, label }: Pick<Change, 'path' | 'label'>): string {
  if (!own) return label;
  const parts = path.split('.');
  return parts.map((part) => maybe(`audit.own.${part}`) ?? part).join(' › ');
}

/** The record as text for a letter: one line a field. */
export function asText(detail: AuditDetail, head: string): string {
  const lines = changedOnly(detail.changes).map((c) => {
    const { before, after } = cellsOf(c);
    const said = (pieces: Piece[]) => pieces.map((p) => `${p.sign}${p.sign && ' '}${p.text}`).join(', ') || '–';
    return `${fieldName(detail.row.own !== null, c)}: ${said(before)} → ${said(after)}`;
  });
  return [head, ...lines].join('\n');
}
