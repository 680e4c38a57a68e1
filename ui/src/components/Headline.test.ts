import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import Headline from "./Headline.svelte";

it("is spoken when the sentence changes, and not with every look", () => {
  const { container } = render(Headline, { lamp: "outage", headline: "ChatGPT is down.", detail: "5 of 7 test requests fail." });
  expect(container.querySelector("[data-lamp]")?.getAttribute("data-lamp")).toBe("outage");
  expect([...container.querySelectorAll("[aria-live]")].map(({ textContent }) => textContent)).toEqual(["ChatGPT is down."]);
  expect(screen.getByText("5 of 7 test requests fail.")).toBeTruthy();
});
