import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import Toggle from "./Toggle.svelte";

it("asks for the change, and stays as it is until that was done", async () => {
  const change = vi.fn();
  const { rerender } = render(Toggle, { label: "Start when I sign in", on: false, change });
  const toggle = screen.getByRole<HTMLInputElement>("switch", { name: "Start when I sign in" });
  await fireEvent.click(toggle);
  expect(change.mock.calls).toEqual([[true]]);
  expect(toggle.checked).toBe(false);
  await rerender({ label: "Start when I sign in", on: true, change });
  expect(toggle.checked).toBe(true);
});

it("tells its hint to who cannot see it", () => {
  render(Toggle, { label: "Gemini", hint: "Needs a key first", on: false, change: () => {} });
  const described = screen.getByRole("switch").getAttribute("aria-describedby") ?? "";
  expect(document.getElementById(described)?.textContent).toBe("Needs a key first");
});
