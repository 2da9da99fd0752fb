import { expect, test, vi } from 'vitest';
import { BackendError, nothing, quote } from '../../backend/backend';
import { FakeBackend } from '../../backend/fake/fake';
import { App } from '../../state/app.svelte';
import { RulesDesk } from './rules.svelte';
import type { Rotation } from './rotation.svelte';

async function opened(): Promise<{ app: App; backend: FakeBackend; rotation: Rotation }> {
  const backend = new FakeBackend();
  const app = new App(backend);
  await app.openSample();
  const desk = new RulesDesk(app);
  await desk.load();
  const row = desk.view?.families.find((f) => f.family === 'database');
  if (!row) throw new Error('no database');
  desk.rotate(row);
  if (!desk.rotation) throw new Error('no rotation');
  return { app, backend, rotation: desk.rotation };
}

test('nothing is asked before a person says so; then the copy is named', async () => {
  const { app, rotation } = await opened();
  expect([rotation.asked, rotation.waiting]).toEqual([null, false]);
  const asking = rotation.ask();
  expect(rotation.waiting).toBe(true);
  await asking;
  expect([rotation.waiting, rotation.did?.file]).toEqual([false, 'database-2026-11-18-2.log.gz']);
  expect(app.toasts.current).toBe(null);
});

test('what the server refuses is told, and can be asked again', async () => {
  const { backend, rotation } = await opened();
  const cause = quote('the live file is empty: there is nothing to rotate');
  const refused = new BackendError({ op: 'rotate', kind: 'invalid', path: 'database.log', hint: nothing, cause });
  vi.spyOn(backend, 'call').mockRejectedValueOnce(refused);
  await rotation.ask();
  expect([rotation.refused?.cause, rotation.waiting]).toEqual([cause, false]);
  await rotation.ask();
  expect([rotation.refused, rotation.did?.family]).toEqual([null, 'database']);
});

test('an answer that nobody waits for is said in a toast', async () => {
  const { app, rotation } = await opened();
  const asking = rotation.ask();
  rotation.leave();
  await asking;
  expect(app.toasts.current?.text).toBe('database.log was rotated into database-2026-11-18-2.log.gz.');
});
