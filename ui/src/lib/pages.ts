// Which pages there are, and the names by which the lamp asks for them.
export const TABS = ["now", "incidents", "history", "settings"] as const;
export type Tab = (typeof TABS)[number];

export const PARTS = ["chatbots", "notifications", "general", "keys", "network", "data", "about"] as const;
export type Part = (typeof PARTS)[number];

export type Page =
  | { name: "now" | "incidents" | "history" | "welcome" }
  | { name: "settings"; part: Part | null }
  | { name: "detail"; service: string; incident: string | null; from: Tab };

export const NOW: Page = { name: "now" };

export function isTab(name: string): name is Tab {
  return TABS.some((tab) => tab === name);
}

/** The page behind a tab, from its top. */
export function tab(name: Tab): Page {
  return name === "settings" ? { name, part: null } : { name };
}

/** The tab that a page belongs to; none while it takes the whole window. */
export function tabOf(page: Page): Tab | null {
  if (page.name === "detail") return page.from;
  return page.name === "welcome" ? null : page.name;
}

/** Where Esc leads to; null where it puts the window away. */
export function above(page: Page): Page | null {
  switch (page.name) {
    case "now":
    case "welcome":
      return null;
    case "detail":
      return tab(page.from);
    case "settings":
      return page.part === null ? NOW : { name: "settings", part: null };
    case "incidents":
    case "history":
      return NOW;
  }
}

/** What the lamp asks for: `now`, `history`, `settings`, `incident/ID`; null is for the last only. */
export function named(page: string): { page: Page } | { incident: string } {
  const incident = /^incident\/(.+)$/.exec(page)?.[1];
  if (incident !== undefined) return { incident };
  if (page === "welcome") return { page: { name: "welcome" } };
  return { page: isTab(page) ? tab(page) : { ...NOW } };
}
