import { render } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { Words } from "../lib/words";
import Legend from "./Legend.svelte";

it("explains what is hatched, and beside rows what the seconds are", () => {
  const words = new Words("en");
  const alone = render(Legend, { words }).container.textContent;
  const rows = render(Legend, { words, rows: true }).container.textContent;
  expect(alone).toContain("Hatched: not seen (asleep, offline or not running)");
  expect(alone).not.toContain("Seconds");
  expect(rows).toMatch(/last 24 hours. Seconds: how long an answer takes/);
});
