import { expect, it } from "vitest";
import { sample } from "./backend/sample-data";
import { report } from "./report";
import { Words } from "./words";

const now = Date.parse("2026-11-22T14:40:00Z");
const words = new Words("en");

it("tells an incident so that a stranger understands it", () => {
  const snapshot = sample("outage", { language: "en", now });
  const [service = null] = snapshot.services;
  const [incident = null] = snapshot.incidents;
  const text = report({ snapshot, service, incident }, words, now);
  expect(text).toContain("ChatGPT is down\n2026-11-22 14:02 UTC – still going on (38 min)\n");
  expect(text).toContain("we saw it 19 min before their page");
  expect(text).toContain("Website: Answered with 503 in 641 ms: a failure.");
  expect(text).toContain("2026-11-22 14:21 UTC  Their page: We are investigating");
  expect(text).not.toMatch(/undefined|null|ui-/);
});

it("tells a service that has no incident", () => {
  const snapshot = sample("well", { language: "en", now });
  const service = snapshot.services[1] ?? null;
  const text = report({ snapshot, service, incident: null }, words, now);
  expect(text).toMatch(/^Claude: working\n/);
  expect(text).not.toMatch(/undefined|null|ui-/);
});
