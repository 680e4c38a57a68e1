// The settings as the lamp last told them, and changes of them with their way back.
import type { AppState } from "./app.svelte";
import type { Change, Settings } from "./bindings";

export class Chosen {
  now = $state.raw<Settings | null>(null);
  failed = $state(false);

  constructor(readonly app: AppState) {}

  async load(): Promise<void> {
    this.take(await this.app.query({ query: "settings" }, "settings"));
  }

  /** Changes one thing; with `undo`, says so and offers the way back. */
  async change(change: Change, undo: { said: string; change: Change } | null = null): Promise<boolean> {
    const changed = await this.app.query({ query: "change", change }, "settings");
    this.take(changed);
    if (changed && undo) this.app.toast.say(undo.said, () => void this.change(undo.change));
    return changed !== undefined;
  }

  async startAtLogin(on: boolean): Promise<void> {
    this.take(await this.app.query({ query: "start_at_login", on }, "settings"));
  }

  take(settings: Settings | undefined): void {
    if (settings) this.now = settings;
    this.failed = this.now === null;
  }
}
