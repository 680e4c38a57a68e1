// Every page the window has, as an address of the sample: for the checks and for the screenshots.
import type { Page } from "@playwright/test";

/** Sunday, 22 November 2026, 14:40 UTC: what is shown does not change from day to day. */
export const NOON = Date.UTC(2026, 10, 22, 14, 40);

export const PAGES = {
  now: "now",
  incident: "incident/inc-1",
  incidents: "incidents",
  history: "history",
  settings: "settings",
  welcome: "welcome",
} as const;
export type PageName = keyof typeof PAGES;

export const PARTS = ["chatbots", "notifications", "general", "keys", "network", "data", "about"] as const;

export interface Look {
  sample: string;
  page: string;
  theme: "light" | "dark";
  lang: "en" | "vi";
}

export async function open(page: Page, { sample, page: at, theme, lang }: Look): Promise<void> {
  await page.clock.setFixedTime(NOON);
  await page.emulateMedia({ colorScheme: theme });
  await page.goto(`/?${new URLSearchParams({ sample, page: at, lang, now: String(NOON) })}`);
  await page.locator("h1").first().waitFor();
  await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
}

/** A part of the settings, by the keyboard's shortest way. */
export async function part(page: Page, name: string): Promise<void> {
  await page.locator(`[data-row="${name}"]`).click();
  await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
}
