export interface Toast {
  text: string;
  /** Paths and sums, a line each. */
  values?: readonly string[];
  /** The way back. A result that can be seen needs no toast; one out of sight has an undo, or says where it is. */
  undo?: () => void;
  action?: { label: string; run: () => void };
}

/** One at a time, gone after ten seconds; the pointer or the focus on it holds it. */
export class Toasts {
  current = $state.raw<Toast | null>(null);
  #timer = 0;

  show(toast: Toast): void {
    this.current = toast;
    this.resume();
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.current = null;
  }

  hold(): void {
    clearTimeout(this.#timer);
  }

  resume(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.hide(), 10_000);
  }

  undo(): void {
    const undo = this.current?.undo;
    if (!undo) return;
    this.hide();
    undo();
  }
}
