//! A line a change, for pipes, logs and terminals that cannot be drawn over.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use aldis_core::Timestamp;
use aldis_core::present::words::Words;
use aldis_link::message::Announcement;
use aldis_link::view::{Fault, Service, Snapshot, Vantage};
use anstyle::Style;

use super::source::Update;
use crate::line::Line;
use crate::table::{DIM, now, sign};
use crate::terminal;

/// How long our own network has to stay as it is before a change of it is told: a Wi-Fi that comes
/// and goes would fill the screen.
const SETTLED: Duration = Duration::from_secs(5);

/// What was said last, so that nothing is said twice.
pub(crate) struct Plain {
    words: Arc<Words>,
    colours: bool,
    states: BTreeMap<String, String>,
    vantage: Vantage,
    waiting: Option<Waiting>,
    faults: Vec<Fault>,
}

/// A change of our own network that may not last, and how everything is meanwhile.
struct Waiting {
    since: Instant,
    snapshot: Arc<Snapshot>,
}

impl Plain {
    pub(super) fn new(words: Arc<Words>) -> Self {
        Self {
            words,
            colours: terminal::takes_colours(),
            states: BTreeMap::new(),
            vantage: Vantage::Waking,
            waiting: None,
            faults: Vec::new(),
        }
    }

    pub(super) fn show(&mut self, update: &Update) -> io::Result<()> {
        let lines = self.lines(update, Instant::now());
        self.write(&lines)
    }

    /// Nothing happened for a while: what has settled is told.
    pub(super) fn tick(&mut self) -> io::Result<()> {
        let lines = self.settle(Instant::now());
        self.write(&lines)
    }

    fn write(&self, lines: &[Line]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        for line in lines {
            writeln!(out, "{}", line.paint(self.colours))?;
        }
        out.flush()
    }

    fn lines(&mut self, update: &Update, now: Instant) -> Vec<Line> {
        match update {
            Update::Snapshot(snapshot) => {
                self.note(snapshot, now);
                self.settle(now)
            }
            Update::Happened(happened) => happening(happened, &self.words).into_iter().collect(),
            Update::Said(text) => vec![said(text, &self.words)],
        }
    }

    /// A network that is as it was told is settled already, and so is the first there is.
    fn note(&mut self, snapshot: &Arc<Snapshot>, now: Instant) {
        let is_settled = snapshot.vantage == self.vantage || self.vantage == Vantage::Waking;
        let begun = self
            .waiting
            .as_ref()
            .map(|it| (it.snapshot.vantage, it.since));
        let since = match begun {
            _ if is_settled => now.checked_sub(SETTLED).unwrap_or(now),
            Some((vantage, since)) if vantage == snapshot.vantage => since,
            Some(_) | None => now,
        };
        self.waiting = Some(Waiting {
            since,
            snapshot: Arc::clone(snapshot),
        });
    }

    fn settle(&mut self, now: Instant) -> Vec<Line> {
        match self.waiting.take() {
            Some(it) if now.duration_since(it.since) >= SETTLED => self.changes(&it.snapshot),
            waiting => {
                self.waiting = waiting;
                Vec::new()
            }
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

/// What the narrator of a demo says, at the time at which it is said.
pub(super) fn said(text: &str, words: &Words) -> Line {
    stamp(None, words).and(DIM, &format!("— {text}"))
}

/// A notice, which no snapshot shows. Everything else that happens is in the snapshots.
pub(super) fn happening(happened: &Announcement, words: &Words) -> Option<Line> {
    match happened {
        Announcement::Notice(notice) => Some(
            stamp(Some(&notice.at), words)
                .and(DIM, "» ")
                .and(Style::new().bold(), &notice.title)
                .and(Style::new(), &format!(" · {}", notice.body)),
        ),
        Announcement::Transition(_) | Announcement::Vantage(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use aldis_core::present::words::Language;

    use super::*;

    fn seen(vantage: &str) -> Update {
        let all = serde_json::json!({"checked_at": "2026-11-22T10:00:09Z", "vantage": vantage,
            "vantage_words": format!("Now {vantage}."), "language": "en", "lamp": "well",
            "headline": "", "detail": "", "checking": false, "services": [], "incidents": [],
            "faults": [], "catalogue_version": 1});
        Update::Snapshot(Arc::new(serde_json::from_value(all).unwrap()))
    }

    fn plain() -> Plain {
        let words = Words::new(Language::ENGLISH, jiff::tz::TimeZone::UTC);
        Plain::new(Arc::new(words))
    }

    fn text(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| line.paint(false)).collect()
    }

    #[test]
    fn a_network_that_comes_and_goes_is_told_once_it_stays() {
        let (mut plain, begun) = (plain(), Instant::now());
        let at = |seconds| begun + Duration::from_secs(seconds);
        assert_eq!(text(&plain.lines(&seen("online"), at(0))), [""; 0]);
        for second in 1..30 {
            let vantage = if second % 2 == 0 { "online" } else { "offline" };
            assert_eq!(text(&plain.lines(&seen(vantage), at(second))), [""; 0]);
            assert_eq!(text(&plain.settle(at(second))), [""; 0]);
        }
        assert_eq!(text(&plain.lines(&seen("offline"), at(31))), [""; 0]);
        assert_eq!(text(&plain.settle(at(33))), [""; 0]);
        assert_eq!(text(&plain.settle(at(36))), ["10:00:09  Now offline."]);
        assert_eq!(text(&plain.settle(at(60))), [""; 0]);
    }

    #[test]
    fn a_network_that_is_gone_from_the_start_is_told_at_once() {
        let mut plain = plain();
        let lines = plain.lines(&seen("offline"), Instant::now());
        assert_eq!(text(&lines), ["10:00:09  Now offline."]);
    }

    #[test]
    fn a_notice_parts_its_title_from_its_text() {
        let notice = serde_json::json!({"type": "notice", "id": "1", "at": "2026-11-22T10:00:09Z",
            "kind": "outage", "services": ["chatgpt"], "title": "ChatGPT is down",
            "body": "It's them.", "incident": null, "replaces": null});
        let aldis_link::message::Message::Notice(notice) = serde_json::from_value(notice).unwrap()
        else {
            panic!("a notice is a notice");
        };
        let update = Update::Happened(Announcement::Notice(notice));
        let lines = plain().lines(&update, Instant::now());
        assert_eq!(text(&lines), ["10:00:09  » ChatGPT is down · It's them."]);
    }
}
