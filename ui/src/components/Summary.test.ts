import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { sample } from "../lib/backend/sample-data";
import type { SampleName } from "../lib/backend/sample-names";
import { lampOf } from "../lib/looks";
import { Words } from "../lib/words";
import Summary from "./Summary.svelte";

const now = Date.UTC(2026, 10, 22, 14, 40);

function show(name: SampleName, whole = true) {
  const { services, incidents } = sample(name, { language: "en", now });
  const [service, incident] = [services[0] ?? null, whole ? (incidents[0] ?? null) : null];
  const health = incident?.health ?? service?.health ?? "unknown";
  const { container } = render(Summary, { service, incident, health, now, words: new Words("en") });
  expect(container.querySelector("[data-lamp]")?.getAttribute("data-lamp")).toBe(lampOf[health]);
  return container.textContent?.replace(/\s+/g, " ") ?? "";
}

it("tells an outage with its length so far, how sure we are and who saw it first", () => {
  expect(show("outage")).toMatch(/ChatGPT is down.*38 min so far.*confirmed.*19 min before their page/);
});

it("speaks of a change, and not of each minute that goes by", () => {
  show("outage");
  expect([...document.querySelectorAll("[aria-live]")].map(({ textContent }) => textContent)).toEqual(["ChatGPT is down"]);
});

it("tells one that is over with its length", () => {
  expect(show("well")).toMatch(/ChatGPT was down.*Lasted 38 min/);
});

it("tells a service without an incident by its state and reason", () => {
  expect(show("maintenance", false)).toMatch(/Gemini.*maintenance.*until 16:00/);
});

it("says so where the incident is known no more", () => {
  render(Summary, { service: null, incident: null, health: "unknown", now, words: new Words("en") });
  expect(screen.getByRole("heading").textContent).toBe("This incident is no longer in the list.");
});
