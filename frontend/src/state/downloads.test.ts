import { expect, test } from 'vitest';
import { BackendError, nothing, quote } from '../backend/backend';
import { FakeBackend } from '../backend/fake/fake';
import type { Saved } from '../backend/wire';
import { Downloads, percentOf } from './downloads.svelte';
import { Toasts } from './toasts.svelte';

const request = { source: 's', kind: 'files', files: ['a'], handle: '', format: '' };
const tick = (kind: string, done: number, id = 'd1') => ({ kind, id, rev: 0, done, total: 1 << 20 });

function world() {
  const backend = new FakeBackend();
  const toasts = new Toasts();
  const downloads = new Downloads(backend, toasts);
  const lines = () => downloads.running.map((r) => `${r.name} ${percentOf(r)}`);
  return { backend, toasts, downloads, lines };
}

/** The window answers when the file is there, or refuses. */
function inWindow(w: ReturnType<typeof world>): { end: (saved: Saved | Error) => Promise<void> } {
  let settle: (saved: Saved | Error) => void = () => {};
  w.backend.save = () =>
    new Promise((resolve, reject) => {
      settle = (saved) => (saved instanceof Error ? reject(saved) : resolve(saved));
    });
  return {
    end: async (saved) => {
      settle(saved);
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

test('in the browser a line says how far it is, and a toast that it is there', async () => {
  const { downloads, toasts, lines } = world();
  await downloads.fetch(request);
  expect(lines()).toEqual([]); // the browser may still ask
  downloads.news(tick('download', 1 << 18));
  downloads.news(tick('download', 1 << 19));
  downloads.news(tick('download', 5, 'of another page'));
  expect(lines()).toEqual(['log.txt 50']);
  downloads.news(tick('downloaded', 1 << 20));
  expect(lines()).toEqual([]);
  expect(toasts.current?.text).toBe('log.txt is in the browser’s downloads, 1.0 MiB');
});

test('one that broke off says so; one that was cancelled only goes', async () => {
  const { backend, downloads, toasts, lines } = world();
  await downloads.fetch(request);
  downloads.news(tick('download', 1));
  downloads.news(tick('download_failed', 2));
  expect(toasts.current?.text).toBe('log.txt was not downloaded whole. Try it again.');
  toasts.hide();
  await downloads.fetch(request);
  downloads.news(tick('download', 1));
  await downloads.cancel('d1');
  downloads.news(tick('download', 2)); // it was on its way
  downloads.news(tick('download_failed', 2));
  expect(lines()).toEqual([]);
  expect(toasts.current).toBe(null);
  expect(backend.calls.at(-1)).toEqual({ name: 'Downloads.Cancel', args: ['d1'] });
});

test('in the window the toast has the path and the sum, for copying', async () => {
  const w = world();
  const { end } = inWindow(w);
  const whole = w.downloads.fetch(request);
  await new Promise((resolve) => setTimeout(resolve));
  w.downloads.news(tick('download', 1 << 18));
  expect(w.lines()).toEqual(['log.txt 25']);
  await end({ path: '/home/li/log.txt', bytes: 1 << 20, sha256: 'ab12' });
  await whole;
  expect(w.lines()).toEqual([]);
  expect(w.toasts.current).toMatchObject({
    text: 'log.txt saved, 1.0 MiB',
    values: ['/home/li/log.txt', 'SHA-256 ab12'],
  });
  w.toasts.current?.action?.run();
  expect(w.backend.copied).toEqual(['ab12']);
});

for (const [name, saved, cancelled, want] of [
  ['the person thought better of it', { path: '', bytes: 0, sha256: '' }, false, 'nothing'],
  [
    'cancelled',
    new BackendError({ op: '', kind: 'stopped', path: '', hint: nothing, cause: nothing }),
    true,
    'nothing',
  ],
  ['the disk is full', new BackendError({ op: '', kind: 'limit', path: '', hint: nothing, cause: quote('no space') }), false, 'no space'], // prettier-ignore
] as const) {
  test(`in the window, ${name}: ${want}`, async () => {
    const w = world();
    const { end } = inWindow(w);
    const ended = w.downloads.fetch(request).then(
      () => 'nothing',
      (e: Error) => e.message,
    );
    await new Promise((resolve) => setTimeout(resolve));
    if (cancelled) await w.downloads.cancel('d1');
    await end(saved);
    expect([await ended, w.toasts.current]).toEqual([want, null]);
  });
}
