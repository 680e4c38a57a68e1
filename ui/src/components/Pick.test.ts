import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import Pick from "./Pick.svelte";

it("asks for the change, and shows what is set until that was done", async () => {
  const change = vi.fn();
  render(Pick, { label: "Proxy", options: [["system", "as the system does"], ["none", "directly"]], value: "system", change });
  const select = screen.getByRole<HTMLSelectElement>("combobox", { name: "Proxy" });
  await fireEvent.change(select, { target: { value: "none" } });
  expect(change.mock.calls).toEqual([["none"]]);
  expect(select.value).toBe("system");
});
