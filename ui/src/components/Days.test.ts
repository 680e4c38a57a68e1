import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import type { DayOf, Health } from "../lib/bindings";
import { Words } from "../lib/words";
import Days from "./Days.svelte";

const DAY = 86_400_000;
const states: Health[] = ["major_outage", "operational", "unknown", "degraded", "operational"];
const days: DayOf[] = states.map((worst, nth) => ({ worst, from: new Date(Date.UTC(2026, 10, 18) + nth * DAY).toISOString(), observed_s: 1, out_s: worst === "major_outage" ? 5_400 : 0 }));

function draw(reach: number) {
  const { container } = render(Days, { name: "ChatGPT", days, reach, words: new Words("en") });
  return [...container.querySelectorAll("rect")];
}

it("counts in words what the bars show, as far back as is chosen", () => {
  draw(4);
  expect(screen.getByRole("img").getAttribute("aria-label")).toBe("ChatGPT: 2 days working, 1 day not seen (asleep, offline or not running), 1 day degraded");
});

it("tells states apart by height, and pales what is further back", () => {
  const bars = draw(3);
  expect(bars.map((bar) => bar.classList.contains("pale"))).toEqual([true, true, false, false, false]);
  const [out, well, unseen, slow] = bars.map((bar) => Number(bar.getAttribute("height")));
  expect(new Set([out, well, unseen, slow]).size).toBe(4);
});

it("names the day and how long it was out", () => {
  expect(draw(5)[0]?.textContent).toBe("18 Nov: outage, 1 h 30 min");
});
