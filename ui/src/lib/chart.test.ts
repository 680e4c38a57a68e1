import { describe, expect, it } from "vitest";
import { lay, marks } from "./chart";

describe("the latency chart", () => {
  it("breaks where nothing answered, and shows a step that stands alone", () => {
    const laid = lay({ surface: "web", median_ms: [100, 200, null, 50], slow_ms: [150, 200, null, 60] }, 200, { width: 40, height: 20 });
    expect(laid.line).toBe("M5 10L15 0M35 15");
    expect(laid.band).toBe("M5 10L15 0L15 0L5 5ZM35 15L35 14Z");
    expect(laid.dots).toEqual([{ x: 35, y: 15 }]);
  });

  it.each([[180, [50, 100, 150]], [1_000, [500, 1_000]], [432, [100, 200, 300, 400]], [9, [5]]])("has round marks up to %i", (top, due) => {
    expect(marks(top)).toEqual(due);
  });
});
