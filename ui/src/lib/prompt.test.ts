import { expect, it } from "vitest";
import { promptUrl } from "./prompt";

const TEMPLATE = "https://a.example/?q={prompt}";

it("carries any character of a prompt", () => {
  const prompt = "a&b=c #1 $& “hỏi” 100% 🙂\nnext";
  const url = promptUrl(TEMPLATE, prompt);
  expect(new URL(url ?? "").searchParams.get("q")).toBe(prompt);
});

it("keeps a placeholder that the prompt itself contains", () => {
  expect(promptUrl(TEMPLATE, "{prompt}")).toBe("https://a.example/?q=%7Bprompt%7D");
});

it("does not carry what the address cannot hold", () => {
  const room = 1_800 - TEMPLATE.replace("{prompt}", "").length;
  expect(promptUrl(TEMPLATE, "x".repeat(room))).toHaveLength(1_800);
  expect(promptUrl(TEMPLATE, "x".repeat(room + 1))).toBeNull();
});

it("does not carry a prompt without a template that takes one, nor half a character", () => {
  expect(promptUrl(null, "x")).toBeNull();
  expect(promptUrl("https://a.example/", "x")).toBeNull();
  expect(promptUrl(TEMPLATE, "\ud83d")).toBeNull();
});
