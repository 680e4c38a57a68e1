// Which made-up days there are, and what a day is told with.
export const SAMPLES = [
  "outage",
  "well",
  "degraded",
  "offline",
  "reported",
  "maintenance",
  "empty",
  "disconnected",
  "loading",
  "no-lamp",
  "checking",
  "fresh",
  "alone",
  "faults",
  "unread",
  "crowded",
  "captive",
  "paused",
] as const;
export type SampleName = (typeof SAMPLES)[number];

export interface Telling {
  language: "en" | "vi";
  now: number;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
