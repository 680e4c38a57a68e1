// Prints what a window has to load and fails the build when it grows past the bar.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BAR = 60 * 1024;
const assets = new URL("../dist/assets/", import.meta.url);
const total = readdirSync(assets)
  .filter((name) => /\.(js|css)$/.test(name))
  .reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, assets))).length, 0);

process.stdout.write(`scripts and styles: ${(total / 1024).toFixed(1)} KiB gzip (bar ${BAR / 1024})\n`);
if (total > BAR) process.exit(1);
