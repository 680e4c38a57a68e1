// Lays the last 24 hours out from left to right; what no span covers is a gap.
import type { Health, Span } from "./bindings";

export const DAY_MS = 24 * 60 * 60 * 1_000;

export interface Piece {
  /** Per cent from the left. */
  x: number;
  /** Per cent of the whole. */
  width: number;
  health: Health;
}

/** Narrower than this a short outage could not be seen. */
const LEAST = 0.9;

export function pieces(spans: Span[], now: number): Piece[] {
  const start = now - DAY_MS;
  return spans.flatMap(({ from, to, health }) => {
    const left = Math.max(Date.parse(from), start);
    const right = Math.min(Date.parse(to), now);
    if (!(right > left)) return [];
    const width = Math.max(((right - left) / DAY_MS) * 100, LEAST);
    return [{ x: Math.min(((left - start) / DAY_MS) * 100, 100 - width), width, health }];
  });
}

/** How long each health lasted within the last 24 hours, gaps counted as unknown. */
export function totals(spans: Span[], now: number): Map<Health, number> {
  const start = now - DAY_MS;
  const sum = new Map<Health, number>();
  let covered = 0;
  for (const { from, to, health } of spans) {
    const length = Math.min(Date.parse(to), now) - Math.max(Date.parse(from), start);
    if (!(length > 0)) continue;
    covered += length;
    sum.set(health, (sum.get(health) ?? 0) + length);
  }
  const gap = DAY_MS - covered;
  if (gap > 60_000) sum.set("unknown", (sum.get("unknown") ?? 0) + gap);
  return sum;
}
