import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import { sample } from "../lib/backend/sample-data";
import { Words } from "../lib/words";
import CheckNow from "./CheckNow.svelte";

const now = Date.UTC(2026, 10, 22, 14, 40);
const snapshot = sample("well", { language: "en", now });
const rest = { now, words: new Words("en") };

it("tells how long ago Aldis looked, and looks when asked", async () => {
  const check = vi.fn();
  render(CheckNow, { snapshot, check, ...rest });
  expect(screen.getByText("Checked 8 s ago")).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Check now" }));
  expect(check).toHaveBeenCalledTimes(1);
});

it("is not asked twice while it looks", async () => {
  const check = vi.fn();
  render(CheckNow, { snapshot: { ...snapshot, checking: true }, check, ...rest });
  expect(screen.getByRole("progressbar")).toBeTruthy();
  await fireEvent.click(screen.getByRole("button", { name: "Check now" }));
  expect(check).not.toHaveBeenCalled();
});

it("has no button where nobody could look, and claims no look that never was", () => {
  render(CheckNow, { snapshot: { ...snapshot, checked_at: null }, check: null, ...rest });
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByText("Not looked at yet")).toBeTruthy();
});
