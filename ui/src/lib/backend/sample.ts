// A lamp made up for the developer's browser tab and the component tests: `?sample=outage&lang=vi&theme=dark`.
// Answers to requests as a lamp would; never part of what is shipped.
import type { Backend, Listener, Stop } from "../backend";
import type { Answer, Ask, IncidentLine, Query, Settings, Snapshot } from "../bindings";
import { copyText } from "./clipboard";
import { sample } from "./sample-data";
import { SAMPLES, type SampleName, type Telling } from "./sample-names";
import { history, latency, pastIncident, pastIncidents } from "./sample-past";
import { changed, keys, proposal, settings } from "./sample-settings";

export class SampleBackend implements Backend {
  /** Everything asked so far, oldest first. */
  readonly asked: Ask[] = [];
  readonly queries: Query[] = [];
  copied: string | null = null;
  hidden = false;
  /** How often the lamp was started. */
  starts = 0;
  settings: Settings;
  /** The names of the keys that are kept, and what was last given as one. */
  readonly kept = new Set(["openai"]);
  given: string | null = null;
  #snapshot: Snapshot;
  #listener: Listener | null = null;

  constructor(
    readonly name: SampleName,
    readonly telling: Telling,
    readonly page: string | null = null,
  ) {
    this.#snapshot = sample(name, telling);
    this.settings = settings(telling);
  }

  static fromAddress(address: URL): SampleBackend {
    const asked = address.searchParams.get("sample");
    const theme = address.searchParams.get("theme");
    const language = address.searchParams.get("lang") === "vi" ? "vi" : "en";
    const name = SAMPLES.find((name) => name === asked) ?? "outage";
    const now = Number(address.searchParams.get("now")) || Date.now();
    const made = new SampleBackend(name, { language, now }, address.searchParams.get("page"));
    if (theme === "light" || theme === "dark") made.#snapshot = { ...made.#snapshot, theme };
    return made;
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
    if (ask.ask === "tell_when_back") this.tell({ incidents: this.#snapshot.incidents.map((it) => (it.service === ask.service && it.ended === null ? { ...it, awaited: ask.on } : it)) });
    if (ask.ask === "broken_for_me" || ask.ask === "works_for_me") this.#say(ask.service, ask.ask === "broken_for_me");
    if (ask.ask === "open_url" && !/^https?:/.test(ask.url)) throw new Error(ask.url);
  }

  async query(query: Query): Promise<Answer> {
    this.queries.push(query);
    if (this.name === "unread") throw new Error("failed to open history: unable to open database file");
    return this.#answer(query);
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

  #say(id: string, broken: boolean): void {
    const said = broken ? "You said that it is broken for you." : null;
    const nothing = { page: "", left_out: [], said: null, common: null, loss: "", surfaces: [] };
    this.tell({ services: this.#snapshot.services.map((it) => (it.id === id ? { ...it, explanation: { ...nothing, ...it.explanation, said } } : it)) });
  }

  #mute(id: string | null, muted: boolean): void {
    const services = this.#snapshot.services.map((service) =>
      id === null || service.id === id ? { ...service, muted } : service,
    );
    this.tell({ services });
  }

  #answer(query: Query): Answer {
    const telling = this.telling;
    const empty = this.name === "fresh" || this.name === "empty";
    switch (query.query) {
      case "incidents":
        return { answer: "incidents", with: empty ? [] : [...this.#open(), ...pastIncidents(telling).filter(({ id }) => !this.#open().some((it) => it.id === id))] };
      case "incident":
        return { answer: "incident", with: pastIncident(query.id, telling, sample("well", telling).incidents[0]) };
      case "history":
        return { answer: "history", with: history(telling, empty) };
      case "latency":
        return { answer: "latency", with: latency(query.service, query.reach, telling) };
      case "change":
        this.#change(changed(this.settings, query.change));
        return { answer: "settings", with: this.settings };
      case "start_at_login":
        this.settings = { ...this.settings, start_at_login: query.on };
        return { answer: "settings", with: this.settings };
      case "propose":
        if (!/^https?:\/\/./.test(query.address)) throw new Error("that is no address of a web page");
        return { answer: "proposed", with: proposal(query.address) };
      case "add_page": {
        const { id, name } = proposal(query.address);
        const line = { id, name, vendor: id, abilities: [], key: null };
        this.settings = { ...this.settings, watch: [...this.settings.watch, id], catalogue: [...this.settings.catalogue, line] };
        return { answer: "settings", with: this.settings };
      }
      case "settings":
        return { answer: "settings", with: this.settings };
      case "keep_key":
        this.given = query.key;
        this.kept.add(query.name);
        return { answer: "keys", with: keys(this.kept) };
      case "forget_key":
        this.kept.delete(query.name);
        return { answer: "keys", with: keys(this.kept) };
      case "keys":
        return { answer: "keys", with: keys(this.kept) };
      case "test_key":
        return { answer: "key_tested", with: { works: true, words: "answered with 200 in 640 ms" } };
      case "export":
        return { answer: "exported", with: { path: `~/Downloads/aldis-incidents.${query.format}`, incidents: 9 } };
      case "delete_history":
        return { answer: "done" };
      case "licences":
        return { answer: "licences", with: [{ name: "svelte 5", licence: "MIT" }, { name: "tokio 1", licence: "MIT" }] };
    }
  }

  #open(): IncidentLine[] {
    return this.#snapshot.incidents.filter(({ ended }) => ended === null).map((it) => ({ ...it, noticed: it.lead ?? it.confidence_words }));
  }

  #change(settings: Settings): void {
    this.settings = settings;
    if (settings.theme === "system") {
      const rest = { ...this.#snapshot };
      delete rest.theme;
      this.#tell(rest);
    } else {
      this.tell({ theme: settings.theme });
    }
  }
}
