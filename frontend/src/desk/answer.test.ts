import { expect, test } from 'vitest';
import { FakeBackend } from '../backend/fake/fake';
import type { AccessRow } from '../backend/wire';
import { App } from '../state/app.svelte';
import { ALL, Answer } from './answer.svelte';

async function asked(query: string): Promise<{ answer: Answer<AccessRow>; backend: FakeBackend }> {
  const backend = new FakeBackend();
  const app = new App(backend);
  await app.openSample();
  const answer = new Answer<AccessRow>(app, 'Access');
  await answer.ask({ ...ALL, query });
  return { answer, backend };
}

test('the first page is there when the answer is', async () => {
  const { answer } = await asked('kind:refused');
  answer.rows.want(0, 10, 0);
  await expect.poll(() => answer.rows.get(0)?.kind).toBe('refused');
  expect(answer.rows.count).toBe(answer.state?.total);
});

test('a facet counts without its own condition, the others with it', async () => {
  const { answer } = await asked('kind:refused account:7');
  const kinds = (await answer.facet('kind'))?.values.map((v) => v.text) ?? [];
  expect(kinds.length).toBeGreaterThan(1);
  expect((await answer.facet('scope'))?.values.map((v) => v.text)).toEqual(['administrator']);
});

test('a facet is one call, whatever the query', async () => {
  const { answer, backend } = await asked('kind:refused OR account:7');
  const before = backend.calls.length;
  await answer.facet('kind');
  expect(backend.calls.slice(before).map(({ name }) => name)).toEqual(['Access.Facet']);
});

test('the same question is asked once', async () => {
  const { answer, backend } = await asked('');
  const before = backend.calls.length;
  await answer.ask({ ...ALL, query: '' });
  expect(backend.calls.length).toBe(before);
});

test('somebody who reads is offered what came, not moved', async () => {
  const { answer } = await asked('');
  answer.current = 4;
  answer.grew();
  expect([answer.stale, answer.current]).toEqual([true, 4]);
});
