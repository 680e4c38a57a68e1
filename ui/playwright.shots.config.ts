import { defineConfig } from "@playwright/test";
import checks from "./playwright.config";

/** Takes pictures for people; checks nothing. */
export default defineConfig(checks, { testDir: "e2e/shoot", testIgnore: [], testMatch: "*.shoot.ts", use: { deviceScaleFactor: 2 } });
