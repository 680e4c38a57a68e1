// The window without a mouse; and in places where there is little room.
import { expect, test } from "@playwright/test";
import { open, PAGES } from "./pages";

const start = { sample: "outage", page: "now", theme: "light", lang: "en" } as const;

test("from the headline into an incident, back to its row, and to an alternative", async ({ page }) => {
  await open(page, start);
  const focused = page.locator(":focus");
  const row = page.locator('[data-row="chatgpt"]');
  while (!(await row.evaluate((row) => row === document.activeElement))) await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await expect(focused).toHaveAttribute("data-row", "claude");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("ChatGPT is down");
  await page.keyboard.press("Escape");
  await expect(focused).toHaveAttribute("data-row", "chatgpt");
});

test("every page by its number, and what the keys are by ?", async ({ page }) => {
  await open(page, start);
  for (const [key, title] of [["2", "Incidents"], ["3", "History"], ["4", "Settings"]] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
  }
  await page.keyboard.press("Shift+?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Settings");
});

test("a chatbot is removed and put back, with keys alone", async ({ page }) => {
  await open(page, { ...start, page: "settings" });
  await page.locator('[data-row="chatbots"]').press("Enter");
  await page.getByRole("button", { name: "Stop watching Gemini" }).press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "no longer watched" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Stop watching Gemini" })).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await expect(page.getByRole("button", { name: "Stop watching Gemini" })).toBeVisible();
});

test("what is suggested first is put in order, with keys alone", async ({ page }) => {
  await open(page, { ...start, page: "settings" });
  await page.locator('[data-row="chatbots"]').press("Enter");
  const order = page.getByRole("region", { name: "Suggest first" });
  for (const name of ["Claude", "Gemini", "Perplexity"]) {
    const add = order.getByLabel("Add to your order");
    await add.focus();
    await add.selectOption({ label: name });
    await expect(order.getByText(name, { exact: true })).toBeVisible();
  }
  const names = order.locator(".name");
  const up = order.getByRole("button", { name: "Move Perplexity up" });
  await up.press("Enter");
  await expect(names).toHaveText(["Claude", "Perplexity", "Gemini"]);
  await expect(up, "it can be pressed again").toBeFocused();
  await page.keyboard.press("Enter");
  await expect(names).toHaveText(["Perplexity", "Claude", "Gemini"]);
  await page.getByRole("button", { name: "Undo" }).press("Enter");
  await expect(names).toHaveText(["Claude", "Perplexity", "Gemini"]);
});

test("a wish for word of the end is turned on and off by its key", async ({ page }) => {
  await open(page, { ...start, page: "incident/inc-1" });
  const wish = page.getByRole("button", { name: "Tell me when it is back" });
  await wish.press("Enter");
  await expect(wish).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("status").filter({ hasText: "even while it is muted" })).toBeVisible();
  await wish.press("Space");
  await expect(wish).toHaveAttribute("aria-pressed", "false");
});

test("the first start is gone through in three steps", async ({ page }) => {
  await open(page, { ...start, page: "welcome" });
  await page.getByLabel("Perplexity").press("Space");
  for (const name of ["Next", "Next", "Done"]) await page.getByRole("button", { name }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/ChatGPT is down/);
});

test("what is focused is seen to be", async ({ page }) => {
  await open(page, start);
  for (let at = 0; at < 14; at += 1) {
    await page.keyboard.press("Tab");
    const width = await page.evaluate(() => (document.activeElement === document.body ? "2px" : getComputedStyle(document.activeElement ?? document.body).outlineWidth));
    expect(width).toBe("2px");
  }
});

test("what is focused lies under neither bar", async ({ page }) => {
  await open(page, { ...start, page: "settings" });
  await page.locator('[data-row="chatbots"]').press("Enter");
  for (let at = 0; at < 30; at += 1) {
    await page.keyboard.press("Tab");
    const hidden = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body || focused.closest("nav, main > header, header")) return "";
      const { top, bottom, left, width } = focused.getBoundingClientRect();
      const seen = [top + 2, bottom - 2].map((y) => document.elementFromPoint(left + width / 2, y));
      return seen.every((there) => there !== null && (focused.contains(there) || there.contains(focused))) ? "" : focused.outerHTML.slice(0, 120);
    });
    expect(hidden, `after ${at + 1} tabs`).toBe("");
  }
});

for (const [name, at] of Object.entries(PAGES)) {
  test(`${name} fits into 320 px and into twice the text`, async ({ page }) => {
    for (const [width, text] of [[320, "100%"], [400, "200%"]] as const) {
      await page.setViewportSize({ width, height: 620 });
      await open(page, { ...start, page: at, lang: "vi" });
      await page.addStyleTag({ content: `:root { font-size: ${text} }` });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over, `${width} px, ${text}`).toBeLessThanOrEqual(0);
    }
  });
}

test("forty chatbots, long names and long or right-to-left texts stay within the window", async ({ page }) => {
  for (const at of ["now", "incident/inc-1"]) {
    await page.setViewportSize({ width: 320, height: 620 });
    await open(page, { ...start, sample: "crowded", page: at });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over, at).toBeLessThanOrEqual(0);
  }
  await expect(page.locator("blockquote").first()).toHaveCSS("direction", "rtl");
});

test("nothing jumps when news arrive", async ({ page }) => {
  await open(page, { ...start, sample: "well" });
  const row = page.locator('[data-row="gemini"]');
  const before = await row.boundingBox();
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByRole("progressbar")).toBeVisible();
  await expect(page.getByRole("progressbar")).toBeHidden();
  expect(await row.boundingBox()).toEqual(before);
});
