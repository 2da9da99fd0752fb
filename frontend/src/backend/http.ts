import { address, getJSON, type Backend, type Params, type Route } from './backend';
import type { Calls, Tick } from './wire';

/** The browser face: `cordwood serve` on loopback. The cookie of the first visit is the key. */
export class HttpBackend implements Backend {
  readonly face = 'browser';

  call<K extends keyof Calls>(name: K, ...args: Calls[K]['args']): Promise<Calls[K]['result']> {
    return getJSON(`/call/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(args),
    });
  }

  get<T>(route: Route, params: Params, signal?: AbortSignal): Promise<T> {
    return getJSON(address(route, params), signal ? { signal } : {});
  }

  onTick(fn: (tick: Tick) => void): () => void {
    const events = new EventSource('/events');
    events.onmessage = (event: MessageEvent<string>) => fn(JSON.parse(event.data) as Tick);
    return () => events.close();
  }

  /** A page does not hear where a dropped file is. */
  onDrop(): () => void {
    return () => {};
  }

  save(id: string): Promise<null> {
    const link = document.createElement('a');
    link.href = address('download', { id });
    link.download = '';
    document.body.append(link);
    link.click();
    link.remove();
    return Promise.resolve(null);
  }

  copy(text: string): Promise<void> {
    return navigator.clipboard.writeText(text);
  }
}
