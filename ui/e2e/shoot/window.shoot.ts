// Every page × light and dark × both languages × well, outage, offline, as docs/screenshots shows them.
import { mkdirSync, writeFileSync } from "node:fs";
import { type Page, test } from "@playwright/test";
import { open, PAGES } from "../pages";

const PLACE = "../docs/screenshots/window";
mkdirSync(PLACE, { recursive: true });

/** The browser packs a picture as WebP: a quarter of the size, and nothing to install. */
async function pack(page: Page, png: Buffer): Promise<Buffer> {
  const packed = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    canvas.getContext("2d")?.drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", 0.82);
  }, png.toString("base64"));
  return Buffer.from(packed.split(",")[1] ?? "", "base64");
}

for (const lang of ["en", "vi"] as const) {
  for (const theme of ["light", "dark"] as const) {
    for (const sample of ["well", "outage", "offline"] as const) {
      test(`${sample}, ${theme}, ${lang}`, async ({ page }) => {
        for (const [name, at] of Object.entries(PAGES)) {
          // Where nothing is wrong, the incident is the one that is over; where nothing is seen, a chatbot.
          await open(page, { sample, page: sample === "offline" && name === "incident" ? "now" : at, theme, lang });
          if (sample === "offline" && name === "incident") await page.locator('[data-row="chatgpt"]').click();
          writeFileSync(`${PLACE}/${name}-${sample}-${theme}-${lang}.webp`, await pack(page, await page.screenshot({ animations: "disabled" })));
        }
      });
    }
  }
}
