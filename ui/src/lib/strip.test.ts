import { expect, it } from "vitest";
import type { Health, Span } from "./bindings";
import { DAY_MS, pieces, totals } from "./strip";

const NOW = Date.parse("2026-11-22T12:00:00Z");
const HOUR = DAY_MS / 24;

function span(health: Health, from: number, to: number): Span {
  return { health, from: new Date(NOW - from * HOUR).toISOString(), to: new Date(NOW - to * HOUR).toISOString() };
}

it("lays a day out from left to right", () => {
  expect(pieces([span("operational", 24, 12), span("unknown", 12, 6), span("major_outage", 6, 0)], NOW)).toEqual([
    { x: 0, width: 50, mark: 25, health: "operational" },
    { x: 50, width: 25, mark: 62.5, health: "unknown" },
    { x: 75, width: 25, mark: 87.5, health: "major_outage" },
  ]);
});

it("cuts what began before the day and drops what ended before it", () => {
  expect(pieces([span("degraded", 40, 30), span("operational", 30, 12)], NOW)).toEqual([
    { x: 0, width: 50, mark: 25, health: "operational" },
  ]);
});

it("marks a short outage inside the strip, and makes it no longer than it was", () => {
  const [piece] = pieces([span("major_outage", 0.01, 0)], NOW);
  expect(piece?.width).toBeLessThan(0.1);
  expect(piece?.mark).toBeLessThan(100);
  expect(pieces([span("major_outage", 24, 23.99)], NOW)[0]?.mark).toBeGreaterThan(0);
});

it("leaves out spans whose times cannot be read", () => {
  expect(pieces([{ from: "soon", to: "later", health: "operational" }], NOW)).toEqual([]);
});

it("counts the time that no span covers as not seen", () => {
  const sum = totals([span("operational", 6, 0), span("unknown", 8, 6)], NOW);
  expect(sum.get("operational")).toBe(6 * HOUR);
  expect(sum.get("unknown")).toBe(18 * HOUR);
});
