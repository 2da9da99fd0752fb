import { expect, it } from 'vitest';
import { Selection } from '../model/selection';
import { pressed, stepped, type Picked } from './picking';

it('a press picks one row, Ctrl more, Shift up to it; the keyboard goes on from there', () => {
  const keys = (text: string) => ({ shiftKey: text === 'shift', ctrlKey: text === 'ctrl', metaKey: text === 'meta' });
  const f = (acts: string, current: number, selected: string) => {
    let now: Picked = { current: -1, pivot: -1, selection: new Selection() };
    for (const act of acts.split(', ')) {
      const [how = '', what = '', row = ''] = /^(\w*)\+?(press|step)(\d+)$/.exec(act)?.slice(1) ?? [];
      now = (what === 'press' ? pressed : stepped)(now, Number(row), keys(how));
    }
    const rows = Array.from({ length: 20 }, (_, i) => i).filter((i) => now.selection.has(i));
    expect([now.current, rows.join(' ')], acts).toEqual([current, selected]);
  };
  f('press3', 3, '');
  f('press3, ctrl+press5', 5, '5');
  f('press3, ctrl+press5, meta+press7', 7, '5 7');
  f('press3, ctrl+press5, ctrl+press5', 5, '');
  f('press3, ctrl+press5, press6', 6, '');
  f('press3, shift+press5', 5, '3 4 5');
  f('press3, shift+press5, shift+press2', 2, '2 3');
  f('shift+press2', 2, '0 1 2');
  f('step4', 4, '');
  f('step4, shift+step5, shift+step6', 6, '4 5 6');
  f('step4, shift+step5, shift+step4, shift+step3', 3, '3 4');
  f('step4, shift+step6, step7', 7, '4 5 6');
  f('step4, shift+step6, step7, shift+step8', 8, '7 8');
  f('step4, shift+press6, shift+press8', 8, '4 5 6 7 8');
  f('press3, shift+step4', 4, '3 4');
});
