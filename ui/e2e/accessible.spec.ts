// No page breaks a rule of axe, in either theme, in either language, whatever is going on.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { open, PAGES, part, PARTS } from "./pages";

// High enough that the bar at the bottom covers nothing: what it covers can be scrolled to.
test.use({ viewport: { width: 400, height: 2_600 } });

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function clean(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  expect(said, what).toEqual([]);
}

for (const theme of ["light", "dark"] as const) {
  for (const lang of ["en", "vi"] as const) {
    test(`every page, ${theme}, ${lang}`, async ({ page }) => {
      for (const [name, at] of Object.entries(PAGES)) {
        await open(page, { sample: "outage", page: at, theme, lang });
        await clean(page, name);
      }
    });

    test(`every part of the settings, ${theme}, ${lang}`, async ({ page }) => {
      for (const name of PARTS) {
        await open(page, { sample: "well", page: "settings", theme, lang });
        await part(page, name);
        await clean(page, name);
      }
    });
  }
}

for (const sample of ["well", "degraded", "offline", "reported", "maintenance", "empty", "disconnected", "no-lamp", "fresh", "alone", "faults", "crowded", "captive", "paused"]) {
  test(`while ${sample}`, async ({ page }) => {
    await open(page, { sample, page: "now", theme: "light", lang: "en" });
    await clean(page, sample);
  });
}

for (const sample of ["fresh", "unread"]) {
  test(`with nothing to tell, ${sample}`, async ({ page }) => {
    for (const at of ["incidents", "history", "settings"]) {
      await open(page, { sample, page: at, theme: "light", lang: "en" });
      await clean(page, at);
    }
  });
}
