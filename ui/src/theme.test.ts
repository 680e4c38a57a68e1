import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/theme.css", "utf8").split("@media")[0] ?? "";
const roles = new Map([...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [name, [light, dark]]));
const LAMPS = ["well", "maintenance", "cannot_see", "something_off", "outage"];

type Rgb = [number, number, number];

function colour(role: string, dark: boolean): Rgb {
  const hex = roles.get(role)?.[dark ? 1 : 0];
  if (!hex) throw new Error(`no colour ${role}`);
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb;
}

const mix = (over: Rgb, share: number, under: Rgb): Rgb => over.map((part, at) => part * share + (under[at] ?? 0) * (1 - share)) as Rgb;

/** WCAG 2.2, relative luminance. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe.each([false, true])("dark: %s", (dark) => {
  const of = (role: string) => colour(role, dark);

  it.each(["text", "soft", ...LAMPS.map((lamp) => `${lamp}-text`)])("%s can be read on every ground", (role) => {
    for (const ground of ["ground", "surface", "sunken"]) {
      expect(contrast(of(role), of(ground)), `on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(LAMPS)("the banner of %s leaves its words readable", (lamp) => {
    const ground = mix(of(lamp), dark ? 0.2 : 0.1, of("ground"));
    for (const role of ["text", "soft", `${lamp}-text`]) {
      expect(contrast(of(role), ground), role).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each([...LAMPS, "edge"])("%s stands out as a shape", (role) => {
    for (const ground of ["ground", "surface"]) {
      expect(contrast(of(role), of(ground)), `on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  });

  it("has what is pressed first turned around, and still readable", () => {
    expect(contrast(of("surface"), of("text"))).toBeGreaterThanOrEqual(4.5);
  });
});
