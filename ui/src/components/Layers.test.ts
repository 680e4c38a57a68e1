import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { sample } from "../lib/backend/sample-data";
import type { Probe } from "../lib/bindings";
import { Words } from "../lib/words";
import Layers from "./Layers.svelte";

const [answered, hanging] = sample("outage", { language: "en", now: 0 }).services[0]?.probes as [Probe, Probe];
const show = (probe: Probe) => render(Layers, { probe, words: new Words("en") }).container;

it("names each layer with its time", () => {
  show(answered);
  expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent?.trim())).toEqual([
    "DNS 11\u202fms",
    "connect 24\u202fms",
    "TLS 37\u202fms",
    "first byte 561\u202fms",
    "answer 8\u202fms",
  ]);
});

it("shows where the time was lost when no answer came", () => {
  expect(show(answered).querySelector(".lost")).toBeNull();
  const lost = show(hanging).querySelector(".lost");
  expect(Number.parseFloat(lost?.getAttribute("width") ?? "")).toBeGreaterThan(99);
});
