// The made-up days of sample.ts, told in either language and relative to the moment they are asked for.
import type { Alternative, Health, Incident, OfficialIncident, Probe, Service, Snapshot, Span } from "../bindings";
import { HOUR, MINUTE, SECOND, type SampleName, type Telling } from "./sample-names";

export function sample(name: SampleName, telling: Telling): Snapshot {
  const make = new Maker(telling);
  switch (name) {
    case "outage":
    case "disconnected":
      return make.outage();
    case "well":
    case "loading":
    case "no-lamp":
    case "unread":
      return make.well();
    case "checking":
      return { ...make.well(), checking: true };
    case "captive":
      return make.captive();
    case "paused":
      return { ...make.well(), services: make.well().services.map((service) => ({ ...service, muted: true })) };
    case "crowded":
      return make.crowded();
    case "fresh":
      return make.fresh();
    case "alone":
      return make.alone();
    case "faults":
      return make.faults();
    case "degraded":
      return make.degraded();
    case "offline":
      return make.offline();
    case "reported":
      return make.reported();
    case "maintenance":
      return make.maintenance();
    case "empty":
      return { ...make.well(), services: [], incidents: [], lamp: "cannot_see", faults: [] };
  }
}

class Maker {
  constructor(readonly telling: Telling) {}

  say(en: string, vi: string): string {
    return this.telling.language === "vi" ? vi : en;
  }

  at(ago: number): string {
    return new Date(this.telling.now - ago).toISOString();
  }

  clock(ago: number): string {
    return new Intl.DateTimeFormat(this.telling.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
      this.telling.now - ago,
    );
  }

  snapshot(change: Partial<Snapshot>): Snapshot {
    return {
      checked_at: this.at(8 * SECOND),
      vantage: "online",
      culprit: null,
      vantage_words: this.say("Your internet is fine (3 of 3 checks answer).", "Mạng của bạn vẫn tốt (3/3 phép thử có trả lời)."),
      language: this.telling.language,
      lamp: "well",
      headline: "",
      detail: "",
      checking: false,
      services: [],
      incidents: [],
      faults: [],
      catalogue_version: 2026112201,
      ...change,
    };
  }

  /** `[health, minutes ago it began]`, newest last; each lasts until the next. */
  spans(...steps: [Health, number][]): Span[] {
    return steps.map(([health, began], index) => ({
      from: this.at(began * MINUTE),
      to: this.at((steps[index + 1]?.[1] ?? 0) * MINUTE),
      health,
    }));
  }

  night(): [Health, number][] {
    return [["operational", 1440], ["unknown", 1080], ["operational", 560]];
  }

  answered(surface: string, ms: number, usual: number): Probe {
    const [dns, connect, tls] = [Math.round(ms * 0.06), Math.round(ms * 0.13), Math.round(ms * 0.2)];
    const body = Math.round(ms * 0.08);
    return {
      surface,
      outcome: "answered",
      status: 200,
      ms,
      phase: null,
      at: this.at(8 * SECOND),
      says: "works",
      words: this.say(`Answered with 200 in ${ms} ms.`, `Trả lời mã 200 sau ${ms} ms.`),
      usual_ms: usual,
      layers: this.layers([["dns", dns], ["connect", connect], ["tls", tls], ["first_byte", ms - dns - connect - tls - body], ["body", body]]),
    };
  }

  layers(steps: [string, number][]): Probe["layers"] {
    const names: Record<string, string> = {
      dns: "DNS",
      connect: this.say("connect", "kết nối"),
      tls: "TLS",
      first_byte: this.say("first byte", "byte đầu"),
      body: this.say("answer", "trả lời"),
    };
    return steps.map(([phase, ms]) => ({ phase, name: names[phase] ?? phase, ms }));
  }

  service(id: string, name: string, ms: number, change: Partial<Service> = {}): Service {
    return {
      id,
      name,
      health: "operational",
      confidence: "confirmed",
      since: null,
      reason: this.say("2 of 2 surfaces answer; no open incident.", "2/2 điểm kiểm tra có trả lời; không có sự cố nào đang mở."),
      state: this.say("working", "hoạt động"),
      explanation: null,
      official: {
        health: "operational",
        age_s: 74,
        words: this.say("Their page says everything works (read 1 min ago).", "Trang của họ cho biết mọi thứ đều hoạt động (đọc 1 phút trước)."),
        incidents: [],
        url: `https://status.${id}.example/`,
      },
      probes: [this.answered("web", ms, Math.round(ms * 0.94)), this.answered("api", ms + 61, ms + 48)],
      open: `https://${id}.example/`,
      completions: null,
      incident: null,
      spans: this.spans(...this.night()),
      muted: false,
      alternatives: [],
      ...change,
    };
  }

  claude(change: Partial<Service> = {}): Service {
    return this.service("claude", "Claude", 214, change);
  }

  gemini(change: Partial<Service> = {}): Service {
    return this.service("gemini", "Gemini", 168, change);
  }

  copilot(change: Partial<Service> = {}): Service {
    return this.service("copilot", "Microsoft Copilot", 243, change);
  }

  alternatives(): Alternative[] {
    const working = this.say("working, checked 8 s ago", "đang hoạt động, kiểm tra 8 giây trước");
    const plain = (id: string, name: string, why: string, prompt: string | null): Alternative => ({
      id,
      name,
      open: `https://${id}.example/`,
      prompt,
      why: `${working} · ${why}`,
    });
    return [
      plain("claude", "Claude", this.say("makes images · reads files", "tạo hình ảnh · đọc tệp"), "https://claude.example/new?q={prompt}"),
      plain("gemini", "Gemini", this.say("makes images", "tạo hình ảnh"), null),
      plain("copilot", "Microsoft Copilot", this.say("makes images · no sign-in", "tạo hình ảnh · không cần đăng nhập"), "https://copilot.example/?q={prompt}"),
    ];
  }

  failing(surface: string): Probe {
    return {
      surface,
      outcome: "answered",
      status: 503,
      ms: 641,
      phase: null,
      at: this.at(8 * SECOND),
      says: "fails",
      words: this.say("Answered with 503 in 641 ms: a failure.", "Trả lời mã 503 sau 641 ms: lỗi."),
      usual_ms: 182,
      layers: this.layers([["dns", 11], ["connect", 24], ["tls", 37], ["first_byte", 561], ["body", 8]]),
    };
  }

  hanging(surface: string): Probe {
    return {
      ...this.failing(surface),
      outcome: "timed_out",
      status: null,
      ms: 10_000,
      phase: "first_byte",
      words: this.say("No answer within 10 s while waiting for the first byte.", "Không có trả lời trong 10 giây khi chờ byte đầu tiên."),
      usual_ms: 243,
      layers: this.layers([["dns", 9], ["connect", 26], ["tls", 41]]),
    };
  }

  theirs(): OfficialIncident {
    return {
      id: "01SAMPLE",
      title: "Elevated error rates on ChatGPT",
      phase: "identified",
      impact: "major",
      started_at: this.at(19 * MINUTE),
      resolved_at: null,
      url: "https://status.chatgpt.example/incidents/01SAMPLE",
      updates: [
        { at: this.at(9 * MINUTE), phase: "identified", text: "We have identified the cause of the elevated errors and are rolling out a mitigation." },
        { at: this.at(19 * MINUTE), phase: "investigating", text: "We are investigating elevated error rates when loading conversations." },
      ],
    };
  }

  incident(change: Partial<Incident>): Incident {
    return {
      id: "inc-1",
      service: "chatgpt",
      name: "ChatGPT",
      worst: "major_outage",
      health: "major_outage",
      confidence: "confirmed",
      confidence_words: this.say("confirmed: seen from here, while your internet is fine", "chắc chắn: thấy từ máy này, và mạng của bạn vẫn tốt"),
      source: "both",
      title: this.say("ChatGPT is down", "ChatGPT đang ngừng hoạt động"),
      began: this.at(38 * MINUTE),
      ended: null,
      awaited: false,
      lead: null,
      affected: [],
      official: [],
      timeline: [],
      ...change,
    };
  }

  outage(): Snapshot {
    const theirs = this.theirs();
    const reason = this.say(
      "Every test request fails (server error 503), your internet is fine. Their status page reports trouble too.",
      "Mọi yêu cầu thử đều bị lỗi (lỗi máy chủ 503), mạng của bạn vẫn tốt. Trang trạng thái của họ cũng báo có trục trặc.",
    );
    const chatgpt = this.service("chatgpt", "ChatGPT", 182, {
      health: "major_outage",
      since: this.at(38 * MINUTE),
      reason,
      state: this.say("outage", "ngừng hoạt động"),
      official: {
        health: "partial_outage",
        age_s: 41,
        words: this.say("Their page says “Elevated error rates on ChatGPT”: cause identified (read 41 s ago).", "Trang của họ báo “Elevated error rates on ChatGPT”: đã rõ nguyên nhân (đọc 41 giây trước)."),
        incidents: [theirs],
        url: "https://status.chatgpt.example/",
      },
      probes: [this.failing("web"), this.hanging("api")],
      incident: "inc-1",
      spans: this.spans(["operational", 1440], ["unknown", 1080], ["operational", 560], ["degraded", 41], ["major_outage", 38]),
      alternatives: this.alternatives(),
    });
    return this.snapshot({
      lamp: "outage",
      headline: this.say("ChatGPT is down. It’s them, not you.", "ChatGPT đang ngừng hoạt động. Lỗi ở phía họ, không phải bạn."),
      detail: this.say(`Since ${this.clock(38 * MINUTE)}. ${reason}`, `Từ ${this.clock(38 * MINUTE)}. ${reason}`),
      services: [chatgpt, this.claude(), this.gemini(), this.copilot()],
      incidents: [
        this.incident({
          lead: this.say("we saw it 19 min before their page", "Aldis thấy trước trang của họ 19 phút"),
          affected: [this.say("chat", "trò chuyện"), this.say("images", "tạo ảnh"), this.say("voice", "giọng nói")],
          official: [theirs],
          timeline: [
            { at: this.at(9 * MINUTE), by: "them", phase: "identified", text: theirs.updates[0]?.text ?? "" },
            { at: this.at(19 * MINUTE), by: "them", phase: "investigating", text: theirs.updates[1]?.text ?? "" },
            { at: this.at(38 * MINUTE), by: "us", phase: null, text: this.say("Confirmed: by then 4 of 4 test requests had failed.", "Đã chắc chắn: đến lúc này 4/4 yêu cầu thử bị lỗi.") },
            { at: this.at(41 * MINUTE), by: "us", phase: null, text: this.say("First failure (website): server error 503.", "Lỗi đầu tiên (trang web): lỗi máy chủ 503.") },
          ],
        }),
      ],
    });
  }

  well(): Snapshot {
    const ended = this.incident({
      health: "operational",
      title: this.say("ChatGPT was down", "ChatGPT đã ngừng hoạt động"),
      began: this.at(8 * HOUR),
      ended: this.at(8 * HOUR - 38 * MINUTE),
      awaited: false,
      lead: this.say("we saw it 19 min before their page", "Aldis thấy trước trang của họ 19 phút"),
      timeline: [
        { at: this.at(8 * HOUR - 38 * MINUTE), by: "us", phase: null, text: this.say("Working again after 38 min.", "Hoạt động lại sau 38 phút.") },
        { at: this.at(8 * HOUR), by: "us", phase: null, text: this.say("Confirmed: by then 4 of 4 test requests had failed.", "Đã chắc chắn: đến lúc này 4/4 yêu cầu thử bị lỗi.") },
      ],
    });
    const day = this.spans(["operational", 1440], ["unknown", 1080], ["operational", 560], ["major_outage", 480], ["operational", 442]);
    return this.snapshot({
      headline: this.say("All your chatbots work.", "Mọi chatbot của bạn đều hoạt động."),
      detail: this.say(`Last looked at ${this.clock(8 * SECOND)}.`, `Kiểm tra lần cuối lúc ${this.clock(8 * SECOND)}.`),
      services: [this.service("chatgpt", "ChatGPT", 182, { spans: day }), this.claude(), this.gemini(), this.copilot({ muted: true })],
      incidents: [ended],
    });
  }

  degraded(): Snapshot {
    const since = this.at(12 * MINUTE);
    const claude = this.claude({
      health: "degraded",
      confidence: "likely",
      since,
      reason: this.say("The website answers 9 times slower than usual.", "Trang web trả lời chậm gấp 9 lần bình thường."),
      state: this.say("degraded", "trục trặc nhẹ"),
      probes: [this.answered("web", 1_930, 214), this.answered("api", 275, 262)],
      incident: "inc-2",
      spans: this.spans(...this.night(), ["degraded", 12]),
      alternatives: this.alternatives().slice(1),
    });
    return this.snapshot({
      lamp: "something_off",
      headline: this.say("Claude is slow.", "Claude đang chậm."),
      detail: this.say("It answers, but takes much longer than usual.", "Vẫn trả lời, nhưng lâu hơn bình thường nhiều."),
      services: [claude, this.service("chatgpt", "ChatGPT", 182), this.gemini(), this.copilot()],
      incidents: [
        this.incident({
          id: "inc-2",
          service: "claude",
          name: "Claude",
          worst: "degraded",
          health: "degraded",
          confidence: "likely",
          confidence_words: this.say("Likely: only seen from here so far.", "Nhiều khả năng: mới chỉ thấy từ đây."),
          title: this.say("Claude is slow", "Claude đang chậm"),
          began: since,
          timeline: [{ at: since, by: "us", phase: null, text: this.say("Slower than usual on the website.", "Trang web chậm hơn bình thường.") }],
        }),
      ],
      faults: [
        {
          file: null,
          line: null,
          message: this.say(
            "No notification service answers on this desktop: outages are shown here and in the tray only.",
            "Không tìm thấy dịch vụ thông báo trên máy này: sự cố chỉ hiện ở đây và trên khay hệ thống.",
          ),
        },
      ],
    });
  }

  offline(): Snapshot {
    const why = this.say(
      "You are offline, so nothing can be seen from here. Check Wi-Fi or cable.",
      "Bạn đang mất mạng nên từ đây không thấy được gì. Hãy kiểm tra Wi-Fi hoặc dây mạng.",
    );
    const unseen = (service: Service): Service => ({
      ...service,
      health: "unknown",
      confidence: null,
      reason: why,
      state: this.say("can’t see", "không thấy được"),
      official: { ...service.official, health: "unknown", age_s: 640, words: this.say("Cannot be read: no connection. Said operational 11 min ago.", "Không đọc được: không có kết nối. 11 phút trước cho biết vẫn hoạt động.") },
      probes: service.probes.map((probe) => ({ ...probe, outcome: "we_are_offline", status: null, ms: 3, phase: "dns", says: "nothing", words: this.say("No request was possible.", "Không gửi được yêu cầu."), layers: [] })),
      spans: this.spans(...this.night(), ["unknown", 7]),
    });
    return this.snapshot({
      vantage: "offline",
      vantage_words: why,
      lamp: "cannot_see",
      headline: this.say("Can’t see from here: you are offline.", "Không quan sát được: bạn đang ngoại tuyến."),
      detail: why,
      services: [this.service("chatgpt", "ChatGPT", 182), this.claude(), this.gemini(), this.copilot()].map(unseen),
    });
  }

  captive(): Snapshot {
    const why = this.say(
      "A sign-in page of the network answers for everybody. Sign in to it first.",
      "Trang đăng nhập của mạng đang trả lời thay cho mọi trang. Hãy đăng nhập mạng trước.",
    );
    const day = this.offline();
    return {
      ...day,
      vantage: "captive",
      vantage_words: why,
      headline: this.say("Can’t see from here: this network wants you to sign in.", "Không quan sát được: mạng này cần bạn đăng nhập."),
      detail: why,
      services: day.services.map((service) => ({ ...service, reason: why })),
    };
  }

  reported(): Snapshot {
    const theirs = { ...this.theirs(), id: "02SAMPLE", title: "Elevated errors for image generation", impact: "minor" };
    const chatgpt = this.service("chatgpt", "ChatGPT", 182, {
      health: "degraded",
      confidence: "reported",
      since: this.at(19 * MINUTE),
      reason: this.say("Their status page reports trouble; from here it works.", "Trang trạng thái của họ báo trục trặc; từ đây vẫn hoạt động."),
      state: this.say("reported", "được báo lỗi"),
      official: { health: "degraded", age_s: 41, words: this.say("Reports “Elevated errors for image generation”.", "Báo “Elevated errors for image generation”."), incidents: [theirs], url: "https://status.chatgpt.example/" },
      incident: "inc-3",
      spans: this.spans(...this.night(), ["degraded", 19]),
    });
    return this.snapshot({
      lamp: "something_off",
      headline: this.say("OpenAI reports trouble with ChatGPT. From here it works.", "OpenAI báo ChatGPT gặp trục trặc. Từ đây vẫn hoạt động."),
      detail: this.say("Image generation may fail.", "Tạo ảnh có thể bị lỗi."),
      services: [chatgpt, this.claude(), this.gemini(), this.copilot()],
      incidents: [
        this.incident({
          id: "inc-3",
          worst: "degraded",
          health: "degraded",
          confidence: "reported",
          source: "official",
          confidence_words: this.say("Only they say so; we cannot see it from here.", "Chỉ họ nói vậy; từ đây chưa thấy."),
          title: this.say("ChatGPT: trouble reported", "ChatGPT: có báo trục trặc"),
          began: this.at(19 * MINUTE),
          affected: [this.say("images", "tạo ảnh")],
          official: [theirs],
          timeline: theirs.updates.map(({ at, phase, text }) => ({ at, phase, text, by: "them" })),
        }),
      ],
    });
  }

  /** A minute after the first start. */
  fresh(): Snapshot {
    const soon = (service: Service): Service => ({ ...service, spans: this.spans(["operational", 1]) });
    const unseen = (service: Service): Service => ({
      ...service,
      health: "unknown",
      confidence: null,
      reason: this.say("Not looked at yet.", "Chưa kiểm tra lần nào."),
      state: this.say("can’t see", "không thấy được"),
      probes: [],
      spans: [],
    });
    return this.snapshot({
      lamp: "cannot_see",
      headline: this.say("Can’t see how Gemini is.", "Không thấy được tình trạng của Gemini."),
      detail: this.say("Not looked at yet.", "Chưa kiểm tra lần nào."),
      checking: true,
      services: [unseen(this.gemini()), soon(this.service("chatgpt", "ChatGPT", 182)), soon(this.claude()), soon(this.copilot())],
    });
  }

  /** The only one watched is out, and nobody can stand in. */
  alone(): Snapshot {
    const day = this.outage();
    return { ...day, services: day.services.slice(0, 1).map((service) => ({ ...service, alternatives: [] })) };
  }

  /** One of forty is out, names are long, and the vendor writes much, from right to left too. */
  crowded(): Snapshot {
    const day = this.outage();
    const [first] = day.services;
    const others = Array.from({ length: 39 }, (_, nth) => {
      const name = nth % 5 === 0 ? `Contoso Enterprise Conversational Assistant for Regulated Industries ${nth}` : `Chatbot ${nth}`;
      return this.service(`other-${nth}`, name, 120 + nth * 7);
    });
    const rtl = "\u0646\u062d\u0646 \u0646\u062d\u0642\u0642 \u0641\u064a \u0645\u0639\u062f\u0644\u0627\u062a \u062e\u0637\u0623 \u0645\u0631\u062a\u0641\u0639\u0629 (ChatGPT).";
    const long = `${"We are continuing to work on a fix for this issue. ".repeat(12)}https://status.example/${"x".repeat(180)}`;
    const told = day.incidents.map((incident) => ({
      ...incident,
      timeline: [rtl, long].map((text) => ({ at: null, by: "them" as const, phase: "investigating", text })).concat(incident.timeline as never[]),
    }));
    return { ...day, services: first ? [first, ...others] : others, incidents: told };
  }

  /** Trouble of our own on top of an outage. */
  faults(): Snapshot {
    const lines = [2, 3, 14].map((line) => ({
      file: "settings.toml",
      line,
      message: this.say("`wach` is unknown here; allowed are: watch, prefer, language.", "Không biết `wach` ở đây; được dùng: watch, prefer, language."),
    }));
    return { ...this.outage(), faults: lines };
  }

  maintenance(): Snapshot {
    const gemini = this.gemini({
      health: "maintenance",
      confidence: "reported",
      since: this.at(25 * MINUTE),
      reason: this.say("Announced maintenance until 16:00.", "Bảo trì theo lịch đến 16:00."),
      state: this.say("maintenance", "bảo trì"),
      official: { health: "maintenance", age_s: 58, words: this.say("Announces maintenance.", "Thông báo bảo trì."), incidents: [], url: "https://status.gemini.example/" },
      spans: this.spans(...this.night(), ["maintenance", 25]),
    });
    return this.snapshot({
      lamp: "maintenance",
      headline: this.say("Gemini is under announced maintenance.", "Gemini đang bảo trì theo lịch."),
      detail: this.say("Everything else works.", "Mọi thứ khác đều hoạt động."),
      services: [gemini, this.service("chatgpt", "ChatGPT", 182), this.claude(), this.copilot()],
    });
  }
}
