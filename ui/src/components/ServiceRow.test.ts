import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import { sample } from "../lib/backend/sample-data";
import type { Service } from "../lib/bindings";
import { Words } from "../lib/words";
import ServiceRow from "./ServiceRow.svelte";

const now = Date.UTC(2026, 10, 22, 14, 40);
const [chatgpt, claude] = sample("outage", { language: "en", now }).services as [Service, Service];

function row(service: Service, told = "") {
  const open = vi.fn();
  const { container } = render(ServiceRow, { service, told, now, words: new Words("en"), open });
  return { open, text: () => container.textContent?.replace(/\s+/g, " ") ?? "" };
}

it("tells a service that works in seconds, now and as usual, and nothing else", () => {
  const { text } = row(claude);
  expect(text()).toContain("0.21 s, usually 0.20 s");
  expect(text()).not.toContain("surfaces answer");
});

it("tells since when one is out, and why unless the page has said it", () => {
  expect(row(chatgpt).text()).toMatch(/server error 503.* · 38 min/);
  expect(row(chatgpt, `Since 14:02. ${chatgpt.reason}`).text()).not.toContain("server error");
});

it("opens, and says that it is muted", async () => {
  const { open } = row({ ...claude, muted: true });
  expect(screen.getByRole("img", { name: "Muted" })).toBeTruthy();
  await fireEvent.click(screen.getByRole("button"));
  expect(open.mock.calls).toEqual([[{ ...claude, muted: true }]]);
});
