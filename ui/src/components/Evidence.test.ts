import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { sample } from "../lib/backend/sample-data";
import type { SampleName } from "../lib/backend/sample-names";
import type { Service } from "../lib/bindings";
import { Words } from "../lib/words";
import Evidence from "./Evidence.svelte";

const now = Date.UTC(2026, 10, 22, 14, 40);

function show(name: SampleName, over = false) {
  const snapshot = sample(name, { language: "en", now });
  const service = snapshot.services[0] as Service;
  const { container } = render(Evidence, { service, snapshot, over, now, words: new Words("en") });
  const lamps = [...container.querySelectorAll(".card > li")].map((row) => [row.querySelector("h3")?.textContent, row.querySelector("[data-lamp]")?.getAttribute("data-lamp")]);
  return Object.fromEntries(lamps) as Record<string, string | undefined>;
}

it("shows how each look ended, layer by layer, and our own internet", () => {
  expect(show("outage")).toMatchObject({ Website: "outage", API: "outage", "Your internet": "well" });
  expect(screen.getAllByRole("list", { name: "Where the time went" })).toHaveLength(2);
});

it("quotes the vendor's page without a lamp: a red cross would say that the page is broken", () => {
  expect(show("outage")["Their status page"]).toBeUndefined();
  expect(screen.getByText(/Elevated error rates on ChatGPT/)).toBeTruthy();
});

it("claims nothing while nothing can be seen", () => {
  const { Website, API, "Your internet": ours } = show("offline");
  expect([Website, API, ours]).toEqual(["cannot_see", "cannot_see", "cannot_see"]);
});

it("says that it is of now where the page is about something that is over", () => {
  show("well", true);
  expect(screen.getByRole("heading", { level: 2 }).textContent).toBe("How it looks now");
});
