import { createContext, tick, untrack } from 'svelte';
import { problemOf, type Backend } from '../backend/backend';
import type { Problem, Source, Start, Tick } from '../backend/wire';
import { Commands } from '../commands/commands.svelte';
import { t } from '../messages/t.svelte';
import { formatHash, parseHash } from '../model/route';
import { ZoneClock } from '../model/time';
import type { TimeRange } from '../model/timerange';
import { Downloads } from './downloads.svelte';
import { QueryHistory } from './queryhistory.svelte';
import { Scope } from './scope.svelte';
import { Settings } from './settings.svelte';
import { Toasts } from './toasts.svelte';

export const [getApp, setApp] = createContext<App>();

const DAY = 86_400_000;
const utc = { name: 'UTC', label: 'UTC', minutes: 0, fixed: true, origin: 'set' };

/**
 * What the whole window shares: the open source, the desk in sight, the scope.
 * A desk takes it by `getApp()`, asks `app.backend`, and keeps its own state.
 */
export class App {
  readonly settings: Settings;
  readonly scope = new Scope();
  readonly toasts = new Toasts();
  readonly downloads: Downloads;
  readonly commands = new Commands();
  readonly queries = new QueryHistory();

  start = $state.raw<Start | null>(null);
  source = $state.raw<Source | null>(null);
  desk = $state('');
  /** What the desk in sight keeps in the address: its query, its tab. */
  params = $state.raw<Record<string, string>>({});
  /** A failure to open or to reach the program, in the words of its kind. */
  problem = $state.raw<Problem | null>(null);
  opening = $state<string | null>(null);
  /** The computer's clock, once a second; ages read it. */
  ticking = $state(Date.now());
  palette = $state(false);
  /** What the desk in sight says at the left of the status bar. */
  status = $state.raw<readonly string[]>([]);
  /** A picker or sheet of the shell; null when none is open. */
  sheet = $state<'range' | 'zone' | 'sources' | 'unlock' | 'browse-folder' | 'browse-bundle' | 'keys' | null>(null);
  #today = $derived(Math.floor((this.source?.checkedAt ?? this.ticking) / DAY) * DAY);
  readonly clock = $derived(new ZoneClock(this.source?.zone ?? utc, this.#today));

  #received = 0;
  #remembered = new Map<string, Record<string, string>>();
  #kept = new Map<string, { state: unknown; end: () => void }>();
  #listeners = new Set<(tick: Tick) => void>();

  constructor(readonly backend: Backend) {
    this.settings = new Settings(backend);
    this.downloads = new Downloads(backend, this.toasts);
  }

  /** Begins; the answer ends everything. */
  async begin(): Promise<() => void> {
    const timer = setInterval(() => (this.ticking = Date.now()), 1000);
    const stop = this.backend.onTick((tick) => this.#tick(tick));
    const undrop = this.backend.onDrop((paths) => void this.#dropped(paths));
    const hash = () => void this.#follow();
    window.addEventListener('hashchange', hash);
    try {
      await this.settings.load();
      this.start = await this.backend.call('Sources.Start');
      await this.#follow(this.start.first);
    } catch (error) {
      this.problem = problemOf(error);
    }
    return () => {
      clearInterval(timer);
      stop();
      undrop();
      window.removeEventListener('hashchange', hash);
    };
  }

  /** Now for the data: the clock, or where a bundle ends. */
  get now(): number {
    if (!this.source) return this.ticking;
    return this.source.state === 'snapshot' ? this.source.now : this.source.now + (this.ticking - this.#received);
  }

  /** The shared time range. Presets move with `now`, so read it when a question is asked. */
  range(): TimeRange {
    return this.scope.range(this.now);
  }

  /** Listens to ticks about a kind of thing; return the answer from an $effect. */
  onTick(fn: (tick: Tick) => void): () => void {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  /** State of a desk that outlives its component, as long as the source is open. */
  keep<T>(name: string, make: () => T): T {
    const kept = this.#kept.get(name);
    if (kept) return kept.state as T;
    // In a root of its own: what is derived in it would stand still when the component goes.
    let state: T | undefined;
    const end = $effect.root(() => {
      state = untrack(make);
    });
    this.#kept.set(name, { state, end });
    return state as T;
  }

  async open(path: string): Promise<void> {
    await this.#opening(path, () => this.backend.call('Sources.Open', path));
  }

  async openSample(): Promise<void> {
    await this.#opening('', () => this.backend.call('Sources.OpenSample'));
  }

  /** The window asks with the system's picker, the browser with ours. */
  async pick(kind: 'folder' | 'bundle'): Promise<void> {
    if (this.backend.face === 'browser') {
      this.sheet = kind === 'folder' ? 'browse-folder' : 'browse-bundle';
      return;
    }
    const path = await this.try(() =>
      this.backend.call('Sources.Pick', kind, { title: t(`browse.${kind}`), tables: '', all: '' }),
    );
    if (path) await this.open(path);
  }

  async showStart(): Promise<void> {
    this.source = null;
    this.go('', {});
    await this.refreshStart();
  }

  async refreshStart(): Promise<void> {
    this.start = (await this.try(() => this.backend.call('Sources.Start'))) ?? this.start;
  }

  take(source: Source): void {
    this.#received = Date.now();
    this.ticking = Date.now();
    if (source.id !== this.source?.id) this.#forget();
    this.source = source;
  }

  /** The components of the desks are still there and go first. */
  #forget(): void {
    const ends = [...this.#kept.values()].map(({ end }) => end);
    this.#kept.clear();
    void tick().then(() => ends.forEach((end) => end()));
  }

  async refresh(): Promise<void> {
    const id = this.source?.id;
    if (!id) return;
    const source = await this.try(() => this.backend.call('Sources.Info', id));
    if (source && this.source?.id === id) this.take(source);
  }

  async lock(): Promise<void> {
    const id = this.source?.id;
    const source = id && (await this.try(() => this.backend.call('Sources.Lock', id)));
    if (source) this.take(source);
  }

  async unlock(): Promise<void> {
    const id = this.source?.id;
    const source = id && (await this.try(() => this.backend.call('Sources.Unlock', id)));
    if (source) this.take(source);
  }

  /** Shows a desk; without params as it was left. */
  go(desk: string, params?: Record<string, string>): void {
    this.#remembered.set(this.desk, this.params);
    this.desk = desk;
    this.status = [];
    this.params = params ?? this.#remembered.get(desk) ?? {};
    this.#write('push');
  }

  /** Keeps a value of the desk in the address; "" takes it out. */
  setParam(name: string, value: string): void {
    if ((this.params[name] ?? '') === value) return;
    this.params = { ...this.params, [name]: value };
    this.#write('replace');
  }

  /** Says that the scope changed. */
  scopeChanged(): void {
    this.#write('replace');
  }

  /** Runs a question; a failure becomes the window's problem and answers undefined. */
  async try<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      this.problem = problemOf(error);
      return undefined;
    }
  }

  async #opening(path: string, ask: () => Promise<Source>): Promise<void> {
    this.opening = path;
    this.problem = null;
    const source = await this.try(ask);
    this.opening = null;
    if (!source) return;
    this.sheet = null;
    this.take(source);
    this.#remembered.clear();
    this.go('health', {});
  }

  /** Makes the window show what the address says. */
  async #follow(first = ''): Promise<void> {
    const { desk, params } = parseHash(location.hash);
    const { s = '', t = '', ...rest } = params;
    const wanted = s || first;
    if (wanted !== '' && wanted !== this.source?.id) {
      const source = await this.try(() => this.backend.call('Sources.Info', wanted));
      if (source) this.take(source);
      else return;
    }
    if (t !== '') this.scope.read(t);
    this.desk = this.source ? desk || 'health' : '';
    this.params = rest;
    if (desk === '' && this.source) this.#write('replace');
  }

  #write(how: 'push' | 'replace'): void {
    const scope = { s: this.source?.id ?? '', t: this.scope.choice === 'all' ? '' : this.scope.text };
    const hash = formatHash({ desk: this.desk, params: this.source ? { ...scope, ...this.params } : {} });
    if (hash === location.hash) return;
    if (how === 'push') history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }

  #tick(tick: Tick): void {
    if (tick.kind === 'source' && tick.id === this.source?.id) void this.refresh();
    if (tick.kind === 'front') void this.#front(tick.id);
    this.downloads.news(tick);
    for (const listener of this.#listeners) listener(tick);
  }

  /** One source is open at a time: of several the first. */
  async #dropped([path, ...more]: readonly string[]): Promise<void> {
    if (path === undefined) return;
    await this.open(path);
    if (more.length > 0 && this.problem === null)
      this.toasts.show({ text: t('open.dropped', { n: more.length + 1, path }) });
  }

  /** Another start of the program brought a source to the front. */
  async #front(id: string): Promise<void> {
    const source = await this.try(() => this.backend.call('Sources.Info', id));
    if (!source) return;
    this.take(source);
    this.go('health', {});
  }
}
