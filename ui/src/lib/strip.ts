// Lays the last 24 hours out from left to right; what no span covers is a gap.
import type { Health, Span } from "./bindings";

export const DAY_MS = 24 * 60 * 60 * 1_000;

export interface Piece {
  /** Per cent from the left. */
  x: number;
  /** Per cent of the whole. */
  width: number;
  /** Its middle, off the edges: where a mark of two pixels shows it however short it is. */
  mark: number;
  health: Health;
}

/** Half a mark, on the narrowest strip. */
const EDGE = 0.4;

export function pieces(spans: Span[], now: number): Piece[] {
  const start = now - DAY_MS;
  return spans.flatMap(({ from, to, health }) => {
    const left = Math.max(Date.parse(from), start);
    const right = Math.min(Date.parse(to), now);
    if (!(right > left)) return [];
    const x = ((left - start) / DAY_MS) * 100;
    const width = ((right - left) / DAY_MS) * 100;
    const mark = Math.min(Math.max(x + width / 2, EDGE), 100 - EDGE);
    return [{ x, width, mark, health }];
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
