import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import type { Latency as Quick } from "../lib/bindings";
import { Words } from "../lib/words";
import Latency from "./Latency.svelte";

const quick: Quick = {
  service: "chatgpt",
  reach: "week",
  from_s: Date.UTC(2026, 10, 15) / 1_000,
  step_s: 7_200,
  surfaces: [{ surface: "web", median_ms: [180, 190, null, 420], slow_ms: [250, 260, null, 900] }],
};

it("breaks its line where nothing answered, and tells its ends in words", () => {
  const { container } = render(Latency, { latency: quick, words: new Words("en") });
  expect(container.querySelector("path.line")?.getAttribute("d")?.match(/M/g)).toHaveLength(2);
  expect(screen.getByRole("img").getAttribute("aria-label")).toContain("Website: 180\u202fms to 420\u202fms.");
});

it("tells what its line and its shade are, and the figure under the pointer", async () => {
  const { container } = render(Latency, { latency: quick, words: new Words("en") });
  expect(screen.getByText(/shade: nine in ten/)).toBeTruthy();
  const plot = screen.getByRole("img");
  plot.getBoundingClientRect = () => ({ left: 0, width: 400 }) as DOMRect;
  await fireEvent.pointerMove(plot, { clientX: 10 });
  expect(container.querySelector("figcaption b")?.textContent).toBe("180\u202fms");
  await fireEvent.pointerLeave(plot);
  expect(container.querySelector("figcaption b")).toBeNull();
});
