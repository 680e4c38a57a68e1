// Which shape stands for which state: the pairing of PRODUCT.md, "The tray icon". Shows, never decides.
import type { Culprit, Health, Lamp, Probe, Says, Snapshot, Vantage } from "./bindings";

export const lampOf: Record<Health, Lamp> = {
  operational: "well",
  degraded: "something_off",
  partial_outage: "outage",
  major_outage: "outage",
  maintenance: "maintenance",
  unknown: "cannot_see",
};

const vantageAdvice: Record<Vantage, string | null> = {
  online: null,
  waking: null,
  captive: "ui-do-captive",
  impaired: "ui-do-impaired",
  offline: "ui-do-offline",
};

const culpritAdvice: Record<Culprit, string> = {
  slow: "ui-do-impaired",
  resolver: "ui-do-resolver",
  proxy: "ui-do-proxy",
  interception: "ui-do-interception",
  clock: "ui-do-clock",
};

/** What helps when it is our own network; null where nothing does. */
export function networkAdvice({ vantage, culprit }: Pick<Snapshot, "vantage" | "culprit">): string | null {
  const advice = vantageAdvice[vantage];
  return advice === null || culprit === null ? advice : culpritAdvice[culprit];
}

const accountAdviceOf: Record<string, string> = {
  over_quota: "ui-do-quota",
  key_refused: "ui-do-key",
  not_here: "ui-do-country",
};

/** What helps where the person's own account is in the way; null where it is not. */
export function accountAdvice(probes: Probe[]): string | null {
  return probes.map(({ outcome }) => accountAdviceOf[outcome]).find((advice) => advice !== undefined) ?? null;
}

export const lampOfVantage: Record<Vantage, Lamp> = {
  online: "well",
  waking: "cannot_see",
  captive: "cannot_see",
  impaired: "something_off",
  offline: "cannot_see",
};

export const lampOfSays: Record<Says, Lamp> = {
  works: "well",
  fails: "outage",
  nothing: "cannot_see",
};

export const legendOf: Record<Health, string> = {
  operational: "ui-legend-operational",
  degraded: "ui-legend-degraded",
  partial_outage: "ui-legend-partial-outage",
  major_outage: "ui-legend-major-outage",
  maintenance: "ui-legend-maintenance",
  unknown: "ui-legend-unknown",
};
