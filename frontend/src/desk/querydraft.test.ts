import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { QueryDraft, type Draft } from './querydraft.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const found = (total: number): Draft => ({ notices: [], total, exact: true });

it('asks once after a pause, and says what the last text would find', async () => {
  const draft = new QueryDraft();
  const check = vi.fn((text: string) => Promise.resolve(found(text.length)));
  for (const text of ['t', 'ti', 'tim']) draft.typed(text, '', check);
  await vi.advanceTimersByTimeAsync(149);
  expect(check).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(check.mock.calls.map(([text]) => text)).toEqual(['tim']);
  expect(draft.said?.total).toBe(3);
});

it('forgets what was asked of an older text, and tells the question so', async () => {
  const draft = new QueryDraft();
  let gone = () => false;
  const slow = (_: string, isGone: () => boolean) => {
    gone = isGone;
    return new Promise<Draft>((done) => setTimeout(() => done(found(1)), 1000));
  };
  draft.typed('a', '', slow);
  await vi.advanceTimersByTimeAsync(200);
  expect(gone()).toBe(false);
  draft.settle();
  expect(gone()).toBe(true);
  await vi.advanceTimersByTimeAsync(2000);
  expect(draft.said).toBeNull();
});

it('asks nothing of an empty text, nor of the query in force, and a failure says nothing', async () => {
  const draft = new QueryDraft();
  const check = vi.fn(() => Promise.reject<Draft>(new Error('gone')));
  draft.typed('', 'level:error', check);
  draft.typed('level:error', 'level:error', check);
  await vi.advanceTimersByTimeAsync(1000);
  expect(check).not.toHaveBeenCalled();
  expect(draft.writing).toBe(false);
  draft.typed('level:warn', 'level:error', check);
  await vi.advanceTimersByTimeAsync(1000);
  expect([draft.writing, draft.said]).toEqual([true, null]);
});
