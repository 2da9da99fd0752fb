export interface Toast {
  text: string;
  /** The way back. A result that can be seen needs no toast; one out of sight has an undo. */
  undo: () => void;
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
    const toast = this.current;
    this.hide();
    toast?.undo();
  }
}
