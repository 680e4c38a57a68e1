import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { AppState } from "../../lib/app.svelte";
import { SampleBackend } from "../../lib/backend/sample";
import type { Answer } from "../../lib/bindings";
import AddPage from "./AddPage.svelte";

const HARBOR = "https://status.harbor.example";
const QUAY = "https://status.quay.example";

function open() {
  const backend = new SampleBackend("well", { language: "en", now: Date.now() });
  render(AddPage, { app: new AppState(backend), added: () => {} });
  return { backend, input: screen.getByLabelText("Address of the status page") };
}

const write = (input: HTMLElement, value: string) => fireEvent.input(input, { target: { value } });

it("adds nothing but what is shown: another address has to be looked at first", async () => {
  const { input } = open();
  await write(input, HARBOR);
  await fireEvent.submit(input);
  expect(await screen.findByRole("button", { name: "Watch Harbor" })).toBeTruthy();
  await write(input, QUAY);
  expect(screen.queryByRole("button", { name: "Watch Harbor" })).toBeNull();
});

it("shows no answer under an address that it is not about", async () => {
  const { backend, input } = open();
  const answers: ((answer: Answer) => void)[] = [];
  const found = await backend.query({ query: "propose", address: HARBOR, main: [] });
  backend.query = () => new Promise((answer) => answers.push(answer));
  await write(input, HARBOR);
  await fireEvent.submit(input);
  await write(input, QUAY);
  answers[0]?.(found);
  await waitFor(() => expect(screen.getByRole("button").textContent).toBe("Find"));
  expect(screen.queryByRole("button", { name: "Watch Harbor" })).toBeNull();
});
