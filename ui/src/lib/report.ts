// One incident or service as plain text, for a ticket or a chat.
import type { Incident, Service, Snapshot } from "./bindings";
import type { Words } from "./words";

export interface Subject {
  snapshot: Snapshot;
  service: Service | null;
  incident: Incident | null;
}

export function report({ snapshot, service, incident }: Subject, words: Words, now: number): string {
  const lines: (string | null)[] = [
    incident?.title ?? (service ? `${service.name}: ${service.state}` : null),
    incident && span(incident, words, now),
    incident?.confidence_words ?? service?.reason ?? null,
    incident?.lead ?? null,
    snapshot.vantage_words,
    "",
    ...(service ? looks(service, words, now) : []),
    service ? `${words.t("ui-their-page")}: ${service.official.words}` : null,
    ...(incident ? ["", ...telling(incident, words)] : []),
  ];
  return lines.filter((line) => line !== null).join("\n").trim() + "\n";
}

function span(incident: Incident, words: Words, now: number): string {
  const { began, ended } = incident;
  const length = words.length(incident, now);
  return `${utc(began)} – ${ended ? utc(ended) : words.t("ui-still-open")} (${length})`;
}

function looks(service: Service, words: Words, now: number): string[] {
  return service.probes.map((probe) => `${surface(probe.surface, words)}: ${probe.words} (${words.at(probe.at, now)})`);
}

function telling({ timeline }: Incident, words: Words): string[] {
  return timeline.map(({ at, by, text }) => {
    const teller = words.t(by === "us" ? "ui-teller-us" : "ui-teller-them");
    return `${at ? utc(at) : "–"}  ${teller}: ${text}`;
  });
}

export function surface(name: string, words: Words): string {
  const key = `ui-surface-${name}`;
  return words.has(key) ? words.t(key) : name;
}

/** Others read the report in other time zones. */
function utc(time: string): string {
  return new Date(time).toISOString().slice(0, 16).replace("T", " ") + " UTC";
}
