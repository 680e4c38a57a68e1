// Made-up settings for sample.ts, changed as a lamp would change them.
import type { CatalogueLine, Change, Keys, Proposal, Settings } from "../bindings";
import type { Telling } from "./sample-names";

const ABILITIES: Record<string, [string, string]> = {
  chat: ["chat", "trò chuyện"],
  images: ["images", "tạo ảnh"],
  voice: ["voice", "giọng nói"],
  search: ["web search", "tìm trên web"],
  code: ["code", "viết mã"],
  api: ["API", "API"],
};

const CATALOGUE: [string, string, string, string, string | null][] = [
  ["chatgpt", "ChatGPT", "openai", "chat images voice search", null],
  ["openai-api", "OpenAI API", "openai", "api", "openai"],
  ["claude", "Claude", "anthropic", "chat code search", null],
  ["claude-api", "Claude API", "anthropic", "api", "anthropic"],
  ["gemini", "Gemini", "google", "chat images voice search", "gemini"],
  ["copilot", "Microsoft Copilot", "microsoft", "chat images search", null],
  ["github-copilot", "GitHub Copilot", "github", "code", null],
  ["perplexity", "Perplexity", "perplexity", "chat search", null],
  ["mistral", "Le Chat", "mistral", "chat images code", "mistral"],
  ["deepseek", "DeepSeek", "deepseek", "chat code", "deepseek"],
  ["grok", "Grok", "xai", "chat images search", "xai"],
];

export function settings({ language }: Telling): Settings {
  const say = (en: string, vi: string) => (language === "vi" ? vi : en);
  const line = ([id, name, vendor, abilities, key]: (typeof CATALOGUE)[number]): CatalogueLine => ({
    id,
    name,
    vendor,
    abilities: abilities.split(" ").map((ability) => say(...(ABILITIES[ability] ?? [ability, ability]))),
    key,
  });
  const host = (host: string, en: string, vi: string) => ({ host, why: [say(en, vi)] });
  return {
    watch: ["chatgpt", "claude", "gemini", "copilot"],
    prefer: [],
    language,
    theme: "system",
    level: "outages",
    levels: [{ service: "copilot", level: "off" }],
    recoveries: true,
    quiet_hours: { from: "22:00", to: "07:00" },
    intervals: { edge_s: 60, completion_s: 300, status_page_s: 120 },
    minimum: { edge_s: 20, completion_s: 60, status_page_s: 60 },
    proxy: "system",
    metered: "system",
    completions: [],
    daily: 400,
    start_at_login: true,
    catalogue: CATALOGUE.map(line),
    hosts: [
      host("chatgpt.com", "website of ChatGPT", "trang web của ChatGPT"),
      host("claude.ai", "website of Claude", "trang web của Claude"),
      host("status.openai.com", "status page of ChatGPT", "trang trạng thái của ChatGPT"),
      host("www.msftconnecttest.com", "to see whether your internet works", "để biết mạng của bạn có hoạt động không"),
    ],
    places: { settings: "~/.config/aldis/settings.toml", data: "~/.local/share/aldis", history_kib: 3_912 },
    version: "0.1.0",
  };
}

export function changed(settings: Settings, change: Change): Settings {
  switch (change.what) {
    case "watch":
      return { ...settings, watch: change.services };
    case "prefer":
      return { ...settings, prefer: change.services };
    case "language":
      return { ...settings, language: change.language };
    case "theme":
      return { ...settings, theme: change.theme };
    case "level": {
      if (change.service === null) return { ...settings, level: change.level ?? "outages" };
      const others = settings.levels.filter(({ service }) => service !== change.service);
      return { ...settings, levels: change.level ? [...others, { service: change.service, level: change.level }] : others };
    }
    case "recoveries":
      return { ...settings, recoveries: change.on };
    case "quiet_hours":
      return { ...settings, quiet_hours: change.hours };
    case "interval":
      return { ...settings, intervals: { ...settings.intervals, [`${change.of}_s`]: change.seconds } };
    case "proxy":
      if (change.proxy !== "system" && change.proxy !== "none" && !/^(https?|socks)/.test(change.proxy)) throw new Error("settings.toml: `proxy`");
      return { ...settings, proxy: change.proxy };
    case "metered":
      return { ...settings, metered: change.metered };
    case "completions":
      return { ...settings, completions: change.services };
  }
}

export function keys(kept: Set<string>): Keys {
  const names = [...new Set(CATALOGUE.flatMap(([, , , , key]) => key ?? []))];
  return {
    keys: names.map((name) => ({ name, services: CATALOGUE.filter(([, , , , key]) => key === name).map(([, name]) => name), kept: kept.has(name) })),
    trouble: null,
  };
}

export function proposal(address: string): Proposal {
  const part = (id: string, name: string) => ({ id, name, group: null, health: "operational" as const });
  return { id: "harbor", name: "Harbor", format: "statuspage", url: address, health: "operational", state: "working", components: [part("a", "Chat"), part("b", "API")], entry: "" };
}
