import type { Backend } from './backend';
import { HttpBackend } from './http';
import { inWindow, WailsBackend } from './wails';

/**
 * In the window Wails, in the browser `cordwood serve`. `npm run dev` and a build
 * with `--mode fake` show made-up data (`?serve` asks the server after all); a
 * production build holds none.
 */
export async function chooseBackend(): Promise<Backend> {
  if (inWindow()) return new WailsBackend();
  if (import.meta.env.MODE !== 'production' && !new URLSearchParams(location.search).has('serve')) {
    const { FakeBackend } = await import('./fake/fake');
    return new FakeBackend();
  }
  return new HttpBackend();
}
