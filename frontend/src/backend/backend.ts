import type { Calls, Problem, Said, Saved, Tick } from './wire';

/** Bounded reads: GET /data/<route>. */
export type Route = 'rows' | 'entry' | 'histogram' | 'access' | 'audit' | 'download';
export type Params = Record<string, string | number>;

/**
 * The one door to Go. Three stand behind it: the window (wails.ts), the browser
 * (http.ts) and made-up data (fake.ts). A call changes state or opens something;
 * what grows with the data is a get. Both reject with a BackendError.
 */
export interface Backend {
  readonly face: 'window' | 'browser';
  call<K extends keyof Calls>(name: K, ...args: Calls[K]['args']): Promise<Calls[K]['result']>;
  get<T>(route: Route, params: Params, signal?: AbortSignal): Promise<T>;
  /** Ticks say that something changed; ask again. Returns the end of listening. */
  onTick(fn: (tick: Tick) => void): () => void;
  /**
   * Fetches a prepared download. The window asks where to and answers when the
   * file is there, with an empty path when the person thought better of it; a
   * browser does it by itself, which is null, and its end comes as a tick.
   */
  save(id: string): Promise<Saved | null>;
  /** Files and folders that are dropped on the window, by their paths. Returns the end of listening. */
  onDrop(fn: (paths: readonly string[]) => void): () => void;
  /** The system's clipboard, text only. */
  copy(text: string): Promise<void>;
}

/** Carries a Problem from Go, so that a view can choose words by its kind. */
export class BackendError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.cause.text || problem.kind);
  }
}

export const nothing: Said = { code: '', args: [], text: '' };

/** What somebody else said, as it is. */
export const quote = (text: string): Said => ({ code: '{0}', args: [text], text });

/** Whatever was thrown, as a Problem. */
export function problemOf(error: unknown): Problem {
  if (error instanceof BackendError) return error.problem;
  if (isProblem(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  return { op: '', kind: 'internal', path: '', hint: nothing, cause: quote(text) };
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'kind' in value && 'op' in value;
}

/** A query string with every value encoded. */
export function address(route: Route, params: Params): string {
  const query = Object.entries(params).map(([k, v]) => `${k}=${encodeURIComponent(v)}`);
  return `/data/${route}?${query.join('&')}`;
}

/** A GET whose answer is JSON, or a Problem. */
export async function getJSON<T>(url: string, init: RequestInit): Promise<T> {
  const answer = await fetch(url, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new BackendError({ op: 'connect', kind: 'gone', path: '', hint: nothing, cause: quote(String(error)) });
  });
  const body: unknown = await answer.json().catch(() => null);
  if (answer.ok) return body as T;
  if (isProblem(body)) throw new BackendError(body);
  throw new BackendError({
    op: 'read',
    kind: 'internal',
    path: url,
    hint: nothing,
    cause: quote(`HTTP ${answer.status}`),
  });
}
