import { BackendError, nothing, quote, type Backend, type Params, type Route } from '../backend';
import type { Calls, Saved, Tick } from '../wire';
import type { Handlers, Reads } from './handlers';
import { FakeLogs } from './logs';
import { FakeRecords } from './records';
import { FakeRules } from './rules';
import { settingsHandlers } from './settings';
import { sourceHandlers } from './sources';

/** One made-up server, for tests and `npm run dev`; it lives as long as the page. */
export class FakeBackend implements Backend {
  readonly face = 'browser';
  readonly copied: string[] = [];
  readonly saved: string[] = [];
  readonly calls: { name: string; args: unknown[] }[] = [];
  readonly logs = new FakeLogs((tick) => this.emit(tick));
  readonly records = new FakeRecords();
  readonly rules = new FakeRules();
  /** Somebody drops files on the window. */
  drop: (paths: readonly string[]) => void = () => {};
  #listeners = new Set<(tick: Tick) => void>();

  readonly handlers: Handlers = {
    ...sourceHandlers(),
    ...settingsHandlers(),
    ...this.logs.handlers,
    ...this.records.handlers,
    ...this.rules.handlers,
  };
  readonly reads: Reads = { ...this.logs.reads, ...this.records.reads };

  async call<K extends keyof Calls>(name: K, ...args: Calls[K]['args']): Promise<Calls[K]['result']> {
    this.calls.push({ name, args });
    const handler = this.handlers[name] as ((...args: unknown[]) => Calls[K]['result']) | undefined;
    await Promise.resolve();
    if (!handler)
      throw new BackendError({
        op: name,
        kind: 'unsupported',
        path: '',
        hint: nothing,
        cause: quote(`${name} is not in the fake`),
      });
    return handler(...args);
  }

  async get<T>(route: Route, params: Params, signal?: AbortSignal): Promise<T> {
    const read = this.reads[route];
    await new Promise((resolve) => setTimeout(resolve, 5));
    signal?.throwIfAborted();
    if (!read)
      throw new BackendError({
        op: route,
        kind: 'unsupported',
        path: '',
        hint: nothing,
        cause: quote(`${route} is not in the fake`),
      });
    return read(params) as T;
  }

  onTick(fn: (tick: Tick) => void): () => void {
    this.#listeners.add(fn);
    return () => this.#listeners.delete(fn);
  }

  emit(tick: Tick): void {
    for (const listener of this.#listeners) listener(tick);
  }

  save(id: string): Promise<Saved | null> {
    this.saved.push(id);
    return Promise.resolve(null);
  }

  onDrop(fn: (paths: readonly string[]) => void): () => void {
    this.drop = fn;
    return () => (this.drop = () => {});
  }

  copy(text: string): Promise<void> {
    this.copied.push(text);
    return Promise.resolve();
  }
}
