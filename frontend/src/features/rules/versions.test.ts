import { expect, test } from 'vitest';
import { FakeBackend } from '../../backend/fake/fake';
import { App } from '../../state/app.svelte';
import { fromEdits, toEdits } from './edits';
import { RulesDesk } from './rules.svelte';

async function opened(): Promise<{ app: App; desk: RulesDesk }> {
  const app = new App(new FakeBackend());
  await app.openSample();
  const desk = new RulesDesk(app);
  await desk.load();
  desk.show('versions');
  await desk.versions.load();
  return { app, desk };
}

test('a version comes back as edits that wait, with their effect', async () => {
  const { desk } = await opened();
  await desk.restore(40);
  expect([desk.tab, desk.count, desk.pending]).toEqual(['rules', 1, { '': { copies: 20 } }]);
  expect(desk.preview).not.toBe(null);
  expect(desk.view?.rev).toBe(41); // nothing is saved before it is applied
  expect(await desk.apply()).toBe(true);
  expect([desk.view?.all.copies, desk.view?.rev]).toEqual([20, 42]);
});

test('edits of a person are not replaced, and a version that is not there is told', async () => {
  const { app, desk } = await opened();
  const database = desk.view?.families.find((f) => f.family === 'database');
  if (!database) throw new Error('no database');
  desk.set(database, 'copies', 5);
  await desk.restore(40);
  expect(desk.pending).toEqual({ database: { copies: 5 } });
  desk.discard();
  await desk.restore(7);
  expect([desk.count, app.problem?.kind]).toEqual([0, 'not_found']);
});

test('edits and what waits are the same thing', () => {
  const pending = { '': { copies: 20, cleaner: 'window' }, database: { level: null, cleaning: 'hold' } };
  expect(fromEdits(toEdits(pending))).toEqual(pending);
});
