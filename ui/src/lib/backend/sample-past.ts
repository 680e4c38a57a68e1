// Made-up weeks for sample.ts: incidents, how services did, how quick they were. The same each time.
import type { Account, DayOf, Health, History, Incident, IncidentLine, Latency, Reach, ServiceHistory } from "../bindings";
import type { Telling } from "./sample-names";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SERVICES = [["chatgpt", "ChatGPT"], ["claude", "Claude"], ["gemini", "Gemini"], ["copilot", "Microsoft Copilot"]] as const;

/** `[service, days ago, minutes, worst, lead in minutes or null]` */
const OUTAGES: [number, number, number, Health, number | null][] = [
  [0, 1 / 3, 38, "major_outage", 19],
  [1, 2.4, 22, "degraded", null],
  [0, 6.1, 74, "partial_outage", 8],
  [3, 9.7, 12, "degraded", null],
  [2, 17.2, 51, "major_outage", -6],
  [0, 23.5, 9, "degraded", 0],
  [1, 41.8, 133, "major_outage", 27],
  [0, 58.2, 35, "major_outage", 31],
  [3, 77.6, 46, "partial_outage", null],
];

export function pastIncidents({ language, now }: Telling): IncidentLine[] {
  const say = (en: string, vi: string) => (language === "vi" ? vi : en);
  const state: Partial<Record<Health, [string, string]>> = {
    major_outage: ["was down", "đã ngừng hoạt động"],
    partial_outage: ["was partly down", "đã gián đoạn một phần"],
    degraded: ["had trouble", "đã trục trặc"],
  };
  return OUTAGES.map(([of, ago, minutes, worst, lead], nth) => {
    const [service, name] = SERVICES[of] ?? SERVICES[0];
    const began = now - ago * DAY;
    return {
      id: nth === 0 ? "inc-1" : `past-${nth}`,
      service,
      name,
      worst,
      title: `${name} ${say(...(state[worst] ?? ["", ""]))}`,
      began: new Date(began).toISOString(),
      ended: new Date(began + minutes * MINUTE).toISOString(),
      source: lead === null ? "local" : "both",
      noticed:
        lead === null
          ? say("we saw it; their page says nothing of it", "Aldis thấy; trang của họ không nói gì")
          : lead > 0
            ? say(`we saw it ${lead} min before their page`, `Aldis thấy trước trang của họ ${lead} phút`)
            : lead < 0
              ? say(`their page was ${-lead} min ahead of us`, `trang của họ báo trước Aldis ${-lead} phút`)
              : say("we and their page saw it at the same time", "Aldis và trang của họ thấy cùng lúc"),
    };
  });
}

export function pastIncident(id: string, telling: Telling, like: Incident | undefined): Incident | null {
  const line = pastIncidents(telling).find((line) => line.id === id);
  return line && like ? { ...like, ...line, health: "operational", lead: line.source === "both" ? line.noticed : null } : null;
}

export function history({ now }: Telling, empty: boolean): History {
  return { services: SERVICES.map(([id, name], of) => service(id, name, of, now, empty)) };
}

function service(id: string, name: string, of: number, now: number, empty: boolean): ServiceHistory {
  const mine = empty ? [] : OUTAGES.filter(([whose]) => whose === of);
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const days = Array.from({ length: 90 }, (_, nth): DayOf => {
    const back = 89 - nth;
    const hit = mine.find(([, ago]) => Math.floor(ago) === back);
    const seen = !empty && back < 83 && back % 7 !== 5;
    return {
      from: new Date(midnight - back * DAY).toISOString(),
      worst: !seen ? "unknown" : (hit?.[3] ?? "operational"),
      observed_s: seen ? 34_000 : 0,
      out_s: seen && hit && hit[3] !== "degraded" ? hit[2] * 60 : 0,
    };
  });
  const account = (reach: Reach, length: number): Account => {
    const within = mine.filter(([, ago]) => ago < length);
    const out = within.filter(([, , , worst]) => worst !== "degraded").reduce((sum, [, , minutes]) => sum + minutes * 60, 0);
    const observed = empty ? 0 : Math.round(length * 34_000 * 0.86);
    const lengths = within.map(([, , minutes]) => minutes * 60).toSorted((a, b) => a - b);
    return {
      reach,
      observed_s: observed,
      out_s: out,
      degraded_s: 0,
      availability: observed > 0 ? 1 - out / observed : null,
      incidents: within.length,
      recovery_s: lengths[Math.floor(lengths.length / 2)] ?? null,
    };
  };
  const accounts = [account("day", 1), account("week", 7), account("month", 30), account("quarter", 90)];
  return { id, name, accounts, days, late_s: (of === 0 ? 19 : 21) * 60, late_learned: of === 0 };
}

const STEPS: Record<Reach, [number, number]> = { day: [96, 900], week: [84, 7_200], month: [90, 28_800], quarter: [90, 86_400] };

export function latency(service: string, reach: Reach, { now }: Telling): Latency {
  const [count, step] = STEPS[reach];
  // A wave and some noise that is the same each time; asleep from a third to half.
  const noise = (at: number) => (Math.abs(Math.sin(at * 12.9898 + service.length) * 43_758.5453) % 1) * 0.3;
  const series = (usual: number, late: number) =>
    Array.from({ length: count }, (_, at) => {
      const asleep = reach === "day" ? at > count * 0.25 && at < count * 0.5 : at % 12 > 8;
      const peak = at > count * 0.64 && at < count * 0.68 ? 2.1 : 1;
      return asleep ? null : Math.round(usual * (1 + noise(at) + Math.sin(at / 9) * 0.12) * peak * late);
    });
  const surface = (surface: string, usual: number) => ({ surface, median_ms: series(usual, 1), slow_ms: series(usual, 1.7) });
  return { service, reach, from_s: Math.round(now / 1_000) - count * step, step_s: step, surfaces: [surface("web", 176), surface("api", 247)] };
}
