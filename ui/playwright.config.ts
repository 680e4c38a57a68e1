import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const system = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"];
const executablePath = process.env["ALDIS_BROWSER"] ?? system.find((path) => existsSync(path));

/** The window with the sample for a lamp. */
const BUILT = "node_modules/.sample";

/** The system's own browser, which asks nobody on the internet for anything. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "node_modules/.e2e",
  snapshotPathTemplate: "e2e/shots/{arg}{ext}",
  fullyParallel: true,
  workers: 2,
  timeout: 120_000,
  reporter: [["list"]],
  expect: { toHaveScreenshot: { maxDiffPixelRatio: 0.02, threshold: 0.25, animations: "disabled", caret: "hide" } },
  use: {
    baseURL: "http://localhost:5174",
    viewport: { width: 400, height: 620 },
    timezoneId: "UTC",
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--font-render-hinting=none"],
    },
  },
  webServer: { command: `vite build --mode sample --outDir ${BUILT} && vite preview --outDir ${BUILT} --port 5174 --strictPort`, url: "http://localhost:5174", reuseExistingServer: false, stdout: "ignore" },
});
