import { clauses, facetValues } from '../../model/querytext';
import type { AccessRow, AuditRow, Count, Facet, Note, RecordRequest, RecordState } from '../wire';
import { quote } from '../backend';
import { refuse, type Handlers, type Reads } from './handlers';
import { NOW } from './sources';

const people = [
  ['1042', 'Nadia Fennick', 'Quillmoor Clinics', 'front desk', '10.20.1.44', 'hq floor 2', ''],
  ['2204', 'Pia Lorentz', 'Tavenport Freight', '', '203.0.113.87', 'Sofia, BG', 'BG'],
  ['7', 'Mara Quillon', '', 'platform', '10.20.1.12', 'hq floor 3', ''],
  ['3005', 'Elke Varnholt', 'Osprenne Travel', '', '198.51.100.112', 'Graz, AT', 'AT'],
] as const;
const kinds = ['visit', 'sign-in', 'refused', 'visit', 'sign-out'] as const;
const paths = { visit: '/agent/desktop', 'sign-in': '/login', refused: '/login', 'sign-out': '/logout' } as const;
const actions = ['modify', 'add', 'query', 'delete'] as const;

const visits: AccessRow[] = Array.from({ length: 600 }, (_, i) => {
  const [account, name, company, memo, ip, place, country] = people[i % people.length] ?? people[0];
  const kind = kinds[i % kinds.length] ?? 'visit';
  return {
    id: `v${i}`, time: NOW - i * 41_000, timeText: '', kind, scope: company ? 'tenant' : 'administrator', account, name,
    company, companyOrigin: company ? 'directory' : '', memo, memoOrigin: memo ? 'note' : '', method: kind === 'visit' ? 'GET' : 'POST',
    path: paths[kind], page: kind === 'visit' ? 'Desktop' : '', status: kind === 'refused' ? 401 : 200,
    result: kind === 'refused' ? 'wrong password' : 'ok', ip, place, placeOrigin: country ? 'mmdb' : 'own', country,
    agent: 'Chromium 130 on Windows', ms: 31, bytes: 412, session: '', request: `req-${i}`, marks: [],
  }; // prettier-ignore
});

const operations: AuditRow[] = Array.from({ length: 300 }, (_, i) => {
  const action = actions[i % actions.length] ?? 'query';
  return {
    id: `o${i}`, time: NOW - i * 97_000, timeText: '', action, verb: action, account: '7', name: 'Mara Quillon', role: 'operations manager',
    company: 'Osprenne Travel', module: i % 3 ? 'Campaign' : 'Queue', type: 'campaign', targetId: String(318 - (i % 9)), target: 'Autumn recall',
    changed: action === 'modify' ? 2 : -1, ip: '10.20.1.12', place: 'hq floor 3', placeOrigin: 'own', country: '', outcome: i % 40 === 3 ? 'refused' : 'ok', reason: '',
    origin: i % 50 === 5 ? 'cordwood' : 'server', own: null, marks: [],
  }; // prettier-ignore
});

function counted<T>(rows: readonly T[], of: (row: T) => string): Count[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1);
  return [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count);
}

interface Opened {
  rows: readonly (AccessRow | AuditRow)[];
  /** Under what is asked of other fields. */
  without: (field: string) => readonly (AccessRow | AuditRow)[];
}

/** Access and audit records of the made-up server: words, field:value and -field:value are understood. */
export class FakeRecords {
  #open = new Map<string, Opened>();
  #notes: Note[] = [];
  #next = 1;

  readonly handlers: Handlers = {
    'Access.Open': (r) => this.#ask(r, visits, (rows) => counted(rows, (row) => row.kind)),
    'Access.Facet': (handle, field) => this.#facet(handle, field),
    'Access.Clauses': (handle, field, asked) => ({
      ...this.#facet(handle, field),
      values: asked.map((c) => ({
        text: c,
        count: this.#get(handle)
          .without(field)
          .filter((row) => matches(row, c)).length,
      })),
    }),
    'Access.Groups': (handle, field) => {
      const counts = counted(this.#get(handle).rows, (row) => valueOf(row, field));
      const groups = counts.map(({ text, count }) => ({
        value: text, name: '', company: '', place: '', placeOrigin: '', country: '', count, refused: 0, accounts: 1, ips: 1, first: NOW, last: NOW,
      })); // prettier-ignore
      return { groups, all: groups.length };
    },
    'Access.Record': (_, id) => {
      const row = visits.find((v) => v.id === id) ?? refuse('not_found', id, '');
      const fromIp = counted(
        visits.filter((v) => v.ip === row.ip),
        (v) => v.account,
      );
      const ofAccount = counted(
        visits.filter((v) => v.account === row.account),
        (v) => v.ip,
      );
      return {
        row,
        raw: JSON.stringify(row),
        file: 'access_log.log',
        line: 812,
        precision: 'city',
        attribution: '',
        fromIp,
        ofAccount,
        notes: this.#notes,
      };
    },
    'Access.Notes': () => this.#notes,
    'Access.SetNote': (_, note) => {
      this.#notes = this.#notes.filter((n) => n.kind !== note.kind || n.key !== note.key);
      if (note.memo + note.company !== '') this.#notes.push({ ...note, updated: NOW });
      return null;
    },
    'Audit.Open': (r) => this.#operations(r),
    'Audit.Facet': (handle, field) => this.#facet(handle, field),
    'Audit.Modules': () =>
      counted(operations, (o) => o.module).map((m) => ({ ...m, own: { code: '' as const, args: [], text: '' } })),
    'Audit.Record': (_, id) => {
      const row = operations.find((o) => o.id === id) ?? refuse('not_found', id, '');
      const change = { before: '40', after: '400', removed: [], added: [], list: false, masked: false };
      const changes = [
        { ...change, path: 'calls', label: 'Simultaneous calls', kind: 'changed', note: '+360, ×10' },
        {
          ...change,
          path: 'agents',
          label: 'Agents',
          kind: 'changed',
          list: true,
          removed: ['1007'],
          added: ['1042', '1051'],
          note: '',
        },
        { ...change, path: 'password', label: 'Carrier password', kind: 'changed', masked: true, note: 'changed' },
        {
          ...change,
          path: 'name',
          label: 'Name',
          kind: 'same',
          before: 'Autumn recall',
          after: 'Autumn recall',
          note: '',
        },
      ];
      const history = [{ id, time: row.time, action: row.action, name: row.name, what: quote('3 fields'), this: true }];
      return {
        row,
        changes,
        before: '{"calls":40}',
        after: '{"calls":400}',
        raw: '{}',
        file: 'audit_log.log',
        line: 44,
        session: '',
        correlation: '',
        history,
        visits: 22,
        lines: 1318,
      };
    },
    'Audit.VerifyTrail': () => ({ rows: 14, code: 0, text: quote('complete'), badSeq: 0 }),
    'Audit.ProposeImport': (_, path) => ({
      path,
      header: ['When', 'Who'],
      columns: ['time', 'account'],
      fields: ['time', 'account', 'module'],
      sample: [['2026-11-18 14:00', '7']],
      rows: 1,
      known: false,
    }),
    'Audit.Import': () => ({ taken: 1, doubled: 0, bad: [] }),
  };

  readonly reads: Reads = { access: (p) => this.#page(p), audit: (p) => this.#page(p) };

  #operations(r: RecordRequest): RecordState {
    const own = (o: AuditRow) => o.origin === 'cordwood';
    const inModule = operations.filter((o) => r.module === '' || o.module === r.module);
    const of = inModule.filter((o) => r.origin === 'all' || own(o) === (r.origin === 'cordwood'));
    const acted = (o: AuditRow) => r.action === '' || o.action === r.action;
    const counts = [
      { text: 'all', count: of.length },
      ...counted(of, (o) => o.action),
      ...counted(of.filter(acted), (o) => o.outcome),
      { text: 'cordwood', count: inModule.filter((o) => own(o) && acted(o)).length },
    ];
    return { ...this.#ask(r, of.filter(acted), () => counts), of: operations.length };
  }

  #ask<T extends AccessRow | AuditRow>(
    r: RecordRequest,
    all: readonly T[],
    counts: (rows: T[]) => Count[],
  ): RecordState {
    const answer = (asked: readonly string[]) =>
      all.filter((row) => inRange(row, r) && asked.every((c) => matches(row, c)));
    const asked = clauses(r.query);
    const rows = answer(asked);
    const handle = String(this.#next++);
    this.#open.set(handle, { rows, without: (field) => answer(asked.filter((c) => fieldOf(c) !== field)) });
    return {
      handle,
      total: rows.length,
      of: all.length,
      since: NOW - 86_400_000,
      took: 30,
      counts: counts(rows),
      query: [],
      explain: [],
    };
  }

  #facet(handle: string, field: string): Facet {
    const values = counted(this.#get(handle).without(field), (row) => valueOf(row, field));
    return { field, values, others: 0, missing: 0, exact: true };
  }

  #page(p: Record<string, string | number>): object {
    const { rows } = this.#get(String(p['h']));
    const from = Number(p['from']);
    return { handle: p['h'], from, total: rows.length, rows: rows.slice(from, from + Number(p['n'])) };
  }

  #get(handle: string): Opened {
    return this.#open.get(handle) ?? refuse('not_found', handle, 'Ask again.');
  }
}

function inRange(row: AccessRow | AuditRow, r: RecordRequest): boolean {
  const at = row.time ?? 0;
  return (r.from ?? -Infinity) <= at && at <= (r.to ?? Infinity);
}

function valueOf(row: AccessRow | AuditRow, field: string): string {
  return String(Object.entries(row).find(([name]) => name === field)?.[1] ?? '');
}

/** The field that a clause asks. */
const fieldOf = (clause: string) => /^-?\(?(\w+):/.exec(clause)?.[1];

/** One clause: `field:value`, a group of the same field, its negation, or a word anywhere. */
function matches(row: AccessRow | AuditRow, clause: string): boolean {
  if (clause.startsWith('-')) return !matches(row, clause.slice(1));
  const field = fieldOf(clause);
  const value = Object.entries(row).find(([name]) => name === field)?.[1] as unknown;
  if (field && value !== undefined) return facetValues(clause, field).includes(String(value));
  return JSON.stringify(row).toLowerCase().includes(clause.replaceAll('"', '').toLowerCase());
}
