// What was just done, for eyes and screen readers, and the way back from it.

const SHOWN = 6_000;
/** Long enough to read it, to find the button and to press it. */
const UNDOABLE = 10_000;

export class Toast {
  text = $state("");
  undo = $state.raw<(() => void) | null>(null);
  #hush: ReturnType<typeof setTimeout> | undefined;
  #late: (() => void) | null = null;

  say(text: string, undo: (() => void) | null = null): void {
    this.#settle();
    this.text = text;
    this.undo = undo;
    this.#hush = setTimeout(() => this.clear(), undo ? UNDOABLE : SHOWN);
  }

  /** Says what is about to be done, and does it unless it is undone in time. */
  after(text: string, act: () => void): void {
    this.say(text, () => (this.#late = null));
    this.#late = act;
  }

  takeBack(): void {
    const undo = this.undo;
    this.#late = null;
    undo?.();
    this.clear();
  }

  clear(): void {
    this.#settle();
    this.text = "";
    this.undo = null;
  }

  #settle(): void {
    clearTimeout(this.#hush);
    const late = this.#late;
    this.#late = null;
    late?.();
  }
}
