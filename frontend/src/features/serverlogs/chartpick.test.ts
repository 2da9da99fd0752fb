import { expect, it } from 'vitest';
import { ChartPick, type ChartAct } from './chartpick.svelte';

const said = (act: ChartAct | undefined) => (act && typeof act === 'object' ? `go ${act.go}` : String(act));
const range = (pick: ChartPick) => (pick.chosen ? `${pick.chosen.from}-${pick.chosen.to}` : '');

it('a click goes there, a drag chooses and goes to its beginning', () => {
  const pick = new ChartPick(() => 10);
  const f = (acts: string, act: string, chosen: string) => {
    let last: ChartAct = null;
    for (const [, what, at] of acts.matchAll(/([pmr])(\d)/g)) {
      if (what === 'p') pick.press(Number(at));
      else if (what === 'm') pick.move(Number(at));
      else last = pick.release(Number(at));
    }
    expect([said(last), range(pick)], acts).toEqual([act, chosen]);
  };
  f('m3 p3 r3', 'go 3', '');
  f('p3 m5 r5', 'go 3', '3-5');
  f('p7 m8 m4 r4', 'go 4', '4-7');
  f('m2', 'null', '4-7');
  f('p2 r2', 'go 4', ''); // a click beside it takes it away
  f('p2 r2', 'go 2', '');
  f('p6 m7 m6 r6', 'go 6', '');
  f('r5', 'null', '');
});

it('keys move, extend, and ask', () => {
  const pick = new ChartPick(() => 10);
  const f = (key: string, act: string, cursor: number, chosen = '') => {
    const shift = key.startsWith('+');
    const got = pick.key(shift ? key.slice(1) : key, shift, (from, direction) => from + 3 * direction);
    expect([said(got), pick.cursor, range(pick)], key).toEqual([act, cursor, chosen]);
  };
  f('Escape', 'undefined', -1);
  f('x', 'undefined', -1);
  f('ArrowLeft', 'null', 0);
  f('ArrowLeft', 'null', 0);
  f('n', 'null', 3);
  f('Enter', 'go 3', 3);
  f('+ArrowRight', 'null', 4, '3-4');
  f('+ArrowRight', 'null', 5, '3-5');
  f('Enter', 'zoom', 5, '3-5');
  f('+ArrowLeft', 'null', 4, '3-4');
  f('Escape', 'null', 4);
  f('+ArrowLeft', 'null', 3, '3-4');
  f('+ArrowLeft', 'null', 2, '2-4');
  f('End', 'null', 9, '2-4');
  f('ArrowRight', 'null', 9, '2-4');
  f('p', 'null', 6, '2-4');
  f('Home', 'null', 0, '2-4');
  f('-', 'out', 0, '2-4');
});
