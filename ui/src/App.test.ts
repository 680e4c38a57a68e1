import { fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import App from "./App.svelte";
import { SampleBackend } from "./lib/backend/sample";
import { sample } from "./lib/backend/sample-data";
import { SAMPLES, type SampleName } from "./lib/backend/sample-names";

type Language = "en" | "vi";

async function open(name: SampleName, language: Language = "en", page: string | null = null) {
  const backend = new SampleBackend(name, { language, now: Date.now() }, page);
  const { container } = render(App, { backend });
  await waitFor(() => expect(container.querySelector("h1")?.textContent).not.toBe(""));
  await new Promise((done) => setTimeout(done));
  return { backend, container };
}

const headline = () => screen.getByRole("heading", { level: 1 }).textContent;
const click = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const press = (key: string, on: Element = document.body) => fireEvent.keyDown(on, { key });

describe("now", () => {
  it("says in one sentence what is broken, with the shape of the lamp", async () => {
    const { container } = await open("outage");
    expect(headline()).toBe("ChatGPT is down. It’s them, not you.");
    expect(container.querySelector("header [data-lamp]")?.getAttribute("data-lamp")).toBe("outage");
  });

  it("keeps the order that the lamp gives", async () => {
    const { container } = await open("outage");
    const rows = [...container.querySelectorAll<HTMLElement>("[data-row]")].map((row) => row.dataset["row"]);
    expect(rows).toEqual(["chatgpt", "claude", "gemini", "copilot"]);
  });

  it("puts what to use instead above the services, each with its reason", async () => {
    await open("outage");
    const [first] = screen.getAllByRole("heading", { level: 2 });
    expect(first?.textContent).toBe("Use instead");
    expect(screen.getByText(/no sign-in/)).toBeTruthy();
  });

  it("suggests nothing while all is well", async () => {
    await open("well");
    expect(screen.queryByText("Use instead")).toBeNull();
  });

  it("says so when nothing can be used instead", async () => {
    const { backend } = await open("outage");
    backend.tell({ services: backend.snapshot.services.map((service) => ({ ...service, alternatives: [] })) });
    expect(await screen.findByText(/None of the chatbots you watch/)).toBeTruthy();
  });

  it("opens an alternative in the browser", async () => {
    const { backend } = await open("outage");
    await click("Open Claude");
    expect(backend.asked).toEqual([{ ask: "open_url", url: "https://claude.example/" }]);
  });

  it("takes the prompt along and leaves it on the clipboard", async () => {
    const { backend } = await open("outage");
    await fireEvent.input(screen.getByLabelText("My prompt"), { target: { value: "draw a lamp & a ship" } });
    await click("Open Claude with my prompt");
    expect(backend.copied).toBe("draw a lamp & a ship");
    expect(backend.asked).toEqual([
      { ask: "open_url", url: "https://claude.example/new?q=draw%20a%20lamp%20%26%20a%20ship" },
    ]);
    expect(await screen.findByText("Your prompt is on the clipboard too.")).toBeTruthy();
  });

  it("asks to paste where the address cannot carry the prompt", async () => {
    const { backend } = await open("outage");
    await fireEvent.input(screen.getByLabelText("My prompt"), { target: { value: "x".repeat(2_000) } });
    await click("Open Claude with my prompt");
    expect(backend.asked).toEqual([{ ask: "open_url", url: "https://claude.example/" }]);
    expect(await screen.findByText(/paste it there/)).toBeTruthy();
  });

  it("looks now when asked, and shows that it does", async () => {
    const { backend } = await open("well");
    await click("Check now");
    expect(backend.asked).toEqual([{ ask: "check_now" }]);
    expect(await screen.findByRole("progressbar")).toBeTruthy();
    await press("r");
    expect(backend.asked).toHaveLength(1);
  });

  it("names what of Aldis itself is missing", async () => {
    await open("degraded");
    expect(screen.getByText(/No notification service answers/)).toBeTruthy();
  });

  it("has words for every stretch of the day, gaps too", async () => {
    await open("outage");
    const strip = screen.getByRole("img", { name: /ChatGPT, last 24 hours/ });
    expect(strip.getAttribute("aria-label")).toContain("outage 38 min");
    expect(strip.getAttribute("aria-label")).toContain("not seen");
    expect(strip.querySelector('[data-health="unknown"]')?.getAttribute("fill")).toMatch(/^url\(#/);
    expect(strip.querySelector('[data-health="major_outage"] line')).toBeTruthy();
  });
});

describe("an incident", () => {
  it("opens from its row and shows how we know", async () => {
    await open("outage");
    await click(/^ChatGPT/);
    expect(headline()).toBe("ChatGPT is down");
    expect(screen.getByText("38 min so far")).toBeTruthy();
    expect(screen.getByText("we saw it 19 min before their page")).toBeTruthy();
    expect(screen.getByText(/No answer within 10 s/)).toBeTruthy();
    expect(screen.getByText(/^Your internet is fine/)).toBeTruthy();
  });

  it("quotes the vendor as plain text, apart from our own lines", async () => {
    const { backend, container } = await open("outage", "en", "incident/inc-1");
    const hostile = '<img src=x onerror="alert(1)"><b>all fine</b>';
    const incidents = backend.snapshot.incidents.map((incident) => ({
      ...incident,
      timeline: [
        { at: null, by: "them" as const, text: hostile, phase: "resolved" },
        { at: incident.began, by: "us" as const, text: "Still failing.", phase: null },
      ],
    }));
    backend.tell({ incidents });
    expect((await screen.findByText(hostile)).tagName).toBe("BLOCKQUOTE");
    expect(container.querySelector("img")).toBeNull();
    expect(screen.getByText("Still failing.").tagName).toBe("P");
  });

  it("is shown even where the vendor or a redirect tells the same thing twice", async () => {
    const { backend } = await open("outage", "en", "incident/inc-1");
    const twice = <T>(list: T[]) => [...list, ...list];
    backend.tell({
      incidents: backend.snapshot.incidents.map((it) => ({ ...it, affected: twice(it.affected), timeline: twice(it.timeline) })),
      services: backend.snapshot.services.map((it) => ({
        ...it,
        probes: twice(it.probes.map((probe) => ({ ...probe, layers: twice(probe.layers) }))),
      })),
    });
    await waitFor(() => expect(screen.getAllByText(/No answer within 10 s/)).toHaveLength(2));
  });

  it("opens what the vendor wrote about it", async () => {
    const { backend } = await open("outage", "en", "incident/inc-1");
    await click("Open this incident on their page");
    await click("Open their status page");
    expect(backend.asked).toEqual([
      { ask: "open_url", url: "https://status.chatgpt.example/incidents/01SAMPLE" },
      { ask: "open_url", url: "https://status.chatgpt.example/" },
    ]);
  });

  it("copies a report", async () => {
    const { backend } = await open("outage", "en", "incident/inc-1");
    await click("Copy a report");
    expect(backend.copied).toContain("ChatGPT is down");
    expect(await screen.findByText("Report copied")).toBeTruthy();
  });

  it("is silenced until the service works again, and speaks again", async () => {
    const { backend } = await open("outage", "en", "incident/inc-1");
    await click("Until it works again");
    expect(backend.asked).toEqual([{ ask: "mute", service: "chatgpt", until: "back" }]);
    await fireEvent.click(await screen.findByRole("button", { name: /Unmute/ }));
    expect(backend.asked[1]).toEqual({ ask: "unmute", service: "chatgpt" });
  });

  it("is waited for to end, and no longer when that is undone", async () => {
    const { backend } = await open("outage", "en", "incident/inc-1");
    const pressed = () => screen.getByRole("button", { name: "Tell me when it is back" }).getAttribute("aria-pressed");
    expect(pressed()).toBe("false");
    await click("Tell me when it is back");
    await waitFor(() => expect(pressed()).toBe("true"));
    await click("Undo");
    await waitFor(() => expect(pressed()).toBe("false"));
    expect(backend.asked).toEqual([true, false].map((on) => ({ ask: "tell_when_back", service: "chatgpt", on })));
    expect(screen.queryByRole("button", { name: "It does not work for me" }), "it works for nobody").toBeNull();
  });

  it("can be one that is over", async () => {
    await open("well");
    await click(/^ChatGPT was down/);
    expect(screen.getByText("Lasted 38 min")).toBeTruthy();
  });

  it("is waited for when the lamp names it before it tells it", async () => {
    const { backend } = await open("maintenance", "en", "incident/inc-1");
    expect(screen.queryByText("ChatGPT is down")).toBeNull();
    backend.tell({ incidents: sample("outage", { language: "en", now: Date.now() }).incidents });
    expect(await screen.findByText("ChatGPT is down")).toBeTruthy();
  });
});

describe("a chatbot that works for others", () => {
  it("is said to be broken for the person, which is taken back by undo or by a second press", async () => {
    const { backend } = await open("well");
    await click(/^Claude/);
    const button = () => screen.getByRole("button", { name: "It does not work for me" });
    await fireEvent.click(button());
    await waitFor(() => expect(button().getAttribute("aria-pressed")).toBe("true"));
    await click("Undo");
    await waitFor(() => expect(button().getAttribute("aria-pressed")).toBe("false"));
    await fireEvent.click(button());
    await fireEvent.click(button());
    expect(backend.asked.map(({ ask }) => ask)).toEqual(["broken_for_me", "works_for_me", "broken_for_me", "works_for_me"]);
    expect(screen.queryByRole("button", { name: "Tell me when it is back" }), "it is not away").toBeNull();
  });
});

describe("a page that is asked for", () => {
  it("is Now from its top, wherever the window was left", async () => {
    const { backend, container } = await open("outage", "en", "incident/inc-1");
    const tops: number[] = [];
    vi.spyOn(window, "scrollTo").mockImplementation(((to: ScrollToOptions) => tops.push(to.top ?? -1)) as typeof window.scrollTo);
    for (const again of [1, 2]) {
      backend.show("now");
      await waitFor(() => expect(tops).toHaveLength(again));
      expect(headline()).toBe("ChatGPT is down. It’s them, not you.");
    }
    expect(tops).toEqual([0, 0]);
    expect(container.querySelector("[data-row]")).toBeTruthy();
    vi.restoreAllMocks();
  });
});

describe("the keyboard", () => {
  it("walks the services with arrows", async () => {
    const { container } = await open("outage");
    const rows = [...container.querySelectorAll<HTMLElement>("[data-row]")];
    rows[0]?.focus();
    await press("ArrowDown", rows[0]);
    expect(document.activeElement).toBe(rows[1]);
    await press("ArrowUp", rows[1]);
    await press("ArrowUp", rows[0]);
    expect(document.activeElement).toBe(rows[0]);
  });

  it("goes back to the row it came from, then puts the window away", async () => {
    const { backend, container } = await open("outage");
    await click(/^Claude/);
    expect(headline()).toBe("Claude");
    await press("Escape");
    await waitFor(() => expect(document.activeElement).toBe(container.querySelector('[data-row="claude"]')));
    expect(backend.hidden).toBe(false);
    await press("Escape");
    expect(backend.hidden).toBe(true);
  });

  it("lets a person write an r", async () => {
    const { backend } = await open("outage");
    await press("r", screen.getByLabelText("My prompt"));
    expect(backend.asked).toEqual([]);
  });
});

describe("without a fresh word from the lamp", () => {
  it("waits", async () => {
    await open("loading");
    expect(headline()).toBe("One moment…");
  });

  it("says that there is no lamp", async () => {
    await open("no-lamp");
    expect(headline()).toBe("The lamp is not running.");
  });

  it("says how old the news is when the lamp went away, and forgets that when it is back", async () => {
    const { backend } = await open("disconnected");
    expect(screen.getByText(/Reconnecting/)).toBeTruthy();
    backend.tell({});
    expect(await screen.findByText(/Reconnecting/)).toBeTruthy();
    backend.connect(true);
    await waitFor(() => expect(screen.queryByText(/Reconnecting/)).toBeNull());
  });

  it("shows nothing as fresh and offers nothing while the lamp is lost", async () => {
    const { backend, container } = await open("outage");
    expect(screen.getByText("Use instead")).toBeTruthy();
    backend.connect(false);
    await waitFor(() => expect(screen.queryByText("Use instead")).toBeNull());
    expect(screen.queryByRole("button", { name: "Check now" })).toBeNull();
    expect(container.textContent).not.toMatch(/internet is fine|not you/);
    expect(container.querySelector("header [data-lamp]")?.getAttribute("data-lamp")).toBe("cannot_see");
    await press("r");
    expect(backend.asked).toEqual([]);
    backend.connect(true);
    expect(await screen.findByText("Use instead")).toBeTruthy();
  });

  it("offers to start Aldis again when it does not come back by itself", async () => {
    const { backend } = await open("well");
    vi.useFakeTimers();
    backend.connect(false);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(screen.queryByRole("button", { name: "Start Aldis again" })).toBeNull();
    await vi.advanceTimersByTimeAsync(1_000);
    vi.useRealTimers();
    await click("Start Aldis again");
    expect(backend.starts).toBe(1);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Start Aldis again" })).toBeNull());
    backend.connect(true);
    await waitFor(() => expect(screen.queryByText(/Reconnecting/)).toBeNull());
  });

  it("offers the same where there never was a lamp", async () => {
    const { backend } = await open("no-lamp");
    await click("Start Aldis again");
    expect(backend.starts).toBe(1);
  });

  it.each([["2", "Gemini was down"], ["3", "96.71"], ["4", "4 watched"]])("reads page %s as soon as the lamp is back, and asks nobody before", async (key, told) => {
    const { backend, container } = await open("outage");
    backend.connect(false);
    await screen.findByText(/Reconnecting/);
    await press(key);
    await new Promise((done) => setTimeout(done));
    expect(backend.queries).toEqual([]);
    backend.connect(true);
    await waitFor(() => expect(container.textContent).toContain(told));
  });

  it("says that nothing is watched", async () => {
    await open("empty");
    expect(headline()).toBe("Nothing is being watched.");
  });
});

describe.each(["en", "vi"] as const)("in %s", (language) => {
  it.each(SAMPLES)("%s has no word missing, on either page", async (name) => {
    const { container } = await open(name, language);
    expect(container.textContent).not.toMatch(/ui-|undefined|NaN|Invalid/);
    const row = container.querySelector("[data-row]");
    if (!row) return;
    await fireEvent.click(row);
    expect(within(container).getByRole("main").textContent).not.toMatch(/ui-|undefined|NaN|Invalid/);
    expect(document.documentElement.lang).toBe(language);
  });
});
