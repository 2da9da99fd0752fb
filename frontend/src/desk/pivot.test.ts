import { expect, test } from 'vitest';
import { FakeBackend } from '../backend/fake/fake';
import { App } from '../state/app.svelte';
import { LINES_MS, showLines, showOperations, showVisits, VISITS_MS } from './pivot';

const AT = Date.UTC(2026, 10, 18, 6, 3);

async function opened(): Promise<App> {
  const app = new App(new FakeBackend());
  await app.openSample();
  return app;
}

const where = (app: App) => ({ desk: app.desk, q: app.params['q'], range: app.scope.range(0) });
const within = (by: number) => ({ from: AT - by, to: AT + by });

test('visits and operations of an account, or of everybody, a quarter of an hour around', async () => {
  const app = await opened();
  showVisits(app, '1001', AT);
  expect(where(app)).toMatchObject({ desk: 'access', q: 'account:1001', range: within(VISITS_MS) });
  showOperations(app, '', AT);
  expect(where(app)).toMatchObject({ desk: 'audit', q: '', range: within(VISITS_MS) });
});

test('what the server wrote in all families, half a minute around', async () => {
  const app = await opened();
  await showLines(app, AT);
  expect(where(app)).toMatchObject({ desk: 'serverlogs', range: within(LINES_MS) });
});
