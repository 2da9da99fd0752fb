import { describe, expect, it, vi } from 'vitest';
import { Commands, pressedKeys } from './commands.svelte';
import { looksLikePath, matchScore, ranked } from './match';

const key = (init: KeyboardEventInit) => new KeyboardEvent('keydown', { cancelable: true, ...init });

describe('keys', () => {
  it('are written as they are shown', () => {
    const f = (init: KeyboardEventInit, want: string) => expect(pressedKeys(key(init))).toBe(want);
    f({ key: 'k', ctrlKey: true }, 'Ctrl+K');
    f({ key: 'T', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+T');
    f({ key: '!', code: 'Digit1', altKey: true, shiftKey: true }, 'Alt+Shift+1');
    f({ key: 'F1' }, 'F1');
    f({ key: 'e' }, 'E');
  });

  it('say nothing while an input method composes', () => {
    expect(pressedKeys(key({ key: 'Enter', isComposing: true }))).toBe('');
  });
});

describe('commands', () => {
  it('run by their key, the latest first, and go when their view goes', () => {
    const commands = new Commands();
    const [first, second] = [vi.fn(), vi.fn()];
    commands.add([{ id: 'a', label: () => 'a', keys: 'Ctrl+G', run: first }]);
    const remove = commands.add([{ id: 'b', label: () => 'b', keys: 'Ctrl+G', run: second }]);
    expect(commands.handle(key({ key: 'g', ctrlKey: true }))).toBe(true);
    remove();
    expect(commands.handle(key({ key: 'g', ctrlKey: true }))).toBe(true);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
  });

  it('do not run while they have a reason not to', () => {
    const commands = new Commands();
    const run = vi.fn();
    commands.add([{ id: 'a', label: () => 'a', keys: 'F1', disabled: () => 'no source', run }]);
    expect(commands.handle(key({ key: 'F1' }))).toBe(false);
    commands.run('a');
    expect(run).not.toHaveBeenCalled();
  });

  it('keep letters for tables, so that typing stays typing', () => {
    const commands = new Commands();
    const run = vi.fn();
    commands.add([{ id: 'a', label: () => 'a', keys: 'Shift+F', run }]);
    const table = document.createElement('div');
    table.dataset['letters'] = '';
    table.append(document.createElement('p'));
    document.body.replaceChildren(document.createElement('input'), table);
    const press = (selector: string) => {
      const event = key({ key: 'F', shiftKey: true, bubbles: true });
      document.querySelector(selector)?.dispatchEvent(event);
      return commands.handle(event);
    };
    expect(press('input')).toBe(false);
    expect(press('p')).toBe(true);
  });
});

it('ranks whole words over scattered letters', () => {
  const f = (typed: string, better: string, worse: string) =>
    expect(matchScore(typed, better)).toBeGreaterThan(matchScore(typed, worse));
  f('log', 'Open a log folder', 'Language: English');
  f('tr', 'Time range', 'Theme: dark');
  expect(matchScore('xyz', 'Time range')).toBe(0);
  expect(matchScore('日志', '打开日志文件夹')).toBeGreaterThan(0);
});

it('what fits is listed, the best first, and what cannot run after it', () => {
  const rows = ['Undo', 'Unlock for changes!', 'Open a log folder', 'Open a bundle!'].map((text) => ({
    label: text.replace('!', ''),
    why: text.endsWith('!') ? 'no source' : null,
  }));
  const f = (typed: string, want: string[]) =>
    expect(
      ranked(typed, rows).map((r) => r.label),
      typed,
    ).toEqual(want);
  f('', ['Undo', 'Open a log folder', 'Unlock for changes', 'Open a bundle']);
  f('un', ['Undo', 'Unlock for changes', 'Open a bundle']);
  f('open', ['Open a log folder', 'Open a bundle']);
  f('bundle', ['Open a bundle']);
  f('zzz', []);
});

it('a path is told from words', () => {
  const f = (typed: string, want: boolean) => expect(looksLikePath(typed), typed).toBe(want);
  f('/var/log', true);
  f('  ~/logs', true);
  f('C:\\logs', true);
  f('d:/logs', true);
  f('\\\\srv\\logs', true);
  f('time range', false);
  f('~x', false);
  f('', false);
});
