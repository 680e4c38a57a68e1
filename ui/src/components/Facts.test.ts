import { render, screen } from "@testing-library/svelte";
import { expect, it } from "vitest";
import { history } from "../lib/backend/sample-past";
import type { Account, ServiceHistory } from "../lib/bindings";
import { Words } from "../lib/words";
import Facts from "./Facts.svelte";

const service = history({ language: "en", now: Date.UTC(2026, 10, 22, 14, 40) }, false).services[0] as ServiceHistory;

function show(account: Partial<Account>, learned = true) {
  render(Facts, { service: { ...service, late_learned: learned }, account: { ...(service.accounts[0] as Account), ...account }, words: new Words("en") });
  return Object.fromEntries(screen.getAllByRole("term").map((term) => [term.textContent, term.nextElementSibling?.textContent]));
}

it("tells outage, incidents, recovery and lateness", () => {
  expect(show({ out_s: 6_720, incidents: 2, recovery_s: 4_440 })).toEqual({
    Outage: "1 h 52 min",
    Incidents: "2",
    "Median time to recover": "1 h 14 min",
    "Their page is usually late by": "19 min",
  });
});

it("claims no outage-free time that nobody watched", () => {
  expect(show({ observed_s: 0, out_s: 0, recovery_s: null })).toMatchObject({ Outage: "–", "Median time to recover": "–" });
});

it("says none where it watched and saw none, and that a lateness is of such pages until it is learned", () => {
  expect(show({ observed_s: 3_600, out_s: 0 }, false)).toMatchObject({ Outage: "none", "Such pages are usually late by": "19 min" });
});
