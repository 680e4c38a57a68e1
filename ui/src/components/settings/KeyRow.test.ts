import { fireEvent, render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { Words } from "../../lib/words";
import KeyRow from "./KeyRow.svelte";

const key = { name: "openai", services: ["OpenAI API"], kept: true };
const rest = { words: new Words("en"), keep: () => Promise.resolve(true), forget: () => {}, test: () => Promise.resolve({ works: true, words: "answered with 200" }) };

it("forgets with a key how its test went", async () => {
  const { rerender } = render(KeyRow, { key, ...rest });
  await fireEvent.click(screen.getByRole("button", { name: "Test the key openai" }));
  expect(await screen.findByText(/answered with 200/)).toBeTruthy();
  await rerender({ key: { ...key, kept: false } });
  expect(screen.queryByText(/answered with 200/)).toBeNull();
});
