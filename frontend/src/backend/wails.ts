import {
  BackendError,
  address,
  getJSON,
  nothing,
  problemOf,
  quote,
  type Backend,
  type Params,
  type Route,
} from './backend';
import type { Calls, Saved, Tick } from './wire';

type Bound = Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>;

interface Runtime {
  EventsOn(name: string, fn: (payload: unknown) => void): () => void;
  OnFileDrop(fn: (x: number, y: number, paths: string[]) => void, useDropTarget: boolean): void;
  OnFileDropOff(): void;
  ClipboardSetText(text: string): Promise<boolean>;
}

declare global {
  interface Window {
    go?: { app: Bound };
    runtime?: Runtime;
  }
}

/** Whether this page runs in the window. */
export function inWindow(): boolean {
  return window.go !== undefined;
}

/** The window face. Only this file touches window.go. */
export class WailsBackend implements Backend {
  readonly face = 'window';

  async call<K extends keyof Calls>(name: K, ...args: Calls[K]['args']): Promise<Calls[K]['result']> {
    const [struct = '', method = ''] = name.split('.');
    const bound = window.go?.app[struct]?.[method];
    if (!bound)
      throw new BackendError({
        op: name,
        kind: 'internal',
        path: '',
        hint: nothing,
        cause: quote(`${name} is not bound`),
      });
    try {
      return (await bound(...args)) as Calls[K]['result'];
    } catch (error) {
      throw new BackendError(problemOf(asObject(error)));
    }
  }

  get<T>(route: Route, params: Params, signal?: AbortSignal): Promise<T> {
    return getJSON(address(route, params), signal ? { signal } : {});
  }

  onTick(fn: (tick: Tick) => void): () => void {
    return window.runtime?.EventsOn('tick', (payload) => fn(payload as Tick)) ?? (() => {});
  }

  /** A link with `download` saves without asking in WebKitGTK, so Go asks and writes. */
  save(id: string): Promise<Saved> {
    return this.call('Downloads.Save', id);
  }

  /** The system knows the paths, Wails hands them over: anywhere in the window, so it needs no drop target. */
  onDrop(fn: (paths: readonly string[]) => void): () => void {
    window.runtime?.OnFileDrop((_x, _y, paths) => fn(paths), false);
    return () => window.runtime?.OnFileDropOff();
  }

  async copy(text: string): Promise<void> {
    await window.runtime?.ClipboardSetText(text);
  }
}

/** Wails hands a rejected error over as an object, or as its text. */
function asObject(error: unknown): unknown {
  if (typeof error !== 'string' || !error.startsWith('{')) return error;
  try {
    return JSON.parse(error);
  } catch {
    return error;
  }
}
