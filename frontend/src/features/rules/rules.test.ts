import { expect, test, vi } from 'vitest';
import { BackendError, nothing } from '../../backend/backend';
import { FakeBackend } from '../../backend/fake/fake';
import { App } from '../../state/app.svelte';
import { RulesDesk } from './rules.svelte';

async function opened(): Promise<{ app: App; backend: FakeBackend; desk: RulesDesk }> {
  const backend = new FakeBackend();
  const app = new App(backend);
  await app.openSample();
  const desk = new RulesDesk(app);
  await desk.load();
  return { app, backend, desk };
}

const row = (desk: RulesDesk, family: string) => {
  const found = desk.view?.families.find((f) => f.family === family);
  if (!found) throw new Error(`no family ${family}`);
  return found;
};

test('an edit is previewed, applied to the revision it was made on, and undone', async () => {
  const { app, desk } = await opened();
  desk.set(row(desk, 'database'), 'copies', 16);
  await desk.compute();
  expect(desk.effect?.families.find((f) => f.family === 'database')?.now).toBe(4);
  expect(row(desk, 'database').copies).toBe(null); // nothing is written before it is applied
  expect(await desk.apply()).toBe(true);
  expect([row(desk, 'database').copies, desk.view?.rev, desk.count]).toEqual([16, 42, 0]);
  app.toasts.undo();
  await expect.poll(() => desk.view?.rev).toBe(43);
  expect(row(desk, 'database').copies).toBe(null);
});

test('what somebody else saved meanwhile is not overwritten, and our edits wait', async () => {
  const { backend, desk } = await opened();
  desk.set(row(desk, 'database'), 'level', 'WARN');
  backend.rules.meanwhile();
  expect(await desk.apply()).toBe(false);
  expect([desk.refused?.kind, desk.refused?.hint.text]).toEqual(['conflict', 'changed by Tobin Ashgrove at 14:30']);
  await desk.reload();
  expect(desk.count).toBe(1);
  expect(await desk.apply()).toBe(true);
  expect(row(desk, 'database').level).toBe('WARN');
});

test('a word about one cleaning is none about another, nor are edits of other families', async () => {
  const { app, backend, desk } = await opened();
  const call = vi.spyOn(backend, 'call');
  const told = () => (call.mock.calls.findLast(([name]) => name === 'Rules.Apply') as unknown[])[3];
  const waits = () => desk.waiting.map((w) => w.file).sort();
  backend.rules.waiting.add('database').add('call_event');
  desk.set(row(desk, 'database'), 'copies', 16);
  await desk.compute();
  expect(waits()).toEqual(['call_event', 'database']);
  expect(await desk.apply()).toBe(true);
  const four = expect.objectContaining({ family: 'database', files: 4, last: expect.stringMatching(/^database/) });
  expect(told()).toContainEqual(four); // as it was shown
  expect(waits()).toEqual(['call_event']);
  app.toasts.undo();
  await expect.poll(() => desk.view?.rev).toBe(43);
  expect(told()).toEqual([]); // nothing was shown
  backend.rules.waiting.add('database');
  await desk.load();
  expect(await desk.allow(['call_event'])).toBe(true);
  expect(waits()).toEqual(['database']);
});

test('who cleans is an edit like the others, and can be undone', async () => {
  const { app, desk } = await opened();
  const all = desk.view?.all;
  if (!all) throw new Error('no rules');
  desk.set(all, 'cleaner', 'window');
  expect(desk.count).toBe(1);
  expect(await desk.apply()).toBe(true);
  expect(desk.view?.cleaner).toBe('window');
  app.toasts.undo();
  await expect.poll(() => desk.view?.cleaner).toBe('serverlog');
});

test('a preview that is refused is told, and an older one is no effect of these edits', async () => {
  const { backend, desk } = await opened();
  desk.set(row(desk, 'database'), 'copies', 16);
  await desk.compute();
  expect(desk.preview).not.toBeNull();
  const refused = new BackendError({ op: 'read rules', kind: 'away', path: '/logs', hint: nothing, cause: nothing });
  const call = vi.spyOn(backend, 'call').mockRejectedValueOnce(refused);
  await desk.compute();
  expect([desk.refused?.kind, desk.preview, desk.computing]).toEqual(['away', null, false]);
  call.mockRestore();
  await desk.compute(); // what the dialog offers
  expect([desk.refused, desk.preview !== null]).toEqual([null, true]);
});
