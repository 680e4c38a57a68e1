// How the pages look is kept; what changes it changes these pictures: `npm run test:browser -- --update-snapshots`.
import { expect, test } from "@playwright/test";
import { open, PAGES } from "./pages";

// One font everywhere: the one that the tests' set-up installs.
const FONT = 'body { font-family: "DejaVu Sans" !important }';

for (const theme of ["light", "dark"] as const) {
  for (const [name, at] of Object.entries(PAGES)) {
    test(`${name}, ${theme}`, async ({ page }) => {
      test.skip(process.platform !== "linux", "the pictures are of one system");
      await open(page, { sample: "outage", page: at, theme, lang: theme === "light" ? "en" : "vi" });
      await page.addStyleTag({ content: FONT });
      await expect(page).toHaveScreenshot(`${name}-${theme}.png`);
    });
  }
}
