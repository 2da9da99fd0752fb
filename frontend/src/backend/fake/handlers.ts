import { BackendError, quote, type Params, type Route } from '../backend';
import type { Calls } from '../wire';

/** Answers of one desk: a call by its name. Each desk has its file here; FakeBackend has them all. */
export type Handlers = {
  [K in keyof Calls]?: (...args: Calls[K]['args']) => Calls[K]['result'] | Promise<Calls[K]['result']>;
};

/** Bounded reads by route. */
export type Reads = Partial<Record<Route, (params: Params) => unknown>>;

export function refuse(kind: string, path: string, hint: string): never {
  throw new BackendError({ op: 'fake', kind, path, hint: quote(hint), cause: quote(`${kind}: ${path}`) });
}
