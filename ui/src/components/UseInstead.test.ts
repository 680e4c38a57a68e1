import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { AppState } from "../lib/app.svelte";
import { SampleBackend } from "../lib/backend/sample";
import type { Alternative } from "../lib/bindings";
import UseInstead from "./UseInstead.svelte";

function open(change: (all: Alternative[]) => Alternative[] = (all) => all) {
  const app = new AppState(new SampleBackend("outage", { language: "en", now: Date.now() }));
  const all = (app.backend as SampleBackend).snapshot.services[0]?.alternatives ?? [];
  render(UseInstead, { app, alternatives: change(all) });
  return app;
}

const first = () => screen.getAllByRole("button").filter((button) => button.classList.contains("first")).map((button) => button.getAttribute("aria-label"));

it("offers three at most, in the order that the lamp gives", () => {
  open((all) => [...all, ...all.map((it) => ({ ...it, id: `${it.id}-2`, name: `${it.name} 2` }))]);
  expect(screen.getAllByRole("heading", { level: 3 }).map(({ textContent }) => textContent)).toEqual(["Claude", "Gemini", "Microsoft Copilot"]);
});

it("begins no line with the dot between two reasons", () => {
  open();
  expect(screen.getByText(/makes images.*no sign-in/).textContent).toBe("working, checked 8 s ago\u00a0· makes images\u00a0· no sign-in");
});

it("has one first thing to do: to open the best, with the prompt once there is one", async () => {
  open();
  expect(first()).toEqual(["Open Claude"]);
  await fireEvent.input(screen.getByLabelText("My prompt"), { target: { value: "draw a lamp" } });
  expect(first()).toEqual(["Open Claude with my prompt"]);
});

it("leads to where more can be watched when nobody can stand in", async () => {
  const app = open(() => []);
  await fireEvent.click(screen.getByRole("button", { name: "Add a chatbot" }));
  expect(app.page).toEqual({ name: "settings", part: "chatbots" });
});
