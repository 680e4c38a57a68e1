import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import type { Entry } from "../lib/bindings";
import { Words } from "../lib/words";
import Timeline from "./Timeline.svelte";

const now = Date.UTC(2026, 10, 22, 14, 40);
const show = (entries: Entry[]) => render(Timeline, { entries, now, words: new Words("en") });
const ours: Entry = { at: new Date(now).toISOString(), by: "us", phase: null, text: "It works again." };
const theirs: Entry = { at: null, by: "them", phase: "identified", text: "A fix is on\nits way." };

it("tells ours and theirs apart, in the order given", () => {
  show([theirs, ours]);
  const rows = screen.getAllByRole("listitem").map((row) => row.querySelector("b")?.textContent);
  expect(rows).toEqual(["Their page", "Our checks"]);
  expect(screen.getByText("identified")).toBeTruthy();
  expect(screen.getByText("no time given")).toBeTruthy();
});

it("quotes them and nobody else, with their lines and the direction of their text", () => {
  const { container } = show([theirs, ours]);
  const quotes = [...container.querySelectorAll("blockquote")];
  expect(quotes.map((quote) => [quote.textContent, quote.getAttribute("dir")])).toEqual([["A fix is on\nits way.", "auto"]]);
});

it("shows a step that it has no word for as the vendor wrote it", () => {
  show([{ ...theirs, phase: "rolled_back" }]);
  expect(screen.getByText("rolled_back")).toBeTruthy();
});

it("says when nothing is written down yet", () => {
  show([]);
  expect(screen.getByText("Nothing written down yet.")).toBeTruthy();
});
