import { describe, expect, test } from 'vitest';
import type { Change } from '../../backend/wire';
import { setLanguage } from '../../messages/t.svelte';
import { cellsOf, fieldName, sidesOf, targetText, tree } from './changes';
import { countsOf } from './counts';

function change(part: Partial<Change>): Change {
  return {
    path: 'f',
    label: 'F',
    kind: 'changed',
    before: '',
    after: '',
    removed: [],
    added: [],
    list: false,
    masked: false,
    note: '',
    ...part,
  };
}

describe('what went and what came', () => {
  const f = (name: string, part: Partial<Change>, before: string, after: string, note: string) =>
    test(name, () => {
      const cells = cellsOf(change(part));
      const said = (side: 'before' | 'after') => cells[side].map((p) => `${p.sign}${p.text}`).join(' ');
      expect([said('before'), said('after'), 'text' in cells.note ? cells.note.text : cells.note.key]).toEqual([
        before,
        after,
        note,
      ]);
    });
  f('a number', { before: '40', after: '400', note: '+360, ×10' }, '−40', '+400', '+360, ×10');
  f('a list', { list: true, before: '1, 2', after: '2, 3', removed: ['1'], added: ['3'] }, '−1', '+3', 'list');
  f('a list in another order', { list: true, before: '1, 2', after: '2, 1', note: 'reordered' }, '', '', 'reordered');
  f('a list that is new', { kind: 'added', list: true, after: '1, 2', added: ['1', '2'] }, '', '+1, 2', 'added');
  f('gone', { kind: 'removed', before: '30 s' }, '−30 s', '', 'removed');
  f(
    'a secret',
    { masked: true, note: 'changed', before: 'never shown', after: 'nor this' },
    '•••••',
    '•••••',
    'masked',
  );
  f('a new secret', { kind: 'added', masked: true, after: 'x' }, '', '•••••', 'masked');
  f('the same', { kind: 'same', before: 'Night', after: 'Night' }, 'Night', 'Night', 'none');
  f('the same secret', { kind: 'same', masked: true, before: 'x', after: 'x' }, '•••••', '•••••', 'none');
  f('reordered', { list: true, note: 'reordered' }, '', '', 'reordered');
});

describe('columns that make sense', () => {
  const f = (kinds: string[], want: string) =>
    test(kinds.join(' ') || 'nothing', () => expect(sidesOf(kinds.map((kind) => change({ kind })))).toBe(want));
  f(['added', 'added'], 'after');
  f(['removed'], 'before');
  f(['added', 'removed'], 'both');
  f([], 'both');
});

test('JSON is laid out, other text stays', () => {
  expect(tree('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(tree('a=1')).toBe('a=1');
});

test('the fields of an act of Cordwood have our names, those of others their own', () => {
  const f = (path: string, label: string, own: string) => {
    expect(fieldName(false, { path, label })).toBe(label);
    expect(fieldName(true, { path, label })).toBe(own);
  };
  setLanguage('zh-CN');
  f('all.copies', 'All › Copies', '所有日志 › 副本数');
  f('families.call_event.level', 'Families › Call event › Level', '日志 › call_event › 级别');
  f('of', 'Of', '哪一个');
  setLanguage('en');
});

test('a target says its id once', () => {
  expect(targetText({ own: null, target: 'Night desk', targetId: '17' })).toEqual({ name: 'Night desk', id: '#17' });
  expect(targetText({ own: null, target: '17', targetId: '17' })).toEqual({ name: '17', id: '' });
});

test('the line of counts; what does not occur is not counted', () => {
  const counts = { all: 1457, add: 41, modify: 203, query: 1204, refused: 6, cordwood: 4 };
  const list = Object.entries(counts).map(([text, count]) => ({ text, count }));
  expect(countsOf(list)).toEqual({ ...counts, delete: 0, failed: 0 });
  expect(countsOf([]).all).toBe(0);
});
