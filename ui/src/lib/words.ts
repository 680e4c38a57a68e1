// Labels, times and durations in the user's language. Sentences about health come ready from the lamp.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import en from "../../../locales/en.ftl?raw";
import vi from "../../../locales/vi.ftl?raw";

const SOURCES: Record<string, string> = { en, vi };
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Unit = "second" | "minute" | "hour" | "day";

export class Words {
  readonly language: string;
  readonly #bundles: FluentBundle[];
  readonly #clock: Intl.DateTimeFormat;
  readonly #dated: Intl.DateTimeFormat;

  constructor(tag: string) {
    const base = tag.toLowerCase().split(/[-_]/)[0] ?? "";
    this.language = base in SOURCES ? base : "en";
    this.#bundles = [...new Set([this.language, "en"])].map(bundle);
    this.#clock = new Intl.DateTimeFormat(this.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.#dated = new Intl.DateTimeFormat(this.language, {
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
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

  /** "14:02", with the date when it was not today. */
  at(time: string, now: number): string {
    const date = new Date(time);
    const today = new Date(now).toDateString() === date.toDateString();
    return (today ? this.#clock : this.#dated).format(date);
  }

  /** "38 min", "1 hr 12 min": at most two units. */
  duration(ms: number): string {
    const whole = Math.max(0, ms);
    if (whole < MINUTE) return this.#count(Math.floor(whole / SECOND), "second");
    if (whole < HOUR) return this.#count(Math.floor(whole / MINUTE), "minute");
    if (whole < DAY) return this.#two(whole, HOUR, "hour", MINUTE, "minute");
    return this.#two(whole, DAY, "day", HOUR, "hour");
  }

  /** From `began` to `ended`, or to now while it goes on. */
  between(began: string, ended: string | null, now: number): string {
    return this.duration((ended ? Date.parse(ended) : now) - Date.parse(began));
  }

  /** "8 sec. ago". */
  ago(time: string, now: number): string {
    const past = Math.max(0, now - Date.parse(time));
    const relative = new Intl.RelativeTimeFormat(this.language, { numeric: "always", style: "short" });
    if (past < MINUTE) return relative.format(-Math.floor(past / SECOND), "second");
    if (past < HOUR) return relative.format(-Math.floor(past / MINUTE), "minute");
    if (past < DAY) return relative.format(-Math.floor(past / HOUR), "hour");
    return relative.format(-Math.floor(past / DAY), "day");
  }

  /** "182 ms", "1.9 s". */
  latency(ms: number): string {
    const [value, unit] = ms < SECOND ? [ms, "ms"] : [ms / SECOND, "s"];
    // The symbols are the same everywhere; Intl spells them out in some languages.
    const digits = new Intl.NumberFormat(this.language, { maximumFractionDigits: ms < SECOND ? 0 : 1 });
    return `${digits.format(value)}\u202f${unit}`;
  }

  #two(ms: number, large: number, largeUnit: Unit, small: number, smallUnit: Unit): string {
    const head = this.#count(Math.floor(ms / large), largeUnit);
    const rest = Math.floor((ms % large) / small);
    return rest === 0 ? head : `${head} ${this.#count(rest, smallUnit)}`;
  }

  #count(value: number, unit: Unit): string {
    return new Intl.NumberFormat(this.language, { style: "unit", unit, unitDisplay: "short" }).format(value);
  }
}

function bundle(language: string): FluentBundle {
  // Isolation marks would end up on the clipboard.
  const made = new FluentBundle(language, { useIsolating: false });
  made.addResource(new FluentResource(SOURCES[language] ?? en));
  return made;
}
