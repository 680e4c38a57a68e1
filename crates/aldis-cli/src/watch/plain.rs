//! A line a change, for pipes, logs and terminals that cannot be drawn over.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use aldis_core::Timestamp;
use aldis_core::present::words::Words;
use aldis_link::message::Announcement;
use aldis_link::view::{Fault, Service, Snapshot, Vantage};
use anstyle::Style;

use super::source::Update;
use crate::line::Line;
use crate::table::{DIM, now, sign};
use crate::terminal;

/// What was said last, so that nothing is said twice.
pub(crate) struct Plain {
    words: Arc<Words>,
    colours: bool,
    states: BTreeMap<String, String>,
    vantage: Vantage,
    faults: Vec<Fault>,
}

impl Plain {
    pub(super) fn new(words: Arc<Words>) -> Self {
        Self {
            words,
            colours: terminal::takes_colours(),
            states: BTreeMap::new(),
            vantage: Vantage::Waking,
            faults: Vec::new(),
        }
    }

    pub(super) fn show(&mut self, update: &Update) -> io::Result<()> {
        let lines = self.lines(update);
        let mut out = io::stdout().lock();
        for line in lines {
            writeln!(out, "{}", line.paint(self.colours))?;
        }
        out.flush()
    }

    fn lines(&mut self, update: &Update) -> Vec<Line> {
        match update {
            Update::Snapshot(snapshot) => self.changes(snapshot),
            Update::Happened(happened) => happening(happened, &self.words).into_iter().collect(),
            Update::Said(text) => vec![Line::styled(DIM, &format!("— {text}"))],
        }
    }

    fn changes(&mut self, snapshot: &Snapshot) -> Vec<Line> {
        let at = snapshot.checked_at.as_deref();
        let mut lines = Vec::new();
        if snapshot.vantage != self.vantage {
            // That all is well at the first look goes without saying.
            if self.vantage != Vantage::Waking || snapshot.vantage != Vantage::Online {
                lines.push(stamp(at, &self.words).and(Style::new(), &snapshot.vantage_words));
            }
            self.vantage = snapshot.vantage;
        }
        for fault in &snapshot.faults {
            if !self.faults.contains(fault) {
                lines.push(Line::plain(&format!("! {fault}")));
            }
        }
        self.faults.clone_from(&snapshot.faults);
        if at.is_some() {
            let changed = snapshot
                .services
                .iter()
                .filter_map(|it| self.change(it, at));
            lines.extend(changed.collect::<Vec<_>>());
        }
        lines
    }

    fn change(&mut self, service: &Service, at: Option<&str>) -> Option<Line> {
        let state = format!("{:?} {}", service.health, service.state);
        let said = self.states.get(&service.id);
        if said == Some(&state) || (said.is_none() && is_unseen(service)) {
            return None;
        }
        self.states.insert(service.id.clone(), state);
        let (sign, colour) = sign(service.health);
        Some(
            stamp(at, &self.words)
                .and(colour, sign)
                .and(Style::new().bold(), &format!(" {}", service.name))
                .and(colour, &format!("  {}", service.state))
                .and(Style::new(), &format!("  {}", service.reason)),
        )
    }
}

/// Not looked at so far, which is nothing to say.
fn is_unseen(service: &Service) -> bool {
    service.probes.is_empty() && service.official.age_s.is_none()
}

fn stamp(at: Option<&str>, words: &Words) -> Line {
    let at = at.and_then(Timestamp::parse).unwrap_or_else(now);
    Line::styled(DIM, &format!("{}  ", words.clock_seconds(at, at)))
}

/// A notice, which no snapshot shows. Everything else that happens is in the snapshots.
pub(super) fn happening(happened: &Announcement, words: &Words) -> Option<Line> {
    match happened {
        Announcement::Notice(notice) => Some(
            stamp(Some(&notice.at), words)
                .and(DIM, "» ")
                .and(Style::new().bold(), &notice.title)
                .and(Style::new(), &format!(" {}", notice.body)),
        ),
        Announcement::Transition(_) | Announcement::Vantage(_) => None,
    }
}
