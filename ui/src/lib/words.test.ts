import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import en from "../../../locales/en.ftl?raw";
import vi from "../../../locales/vi.ftl?raw";
import { legendOf } from "./looks";
import { Words } from "./words";

const MINUTE = 60_000;
const english = new Words("en-GB");
const vietnamese = new Words("vi");

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /(?<!\.test)\.(svelte|ts)$/.test(entry.name) ? [readFileSync(path, "utf8")] : [];
  });
}

const keys = (source: string) => [...source.matchAll(/^([a-z][\w-]*) =/gm)].map((found) => found[1] ?? "");

describe("the languages", () => {
  const used = new Set([
    ...sources("src").flatMap((text) => [...text.matchAll(/"(ui-[\w-]+)"|'(ui-[\w-]+)'/g)].map((found) => found[1] ?? found[2] ?? "")),
    ...Object.values(legendOf),
  ]);

  it("have every label that the window uses", () => {
    expect(used.size).toBeGreaterThan(30);
    for (const key of used) expect([key, keys(en).includes(key), keys(vi).includes(key)]).toEqual([key, true, true]);
  });

  it("name the same things, each once", () => {
    expect(keys(vi).toSorted()).toEqual(keys(en).toSorted());
    expect(new Set(keys(en)).size).toBe(keys(en).length);
  });
});

describe("words", () => {
  it("falls back to English for a language that nobody wrote", () => {
    expect(new Words("tlh").t("ui-check-now")).toBe("Check now");
    expect(new Words("VI_vn").t("ui-check-now")).toBe("Kiểm tra ngay");
  });

  it("shows the key where a label is missing", () => {
    expect(english.t("ui-nowhere")).toBe("ui-nowhere");
  });

  it("says durations in at most two units", () => {
    expect(english.duration(59_999)).toBe("59 s");
    expect(english.duration(38 * MINUTE)).toBe("38 min");
    expect(english.duration(72 * MINUTE)).toBe("1 h 12 min");
    expect(english.duration(50 * 60 * MINUTE)).toBe("2 days 2 h");
    expect(english.duration(-5)).toBe("0 s");
    expect(vietnamese.duration(72 * MINUTE)).toBe("1 giờ 12 phút");
  });

  it("gives the date only when it was not today", () => {
    const now = new Date(2026, 10, 22, 15, 0).getTime();
    expect(english.at(new Date(2026, 10, 22, 14, 2).toISOString(), now)).toBe("14:02");
    expect(english.at(new Date(2026, 10, 21, 23, 59).toISOString(), now)).toBe("21 Nov, 23:59");
    expect(english.at(new Date(2025, 10, 21, 23, 59).toISOString(), now)).toBe("21 Nov 2025, 23:59");
    expect(vietnamese.at(new Date(2026, 10, 21, 23, 59).toISOString(), now)).toBe("23:59 ngày 21/11");
  });

  it("names the day of an end only where it is another one", () => {
    const now = new Date(2026, 10, 22, 15, 0).getTime();
    const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 5).toISOString();
    expect(english.range(at(22, 9), at(22, 10), now)).toBe("09:05–10:05");
    expect(english.range(at(21, 9), at(21, 10), now)).toBe("21 Nov, 09:05–10:05");
    expect(english.range(at(21, 23), at(22, 1), now)).toBe("21 Nov, 23:05–01:05");
    expect(vietnamese.range(at(21, 9), at(21, 10), now)).toBe("09:05–10:05 ngày 21/11");
  });

  it("never speaks of the future", () => {
    expect(english.ago(new Date(10_000).toISOString(), 0)).toBe("just now");
    expect(english.ago(new Date(0).toISOString(), 1_999)).toBe("just now");
    expect(english.ago(new Date(0).toISOString(), 8_000)).toBe("8 s ago");
  });

  it("says in seconds how long an answer took, as wide each time", () => {
    expect([3, 182, 201, 994].map((ms) => english.seconds(ms))).toEqual(["0.01\u202fs", "0.18\u202fs", "0.20\u202fs", "0.99\u202fs"]);
    expect([995, 1_930, 12_040].map((ms) => vietnamese.seconds(ms))).toEqual(["1,0\u202fs", "1,9\u202fs", "12,0\u202fs"]);
  });

  it("says latency in the unit that is read fastest", () => {
    expect(english.latency(182)).toBe("182\u202fms");
    expect(english.latency(1_930)).toBe("1.9\u202fs");
    expect(vietnamese.latency(1_930)).toBe("1,9\u202fs");
  });
});
