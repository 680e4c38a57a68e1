import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import type { Fault } from "../lib/bindings";
import { Words } from "../lib/words";
import Faults from "./Faults.svelte";

const fault = (file: string | null, line: number | null): Fault => ({ file, line, message: "It is wrong." });
const show = (...faults: Fault[]) => render(Faults, { faults, words: new Words("en") });

it("names the file and the line of each mistake", () => {
  show(fault("settings.toml", 3), fault("services.toml", null));
  expect(screen.getByText("2 things in your files need a look")).toBeTruthy();
  expect(screen.getByText("settings.toml:3")).toBeTruthy();
  expect(screen.getByText("services.toml")).toBeTruthy();
});

it("blames no files for what is not in them", () => {
  show(fault(null, null));
  expect(screen.getByText("1 thing about Aldis itself needs a look")).toBeTruthy();
});
