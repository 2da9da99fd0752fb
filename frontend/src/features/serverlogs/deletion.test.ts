import { nothing, quote } from '../../backend/backend';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeBackend } from '../../backend/fake/fake';
import type { DeletePlan } from '../../backend/wire';
import { App } from '../../state/app.svelte';
import { Deletion, LATE_S } from './deletion.svelte';
import { ServerLogsDesk } from './serverlogs.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The fake as it is, with a folder that answers when it is told to. */
async function slow() {
  const backend = new FakeBackend();
  const app = new App(backend);
  await app.openSample();
  const plan = backend.handlers['ServerLogs.PlanDelete'];
  const waiting: ((refused?: Error) => void)[] = [];
  backend.handlers['ServerLogs.PlanDelete'] = (source, ids) =>
    new Promise<DeletePlan>((resolve, reject) => {
      waiting.push((refused) => (refused ? reject(refused) : resolve(plan?.(source, ids) as DeletePlan)));
    });
  const deletion = new Deletion(app, new ServerLogsDesk(app), ['crm_data-3', 'crm_data-4']);
  const answer = async (n: number, refused?: Error) => {
    await vi.advanceTimersByTimeAsync(0);
    waiting[n]?.(refused);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { app, backend, deletion, answer };
}

const says = ({ looking, late, ready }: Deletion) => ({ looking, late, ready });

test('it says that it looks, then that the folder is late, and takes an answer that comes after all', async () => {
  const { deletion, answer } = await slow();
  expect(says(deletion)).toEqual({ looking: true, late: false, ready: false });
  await vi.advanceTimersByTimeAsync(LATE_S * 1000);
  expect(says(deletion)).toEqual({ looking: true, late: true, ready: false });
  await answer(0);
  expect(says(deletion)).toEqual({ looking: false, late: false, ready: true });
});

test('after a second look the answer to the first is not taken', async () => {
  const { deletion, answer } = await slow();
  void deletion.look('crm_data-3');
  await answer(1);
  await answer(0);
  expect(deletion.plan?.items.map((i) => i.id)).toEqual(['crm_data-4']);
});

async function ofLive() {
  const backend = new FakeBackend();
  const app = new App(backend);
  await app.openSample();
  const deletion = new Deletion(app, new ServerLogsDesk(app), ['crm_data-0']);
  await vi.advanceTimersByTimeAsync(0);
  const live = deletion.plan?.items[0];
  if (!live) throw new Error('no live file');
  return { backend, deletion, live };
}

const chosen = ({ plan, ready, rotating, unrotated }: Deletion) => ({
  ids: plan?.items.map((i) => i.id),
  ready,
  rotating,
  why: unrotated?.cause.text,
});

test('a live file stays until its server rotates it; the copy is looked at in its place', async () => {
  const { deletion, live } = await ofLive();
  expect(chosen(deletion)).toEqual({ ids: ['crm_data-0'], ready: false, rotating: '', why: undefined });
  const asked = deletion.rotate(live);
  expect(deletion.rotating).toBe('crm_data-0');
  await asked;
  expect(chosen(deletion)).toEqual({ ids: ['crm_data-1'], ready: true, rotating: '', why: undefined });
});

test('where the server does not answer it says so, and nothing else is chosen', async () => {
  const { backend, deletion, live } = await ofLive();
  backend.handlers['Rules.Rotate'] = () => Promise.reject(new Error('no server answered in 15 s'));
  await deletion.rotate(live);
  expect(chosen(deletion)).toEqual({
    ids: ['crm_data-0'],
    ready: false,
    rotating: '',
    why: 'no server answered in 15 s',
  });
});

test('a look that failed tells why, and can be made again', async () => {
  const { deletion, answer } = await slow();
  await answer(0, new Error('no such folder'));
  expect(deletion.problem?.cause.text).toBe('no such folder');
  expect(says(deletion)).toEqual({ looking: false, late: false, ready: false });
  void deletion.look();
  await answer(1);
  expect(deletion.problem).toBe(null);
  expect(deletion.ready).toBe(true);
});

test('a dialog that was closed waits for nothing', async () => {
  const { deletion, answer } = await slow();
  deletion.end();
  await vi.advanceTimersByTimeAsync(LATE_S * 1000);
  await answer(0);
  expect([deletion.late, deletion.plan]).toEqual([false, null]);
});

test('for good asks Go to purge, and offers no undo', async () => {
  const { app, backend, deletion, answer } = await slow();
  await answer(0);
  deletion.mode = 'purge';
  expect(deletion.ready).toBe(false);
  deletion.allowed = true;
  expect(await deletion.act()).toBe(true);
  expect(backend.calls.findLast((c) => c.name === 'ServerLogs.Delete')?.args[2]).toBe('purge');
  expect(app.toasts.current?.text).toMatch(/^2 files deleted for good/);
  expect(app.toasts.current?.undo).toBeUndefined();
});

test('what the plan left out is no failure; what changed since is', async () => {
  const { backend, deletion, answer } = await slow();
  await answer(0);
  const [left, changed] = deletion.plan?.items ?? [];
  deletion.plan = { ...(deletion.plan as DeletePlan), items: deletion.plan?.items.map((i) => (i === left ? { ...i, refused: quote('live') } : i)) ?? [] }; // prettier-ignore
  const failed = [left, changed].map((i) => ({ file: i?.path ?? '', kind: 'changed', text: nothing }));
  backend.handlers['ServerLogs.Delete'] = () => ({ holdId: '', done: 0, bytes: 0, failed });
  expect(await deletion.act()).toBe(false);
  expect(deletion.failed.map((f) => f.file)).toEqual([changed?.path]);
});
