// Labels, times and durations in the user's language. Sentences about health come ready from the lamp.
import { FluentBundle, type FluentVariable } from "@fluent/bundle";
import { languages as told, names } from "virtual:labels";

// Every file there is a language.
const LANGUAGES = new Map(told);
const SECOND = 1_000;

/** From when to when; `worked_before`: nobody looked from then until it was seen to have begun. */
interface Stretch {
  began: string;
  ended: string | null;
  worked_before?: string | null;
}

/** Tag and own name of every language: "vi", "Tiếng Việt". */
export function languages(): [string, string][] {
  return [...LANGUAGES.keys()].map((tag) => {
    const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
    return [tag, name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)];
  });
}

export class Words {
  readonly language: string;
  readonly #bundles: FluentBundle[];
  readonly #clock: Intl.DateTimeFormat;

  constructor(tag: string) {
    const base = tag.toLowerCase().split(/[-_]/)[0] ?? "";
    this.language = LANGUAGES.has(base) ? base : "en";
    this.#bundles = [...new Set([this.language, "en"])].map(bundle);
    this.#clock = new Intl.DateTimeFormat(this.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }

  /** The label `key`; the key itself where no language has it, so that a gap is seen. */
  t(key: string, args: Record<string, FluentVariable> = {}): string {
    for (const bundle of this.#bundles) {
      const pattern = bundle.getMessage(key)?.value;
      if (pattern) return bundle.formatPattern(pattern, args);
    }
    return key;
  }

  has(key: string): boolean {
    return this.#bundles.some((bundle) => bundle.hasMessage(key));
  }

  /** "14:02"; with the date where that is not today's. */
  at(moment: string, now: number): string {
    const date = new Date(moment);
    return this.#dated(this.#clock.format(date), date, now);
  }

  /** "14:02–14:40": the day of the end only where it is another one. */
  range(began: string, ended: string, now: number): string {
    const [from, to] = [new Date(began), new Date(ended)];
    if (from.toDateString() !== to.toDateString()) return `${this.at(began, now)}–${this.at(ended, now)}`;
    return this.#dated(`${this.#clock.format(from)}–${this.#clock.format(to)}`, from, now);
  }

  #dated(time: string, date: Date, now: number): string {
    const today = new Date(now);
    if (date.toDateString() === today.toDateString()) return time;
    const day = { time, day: date.getDate(), month: date.getMonth() + 1 };
    if (date.getFullYear() === today.getFullYear()) return this.t("clock-day", day);
    return this.t("clock-year", { ...day, year: String(date.getFullYear()) });
  }

  /** "November 2026". */
  month(moment: string): string {
    return new Intl.DateTimeFormat(this.language, { month: "long", year: "numeric" }).format(new Date(moment));
  }

  /** "22 Nov": a day, as short as it can be said. */
  day(moment: string | number): string {
    const date = new Date(moment);
    return this.t("ui-date", { day: date.getDate(), month: date.getMonth() + 1 });
  }

  /** "99.92 %", never rounded up to a perfection that was not. */
  share(share: number): string {
    const percent = Math.floor(share * 10_000 + 1e-6) / 100;
    return `${new Intl.NumberFormat(this.language, { maximumFractionDigits: 2 }).format(percent)}\u202f%`;
  }

  /** "8 s", "38 min", "1 h 12 min", "2 days 3 h": the lamp's own wording. */
  duration(ms: number): string {
    const s = Math.floor(Math.max(0, ms) / SECOND);
    const [m, h, d] = [Math.floor(s / 60), Math.floor(s / 3_600), Math.floor(s / 86_400)];
    if (m === 0) return this.t("duration-seconds", { s });
    if (h === 0) return this.t("duration-minutes", { m });
    if (d === 0) return m % 60 === 0 ? this.t("duration-hours", { h }) : this.t("duration-hours-minutes", { h, m: m % 60 });
    return h % 24 === 0 ? this.t("duration-days", { d }) : this.t("duration-days-hours", { d, h: h % 24 });
  }

  /** From `began` to `ended`, or to now while it goes on. */
  between(began: string, ended: string | null, now: number): string {
    return this.duration((ended ? Date.parse(ended) : now) - Date.parse(began));
  }

  /** "14:02"; "14:02 at the latest (it worked at 02:30)" where nobody saw it begin. */
  start({ began, worked_before }: Stretch, now: number): string {
    const time = this.at(began, now);
    return worked_before ? this.t("clock-between", { time, worked: this.at(worked_before, now) }) : time;
  }

  /** How long it lasts or lasted; "at least 38 min" where nobody saw it begin. */
  length({ began, ended, worked_before }: Stretch, now: number): string {
    const duration = this.between(began, ended, now);
    return worked_before ? this.t("duration-at-least", { duration }) : duration;
  }

  /** "8 s ago", "just now". */
  ago(time: string, now: number): string {
    const past = now - Date.parse(time);
    return past < 2 * SECOND ? this.t("ago-now") : this.t("ago", { duration: this.duration(past) });
  }

  /** "0.18 s", "1.9 s": for who does not count in thousandths. */
  seconds(ms: number): string {
    const digits = ms < 995 ? 2 : 1;
    const whole = new Intl.NumberFormat(this.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return `${whole.format(Math.max(ms, 10) / SECOND)}\u202fs`;
  }

  /** "182 ms", "1.9 s". */
  latency(ms: number): string {
    const [value, unit] = ms < SECOND ? [ms, "ms"] : [ms / SECOND, "s"];
    // The symbols are the same everywhere; Intl spells them out in some languages.
    const digits = new Intl.NumberFormat(this.language, { maximumFractionDigits: ms < SECOND ? 0 : 1 });
    return `${digits.format(value)}\u202f${unit}`;
  }
}

function bundle(language: string): FluentBundle {
  // Isolation marks would end up on the clipboard.
  const made = new FluentBundle(language, { useIsolating: false });
  made.addResource({ body: names.map((id, at) => ({ id, value: LANGUAGES.get(language)?.[at] ?? null, attributes: {} })) });
  return made;
}
