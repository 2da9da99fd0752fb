import { describe, expect, test } from 'vitest';
import type { AccessRow } from '../../backend/wire';
import { networkOf, noteOn, sections, subjects } from './detail';

const row: AccessRow = {
  id: '7', time: 0, timeText: '', kind: 'refused', scope: 'tenant', account: '2204', name: 'Pia Lorentz',
  company: '', companyOrigin: '', memo: '', memoOrigin: '', method: 'POST', path: '/login', page: 'Sign-in',
  status: 401, result: 'wrong password', ip: '203.0.113.87', place: 'Sofia, BG', placeOrigin: 'mmdb', country: 'BG',
  agent: '', ms: 31, bytes: null, session: '', request: '', marks: [],
}; // prettier-ignore

test('a visit as who, what and where', () => {
  const text = sections({ row, precision: 'city' }).map(
    (s) => `${s.title}: ${s.lines.map((l) => l.value || '–').join(' | ')}`,
  );
  expect(text).toEqual([
    'access.who: 2204 | – | – | tenant',
    'access.what: POST /login | wrong password | 401 | 31 ms',
    'access.where.section: 203.0.113.87 | Sofia, BG | BG',
  ]);
});

test('a path is asked for without its method', () => {
  const path = sections({ row, precision: '' })[1]?.lines[0];
  expect([path?.field, path?.ask]).toEqual(['path', '/login']);
});

describe('the network that a note proposes', () => {
  const f = (ip: string, want: string) => test(ip, () => expect(networkOf(ip)).toBe(want));
  f('203.0.113.87', '203.0.113.0/24');
  f('2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64');
  f('2001:db8::1', '2001:db8:0:0::/64');
  f('::1', '0:0:0:0::/64');
  f('', '');
  f('unix:', '');
});

test('a note can be about what the visit has', () => {
  expect(subjects({ row }).map((s) => `${s.kind} ${s.key}`)).toEqual([
    'visit 7',
    'account 2204',
    'ip 203.0.113.87',
    'network 203.0.113.0/24',
  ]);
});

test('the note on a visit is found by its own key', () => {
  const notes = [
    { kind: 'ip', key: '10.0.0.1', company: '', memo: 'other', updated: 1 },
    { kind: 'visit', key: 'f:0:812', company: '', memo: 'seen', updated: 2 },
  ];
  expect(noteOn(notes, 'visit', '7')).toEqual({ kind: 'visit', key: '7', company: '', memo: 'seen', updated: 2 });
  expect(noteOn(notes, 'ip', '203.0.113.87').memo).toBe('');
});
