import type { RuleEdit, RuleRow } from '../../backend/wire';

// Edits wait until they are applied. A family's value is its own or inherited
// (null); the row of all families ("") has nothing to inherit from.

export interface Values {
  level: string | null;
  copies: number | null;
  cleaning: string | null;
  /** Of all families only. */
  cleaner: string | null;
}

export type What = keyof Values;
export type Pending = Readonly<Record<string, Partial<Values>>>;

export const parts: readonly What[] = ['level', 'copies', 'cleaning', 'cleaner'];
export const levels = ['ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'] as const;
export const cleaners = ['serverlog', 'window', 'none'] as const;
export const cleanings = ['off', 'delete', 'hold', 'archive'] as const;

/** The pending edits after one more; a value that is the row's own already is no edit. */
export function edit<W extends What>(pending: Pending, row: RuleRow, what: W, value: Values[W]): Pending {
  const of: Partial<Values> = { ...pending[row.family], [what]: value };
  if (row[what] === value) delete of[what];
  const next = { ...pending, [row.family]: of };
  if (Object.keys(of).length === 0) delete next[row.family];
  return next;
}

export function toEdits(pending: Pending): RuleEdit[] {
  return Object.entries(pending).map(([family, of]) => ({
    family,
    set: parts.filter((what) => what in of),
    level: of.level ?? null,
    copies: of.copies ?? null,
    cleaning: of.cleaning ?? null,
    cleaner: of.cleaner ?? null,
  }));
}

/** The pending edits that `toEdits` makes these of. */
export function fromEdits(edits: readonly RuleEdit[]): Pending {
  return Object.fromEntries(
    edits.map((e) => [e.family, Object.fromEntries(parts.filter((p) => e.set.includes(p)).map((p) => [p, e[p]]))]),
  );
}

export interface Shown<T> {
  value: T;
  /** The family has its own value. */
  own: boolean;
  pending: boolean;
  /** What it was before the pending edit. */
  old: T;
}

/** What a cell shows: the value that the edits would bring, and whose it is. */
export function shown<W extends What>(
  row: RuleRow,
  all: RuleRow,
  pending: Pending,
  what: W,
): Shown<NonNullable<Values[W]>> {
  type V = NonNullable<Values[W]>;
  const edited = pending[row.family];
  const isPending = edited !== undefined && what in edited;
  const own = (isPending ? edited[what] : row[what]) as V | null | undefined;
  const old = nowOf(row, what) as V;
  if (own !== null && own !== undefined) return { value: own, own: true, pending: isPending, old };
  const above = pending[''];
  const inherited = (above && what in above ? above[what] : nowOf(all, what)) as V;
  return { value: row.family === '' ? old : inherited, own: false, pending: isPending, old };
}

function nowOf(row: RuleRow, what: What): string | number {
  return { level: row.levelNow, copies: row.copiesNow, cleaning: row.cleaningNow, cleaner: row.cleaner ?? '' }[what];
}

export interface Said {
  code: string;
  what: What;
  from: string | number;
  /** null: inherits again. */
  to: string | number | null;
}

/** Every change in the order of the rows. */
export function changes(all: RuleRow, families: readonly RuleRow[], pending: Pending): Said[] {
  return [all, ...families].flatMap((row) =>
    parts
      .filter((what) => what in (pending[row.family] ?? {}))
      .map((what) => ({ code: row.code, what, from: nowOf(row, what), to: pending[row.family]?.[what] ?? null })),
  );
}

/** The edits that bring back what was there before `pending` was applied. */
export function reverse(all: RuleRow, families: readonly RuleRow[], pending: Pending): Pending {
  const back: Record<string, Partial<Values>> = {};
  for (const row of [all, ...families]) {
    const of = pending[row.family];
    if (!of) continue;
    const was: Values = { level: row.level, copies: row.copies, cleaning: row.cleaning, cleaner: row.cleaner };
    back[row.family] = Object.fromEntries(parts.filter((what) => what in of).map((what) => [what, was[what]]));
  }
  return back;
}
