import { expect, it } from 'vitest';
import type { Backend } from '../backend/backend';
import { App } from './app.svelte';

class Desk {
  n = $state(1);
  readonly twice = $derived(this.n * 2);
}

it('what a desk keeps lives on when its component goes', () => {
  const app = new App({} as Backend);
  let desk: Desk | undefined;
  const component = $effect.root(() => {
    desk = app.keep('desk', () => new Desk());
    expect(desk.twice).toBe(2);
  });
  component();
  if (!desk) throw new Error('nothing was kept');
  desk.n = 21;
  expect(desk.twice).toBe(42);
  expect(app.keep('desk', () => new Desk())).toBe(desk);
});
