import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import type { Health, Span } from "../lib/bindings";
import { Words } from "../lib/words";
import Strip from "./Strip.svelte";

const now = Date.UTC(2026, 10, 22, 14, 40);
const HOUR = 3_600_000;
const span = (health: Health, from: number, to: number): Span => ({ health, from: new Date(now - from * HOUR).toISOString(), to: new Date(now - to * HOUR).toISOString() });

function draw(spans: Span[]) {
  const { container } = render(Strip, { name: "ChatGPT", spans, now, words: new Words("en") });
  return [...container.querySelectorAll("g")].map((piece) => piece.getAttribute("data-health"));
}

it("leaves what nobody saw hatched: no colour stands there", () => {
  expect(draw([span("operational", 24, 18), span("unknown", 18, 2), span("operational", 2, 0)])).toEqual(["operational", "operational"]);
  expect(screen.getByRole("img").getAttribute("aria-label")).toContain("16 h");
});

it("draws trouble last, so that nothing covers it", () => {
  expect(draw([span("major_outage", 20, 19), span("degraded", 10, 9), span("operational", 9, 0)])).toEqual(["operational", "degraded", "major_outage"]);
});

it("is all hatched where nothing was seen", () => {
  expect(draw([])).toEqual([]);
  expect(screen.getByRole("img").getAttribute("aria-label")).toMatch(/not seen.* 1 day/);
});
