//! The lines of a feed's entry, told apart: what it says of itself, and the messages in it with their
//! dates. What the words mean is in `feed_words`.

use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::feed::Entry;
use super::feed_words::{Stage, begins_a_message, impact, stage};
use super::{Impact, IncidentUpdate, text, when};
use crate::time::Timestamp;

const DAY: Duration = Duration::from_secs(24 * 3_600);

/// The lines of an entry, sorted into what they say.
#[derive(Default)]
pub(super) struct Body {
    /// What a plain `Status:` says.
    pub(super) status: Option<Stage>,
    /// The worst it says.
    pub(super) impact: Option<Impact>,
    /// The names of what it concerns.
    pub(super) components: Vec<String>,
    /// Its messages, in any order.
    pub(super) updates: Vec<IncidentUpdate>,
    /// Whether it says that it is about maintenance.
    pub(super) is_maintenance: bool,
    stages: Vec<(Option<Timestamp>, Stage)>,
    /// The date above the message being read, and what puts it in order.
    at: Option<Timestamp>,
    order: Option<Timestamp>,
    /// Whether some date tells no order.
    is_undatable: bool,
    is_listing: bool,
    is_garbled: bool,
    /// Lines that belong to no message.
    pub(super) loose: Vec<String>,
}

impl Body {
    /// Sorts the lines of an entry.
    pub(super) fn of(entry: &Entry) -> Self {
        let mut body = Self::default();
        for line in lines(&entry.html).lines().filter(|line| !line.is_empty()) {
            body.take(entry, line);
        }
        if body.is_garbled {
            body.components.clear();
        }
        for update in &mut body.updates {
            update.text = text::cut(&update.text);
        }
        body
    }

    fn take(&mut self, entry: &Entry, line: &str) {
        let label = line
            .split_once(':')
            .map(|(label, rest)| (label.to_lowercase(), rest.trim()));
        match label.as_ref().map(|(label, rest)| (label.as_str(), *rest)) {
            Some(("status" | "state", word)) if self.updates.is_empty() => {
                self.status = self.status.or(stage(word));
            }
            Some(("severity" | "impact", word)) if self.updates.is_empty() => {
                self.impact = self.impact.max(impact(word));
            }
            Some(("type", word)) if self.updates.is_empty() => {
                self.is_maintenance = word.eq_ignore_ascii_case("maintenance");
            }
            Some(("affected components", names))
                if !names.is_empty() && self.updates.is_empty() =>
            {
                let names = names.split(',').map(str::trim);
                let named = names.filter(|name| !name.is_empty());
                self.components.extend(named.map(str::to_owned));
            }
            _ if line
                .trim_end_matches(':')
                .eq_ignore_ascii_case("affected components") =>
            {
                self.is_listing = true;
            }
            // The dates of messages end a list, which may be empty.
            _ if self.is_listing && date(line, entry).is_none() => self.list(line),
            _ => self.tell(entry, line),
        }
    }

    /// A line under "Affected components": a name, and its state in brackets. Two on a line are one
    /// nobody can tell apart, and then it may be any component.
    fn list(&mut self, line: &str) {
        let line = line.trim_start_matches(['-', '*', '•', ' ']);
        let state = line
            .strip_suffix(')')
            .and_then(|line| line.rsplit_once('('));
        let (name, word) = state.unwrap_or((line, ""));
        self.impact = self.impact.max(impact(word));
        let mut inside = name
            .split('(')
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        self.is_garbled |= inside.any(|word| impact(word).is_some() || word == "Operational");
        self.components.push(name.trim().to_owned());
    }

    /// A line of a message, or one that begins the next.
    fn tell(&mut self, entry: &Entry, line: &str) {
        if let Some(written) = date(line, entry) {
            (self.at, self.order, self.is_listing) = (written.at, written.order, false);
            self.is_undatable |= written.order.is_none();
            return;
        }
        if let Some((word, rest)) = heading(line) {
            let (stage, order) = (stage(word), self.order.take());
            self.stages.extend(stage.map(|stage| (order, stage)));
            let phase = match stage {
                Some(Stage::Incident(phase)) => Some(phase),
                Some(Stage::Maintenance(_)) | None => None,
            };
            let text = if rest.is_empty() {
                String::new()
            } else {
                format!("{rest}\n")
            };
            self.updates.push(IncidentUpdate {
                at: self.at.take(),
                phase,
                text,
            });
        } else if let Some(update) = self.updates.last_mut() {
            update.text.push_str(line);
            update.text.push('\n');
        } else {
            self.loose.push(line.to_owned());
        }
    }

    /// The stage the newest message announced; without dates the first one is the newest. With dates
    /// that tell no order any may be, so that what one of them leaves open is.
    pub(super) fn newest(&self) -> Option<Stage> {
        let open = |told: &&(Option<Timestamp>, Stage)| match told.1 {
            Stage::Incident(phase) => phase.is_open(),
            Stage::Maintenance(_) => false,
        };
        if let Some(open) = self.stages.iter().find(open).filter(|_| self.is_undatable) {
            return Some(open.1);
        }
        let mut newest = self.stages.first()?;
        for told in &self.stages {
            if told.0 > newest.0 {
                newest = told;
            }
        }
        Some(newest.1)
    }
}

/// The plain lines of an entry, however long: its newest message may be the last. Some escape all or a
/// part of it twice.
fn lines(html: &str) -> String {
    let plain = text::whole(html);
    let tags = ["<p>", "</p>", "<br", "</strong>", "</b>", "</small>"];
    if tags.iter().any(|tag| plain.contains(tag)) {
        text::whole(&plain)
    } else {
        plain
    }
}

/// The word that begins a message, and what follows it on the line.
fn heading(line: &str) -> Option<(&str, &str)> {
    let ends = [" - ", " – ", " — ", ": "];
    let split = ends.iter().find_map(|end| line.split_once(end));
    let alone = || (line.trim_end_matches([':', '-', '–', '—', ' ']), "");
    let in_brackets = || line.strip_prefix('[')?.split_once(']');
    let is_one = |(word, _): &(&str, &str)| begins_a_message(word);
    let found = split
        .filter(is_one)
        .or_else(|| Some(alone()).filter(is_one));
    let found = found.or_else(|| in_brackets().filter(is_one));
    found.map(|(word, rest)| (word.trim(), rest.trim_start()))
}

/// When a message was written, as the line above it says.
struct Written {
    /// `None` where its zone is none we know, or nothing tells the year.
    at: Option<Timestamp>,
    /// What puts it in order among the others, whose zone is the same.
    order: Option<Timestamp>,
}

/// What a line says that is only a date.
fn date(line: &str, entry: &Entry) -> Option<Written> {
    if let Some(at) = when::moment(line) {
        let (at, order) = (Some(at), Some(at));
        return Some(Written { at, order });
    }
    let (day, zone) = line.rsplit_once(' ')?;
    let offset = when::offset(zone);
    let is_zone = (2..=5).contains(&zone.len()) && zone.chars().all(|c| c.is_ascii_uppercase());
    if offset.is_none() && !is_zone {
        return None;
    }
    let order = match DateTime::strptime("%B %d, %Y %H:%M", day) {
        Ok(whole) => moment(whole, offset),
        // Any year that has all days tells whether it is a day at all.
        Err(_) => {
            in_year(2000, day)?;
            in_some_year(day, offset, entry)
        }
    };
    let at = order.filter(|_| offset.is_some());
    Some(Written { at, order })
}

/// A day and time without a year: in the year that makes it the newest that the entry can tell of. An
/// entry that does not say when it was changed last may go on for long after its own date.
fn in_some_year(day: &str, offset: Option<Offset>, entry: &Entry) -> Option<Timestamp> {
    let known = entry.changed.max(entry.at)?;
    let most = match entry.changed {
        Some(_) => 2 * DAY,
        None => 120 * DAY,
    };
    let year: i16 = known.to_string().get(..4)?.parse().ok()?;
    let years = [year.checked_add(1)?, year, year.checked_sub(1)?];
    let mut moments = years
        .into_iter()
        .filter_map(|year| moment(in_year(year, day)?, offset));
    moments.find(|at| at.since(known) <= most)
}

fn in_year(year: i16, day: &str) -> Option<DateTime> {
    let formats = ["%Y %b %d, %H:%M", "%Y %b %d, %H:%M:%S"];
    let day = format!("{year} {day}");
    let mut read = formats.iter().map(|it| DateTime::strptime(it, &day));
    read.find_map(Result::ok)
}

fn moment(at: DateTime, offset: Option<Offset>) -> Option<Timestamp> {
    let at = offset.unwrap_or(Offset::UTC).to_timestamp(at).ok()?;
    Some(Timestamp::from_millis(at.as_millisecond()))
}
