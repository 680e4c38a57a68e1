//! What the words of a feed's entry say: where it stands, how bad it is, what it concerns, and the
//! messages in it. Nobody standardised them; these are the ones that status pages use.

use jiff::civil::DateTime;

use super::feed::Entry;
use super::{Impact, IncidentPhase, IncidentUpdate, MaintenancePhase, text, when};
use crate::time::Timestamp;

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// An incident.
    Incident(IncidentPhase),
    /// A maintenance window.
    Maintenance(MaintenancePhase),
}

/// What an entry says.
#[derive(Clone, Debug, Default)]
pub(super) struct Story {
    /// Where it stands; `None` where it does not say.
    pub(super) stage: Option<Stage>,
    /// How bad, where it says.
    pub(super) impact: Option<Impact>,
    /// The names of what it concerns.
    pub(super) components: Vec<String>,
    /// Its messages, in any order.
    pub(super) updates: Vec<IncidentUpdate>,
}

/// Reads the words of an entry. A plain `Status:` outweighs the title, the title a category, and a
/// category the newest message.
pub(super) fn story(entry: &Entry) -> Story {
    let body = Body::of(entry);
    let (marks, _) = marks(&entry.title);
    let in_title = marks.iter().find_map(|mark| stage(mark));
    let in_categories = entry.categories.iter().find_map(|word| stage(word));
    let newest = body.newest();
    let mut story = Story {
        stage: body.status.or(in_title).or(in_categories).or(newest),
        impact: body.impact,
        components: body.components,
        updates: body.updates,
    };
    let part = marks.into_iter().find(|mark| stage(mark).is_none());
    story.components.extend(part);
    if story.updates.is_empty() {
        let phase = match story.stage {
            Some(Stage::Incident(phase)) => Some(phase),
            Some(Stage::Maintenance(_)) | None => None,
        };
        let (at, text) = (entry.changed.or(entry.at), body.loose.join("\n"));
        story.updates.push(IncidentUpdate { at, phase, text });
    }
    story
}

/// The title without what stands in brackets at its ends, in small letters: what two entries about
/// the same thing have in common.
pub(super) fn bare_title(title: &str) -> String {
    marks(title).1.to_lowercase()
}

/// The words that stand in brackets or apart at the ends of a title, and the rest.
fn marks(title: &str) -> (Vec<String>, String) {
    let title = text::line(title);
    let (mut marks, mut rest) = (Vec::new(), title.trim());
    while let Some((mark, after)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) {
        marks.push(mark.trim().to_owned());
        rest = after.trim_start();
    }
    let is_stage = |word: &&str| stage(word).is_some();
    let first = [":", " - "].iter().find_map(|end| rest.split_once(end));
    if let Some((mark, after)) = first.filter(|(mark, _)| is_stage(mark)) {
        marks.push(mark.trim().to_owned());
        rest = after.trim_start();
    }
    let inside = |(open, close)| rest.strip_suffix(close).and_then(|it| it.rsplit_once(open));
    let brackets = [('(', ')'), ('（', '）'), ('[', ']')]
        .into_iter()
        .find_map(inside);
    let last = brackets.or_else(|| rest.rsplit_once(" - "));
    if let Some((before, mark)) = last.filter(|(_, mark)| is_stage(mark)) {
        marks.push(mark.trim().to_owned());
        rest = before.trim_end();
    }
    (marks, rest.to_owned())
}

/// The stage a word stands for.
fn stage(word: &str) -> Option<Stage> {
    use IncidentPhase::{Identified, Investigating, Monitoring, Postmortem, Resolved};
    use MaintenancePhase::{Completed, InProgress, Scheduled, Verifying};
    let word = word.trim().to_lowercase();
    Some(match word.as_str() {
        "investigating" | "detected" | "ongoing" | "active" | "open" => {
            Stage::Incident(Investigating)
        }
        "identified" => Stage::Incident(Identified),
        "monitoring" | "watching" | "mitigated" => Stage::Incident(Monitoring),
        "resolved" | "recovered" | "fixed" | "closed" | "已恢复" | "已解决" => {
            Stage::Incident(Resolved)
        }
        "incident recovered" | "incident (recovered)" => Stage::Incident(Resolved),
        "postmortem" | "post-mortem" | "post incident review" => Stage::Incident(Postmortem),
        "scheduled" | "maintenance scheduled" | "planned" => Stage::Maintenance(Scheduled),
        "in progress" | "maintenance in progress" | "in_progress" => Stage::Maintenance(InProgress),
        "verifying" => Stage::Maintenance(Verifying),
        "completed" | "maintenance complete" | "maintenance completed" => {
            Stage::Maintenance(Completed)
        }
        _ => return None,
    })
}

/// How bad a word says it is.
fn impact(word: &str) -> Option<Impact> {
    let word = word.trim().to_lowercase().replace(['_', '-'], " ");
    Some(match word.as_str() {
        "degraded" | "degraded performance" | "minor" | "minor outage" | "disrupted" => {
            Impact::Minor
        }
        "partial outage" | "major" => Impact::Major,
        "major outage" | "full outage" | "outage" | "down" | "unavailable" | "critical" => {
            Impact::Critical
        }
        "under maintenance" | "maintenance" => Impact::Maintenance,
        _ => return None,
    })
}

/// The lines of an entry, sorted into what they say.
#[derive(Default)]
struct Body {
    status: Option<Stage>,
    impact: Option<Impact>,
    components: Vec<String>,
    updates: Vec<IncidentUpdate>,
    stages: Vec<(Option<Timestamp>, Stage)>,
    /// The date above the message being read.
    at: Option<Timestamp>,
    is_listing: bool,
    is_garbled: bool,
    /// Lines that belong to no message.
    loose: Vec<String>,
}

impl Body {
    fn of(entry: &Entry) -> Self {
        let mut body = Self::default();
        for line in text::plain(&entry.html)
            .lines()
            .filter(|line| !line.is_empty())
        {
            body.take(entry, line);
        }
        if body.is_garbled {
            body.components.clear();
        }
        for update in &mut body.updates {
            update.text = update.text.trim_end().to_owned();
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
            _ if line
                .trim_end_matches(':')
                .eq_ignore_ascii_case("affected components") =>
            {
                self.is_listing = true;
            }
            _ if self.is_listing => self.list(line),
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
        if let Some(at) = date(line, entry) {
            self.at = Some(at);
            return;
        }
        if let Some((word, rest)) = heading(line) {
            let stage = stage(word);
            self.stages.extend(stage.map(|stage| (self.at, stage)));
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

    /// The stage the newest message announced; without dates the first one is the newest.
    fn newest(&self) -> Option<Stage> {
        let mut newest = self.stages.first()?;
        for told in &self.stages {
            if told.0 > newest.0 {
                newest = told;
            }
        }
        Some(newest.1)
    }
}

/// The word that begins a message, and what follows it on the line.
fn heading(line: &str) -> Option<(&str, &str)> {
    let ends = [" - ", " – ", " — ", ": "];
    let split = ends.iter().find_map(|end| line.split_once(end));
    let (word, rest) = split.unwrap_or((line.trim_end_matches(':'), ""));
    let is_more = ["update", "updated"]
        .iter()
        .any(|more| word.eq_ignore_ascii_case(more));
    (is_more || stage(word).is_some()).then_some((word.trim(), rest))
}

/// A line that is only a date. Some leave out the year: then it is the one that puts the message
/// closest before the entry's last change.
fn date(line: &str, entry: &Entry) -> Option<Timestamp> {
    if let Some(at) = when::moment(line) {
        return Some(at);
    }
    let short = line.strip_suffix(" UTC")?;
    let last = entry.changed.max(entry.at)?;
    let year: i16 = last.to_string().get(..4)?.parse().ok()?;
    let in_year = |year: i16| {
        let at = DateTime::strptime("%Y %b %d, %H:%M", format!("{year} {short}")).ok()?;
        when::utc(at)
    };
    let this = in_year(year)?;
    let is_next = this.since(last) > std::time::Duration::from_secs(48 * 3_600);
    if is_next {
        in_year(year.checked_sub(1)?)
    } else {
        Some(this)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(title: &str, html: &str) -> Story {
        let at = Timestamp::parse("2026-01-02T12:00:00Z");
        let (title, html) = (title.to_owned(), html.to_owned());
        story(&Entry {
            title,
            html,
            at,
            ..Entry::default()
        })
    }

    #[test]
    fn the_stage_is_found_wherever_it_is_told() {
        use IncidentPhase::{Investigating, Resolved};
        let cases = [
            ("[RESOLVED] Errors", "Over.", Some(Resolved)),
            ("RESOLVED: Errors: many", "Over.", Some(Resolved)),
            ("Errors - West - Resolved", "Over.", Some(Resolved)),
            ("Errors: many", "We look.", None),
            ("Errors", "State: resolved", Some(Resolved)),
            ("服务异常(已恢复)", "好了", Some(Resolved)),
            (
                "[Console] Errors",
                "<h3>Status: RESOLVED</h3><h3>Investigating</h3>",
                Some(Resolved),
            ),
            (
                "Errors",
                "<b>Status: Resolved</b><br/><br/>Over.",
                Some(Resolved),
            ),
            (
                "Errors",
                "<strong>Resolved</strong> - Over.<br><strong>Investigating</strong> - We look.",
                Some(Resolved),
            ),
            (
                "Errors",
                "<strong>Investigating</strong> - Again.<br><strong>Resolved</strong> - Over.",
                Some(Investigating),
            ),
            ("Errors", "Investigating issues with logins.", None),
            ("Errors", "Status: whatever", None),
        ];
        for (title, html, expected) in cases {
            let stage = expected.map(Stage::Incident);
            assert_eq!(told(title, html).stage, stage, "{title} {html}");
        }
        let window = told("Upgrade", "<strong>Completed</strong> - Done.");
        assert_eq!(
            window.stage,
            Some(Stage::Maintenance(MaintenancePhase::Completed))
        );
    }

    #[test]
    fn messages_have_their_dates_even_without_a_year() {
        let html = "<p><small>Jan 1, 00:10 UTC</small><br><strong>Identified</strong> - We know.</p>\
                    <p><small>Dec 31, 23:50 UTC</small><br><strong>Investigating</strong> - We look.</p>";
        let story = told("Errors", html);
        let times: Vec<_> = story
            .updates
            .iter()
            .map(|it| it.at.unwrap().to_string())
            .collect();
        assert_eq!(times, ["2026-01-01T00:10:00Z", "2025-12-31T23:50:00Z"]);
        assert_eq!(story.updates[0].text, "We know.");
        assert_eq!(
            story.stage,
            Some(Stage::Incident(IncidentPhase::Identified))
        );
    }

    #[test]
    fn what_is_concerned_is_named_in_brackets_or_in_a_list() {
        assert_eq!(told("[Harbor chat] Errors", "").components, ["Harbor chat"]);
        let story = told(
            "Errors",
            "<b>Status: Identified</b><br/>We know.<br/><b>Affected components</b><ul>\
             <li>Harbor chat (Full outage)</li><li>Sign-in (Operational)</li></ul>",
        );
        assert_eq!(story.components, ["Harbor chat", "Sign-in"]);
        assert_eq!(story.impact, Some(Impact::Critical));
    }
}
