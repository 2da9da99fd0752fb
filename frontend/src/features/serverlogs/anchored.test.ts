import { expect, it } from 'vitest';
import type { Backend, Params } from '../../backend/backend';
import type { LogRequest, LogRow, LogState } from '../../backend/wire';
import { App } from '../../state/app.svelte';
import { LogTab } from './logtab.svelte';

const START = Date.UTC(2026, 10, 20);

/**
 * A log that grows at its end and, as when files of several families are merged anew, before it;
 * of which the newest files are read first, so that older entries come in front.
 */
class World {
  /** Ascending by time; `line` is the entry's name. */
  entries: { time: number; line: number; level: number }[] = [];
  rev = 1;
  /** How far the search is: entries that were looked at. */
  read = Infinity;
  /** The files with what is older are not read yet. */
  since = 0;
  handle = 0;
  #open = new Map<string, LogRequest>();

  add(time: number, dice: (n: number) => number): void {
    const at = this.entries.findIndex((e) => e.time > time);
    const entry = { time, line: this.handle * 1e6 + dice(1e9), level: 1 + dice(5) };
    if (at < 0) this.entries.push(entry);
    else {
      this.entries.splice(at, 0, entry);
      this.rev++;
    }
  }

  matches(handle: string): LogRow[] {
    const query = this.#open.get(handle)?.query ?? '';
    const level = Number(/^level:(\d)$/.exec(query)?.[1] ?? 0);
    return this.entries
      .slice(0, this.read)
      .filter((e) => e.level >= level)
      .map((e, pos) => ({
        ...e,
        pos,
        file: 'a',
        name: 'a',
        family: 'a',
        lines: 1,
        timeText: '',
        levelText: '',
        text: '',
        cut: 0,
        marks: [],
        more: [],
      })) // prettier-ignore
      .filter((e) => e.time >= this.since);
  }

  state(handle: string): LogState {
    const rows = this.matches(handle);
    const [first, last] = [rows[0]?.time ?? null, rows.at(-1)?.time ?? null];
    const whole = this.read >= this.entries.length && this.since <= START;
    return { handle, rev: this.rev, start: rows[0]?.pos ?? 0, total: rows.length, exact: whole, scanned: this.entries.length, percent: 100, behind: 0, first, last, from: first, to: last, took: 1, levels: [], notices: [], breaks: [], lacking: [], query: [], explain: [], problem: null }; // prettier-ignore
  }

  readonly backend = {
    call: (name: string, ...args: unknown[]) => Promise.resolve(this.#call(name, args)),
    get: (route: string, p: Params) => {
      if (route === 'histogram') return Promise.resolve({ rev: 0, step: 1000, end: 0, buckets: [], untimed: 0 });
      const from = Number(p['from']);
      const rows = this.matches(String(p['h'])).filter((r) => r.pos >= from);
      return Promise.resolve({ rows: rows.slice(0, Number(p['n'])) });
    },
  } as unknown as Backend;

  #call(name: string, args: unknown[]): unknown {
    if (name === 'ServerLogs.Open') {
      const handle = String(++this.handle);
      this.#open.set(handle, args[0] as LogRequest);
      return this.state(handle);
    }
    if (name === 'ServerLogs.State') return this.state(String(args[0]));
    if (name !== 'ServerLogs.Seek') return null;
    const line = /^a:(\d+)$/.exec(String(args[1]))?.[1];
    const wanted = Date.parse(`${String(args[1]).replace(' ', 'T')}Z`);
    const rows = this.matches(String(args[0]));
    const there = rows.find((r) => (line ? r.line === Number(line) : (r.time ?? 0) >= wanted));
    return { pos: there?.pos ?? (rows.at(-1)?.pos ?? -1) + 1, found: there !== undefined, meaning: 'time', echo: '' };
  }
}

const settled = () => new Promise((done) => setTimeout(done, 3));

it('the row that is looked at stays where it stands while filters change, older files come in front, rows come before it and the file grows', async () => {
  for (let seed = 1; seed <= 2; seed++) {
    let n = seed * 7919;
    const dice = (most: number) => (n = (n * 16807) % 2147483647) % most;
    const world = new World();
    for (let i = 0; i < 900; i++) world.add(START + i * 1000, dice);
    world.since = START + 250_000;
    const tab = new LogTab(new App(world.backend), ['a'], '', '');
    await tab.ask();
    tab.rows.want(0, 899, 0);
    await settled();
    tab.stick = false;
    tab.place = { row: 50 + dice(300), top: 18 * dice(20) };
    tab.current = tab.place.row + 3;
    let current = tab.rows.get(tab.current);
    let looked = tab.rows.get(tab.place.row);
    const top = tab.place.top;
    for (let step = 0; step < 15; step++) {
      const event = dice(4);
      if (event === 0) for (let i = dice(40); i >= 0; i--) world.add(START + (900 + step) * 1000, dice);
      if (event === 1) for (let i = dice(40); i >= 0; i--) world.add(START + dice(900_000), dice);
      if (event === 3) world.since -= dice(60_000);
      if (event === 2) {
        // Never a level that hides the row: then another stands for it.
        tab.query = `level:${1 + dice(Math.max(1, looked?.level ?? 1))}`;
        await tab.ask();
      } else await tab.grow(tab.state?.handle ?? '');
      await settled();
      const told = `seed ${seed}, step ${step}, event ${event}`;
      expect(tab.place?.top, told).toBe(top);
      expect(tab.rows.get(tab.place?.row ?? -1)?.line, told).toBe(looked?.line);
      // Older files move nothing else either; what makes positions new may lose it.
      if (event === 3) expect(tab.rows.get(tab.current)?.line, told).toBe(current?.line);
      current = tab.rows.get(tab.current);
    }
    // A filter that hides it: the next entry stands in its place.
    const after = world.entries.find((e) => e.time >= (looked?.time ?? 0) && e.level >= 5);
    tab.query = 'level:5';
    await tab.ask();
    looked = tab.rows.get(tab.place?.row ?? -1);
    expect([looked?.line, tab.place?.top]).toEqual([after?.line ?? looked?.line, top]);
    tab.end();
  }
});

it('at the end the newest stay in sight, and a query that is refused moves nothing', async () => {
  const world = new World();
  for (let i = 0; i < 900; i++) world.add(START + i * 1000, () => 1);
  const tab = new LogTab(new App(world.backend), ['a'], '', '');
  await tab.ask();
  expect([tab.stick, tab.place]).toEqual([true, null]);
  tab.query = 'level:1';
  await tab.ask();
  expect(tab.stick).toBe(true);
});

it('until a search comes to the row that is looked at the newest matches are shown, then it stands where it stood', async () => {
  const world = new World();
  for (let i = 0; i < 900; i++) world.add(START + i * 1000, (most) => (most > 5 ? i : 3));
  const tab = new LogTab(new App(world.backend), ['a'], '', '');
  await tab.ask();
  tab.stick = false;
  tab.place = { row: 880, top: 54 };
  await settled();
  const time = tab.rows.get(880)?.time ?? 0;
  world.read = 100;
  tab.query = 'level:2';
  await tab.ask();
  const seen: unknown[] = [];
  for (const read of [400, 870, 881, 890, 900]) {
    world.read = read;
    await tab.grow(tab.state?.handle ?? '');
    await settled();
    const { row = -1, top } = tab.place ?? {};
    tab.rows.want(Math.max(0, row), Math.max(0, row), 0);
    await settled();
    seen.push(tab.stick ? tab.state?.total : [tab.rows.get(row)?.time === time, top]);
  }
  expect(seen).toEqual([400, 870, [true, 54], [true, 54], [true, 54]]);
});
