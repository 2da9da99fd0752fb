import { describe, expect, test } from 'vitest';
import { Sideways } from './sideways.svelte';

/** A body whose longest row is 300 px wider than its room. */
function body(): HTMLElement {
  const host = document.createElement('div');
  const wide = document.createElement('span');
  wide.dataset['wide'] = '';
  Object.defineProperty(wide, 'scrollWidth', { value: 500 });
  Object.defineProperty(host, 'clientWidth', { value: 200 });
  host.append(wide);
  return host;
}

describe('a wheel', () => {
  const f = (name: string, wheel: Partial<WheelEvent>, px: number, left: number) =>
    test(name, () => {
      const sideways = new Sideways(body);
      const event = { deltaX: 0, deltaY: 0, deltaMode: 0, shiftKey: false, ...wheel } as WheelEvent;
      expect([sideways.wheel(event, 18, 600), sideways.px]).toEqual([left, px]);
    });
  f('up and down', { deltaY: 40 }, 0, 40);
  f('by lines', { deltaY: -3, deltaMode: 1 }, 0, -54);
  f('by pages', { deltaY: 1, deltaMode: 2 }, 0, 600);
  f('sideways', { deltaX: 25 }, 25, 0);
  f('both', { deltaX: 25, deltaY: 7 }, 25, 7);
  f('with Shift', { deltaY: 40, shiftKey: true }, 40, 0);
  f('not beyond the longest', { deltaX: 4000 }, 300, 0);
  f('not before the begin', { deltaX: -9 }, 0, 0);
});

test('Alt, Shift and an arrow', () => {
  const sideways = new Sideways(body);
  const press = (key: string, altKey = true) => sideways.key({ key, altKey, shiftKey: true } as KeyboardEvent);
  expect([press('ArrowRight'), press('ArrowRight'), press('ArrowLeft'), sideways.px]).toEqual([true, true, true, 80]);
  expect([press('ArrowUp'), press('ArrowRight', false), sideways.px]).toEqual([false, false, 80]);
});
