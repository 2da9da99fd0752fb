import { untrack } from 'svelte';

/**
 * A command is one object; the palette, the shortcuts and the menus read the same
 * list. `keys` is written as it is shown: "Ctrl+Shift+T", "E", "Alt+1".
 */
export interface Command {
  id: string;
  label: () => string;
  keys?: string;
  /** null when it can run, else the reason why not, in words. */
  disabled?: () => string | null;
  run: () => void;
}

/** The commands that make sense now. A view adds its own while it is there. */
export class Commands {
  list = $state.raw<readonly Command[]>([]);

  /** Adds commands; the answer takes them away again (return it from an $effect). */
  add(commands: readonly Command[]): () => void {
    // The list is not what the adding effect depends on.
    const now = () => untrack(() => this.list);
    this.list = [...now(), ...commands];
    return () => {
      this.list = now().filter((c) => !commands.includes(c));
    };
  }

  find(id: string): Command | undefined {
    return this.list.find((c) => c.id === id);
  }

  run(id: string): void {
    const command = this.find(id);
    if (command && !command.disabled?.()) command.run();
  }

  /** Runs what the key stands for; false when nothing does. The latest added wins. */
  handle(event: KeyboardEvent): boolean {
    const pressed = pressedKeys(event);
    if (isLetter(pressed) && !takesLetters(event.target)) return false;
    const command = this.list.findLast((c) => c.keys === pressed);
    if (!command || command.disabled?.()) return false;
    event.preventDefault();
    command.run();
    return true;
  }
}

const mac = navigator.platform.startsWith('Mac');

/** "Ctrl+Shift+T" of an event; Cmd counts as Ctrl on a Mac. */
export function pressedKeys(event: KeyboardEvent): string {
  if (event.isComposing) return '';
  const parts: string[] = [];
  if (mac ? event.metaKey : event.ctrlKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey) parts.push('Shift');
  // Digits by place: Shift+1 is "!" on one layout and "+" on another.
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  parts.push(digit ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key));
  return parts.join('+');
}

/** Letters act only while a table, the log or a chart has the focus. */
function isLetter(keys: string): boolean {
  return /^(Shift\+)?.$/.test(keys);
}

function takesLetters(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-letters]') !== null;
}
