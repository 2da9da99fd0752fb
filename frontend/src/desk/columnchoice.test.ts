import { expect, it } from 'vitest';
import { FakeBackend } from '../backend/fake/fake';
import { App } from '../state/app.svelte';
import { ColumnChoice, listed, moved, toggled } from './columnchoice.svelte';

const ids = (text: string) => text.split(' ').filter(Boolean);

it('shows one more at the end, hides one, and never the last', () => {
  const f = (shown: string, id: string, want: string) => expect(toggled(ids(shown), id).join(' ')).toBe(want);
  f('time ip', 'memo', 'time ip memo');
  f('time ip memo', 'ip', 'time memo');
  f('time', 'time', 'time');
});

it('moves one by a step, as far as there is room', () => {
  const f = (shown: string, id: string, by: 1 | -1, want: string) =>
    expect(moved(ids(shown), id, by).join(' ')).toBe(want);
  f('time ip memo', 'ip', 1, 'time memo ip');
  f('time ip memo', 'ip', -1, 'ip time memo');
  f('time ip memo', 'time', -1, 'time ip memo');
  f('time ip memo', 'memo', 1, 'time ip memo');
  f('time ip', 'memo', -1, 'time ip');
});

it('lists those that are shown first, and knows none that is not there', () => {
  const text = listed(ids('time kind ip memo'), ids('ip moon time')).map((c) => (c.on ? c.id : `-${c.id}`));
  expect(text.join(' ')).toBe('ip time -kind -memo');
});

it('is kept for its source', async () => {
  const app = new App(new FakeBackend());
  await app.openSample();
  await new ColumnChoice(app, 'access').set(['time', 'ip']);
  const again = new ColumnChoice(app, 'access');
  await expect.poll(() => again.names).toEqual(['time', 'ip']);
  await again.set([]);
  expect(await app.backend.call('Sources.Columns', app.source?.id ?? '', 'access')).toEqual([]);
});
