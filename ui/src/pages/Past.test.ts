import { fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import App from "../App.svelte";
import { SampleBackend } from "../lib/backend/sample";
import type { SampleName } from "../lib/backend/sample-names";

function open(page: string, name: SampleName = "well", language: "en" | "vi" = "en") {
  const backend = new SampleBackend(name, { language, now: Date.UTC(2026, 10, 22, 12) }, page);
  return { backend, ...render(App, { backend }) };
}

const rows = (container: Element) => [...container.querySelectorAll<HTMLElement>("[data-row]")];

describe("incidents", () => {
  it("are told with their length and who noticed first", async () => {
    open("incidents");
    expect(await screen.findByText("their page was 6 min ahead of us")).toBeTruthy();
    expect(screen.getByText("2 h 13 min")).toBeTruthy();
  });

  it("are filtered by chatbot and by what is typed", async () => {
    const { container } = open("incidents");
    await fireEvent.change(await screen.findByLabelText("Which chatbot"), { target: { value: "chatgpt" } });
    expect(rows(container)).toHaveLength(4);
    await fireEvent.input(screen.getByLabelText("Search incidents"), { target: { value: "partly" } });
    expect(rows(container)).toHaveLength(1);
    await fireEvent.input(screen.getByLabelText("Search incidents"), { target: { value: "nothing like it" } });
    expect(await screen.findByText("Nothing matches.")).toBeTruthy();
  });

  it("open whole, also those that the snapshot has forgotten, and lead back to their row", async () => {
    const { container } = open("incidents");
    await fireEvent.click(await screen.findByText("Gemini was down"));
    await waitFor(() => expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Gemini was down"));
    expect(screen.getByText("Lasted 51 min")).toBeTruthy();
    await fireEvent.keyDown(document.body, { key: "Escape" });
    await waitFor(() => expect(rows(container).length).toBeGreaterThan(4));
  });

  it("are saved as a file", async () => {
    const { backend } = open("incidents");
    await fireEvent.click(await screen.findByRole("button", { name: "JSON" }));
    expect(backend.queries).toContainEqual({ query: "export", format: "json" });
    expect(await screen.findByText(/Saved as/)).toBeTruthy();
  });

  it("may be none so far", async () => {
    open("incidents", "fresh");
    expect(await screen.findByText("No incidents so far")).toBeTruthy();
    expect(document.querySelector("[data-lamp]")?.getAttribute("data-lamp"), "no green while not all is seen").toBe("cannot_see");
  });

  it("say so where they cannot be read", async () => {
    open("incidents", "unread");
    expect(await screen.findByText("History cannot be read right now.")).toBeTruthy();
  });
});

describe("history", () => {
  it("tells the share of observed time for as far back as is chosen", async () => {
    open("history");
    expect(await screen.findByText(/96\.71/)).toBeTruthy();
    await fireEvent.click(screen.getByLabelText("90 d"));
    await waitFor(() => expect(screen.queryByText(/96\.71/)).toBeNull());
    expect(screen.getAllByText(/^99\.\d\d/).length).toBeGreaterThan(0);
  });

  it("tells one chatbot in detail, and another when it is chosen", async () => {
    const { backend } = open("history");
    expect(await screen.findByText("1 h 52 min")).toBeTruthy();
    expect(screen.getByText("Their page is usually late by")).toBeTruthy();
    await fireEvent.click(screen.getByRole("button", { name: /Claude/ }));
    expect(await screen.findByText("Such pages are usually late by")).toBeTruthy();
    await waitFor(() => expect(backend.queries).toContainEqual({ query: "latency", service: "claude", reach: "week" }));
  });

  it("draws what answered, with words for who cannot see it", async () => {
    open("history");
    const chart = await screen.findByRole("img", { name: /Response time\. Website: \d+/ });
    expect(chart.querySelectorAll("path.line").length).toBeGreaterThanOrEqual(2);
  });

  it("never rounds an outage away", async () => {
    const { Words } = await import("../lib/words");
    expect(new Words("en").share(0.999_99)).toBe("99.99\u202f%");
    expect(new Words("en").share(1)).toBe("100\u202f%");
    expect(new Words("vi").share(0.875)).toBe("87,5\u202f%");
  });

  it("has nothing to tell at first, and claims nothing", async () => {
    const { container } = open("history", "fresh");
    expect(await screen.findByText("Nothing to look back on yet")).toBeTruthy();
    expect(container.textContent).not.toContain("%");
  });
});

describe("the first start", () => {
  it("keeps what is chosen, step by step", async () => {
    const { backend } = open("welcome", "fresh");
    await fireEvent.click(await screen.findByLabelText("Perplexity"));
    await fireEvent.click(screen.getByRole("button", { name: "Next" }));
    await fireEvent.click(await screen.findByLabelText("nothing"));
    await fireEvent.click(screen.getByRole("button", { name: "Next" }));
    await fireEvent.click(await screen.findByRole("switch"));
    await fireEvent.click(screen.getByRole("button", { name: "Done" }));
    expect(backend.settings.watch).toEqual(["chatgpt", "claude", "gemini", "copilot", "perplexity"]);
    expect(backend.settings.level).toBe("off");
    expect(backend.settings.start_at_login).toBe(false);
    await waitFor(() => expect(screen.getByRole("navigation")).toBeTruthy());
  });

  it("shows the lamp as it is, and no green before it is lit", async () => {
    const { backend, container } = open("welcome", "fresh");
    await screen.findByLabelText("Perplexity");
    const lamp = () => container.querySelector("header [data-lamp]")?.getAttribute("data-lamp");
    expect(lamp()).toBe("cannot_see");
    backend.tell({ lamp: "well" });
    await waitFor(() => expect(lamp()).toBe("well"));
  });

  it("can be skipped, and is not asked again", async () => {
    const { backend } = open("welcome", "fresh");
    await screen.findByLabelText("Perplexity");
    await fireEvent.click(screen.getByRole("button", { name: "Skip" }));
    await screen.findByLabelText("nothing");
    expect(backend.queries.filter(({ query }) => query === "change")).toHaveLength(1);
  });
});

describe.each(["en", "vi"] as const)("in %s", (language) => {
  it.each(["incidents", "history", "welcome"])("%s has no word missing", async (page) => {
    const { container } = open(page, "well", language);
    await waitFor(() => expect(container.querySelector("[aria-busy=true]")).toBeNull());
    expect(container.textContent).not.toMatch(/ui-|undefined|NaN|Invalid/);
  });
});
