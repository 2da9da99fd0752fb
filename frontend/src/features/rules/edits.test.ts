import { nothing } from '../../backend/backend';
import { describe, expect, test } from 'vitest';
import type { RuleRow } from '../../backend/wire';
import { changes, edit, reverse, shown, toEdits, type Pending } from './edits';

function row(family: string, own: Partial<RuleRow> = {}): RuleRow {
  return {
    family, code: family.toUpperCase(), file: `${family}.log`, level: null, copies: null, cleaning: null,
    levelNow: 'INFO', copiesNow: 30, cleaningNow: 'delete', levelFixed: '', rotated: 0, bytes: 0, running: '', can: [],
    cleanedAt: null, cleaner: null, failed: null, waits: nothing, ...own,
  }; // prettier-ignore
}

const all = row('', { level: 'INFO', copies: 30, cleaning: 'delete' });
const db = row('db', { copies: 20, copiesNow: 20 });
const app = row('app');

test('an edit back to the own value is none', () => {
  const one = edit({}, db, 'copies', 16);
  expect(one).toEqual({ db: { copies: 16 } });
  expect(edit(one, db, 'copies', 20)).toEqual({});
});

test('inheriting again is an edit where there is an own value', () => {
  expect(edit({}, db, 'copies', null)).toEqual({ db: { copies: null } });
  expect(edit({}, app, 'copies', null)).toEqual({});
});

test('what goes to the backend names which of its nulls are meant', () => {
  const pending = edit(edit({}, db, 'level', 'WARN'), db, 'copies', null);
  expect(toEdits(pending)).toEqual([
    { family: 'db', set: ['level', 'copies'], level: 'WARN', copies: null, cleaning: null, cleaner: null },
  ]);
});

describe('what a cell shows', () => {
  const f = (name: string, r: RuleRow, pending: Pending, want: [number, boolean, boolean]) =>
    test(name, () => {
      const cell = shown(r, all, pending, 'copies');
      expect([cell.value, cell.own, cell.pending]).toEqual(want);
    });
  f('inherited', app, {}, [30, false, false]);
  f('own', db, {}, [20, true, false]);
  f('own, edited', db, { db: { copies: 16 } }, [16, true, true]);
  f('inherited from an edit above', app, { '': { copies: 10 } }, [10, false, false]);
  f('own under an edit above', db, { '': { copies: 10 } }, [20, true, false]);
  f('inherits again', db, { db: { copies: null } }, [30, false, true]);
  f('inherits again from an edit above', db, { '': { copies: 10 }, db: { copies: null } }, [10, false, true]);
  f('the row of all', all, {}, [30, true, false]);
});

test('changes are said in the order of the rows', () => {
  const pending = { db: { copies: null, level: 'WARN' }, '': { cleaning: 'off' } };
  const said = changes(all, [app, db], pending).map((c) => `${c.code} ${c.what} ${c.from} ${c.to}`);
  expect(said).toEqual([' cleaning delete off', 'DB level INFO WARN', 'DB copies 20 null']);
});

test('undo brings back own and inherited values', () => {
  const pending = { db: { copies: 16, level: 'WARN' }, '': { copies: 10 } };
  expect(reverse(all, [app, db], pending)).toEqual({ '': { copies: 30 }, db: { copies: 20, level: null } });
});
