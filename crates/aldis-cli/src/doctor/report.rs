//! What the doctor found, as JSON and as lines. Nothing is decided here.

use aldis_core::doctor::{Break, Finding, Obstacle};
use aldis_core::present::words::{Words, quoted};
use aldis_engine::doctor::{Checked, CheckedPart, EntryName};
use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::machine::Fitness;
use crate::ground::Ground;
use crate::line::Line;
use crate::table::{DIM, now};

/// Ids of components named in one sentence.
const NAMED: usize = 5;

/// Everything the doctor found.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    checked_at: String,
    vantage: &'static str,
    machine: Vec<Fitness>,
    entries: Vec<EntryReport>,
    #[serde(skip)]
    counts: [usize; 3],
}

/// One entry of the catalogue.
#[derive(Debug, Serialize)]
struct EntryReport {
    id: String,
    kind: &'static str,
    /// Whether it holds; null where that cannot be told.
    holds: Option<bool>,
    checks: Vec<CheckReport>,
}

/// One thing an entry says.
#[derive(Debug, Serialize)]
struct CheckReport {
    /// `page`, or the surface of a probe.
    part: &'static str,
    format: Option<&'static str>,
    url: String,
    holds: Option<bool>,
    /// Why it does not hold, or cannot be told, in the user's language.
    why: Option<String>,
}

impl Report {
    pub(super) fn new(
        online: bool,
        machine: &[Fitness],
        checked: &[Checked],
        ground: &Ground,
    ) -> Self {
        let mut entries: Vec<EntryReport> = Vec::new();
        for check in checked {
            let (id, kind) = match &check.entry {
                EntryName::Service(id) => (id.to_string(), "service"),
                EntryName::Upstream(id) => (id.clone(), "upstream"),
            };
            let told = CheckReport::new(check, &ground.words);
            match entries
                .last_mut()
                .filter(|it| it.id == id && it.kind == kind)
            {
                Some(entry) => entry.checks.push(told),
                None => entries.push(EntryReport {
                    id,
                    kind,
                    holds: None,
                    checks: vec![told],
                }),
            }
        }
        for entry in &mut entries {
            entry.holds = entry.judged();
        }
        let count = |holds| entries.iter().filter(|it| it.holds == holds).count();
        Self {
            checked_at: now().to_string(),
            vantage: if online { "online" } else { "offline" },
            machine: machine.to_vec(),
            counts: [count(Some(true)), count(Some(false)), count(None)],
            entries,
        }
    }

    /// The machine, the entries that do not hold or cannot be told, and how many of each there are.
    pub(super) fn lines(&self, words: &Words) -> Vec<Line> {
        let mut lines: Vec<Line> = self.machine.iter().map(|it| it.line(words)).collect();
        lines.push(Line::default());
        if self.vantage == "offline" {
            lines.push(Line::plain(&words.label("cli-doctor-offline")));
            return lines;
        }
        for entry in &self.entries {
            lines.extend(entry.lines(words));
        }
        let [holding, broken, unclear] = self.counts;
        let counted = [
            ("holding", holding.into()),
            ("broken", broken.into()),
            ("unclear", unclear.into()),
        ];
        lines.push(Line::plain(&words.text("cli-doctor-summary", counted)));
        lines
    }
}

impl EntryReport {
    /// An entry holds when something of it does and nothing of it is broken.
    fn judged(&self) -> Option<bool> {
        let mut all = self.checks.iter().map(|check| check.holds);
        if self.checks.iter().any(|check| check.holds == Some(false)) {
            Some(false)
        } else {
            all.any(|holds| holds == Some(true)).then_some(true)
        }
    }

    fn lines(&self, words: &Words) -> Vec<Line> {
        let (style, key) = match self.holds {
            Some(true) => (AnsiColor::Green.on_default(), "cli-doctor-holds"),
            Some(false) => (AnsiColor::Red.on_default(), "cli-doctor-broken"),
            None => (DIM, "cli-doctor-cannot-tell"),
        };
        let name = Line::styled(Style::new().bold(), &self.id).and(Style::new(), ": ");
        let mut lines = vec![name.and(style, &words.label(key))];
        for check in &self.checks {
            let Some(why) = &check.why else { continue };
            let what = check.format.unwrap_or(check.part);
            let place = format!("  {what} {}: ", check.url);
            lines.push(Line::styled(DIM, &place).and(Style::new(), why));
        }
        lines
    }
}

impl CheckReport {
    fn new(check: &Checked, words: &Words) -> Self {
        let (part, format) = match &check.part {
            CheckedPart::Page(source) => ("page", Some(source.format.word())),
            CheckedPart::Probe(target) => (target.surface.word(), None),
        };
        let (holds, why) = match &check.finding {
            Finding::Holds => (Some(true), None),
            Finding::Broken(what) => (Some(false), Some(broken(what, words))),
            Finding::CannotTell(what) => (None, Some(unclear(what, words))),
        };
        Self {
            part,
            format,
            url: check.part.url().to_string(),
            holds,
            why,
        }
    }
}

fn broken(what: &Break, words: &Words) -> String {
    match what {
        Break::Unreadable(error) => words.page_error(error),
        Break::Missing(ids) => {
            let ids: Vec<String> = ids.iter().take(NAMED).map(|id| quoted(id)).collect();
            words.text("cli-doctor-missing", [("ids", ids.join(", ").into())])
        }
        Break::Answers(outcome) => words.outcome_brief(outcome),
    }
}

fn unclear(what: &Obstacle, words: &Words) -> String {
    match what {
        Obstacle::EmptyPage => words.label("page-error-empty"),
        Obstacle::Outcome(outcome) => words.outcome_brief(outcome),
    }
}
