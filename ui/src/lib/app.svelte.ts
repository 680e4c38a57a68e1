// The one state of the window: what the lamp last said, which page is open, and the time.
import type { Backend, Connection, Stop } from "./backend";
import type { Alternative, Ask, Incident, Service, Snapshot } from "./bindings";
import { aged } from "./aged";
import { promptUrl } from "./prompt";
import { Words } from "./words";

export type Page = { name: "now" } | { name: "detail"; service: string; incident: string | null };

const NOW: Page = { name: "now" };
/** A lamp that is only restarted is back sooner. */
const PATIENCE = 3_000;

export class AppState {
  snapshot = $state.raw<Snapshot | null>(null);
  connection = $state<Connection>("waiting");
  page = $state.raw<Page>(NOW);
  now = $state(Date.now());
  prompt = $state("");
  /** What was just done, for eyes and screen readers. */
  said = $state("");
  words = $derived(new Words(this.snapshot?.language ?? navigator.language));

  /** Lost for so long that it will hardly come back by itself. */
  abandoned = $state(false);
  /** What is shown: the latest, or what is left of it while nobody vouches for it. */
  shown = $derived(this.snapshot && this.connection === "lost" ? aged(this.snapshot, this.words) : this.snapshot);

  #wanted: string | null = null;
  #losing: ReturnType<typeof setTimeout> | undefined;
  #hush: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly backend: Backend) {}

  async start(): Promise<Stop> {
    const tick = setInterval(() => {
      if (!document.hidden) this.now = Date.now();
    }, 1_000);
    const stop = await this.backend.watch({
      snapshot: (snapshot) => this.#take(snapshot),
      connection: (connection) => this.#connect(connection),
      page: (page) => this.#show(page),
    });
    return () => {
      clearInterval(tick);
      clearTimeout(this.#hush);
      clearTimeout(this.#losing);
      stop();
    };
  }

  incident(id: string | null): Incident | null {
    return this.shown?.incidents.find((incident) => incident.id === id) ?? null;
  }

  service(id: string): Service | null {
    return this.shown?.services.find((service) => service.id === id) ?? null;
  }

  openService(service: Service): void {
    this.page = { name: "detail", service: service.id, incident: service.incident };
  }

  openIncident(incident: Incident): void {
    this.page = { name: "detail", service: incident.service, incident: incident.id };
  }

  back(): void {
    if (this.page.name === "now") void this.#try(() => this.backend.hide());
    else this.page = NOW;
  }

  /** Starts the lamp; the connection tells when it is there. */
  startLamp(): void {
    this.#wait();
    void this.#try(() => this.backend.startLamp());
  }

  ask(ask: Ask): void {
    void this.#try(() => this.backend.ask(ask));
  }

  copy(text: string, said: string): void {
    void this.#try(async () => {
      await this.backend.copy(text);
      this.say(said);
    });
  }

  /** Copies the prompt as well, so that it is at hand should the page not take it. */
  openWithPrompt(alternative: Alternative): void {
    const url = promptUrl(alternative.prompt, this.prompt);
    const said = this.words.t(url === null ? "ui-prompt-copied-only" : "ui-prompt-copied");
    this.copy(this.prompt, said);
    this.ask({ ask: "open_url", url: url ?? alternative.open });
  }

  say(text: string): void {
    this.said = text;
    clearTimeout(this.#hush);
    this.#hush = setTimeout(() => (this.said = ""), 6_000);
  }

  #take(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    // A late answer must not hide that the lamp is gone: only the connection itself tells that it is back.
    if (this.connection === "waiting") this.connection = "connected";
    this.now = Date.now();
    document.documentElement.lang = snapshot.language;
    if (this.#wanted !== null) this.#show(this.#wanted);
  }

  #show(page: string): void {
    const id = /^incident\/(.+)$/.exec(page)?.[1] ?? null;
    const incident = this.incident(id);
    // The lamp may name an incident before the snapshot that holds it has come.
    this.#wanted = id !== null && incident === null ? page : null;
    if (incident) this.openIncident(incident);
    else this.page = { ...NOW };
  }

  #connect(connection: Connection): void {
    if (connection !== this.connection) this.#wait();
    this.connection = connection;
  }

  #wait(): void {
    this.abandoned = false;
    clearTimeout(this.#losing);
    this.#losing = setTimeout(() => (this.abandoned = this.connection === "lost"), PATIENCE);
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.say(this.words.t("ui-failed", { why: error instanceof Error ? error.message : String(error) }));
    }
  }
}
