import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import { pastIncidents } from "../lib/backend/sample-past";
import type { IncidentLine } from "../lib/bindings";
import { Words } from "../lib/words";
import IncidentRows from "./IncidentRows.svelte";

const now = Date.UTC(2026, 10, 22, 14, 40);
const [first, second] = pastIncidents({ language: "en", now }) as [IncidentLine, IncidentLine];
const rest = { now, words: new Words("en") };

it("tells each with its length, its time and who noticed", () => {
  render(IncidentRows, { incidents: [first, second], open: () => {}, ...rest });
  const [row] = screen.getAllByRole("button");
  expect(row?.textContent).toMatch(/ChatGPT was down.*38 min.*we saw it 19 min before their page/);
});

it("counts on while one is open", () => {
  render(IncidentRows, { incidents: [{ ...first, began: new Date(now - 600_000).toISOString(), ended: null }], open: () => {}, ...rest });
  expect(screen.getByRole("button").textContent).toMatch(/10 min.*since /);
});

it("opens, and is walked with the arrows", async () => {
  const open = vi.fn();
  render(IncidentRows, { incidents: [first, second], open, ...rest });
  const [above, below] = screen.getAllByRole("button") as [HTMLElement, HTMLElement];
  above.focus();
  await fireEvent.keyDown(above, { key: "ArrowDown" });
  expect(document.activeElement).toBe(below);
  await fireEvent.click(below);
  expect(open.mock.calls).toEqual([[second]]);
});
