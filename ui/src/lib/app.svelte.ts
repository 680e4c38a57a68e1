// The one state of the window: what the lamp last said, which page is open, and the time.
import { answer, type Kind, type With } from "./answers";
import type { Backend, Connection, Stop } from "./backend";
import type { Alternative, Ask, Incident, MuteUntil, Query, Reach, Service, Snapshot } from "./bindings";
import { aged } from "./aged";
import { above, named, NOW, type Page, tabOf } from "./pages";
import { promptUrl } from "./prompt";
import { Toast } from "./toast.svelte";
import { Words } from "./words";

/** A lamp that is only restarted is back sooner. */
const PATIENCE = 3_000;

export class AppState {
  snapshot = $state.raw<Snapshot | null>(null);
  connection = $state<Connection>("waiting");
  page = $state.raw<Page>(NOW);
  now = $state(Date.now());
  prompt = $state("");
  /** What incidents are searched for, and the one service they are of. */
  search = $state("");
  only = $state("");
  /** How far back history is looked at, and which service in detail. */
  reach = $state<Reach>("week");
  chosen = $state<string | null>(null);
  /** An incident that is older than what the snapshot holds. */
  past = $state.raw<Incident | null>(null);
  readonly toast = new Toast();
  words = $derived(new Words(this.snapshot?.language ?? navigator.language));

  /** Lost for so long that it will hardly come back by itself. */
  abandoned = $state(false);
  /** What is shown: the latest, or what is left of it while nobody vouches for it. */
  shown = $derived(this.snapshot && this.connection === "lost" ? aged(this.snapshot, this.words) : this.snapshot);

  /** Whether somebody is there to answer: what a page asks waits until then. */
  connected = $derived(this.connection !== "lost");

  #wanted: string | null = null;
  #losing: ReturnType<typeof setTimeout> | undefined;

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
      clearTimeout(this.#losing);
      this.toast.clear();
      stop();
    };
  }

  incident(id: string | null): Incident | null {
    const found = this.shown?.incidents.find((incident) => incident.id === id);
    return found ?? (this.past?.id === id ? this.past : null);
  }

  service(id: string): Service | null {
    return this.shown?.services.find((service) => service.id === id) ?? null;
  }

  go(page: Page): void {
    this.page = page;
  }

  openService(service: Service): void {
    this.page = { name: "detail", service: service.id, incident: service.incident, from: "now" };
  }

  openIncident({ id, service }: { id: string; service: string }): void {
    const from = tabOf(this.page) ?? "now";
    this.page = { name: "detail", service, incident: id, from };
    if (this.incident(id) === null) void this.#fetch(id);
  }

  back(): void {
    const up = above(this.page);
    if (up === null) void this.try(() => this.backend.hide());
    else this.page = up;
  }

  /** Starts the lamp; the connection tells when it is there. */
  startLamp(): void {
    this.#wait();
    void this.try(() => this.backend.startLamp());
  }

  ask(ask: Ask): void {
    void this.try(() => this.backend.ask(ask));
  }

  /** Asks, and says what went wrong where it did; undefined then. */
  query<K extends Kind>(query: Query, kind: K): Promise<With<K> | undefined> {
    return this.try(() => answer(this.backend, query, kind));
  }

  mute(service: Service, until: MuteUntil): void {
    this.#undoably({ ask: "mute", service: service.id, until }, { ask: "unmute", service: service.id }, "ui-muted-name", service);
  }

  /** Word of the end of its trouble is wanted, whatever else is heard of. */
  awaitEnd({ id, name }: { id: string; name: string }, on: boolean): void {
    const ask = (on: boolean): Ask => ({ ask: "tell_when_back", service: id, on });
    this.#undoably(ask(on), ask(!on), on ? "ui-await-asked" : "ui-await-dropped", { name });
  }

  /** It is broken for the person, or no longer. */
  sayBroken({ id, name }: { id: string; name: string }, broken: boolean): void {
    const ask = (broken: boolean): Ask => ({ ask: broken ? "broken_for_me" : "works_for_me", service: id });
    this.#undoably(ask(broken), ask(!broken), broken ? "ui-broken-said" : "ui-broken-dropped", { name });
  }

  copy(text: string, said: string): void {
    void this.try(async () => {
      await this.backend.copy(text);
      this.toast.say(said);
    });
  }

  /** Copies the prompt as well, so that it is at hand should the page not take it. */
  openWithPrompt(alternative: Alternative): void {
    const url = promptUrl(alternative.prompt, this.prompt);
    this.copy(this.prompt, this.words.t(url === null ? "ui-prompt-copied-only" : "ui-prompt-copied"));
    this.ask({ ask: "open_url", url: url ?? alternative.open });
  }

  async try<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      this.toast.say(this.words.t("ui-failed", { why: error instanceof Error ? error.message : String(error) }));
      return undefined;
    }
  }

  /** Asks, says so, and offers the way back. */
  #undoably(ask: Ask, back: Ask, said: string, { name }: { name: string }): void {
    this.ask(ask);
    this.toast.say(this.words.t(said, { name }), () => this.ask(back));
  }

  #take(snapshot: Snapshot): void {
    this.snapshot = snapshot;
    // A late answer must not hide that the lamp is gone: only the connection itself tells that it is back.
    if (this.connection === "waiting") this.connection = "connected";
    this.now = Date.now();
    const root = document.documentElement;
    root.lang = snapshot.language;
    if (snapshot.theme) root.dataset["theme"] = snapshot.theme;
    else delete root.dataset["theme"];
    if (this.#wanted !== null) this.#show(this.#wanted);
  }

  #show(page: string): void {
    const wanted = named(page);
    const incident = "incident" in wanted ? this.incident(wanted.incident) : null;
    // The lamp may name an incident before the snapshot that holds it has come.
    this.#wanted = "incident" in wanted && incident === null ? page : null;
    if ("page" in wanted) this.page = wanted.page;
    else if (incident) this.openIncident(incident);
    else this.page = { ...NOW };
  }

  async #fetch(id: string): Promise<void> {
    this.past = (await this.query({ query: "incident", id }, "incident")) ?? null;
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
}
