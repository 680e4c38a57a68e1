// Lays a line over time out in a box: where its points are, and where its scale has marks.
import type { SurfaceLatency } from "./bindings";

export interface Box {
  width: number;
  height: number;
}

export interface Laid {
  /** The median, broken where nothing answered. */
  line: string;
  /** Up to what nine of ten stayed under. */
  band: string;
  /** Steps that stand alone: a line has no length there. */
  dots: { x: number; y: number }[];
}

/** Up to where the scale goes: the slowest of what nine of ten stayed under, or the median. */
export function top(surfaces: SurfaceLatency[]): number {
  const all = surfaces.flatMap(({ median_ms, slow_ms }) => [...median_ms, ...slow_ms]).filter((ms) => ms !== null);
  return Math.max(1, ...all);
}

/** Two to four round numbers above nought. */
export function marks(top: number): number[] {
  const power = 10 ** Math.floor(Math.log10(top / 2));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((step) => top / step < 4.5) ?? top;
  return Array.from({ length: Math.floor(top / step) }, (_, nth) => (nth + 1) * step);
}

export function lay({ median_ms: median, slow_ms: slow }: SurfaceLatency, top: number, { width, height }: Box): Laid {
  const x = (place: number) => round(((place + 0.5) / median.length) * width);
  const y = (ms: number | null | undefined) => round(height - ((ms ?? 0) / top) * height);
  const runs = stretches(median);
  const along = (run: number[], of: (place: number) => number) => run.map((place) => `${x(place)} ${of(place)}`).join("L");
  const low = (place: number) => y(median[place]);
  const high = (place: number) => y(slow[place] ?? median[place]);
  return {
    line: runs.map((run) => `M${along(run, low)}`).join(""),
    band: runs.map((run) => `M${along(run, low)}L${along(run.toReversed(), high)}Z`).join(""),
    dots: runs.flatMap((run) => (run.length === 1 ? run.map((place) => ({ x: x(place), y: low(place) })) : [])),
  };
}

/** The places that are known, those in a row together. */
function stretches(values: (number | null)[]): number[][] {
  return values.reduce<number[][]>((runs, value, place) => {
    if (value === null) return runs;
    const last = runs.at(-1);
    if (last?.at(-1) === place - 1) last?.push(place);
    else runs.push([place]);
    return runs;
  }, []);
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
