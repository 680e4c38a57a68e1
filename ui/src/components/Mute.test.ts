import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import { sample } from "../lib/backend/sample-data";
import type { Service } from "../lib/bindings";
import { Words } from "../lib/words";
import Mute from "./Mute.svelte";

const service = sample("well", { language: "en", now: 0 }).services[0] as Service;

function show(muted: boolean) {
  const [ask, mute] = [vi.fn(), vi.fn()];
  render(Mute, { service: { ...service, muted }, words: new Words("en"), ask, mute });
  return { ask, mute };
}

it("offers three ends of the silence, as buttons that look like buttons", async () => {
  const { mute } = show(false);
  const ends = within(screen.getByRole("group", { name: `Mute ${service.name}` })).getAllByRole("button");
  expect(ends.map((end) => end.className.includes("quiet"))).toEqual([false, false, false]);
  for (const end of ends) await fireEvent.click(end);
  expect(mute.mock.calls).toEqual([["hour"], ["tomorrow"], ["back"]]);
});

it("offers only to speak again while it is silent", async () => {
  const { ask } = show(true);
  await fireEvent.click(screen.getByRole("button"));
  expect(ask.mock.calls).toEqual([[{ ask: "unmute", service: "chatgpt" }]]);
});
