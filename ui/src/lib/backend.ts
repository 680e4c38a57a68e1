// What the window needs from the outside. Everything that knows how it is done is in backend/.
import type { Answer, Ask, Query, Snapshot } from "./bindings";

export type Connection = "waiting" | "connected" | "lost";

export type Stop = () => void;

export interface Listener {
  snapshot(snapshot: Snapshot): void;
  connection(connection: Connection): void;
  /** `now`, `incident/ID`, `settings`…: the lamp wants this page shown. */
  page(page: string): void;
}

export interface Backend {
  /** Tells the latest first, then every change, until stopped. */
  watch(listener: Listener): Promise<Stop>;
  ask(ask: Ask): Promise<void>;
  /** Fails with a sentence where the lamp could not do it. */
  query(query: Query): Promise<Answer>;
  copy(text: string): Promise<void>;
  /** Starts the lamp again where it was lost. */
  startLamp(): Promise<void>;
  /** Puts the window away; the lamp goes on. */
  hide(): Promise<void>;
}
