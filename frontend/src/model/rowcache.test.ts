import { describe, expect, it, vi } from 'vitest';
import { PAGE, RowCache } from './rowcache';

interface Ask {
  from: number;
  n: number;
  signal: AbortSignal;
  answer: (rows: number[]) => void;
  fail: (error: Error) => void;
}

/** A cache over the numbers, whose answers the test gives. */
function setup(count: number) {
  const asks: Ask[] = [];
  const changed = vi.fn();
  const failed = vi.fn();
  const cache = new RowCache<number>(
    (from, n, signal) =>
      new Promise((answer, fail) => {
        asks.push({ from, n, signal, answer, fail });
        signal.addEventListener('abort', () => fail(new Error('aborted')));
      }),
    changed,
    failed,
  );
  cache.setCount(count);
  const answer = async (ask: Ask | undefined, most = Infinity) => {
    ask?.answer(Array.from({ length: Math.min(ask.n, most) }, (_, i) => ask.from + i));
    await new Promise((r) => setTimeout(r));
  };
  return { cache, asks, changed, failed, answer };
}

describe('the row cache', () => {
  it('asks for the page on screen first, then ahead in the direction of travel', () => {
    const { cache, asks } = setup(100_000);
    cache.want(PAGE * 10 + 5, PAGE * 10 + 40, 1);
    expect(asks.map((a) => a.from / PAGE)).toEqual([10, 11, 12]);
  });

  it('fetches behind when the reader goes up', () => {
    const { cache, asks } = setup(100_000);
    cache.want(PAGE * 10, PAGE * 10 + 40, -1);
    expect(asks.map((a) => a.from / PAGE)).toEqual([10, 9, 8]);
  });

  it('gives rows once their page is there', async () => {
    const { cache, asks, changed, answer } = setup(1000);
    cache.want(0, 40, 0);
    expect(cache.get(7)).toBeUndefined();
    await answer(asks[0]);
    expect(cache.get(7)).toBe(7);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('asks for the rest of a page that was answered in parts', async () => {
    const { cache, asks, answer } = setup(1000);
    cache.want(0, 40, 0);
    await answer(asks[0], 100);
    expect([asks[1]?.from, asks[1]?.n]).toEqual([100, PAGE - 100]);
    await answer(asks[1]);
    expect(cache.get(255)).toBe(255);
    expect(asks.length).toBe(2);
  });

  it('completes the last page when rows come at the end', async () => {
    const { cache, asks, answer } = setup(10);
    cache.want(0, 9, 0);
    await answer(asks[0]);
    cache.setCount(14);
    cache.want(0, 13, 0);
    expect([asks[1]?.from, asks[1]?.n]).toEqual([10, 4]);
    await answer(asks[1]);
    expect([cache.get(3), cache.get(13)]).toEqual([3, 13]);
  });

  it('gives up what left the screen', () => {
    const { cache, asks } = setup(100_000);
    cache.want(0, 40, 0);
    cache.want(50_000, 50_040, 0);
    expect(asks[0]?.signal.aborted).toBe(true);
    expect(asks[1]?.signal.aborted).toBe(false);
  });

  it('says a failure once, and asks again only when told', async () => {
    const { cache, asks, failed } = setup(1000);
    cache.want(0, 40, 0);
    asks[0]?.fail(new Error('share is gone'));
    await new Promise((r) => setTimeout(r));
    expect(failed).toHaveBeenCalledTimes(1);
    cache.want(0, 40, 0);
    expect(asks.length).toBe(1);
    cache.retry();
    cache.want(0, 40, 0);
    expect(asks.length).toBe(2);
  });

  it('keeps a bounded number of pages', async () => {
    const { cache, asks, answer } = setup(10_000_000);
    for (let page = 0; page < 300; page++) {
      cache.want(page * PAGE, page * PAGE + 40, 0);
      await answer(asks.at(-1));
    }
    const kept = Array.from({ length: 300 }, (_, page) => cache.get(page * PAGE)).filter((r) => r !== undefined);
    expect(kept.length).toBe(96);
    expect(cache.get(299 * PAGE)).toBe(299 * PAGE);
  });
});
