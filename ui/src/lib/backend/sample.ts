// A lamp made up for the developer's browser tab and the component tests: `?sample=outage&lang=vi&theme=dark`.
// Answers to requests as a lamp would; never part of what is shipped.
import type { Backend, Listener, Stop } from "../backend";
import type { Ask, Snapshot } from "../bindings";
import { copyText } from "./clipboard";
import { SAMPLES, type SampleName, sample, type Telling } from "./sample-data";

export class SampleBackend implements Backend {
  /** Everything asked so far, oldest first. */
  readonly asked: Ask[] = [];
  copied: string | null = null;
  hidden = false;
  /** How often the lamp was started. */
  starts = 0;
  #snapshot: Snapshot;
  #listener: Listener | null = null;

  constructor(
    readonly name: SampleName,
    telling: Telling,
    readonly page: string | null = null,
  ) {
    this.#snapshot = sample(name, telling);
  }

  static fromAddress(address: URL): SampleBackend {
    const asked = address.searchParams.get("sample");
    const theme = address.searchParams.get("theme");
    if (theme) document.documentElement.dataset["theme"] = theme;
    const language = address.searchParams.get("lang") === "vi" ? "vi" : "en";
    const name = SAMPLES.find((name) => name === asked) ?? "outage";
    return new SampleBackend(name, { language, now: Date.now() }, address.searchParams.get("page"));
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  async watch(listener: Listener): Promise<Stop> {
    this.#listener = listener;
    if (this.name === "loading") return () => {};
    if (this.name === "no-lamp") listener.connection("lost");
    else this.#tell(this.#snapshot);
    if (this.name === "disconnected") listener.connection("lost");
    if (this.page !== null) listener.page(this.page);
    return () => (this.#listener = null);
  }

  async ask(ask: Ask): Promise<void> {
    this.asked.push(ask);
    if (ask.ask === "check_now") this.#look();
    if (ask.ask === "mute" || ask.ask === "unmute") this.#mute(ask.service, ask.ask === "mute");
    if (ask.ask === "open_url" && !/^https?:/.test(ask.url)) throw new Error(ask.url);
  }

  async startLamp(): Promise<void> {
    this.starts += 1;
  }

  async copy(text: string): Promise<void> {
    this.copied = text;
    if (!import.meta.env.VITEST) await copyText(text);
  }

  async hide(): Promise<void> {
    this.hidden = true;
  }

  /** The lamp is found again, or lost. */
  connect(connected: boolean): void {
    this.#listener?.connection(connected ? "connected" : "lost");
  }

  /** The lamp wants this page shown. */
  show(page: string): void {
    this.#listener?.page(page);
  }

  /** What the lamp would send next. */
  tell(change: Partial<Snapshot>): void {
    this.#tell({ ...this.#snapshot, ...change });
  }

  #tell(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#listener?.snapshot(snapshot);
  }

  #look(): void {
    this.tell({ checking: true });
    setTimeout(() => this.tell({ checking: false, checked_at: new Date().toISOString() }), 1_500);
  }

  #mute(id: string | null, muted: boolean): void {
    const services = this.#snapshot.services.map((service) =>
      id === null || service.id === id ? { ...service, muted } : service,
    );
    this.tell({ services });
  }
}
