import { expect, it } from 'vitest';
import { actOf, atLeast, withWord } from './logkeys';

it('a key asks for one thing of a row', () => {
  const f = (keys: string, want: object | null) => {
    const held = keys.split('+');
    const key = held.pop() || '+';
    const event = {
      key,
      shiftKey: held.includes('Shift'),
      ctrlKey: held.includes('Ctrl'),
      altKey: held.includes('Alt'),
      metaKey: held.includes('Meta'),
    };
    expect(actOf(event), keys).toEqual(want);
  };
  f('ArrowRight', { do: 'unfold' });
  f('ArrowLeft', { do: 'fold' });
  f('Ctrl+ArrowRight', null);
  f('Ctrl+c', { do: 'copy', withPlace: false });
  f('Meta+Shift+C', { do: 'copy', withPlace: true });
  f('c', null);
  f('Alt+c', null);
  f('+', { do: 'filter', exclude: false });
  f('-', { do: 'filter', exclude: true });
  f('e', { do: 'step', level: 5, direction: 1 });
  f('Shift+E', { do: 'step', level: 5, direction: -1 });
  f('w', { do: 'step', level: 4, direction: 1 });
  f('Shift+W', { do: 'step', level: 4, direction: -1 });
  f('Ctrl+w', null);
  f('x', null);
});

it('a marked word is asked for, or left out', () => {
  expect(withWord('level:error', 'relay', false)).toBe('level:error relay');
  expect(withWord('', 'relay denied', false)).toBe('"relay denied"');
  expect(withWord('a', 'relay denied', true)).toBe('a -"relay denied"');
});

it('the least level takes the place of the one before', () => {
  expect(atLeast('', 5)).toBe('level:>=error');
  expect(atLeast('relay level:>=error', 4)).toBe('relay level:>=warn');
  expect(atLeast('level:>=error relay', 1)).toBe('relay');
  expect(atLeast('level:error', 3)).toBe('level:error level:>=info');
});
