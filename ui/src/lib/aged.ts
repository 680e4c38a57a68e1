// What may still be shown of a snapshot nobody vouches for any more: what was seen, and nothing
// that reads as if it were so now.
import type { Snapshot } from "./bindings";
import type { Words } from "./words";

export function aged(snapshot: Snapshot, words: Words): Snapshot {
  return {
    ...snapshot,
    lamp: "cannot_see",
    headline: words.t("ui-lost-headline"),
    detail: "",
    culprit: null,
    vantage_words: "",
    checking: false,
    services: snapshot.services.map((service) => ({ ...service, reason: "", alternatives: [] })),
  };
}
