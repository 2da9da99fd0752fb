import { expect, it, vi } from 'vitest';
import type { Backend } from '../../backend/backend';
import type { Histogram, LogState } from '../../backend/wire';
import { App } from '../../state/app.svelte';
import { LogChart } from './logchart.svelte';

/** A chart whose requests are answered by hand, in any order. */
function world() {
  const asked: { h: string; answer: (rev: number) => void; signal: AbortSignal | undefined }[] = [];
  const backend = {
    get: (_: string, params: { h: string }, signal?: AbortSignal) =>
      new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        const answer = (rev: number) => resolve({ rev, step: 1, end: 1, buckets: [], untimed: Number(params.h) });
        asked.push({ h: params.h, answer, signal });
      }),
  } as unknown as Backend;
  const app = new App(backend);
  const shown: { handle: string } = { handle: '' };
  const chart = new LogChart(app, (handle) => handle === shown.handle);
  const take = (handle: number, rev: number, total: number) => {
    shown.handle = String(handle);
    void chart.take({ handle: String(handle), rev, total } as LogState);
  };
  const drawn = (): [handle: number, rev: number] | null => {
    const h: Histogram | null = chart.histogram;
    return h && [h.untimed, h.rev];
  };
  return { app, asked, take, drawn };
}

it('draws no histogram of rows that are others by now, and asks again', async () => {
  vi.useFakeTimers();
  const { asked, take, drawn } = world();
  take(1, 4, 10);
  take(1, 5, 12);
  expect(asked).toHaveLength(1);
  asked[0]?.answer(4);
  await vi.advanceTimersByTimeAsync(600);
  expect(drawn()).toBeNull();
  expect(asked).toHaveLength(2);
  asked[1]?.answer(5);
  await vi.advanceTimersByTimeAsync(600);
  expect(drawn()).toEqual([1, 5]);
  expect(asked).toHaveLength(2);
  vi.useRealTimers();
});

it('shows no bars of an answer that is empty by now', async () => {
  vi.useFakeTimers();
  const { asked, take, drawn } = world();
  take(1, 4, 10);
  take(1, 4, 0);
  asked[0]?.answer(4);
  await vi.advanceTimersByTimeAsync(600);
  expect(drawn()).toBeNull();
  vi.useRealTimers();
});

it('does not wait for the histogram of an answer that was replaced', async () => {
  vi.useFakeTimers();
  const { app, asked, take, drawn } = world();
  take(1, 1, 10);
  asked[0]?.answer(1);
  await vi.advanceTimersByTimeAsync(600);
  take(1, 1, 20);
  take(2, 1, 3);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.map((a) => a.h)).toEqual(['1', '1', '2']);
  expect(drawn()).toEqual([1, 1]); // the bars stay until the new ones are there
  asked[2]?.answer(1);
  await vi.advanceTimersByTimeAsync(600);
  expect(drawn()).toEqual([2, 1]);
  expect(app.problem).toBeNull();
  vi.useRealTimers();
});
