// Every label the window names exists in every language, and none lies about unused.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

function read(folder: string, kind: RegExp): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => kind.test(file) && !/(bindings|\.test)\.ts$/.test(file));
  return files.map((file) => readFileSync(`${folder}/${file}`, "utf8")).join("\n");
}

const source = read("src", /\.(svelte|ts)$/);
const rust = read("../crates", /\.rs$/) + read("../src-tauri/src", /\.rs$/);
const labels = (language: string) => [...readFileSync(`../locales/${language}.ftl`, "utf8").matchAll(/^(ui-[\w-]+) =/gm)].map(([, key]) => key ?? "");
/** Keys that are put together: `ui-theme-${theme}`. */
const made = [...new Set([...source.matchAll(/`(ui-[\w-]+-)\$\{/g)].map(([, beginning]) => beginning ?? ""))];
const tabs = ["ui-now", "ui-incidents", "ui-history", "ui-settings"];

describe("labels", () => {
  it("are the same in every language", () => {
    expect(labels("vi").toSorted()).toEqual(labels("en").toSorted());
  });

  it("are all there", () => {
    const named = [...source.matchAll(/["'`](ui-[a-z][\w-]*[\w])["'`]/g)].map(([, key]) => key ?? "");
    expect(named.filter((key) => !labels("en").includes(key))).toEqual([]);
  });

  it("are all used", () => {
    const used = (key: string) => tabs.includes(key) || made.some((beginning) => key.startsWith(beginning)) || [`"${key}"`, `'${key}'`].some((name) => source.includes(name)) || rust.includes(`"${key}"`);
    expect(labels("en").filter((key) => !used(key))).toEqual([]);
  });
});
