import { clauses, setFacet } from '../../model/querytext';
import { nothing, type Params } from '../backend';
import type {
  DeleteMode,
  DeletePlan,
  Facet,
  HeldFile,
  Histogram,
  LogRequest,
  LogRow,
  LogState,
  QueryNotice,
  Said,
  Seek,
  Tick,
} from '../wire';
import { families } from './families';
import { refuse, type Handlers, type Reads } from './handlers';
import { line, TOTAL } from './lines';
import { NOW } from './sources';

interface Open {
  request: LogRequest;
  rows: number[];
  words: string[];
}

const live: Said = {
  code: 'the server writes it: choose a rotated copy',
  args: [],
  text: 'the server writes it: choose a rotated copy',
};

const everything: Said = { code: 'everything', args: [], text: 'everything' };

function notice(bad: string, query: string): QueryNotice {
  const col = query.indexOf(bad) + 1;
  const end = col + bad.length;
  return {
    col,
    end,
    code: 'bad_value',
    text: { code: '{0}: needs a number, for example {1}', args: ['ms', 'ms:>500'], text: '' },
    fix: 'ms:>500',
    error: true,
    incomplete: false,
  };
}

const bands = ['none', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'];

function wordsOf(parts: readonly string[]): string[] {
  return parts
    .filter((c) => !c.includes(':') && !/^\(|^-|^OR$/.test(c))
    .map((c) => c.replaceAll('"', '').toLowerCase());
}

/** Server Logs of the made-up server: words, -words and level: are understood. */
export class FakeLogs {
  #open = new Map<string, Open>();
  #next = 1;
  #held: HeldFile[] = [];
  #gone = new Set<string>();
  #plans = new Map<string, DeletePlan>();

  constructor(private readonly emit: (tick: Tick) => void) {}

  readonly handlers: Handlers = {
    'ServerLogs.Families': () => ({
      families: families(this.#gone),
      volume: {
        known: true,
        total: 200 * 2 ** 30,
        free: 22 * 2 ** 30,
        logs: 7.8 * 2 ** 30,
        perDay: 0.4 * 2 ** 30,
        fullDays: 18,
      },
      skipped: [],
      held: this.#held.length,
    }),
    'ServerLogs.Open': (request) => this.#openLog(request),
    'ServerLogs.State': (handle) => this.#state(handle),
    'ServerLogs.Stop': (handle) => this.#state(handle),
    'ServerLogs.Close': (handle) => (this.#open.delete(handle), null),
    'ServerLogs.Seek': (handle, text) => this.#seek(handle, text),
    'ServerLogs.Facet': (handle, field) => {
      const { rows, request } = this.#get(handle);
      if (field === 'level') return this.#levels(request);
      const loggers = ['suite.dialer', 'suite.api', 'suite.presence', 'suite.pool'];
      if (field === 'logger') {
        const values = loggers.map((text, i) => ({ text, count: Math.round(rows.length / (i + 2)) }));
        return { field, values, others: 0, missing: 0, exact: true };
      }
      if (field !== 'file') return { field, values: [], others: 0, missing: rows.length, exact: true };
      const live = rows.filter((n) => line(n).file === 'application-0').length;
      const values = [
        { text: 'application.log', count: live },
        { text: 'application-2026-11-18-2.log.gz', count: rows.length - live },
      ];
      return { field, values, others: 0, missing: 0, exact: true };
    },
    'ServerLogs.PlanDelete': (_, ids) => this.#plan(ids),
    'ServerLogs.Delete': (_, plan, mode) => this.#delete(plan, mode),
    'ServerLogs.Held': () => this.#held,
    'ServerLogs.Undo': (_, hold) => {
      const back = this.#held.filter((h) => h.holdId === hold);
      this.#held = this.#held.filter((h) => h.holdId !== hold);
      this.#gone.clear();
      return { holdId: hold, done: back.length, bytes: 0, failed: [] };
    },
    'ServerLogs.Purge': (_, hold) => {
      this.#held = this.#held.filter((h) => h.holdId !== hold);
      return { holdId: hold, done: 1, bytes: 0, failed: [] };
    },
    'Downloads.Prepare': (r) => ({ id: 'd1', name: r.kind === 'zip' ? 'logs.zip' : 'log.txt', bytes: 1 << 20 }),
    'Downloads.Cancel': () => null,
  };

  readonly reads: Reads = {
    rows: (p) => {
      const open = this.#get(String(p['h']));
      const from = Number(p['from']);
      const rows = open.rows.slice(from, from + Number(p['n'])).map((n, i) => this.#row(open, n, from + i));
      return { handle: p['h'], rev: 1, from, total: open.rows.length, rows };
    },
    entry: (p) => {
      const open = this.#get(String(p['h']));
      const row = this.#row(open, open.rows[Number(p['pos'])] ?? 0, Number(p['pos']));
      const call = /call (\w+)/.exec(row.text)?.[1];
      const fields = [
        { name: 'logger', value: 'suite.dialer', kind: 'text' },
        { name: 'thread', value: 'dialer-14', kind: 'text' },
        ...(call ? [{ name: 'call', value: call, kind: 'text' }] : []),
        { name: 'wait_ms', value: '5000', kind: 'number' },
      ];
      const raw = [`${row.timeText} ${row.levelText} ${row.text}`, ...row.more].join('\n');
      return { row, raw, format: 'serverlog', zone: 'known', fields };
    },
    histogram: (p) => this.#histogram(p),
  };

  /** More entries arrive at the end, as in a live file. */
  grow(handle: string, n: number): void {
    const open = this.#get(handle);
    for (let i = 0; i < n; i++) open.rows.push((open.rows.at(-1) ?? 0) + 1);
    this.emit({ kind: 'log', id: handle, rev: 1, done: open.rows.length, total: open.rows.length });
  }

  #get(handle: string): Open {
    return this.#open.get(handle) ?? refuse('not_found', handle, 'Open the log again.');
  }

  #openLog(request: LogRequest): LogState {
    const parts = clauses(request.query);
    const bad = parts.find((c) => /^ms:[a-z]/.test(c));
    if (bad)
      return {
        ...empty,
        query: [notice(bad, request.query)],
      };
    const rows = this.#matches(request);
    const handle = String(this.#next++);
    this.#open.set(handle, { request, rows, words: wordsOf(parts) });
    return this.#state(handle);
  }

  #matches(request: LogRequest): number[] {
    const parts = clauses(request.query);
    const levels =
      request.query.match(/level:[>=]*(\w+)/g)?.map((l) => bands.indexOf(l.replace(/level:[>=]*/, ''))) ?? [];
    const open = request.query.includes('level:>=');
    const words = wordsOf(parts);
    const not = parts.filter((c) => /^-\w/.test(c)).map((c) => c.slice(1).toLowerCase());
    const rows: number[] = [];
    for (let n = 0; n < TOTAL; n++) {
      const { level, text, time } = line(n);
      const lower = text.toLowerCase();
      if (levels.length > 0 && !(open ? level >= (levels[0] ?? 0) : levels.includes(level))) continue;
      if (!words.every((w) => lower.includes(w)) || not.some((w) => lower.includes(w))) continue;
      if ((request.from ?? -Infinity) > (time ?? 0) || (request.to ?? Infinity) < (time ?? 0)) continue;
      rows.push(n);
    }
    return rows;
  }

  /** Counted under all that is asked but for levels. */
  #levels(request: LogRequest): Facet {
    const rest = { ...request, query: setFacet(request.query, 'level', []) };
    const counts = new Map<string, number>();
    for (const n of this.#matches(rest)) {
      const word = (bands[line(n).level] ?? '').toUpperCase();
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    const values = [...counts].map(([text, count]) => ({ text, count }));
    return { field: 'level', values, others: 0, missing: 0, exact: true };
  }

  #state(handle: string): LogState {
    const { rows, request } = this.#get(handle);
    const { query } = request;
    const levels = [0, 0, 0, 0, 0, 0, 0];
    for (const n of rows) levels[line(n).level] = (levels[line(n).level] ?? 0) + 1;
    const [first, last] = [rows[0], rows.at(-1)].map((n) => (n === undefined ? null : line(n).time));
    return {
      ...empty,
      handle,
      total: rows.length,
      scanned: 31_400_000,
      first: first ?? null,
      last: last ?? null,
      from: first ?? null,
      to: last ?? null,
      levels,
      explain: [query === '' ? everything : { code: '{0}', args: [query], text: query }],
    };
  }

  #row(open: Open, n: number, pos: number): LogRow {
    const row = line(n);
    const lower = row.text.toLowerCase();
    const marks = open.words
      .map((w) => ({ start: lower.indexOf(w), end: lower.indexOf(w) + w.length }))
      .filter((m) => m.start >= 0)
      .sort((a, b) => a.start - b.start);
    return { ...row, pos, marks };
  }

  #histogram(p: Params): Histogram {
    const { rows } = this.#get(String(p['h']));
    const start = NOW - 3_600_000;
    const step = 30_000;
    const buckets = Array.from({ length: 120 }, (_, i) => ({ at: start + i * step, counts: [0, 0, 0, 0, 0, 0, 0] }));
    for (const n of rows) {
      const { time, level } = line(n);
      const bucket = buckets[Math.floor(((time ?? start) - start) / step)];
      if (bucket) bucket.counts[level] = (bucket.counts[level] ?? 0) + 1;
    }
    return { rev: 1, step, end: start + 120 * step, buckets, untimed: 0 };
  }

  #seek(handle: string, text: string): Seek {
    const { rows } = this.#get(handle);
    const [file, at = ''] = text.split(':');
    if (/^\d+$/.test(at) && !/^\d+$/.test(file ?? '')) {
      const pos = rows.findIndex((n) => line(n).file === file && line(n).line >= Number(at));
      return { pos: pos < 0 ? rows.length : pos, found: pos >= 0, meaning: 'line', echo: text };
    }
    const share = /^(\d+) ?%$/.exec(text)?.[1];
    const clockTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) ? Date.parse(`${text}+08:00`) : null;
    if (clockTime !== null) {
      const pos = rows.findIndex((n) => (line(n).time ?? 0) >= clockTime);
      return { pos: pos < 0 ? rows.length : pos, found: pos >= 0, meaning: 'time', echo: text };
    }
    const pos = share ? Math.floor((rows.length * Number(share)) / 100) : Number(text.replace(/\D/g, '')) % rows.length;
    return { pos, found: true, meaning: share ? 'percent' : 'line', echo: text };
  }

  #plan(ids: string[]): DeletePlan {
    const all = families(this.#gone);
    const items = all.flatMap((f) =>
      f.copies
        .filter((c) => ids.includes(c.id))
        .map((c) => ({
          id: c.id,
          path: c.path,
          family: f.name,
          bytes: c.bytes,
          lines: c.lines,
          first: c.first,
          last: c.last,
          refused: c.live ? live : nothing,
          rotatable: c.live && f.known,
        })),
    );
    const going = items.filter((i) => i.refused.code === '');
    const remains = all
      .filter((f) => going.some((i) => i.family === f.name))
      .map((f) => ({
        family: f.name,
        code: f.code,
        first: f.copies.filter((c) => !ids.includes(c.id)).at(-1)?.first ?? null,
        band: f.copies
          .toReversed()
          .map((c) => ({ path: c.path, bytes: c.bytes, goes: going.some((i) => i.id === c.id) })),
      }));
    const plan = {
      id: `p${this.#next++}`,
      items,
      bytes: going.reduce((s, i) => s + i.bytes, 0),
      files: going.length,
      purgedOn: NOW + 7 * 86_400_000,
      remains,
    };
    this.#plans.set(plan.id, plan);
    return plan;
  }

  #delete(id: string, mode: DeleteMode): ReturnType<NonNullable<Handlers['ServerLogs.Delete']>> {
    const plan = this.#plans.get(id) ?? refuse('changed', id, 'Preview again.');
    const going = plan.items.filter((i) => i.refused.code === '');
    const holdId = mode === 'hold' ? `h${this.#next++}` : '';
    for (const item of going) this.#gone.add(item.id);
    if (holdId)
      this.#held.push(
        ...going.map((i) => ({
          holdId,
          path: i.path,
          bytes: i.bytes,
          heldAt: NOW,
          purge: plan.purgedOn,
          actor: 'admin',
        })),
      );
    return { holdId, done: going.length, bytes: plan.bytes, failed: [] };
  }
}

const empty: LogState = {
  handle: '',
  start: 0,
  rev: 1,
  total: 0,
  exact: true,
  scanned: 0,
  percent: 100,
  behind: 0,
  first: null,
  last: null,
  from: null,
  to: null,
  took: 210,
  levels: [0, 0, 0, 0, 0, 0, 0],
  notices: [],
  breaks: [],
  lacking: [],
  query: [],
  explain: [],
  problem: null,
};
