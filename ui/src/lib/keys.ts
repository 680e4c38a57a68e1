// What a key means, wherever in the window it is pressed; and the arrows that walk a list.
import { TABS, type Tab } from "./pages";

export type Wish = "back" | "check" | "help" | Tab;

const WRITING = "input:not([type=checkbox], [type=radio]), textarea, select";

export function command(event: KeyboardEvent): Wish | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === "Escape") return "back";
  if (event.target instanceof Element && event.target.matches(WRITING)) return null;
  if (event.key.toLowerCase() === "r") return "check";
  if (event.key === "?") return "help";
  return TABS[Number(event.key) - 1] ?? null;
}

/** Up, down, home and end within a list: from button to button. */
export function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.findIndex((row) => row === document.activeElement);
  if (at < 0) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  const next = to === undefined ? undefined : rows[to];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
