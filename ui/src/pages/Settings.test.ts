import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import App from "../App.svelte";
import { SampleBackend } from "../lib/backend/sample";
import type { SampleName } from "../lib/backend/sample-names";
import { PARTS, type Part } from "../lib/pages";

async function open(part: Part | null, name: SampleName = "well", language: "en" | "vi" = "en") {
  const backend = new SampleBackend(name, { language, now: Date.now() }, "settings");
  const { container } = render(App, { backend });
  if (part !== null) {
    const row = await waitFor(() => {
      const row = container.querySelector<HTMLElement>(`[data-row="${part}"]`);
      if (!row) throw new Error("not yet");
      return row;
    });
    await fireEvent.click(row);
  }
  return { backend, container };
}

const click = async (name: string | RegExp) => fireEvent.click(await screen.findByRole("button", { name }));
const changes = (backend: SampleBackend) => backend.queries.flatMap((query) => (query.query === "change" ? [query.change] : []));

describe("chatbots", () => {
  it("are added from the catalogue, found without accents or capitals", async () => {
    const { backend } = await open("chatbots");
    await fireEvent.input(await screen.findByLabelText(/Search by name/), { target: { value: "PERPLÉX" } });
    await click("Watch Perplexity");
    expect(changes(backend)).toEqual([{ what: "watch", services: ["chatgpt", "claude", "gemini", "copilot", "perplexity"] }]);
  });

  it("are removed, and come back to their place when that is undone", async () => {
    const { backend } = await open("chatbots");
    await click("Stop watching Claude");
    expect(await screen.findByText("Claude is no longer watched.")).toBeTruthy();
    await click("Undo");
    await waitFor(() => expect(backend.settings.watch).toEqual(["chatgpt", "claude", "gemini", "copilot"]));
    expect(changes(backend)).toHaveLength(2);
  });

  it("are put into another order", async () => {
    const { backend } = await open("chatbots");
    await click("Move Gemini up");
    await waitFor(() => expect(backend.settings.watch).toEqual(["chatgpt", "gemini", "claude", "copilot"]));
  });
});

describe("a status page", () => {
  it("is shown before it is added, and its parts can be chosen", async () => {
    const { backend } = await open("chatbots");
    const input = await screen.findByLabelText("Address of the status page");
    await fireEvent.input(input, { target: { value: "https://status.harbor.example" } });
    await fireEvent.submit(input);
    await fireEvent.click(await screen.findByLabelText("API"));
    expect(backend.settings.watch).not.toContain("harbor");
    await click("Watch Harbor");
    expect(await screen.findByRole("button", { name: "Stop watching Harbor" })).toBeTruthy();
    expect(backend.queries).toContainEqual({ query: "add_page", address: "https://status.harbor.example", main: ["b"] });
  });

  it("says so where there is none", async () => {
    await open("chatbots");
    const input = await screen.findByLabelText("Address of the status page");
    await fireEvent.input(input, { target: { value: "harbor" } });
    await fireEvent.submit(input);
    expect(await screen.findByText(/That did not work: that is no address/)).toBeTruthy();
  });
});

describe("notifications", () => {
  it("have a level for each chatbot, which can follow the others again", async () => {
    const { backend } = await open("notifications");
    const pick = await screen.findByLabelText("Microsoft Copilot");
    await fireEvent.change(pick, { target: { value: "" } });
    expect(changes(backend)).toEqual([{ what: "level", service: "copilot", level: null }]);
  });

  it("are silent in quiet hours, whose ends are set apart", async () => {
    const { backend } = await open("notifications");
    await fireEvent.change(await screen.findByLabelText("Quiet until"), { target: { value: "08:30" } });
    await fireEvent.click(screen.getByRole("switch", { name: /Quiet hours/ }));
    expect(changes(backend)).toEqual([
      { what: "quiet_hours", hours: { from: "22:00", to: "08:30" } },
      { what: "quiet_hours", hours: null },
    ]);
  });
});

describe("appearance", () => {
  it("changes at once, and goes by the system again", async () => {
    await open("general");
    await fireEvent.click(await screen.findByLabelText("Dark"));
    await waitFor(() => expect(document.documentElement.dataset["theme"]).toBe("dark"));
    await fireEvent.click(screen.getByLabelText("System"));
    await waitFor(() => expect(document.documentElement.dataset["theme"]).toBeUndefined());
  });
});

describe("the order of alternatives", () => {
  it("is the person's own: added to, moved, taken out of, and put back", async () => {
    const { backend } = await open("chatbots");
    const add = await screen.findByLabelText("Add to your order");
    expect(screen.getByText(/No order of your own/)).toBeTruthy();
    await fireEvent.change(add, { target: { value: "gemini" } });
    await waitFor(() => expect(backend.settings.prefer).toEqual(["gemini"]));
    await fireEvent.change(add, { target: { value: "claude" } });
    await waitFor(() => expect(backend.settings.prefer).toEqual(["gemini", "claude"]));
    const order = () => within(screen.getByRole("region", { name: "Suggest first" }));
    await fireEvent.click(order().getByRole("button", { name: "Move Claude up" }));
    await waitFor(() => expect(backend.settings.prefer).toEqual(["claude", "gemini"]));
    await click("Take Claude out of your order");
    await waitFor(() => expect(backend.settings.prefer).toEqual(["gemini"]));
    await click("Undo");
    await waitFor(() => expect(backend.settings.prefer).toEqual(["claude", "gemini"]));
    expect(backend.settings.watch).toEqual(["chatgpt", "claude", "gemini", "copilot"]);
  });

  it("goes no further than its ends", async () => {
    const { backend } = await open("chatbots");
    await fireEvent.change(await screen.findByLabelText("Add to your order"), { target: { value: "gemini" } });
    const up = await within(screen.getByRole("region", { name: "Suggest first" })).findByRole("button", { name: "Move Gemini up" });
    expect(up.getAttribute("aria-disabled")).toBe("true");
    await fireEvent.click(up);
    expect(changes(backend)).toHaveLength(1);
  });
});

describe("a key", () => {
  it("goes on its way once and is nowhere in the page afterwards", async () => {
    const { backend, container } = await open("keys");
    await click("Add a key for anthropic");
    const input = screen.getByLabelText("Key for anthropic");
    expect(input.getAttribute("type")).toBe("password");
    await fireEvent.input(input, { target: { value: " sk-hunter2 " } });
    await fireEvent.submit(input);
    expect(await screen.findByText("The key is in your key store.")).toBeTruthy();
    await waitFor(() => expect(screen.queryByLabelText("Key for anthropic")).toBeNull());
    expect(backend.given).toBe("sk-hunter2");
    expect(container.innerHTML).not.toContain("hunter2");
    expect([...container.querySelectorAll("input")].map(({ value }) => value).join()).not.toContain("hunter2");
  });

  it("is tested, and its answer told", async () => {
    await open("keys");
    await click("Test the key openai");
    expect(await screen.findByText(/answered with 200/)).toBeTruthy();
  });

  it("is forgotten only when nobody takes that back", async () => {
    const { backend } = await open("keys");
    await screen.findByRole("button", { name: "Remove the key openai" });
    vi.useFakeTimers();
    await fireEvent.click(screen.getByRole("button", { name: "Remove the key openai" }));
    await fireEvent.click(screen.getByRole("button", { name: "Undo" }));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(backend.kept.has("openai")).toBe(true);
    await fireEvent.click(screen.getByRole("button", { name: "Remove the key openai" }));
    await vi.advanceTimersByTimeAsync(20_000);
    vi.useRealTimers();
    expect(backend.kept.has("openai")).toBe(false);
  });
});

describe("the network", () => {
  it("says why an address is no proxy, and keeps what was", async () => {
    const { backend } = await open("network");
    await fireEvent.change(await screen.findByLabelText(/Reach the network/), { target: { value: "own" } });
    const input = screen.getByLabelText("Address of the proxy");
    await fireEvent.input(input, { target: { value: "gopher://x" } });
    await fireEvent.submit(input);
    expect(await screen.findByText(/That did not work: .*proxy/)).toBeTruthy();
    expect(backend.settings.proxy).toBe("system");
  });

  it("is asked less often when one likes, and never more often than allowed", async () => {
    const { backend } = await open("network");
    const pick = await screen.findByLabelText<HTMLSelectElement>("Status pages");
    expect([...pick.options].map(({ value }) => Number(value)).every((seconds) => seconds >= 60)).toBe(true);
    await fireEvent.change(pick, { target: { value: "300" } });
    expect(changes(backend)).toEqual([{ what: "interval", of: "status_page", seconds: 300 }]);
  });
});

describe("data that is paid for", () => {
  it("is spared as the person says", async () => {
    const { backend } = await open("network");
    await fireEvent.change(await screen.findByLabelText(/Spare data/), { target: { value: "yes" } });
    await waitFor(() => expect(backend.settings.metered).toBe("yes"));
    expect(changes(backend)).toEqual([{ what: "metered", metered: "yes" }]);
  });
});

describe("data", () => {
  it("is saved where the person finds it", async () => {
    await open("data");
    await click("CSV");
    expect(await screen.findByText(/Saved as .*aldis-incidents\.csv/)).toBeTruthy();
  });

  it("is deleted only when nobody takes that back", async () => {
    const { backend } = await open("data");
    await screen.findByRole("button", { name: "Delete" });
    vi.useFakeTimers();
    await fireEvent.click(screen.getByRole("button", { name: "Delete" }));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(backend.queries.some(({ query }) => query === "delete_history")).toBe(false);
    await vi.advanceTimersByTimeAsync(6_000);
    vi.useRealTimers();
    expect(backend.queries.some(({ query }) => query === "delete_history")).toBe(true);
  });
});

describe.each(["en", "vi"] as const)("in %s", (language) => {
  it.each(PARTS)("%s has no word missing", async (part) => {
    const { container } = await open(part, "well", language);
    await waitFor(() => expect(container.querySelector(".body")).toBeTruthy());
    expect(container.textContent).not.toMatch(/ui-|undefined|NaN|Invalid/);
  });
});

it("says so where the settings cannot be read", async () => {
  await open(null, "unread");
  expect(await screen.findByText("The settings cannot be read right now.")).toBeTruthy();
});
