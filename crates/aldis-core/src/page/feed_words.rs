//! What the words of a feed's entry say: where it stands, how bad it is, what it concerns, and the
//! messages in it. Nobody standardised them; these are the ones that status pages use. How the lines
//! of an entry are told apart is in `feed_body`.

use super::feed::Entry;
use super::feed_body::Body;
use super::{Impact, IncidentPhase, IncidentUpdate, MaintenancePhase, text};

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
    let stage_now = body.status.or(in_title).or(in_categories).or(newest);
    let in_marks = marks.iter().filter_map(|mark| impact(mark)).max();
    let mut story = Story {
        stage: match body.is_maintenance {
            true => stage_now.map(of_maintenance),
            false => stage_now,
        },
        impact: body.impact.max(in_marks),
        components: body.components,
        updates: body.updates,
    };
    let part = marks.into_iter().find(|mark| !begins_a_message(mark));
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
    while let Some((mark, after)) = first_mark(rest) {
        marks.push(mark.trim().to_owned());
        rest = after.trim_start();
    }
    let inside = |(open, close)| rest.strip_suffix(close).and_then(|it| it.rsplit_once(open));
    let brackets = [('(', ')'), ('（', '）'), ('[', ']')]
        .into_iter()
        .find_map(inside);
    let last = brackets.or_else(|| rest.rsplit_once(" - "));
    if let Some((before, mark)) = last.filter(|(_, mark)| stage(mark).is_some()) {
        marks.push(mark.trim().to_owned());
        rest = before.trim_end();
    }
    (marks, rest.to_owned())
}

/// What stands in brackets at the beginning of a title, or a word about its stage that stands apart
/// there.
fn first_mark(title: &str) -> Option<(&str, &str)> {
    let in_brackets = title.strip_prefix('[').and_then(|it| it.split_once(']'));
    let mut apart = [":", " - "].iter().filter_map(|end| title.split_once(end));
    in_brackets.or_else(|| apart.next().filter(|(mark, _)| begins_a_message(mark)))
}

/// Whether a word tells the stage, or that there is more to tell.
pub(super) fn begins_a_message(word: &str) -> bool {
    let is = |more: &&str| word.trim().eq_ignore_ascii_case(more);
    ["update", "updated"].iter().any(is) || stage(word).is_some()
}

/// What a phase is where the entry is about maintenance, whose messages have the words of incidents.
const fn of_maintenance(stage: Stage) -> Stage {
    Stage::Maintenance(match stage {
        Stage::Maintenance(phase) => phase,
        Stage::Incident(IncidentPhase::Investigating | IncidentPhase::Identified) => {
            MaintenancePhase::InProgress
        }
        Stage::Incident(IncidentPhase::Monitoring) => MaintenancePhase::Verifying,
        Stage::Incident(IncidentPhase::Resolved | IncidentPhase::Postmortem) => {
            MaintenancePhase::Completed
        }
    })
}

/// The stage a word stands for.
pub(super) fn stage(word: &str) -> Option<Stage> {
    use IncidentPhase::{Identified, Investigating, Monitoring, Postmortem, Resolved};
    use MaintenancePhase::{Completed, InProgress, Scheduled, Verifying};
    let word = word.trim().to_lowercase();
    Some(match word.as_str() {
        "investigating" | "detected" | "ongoing" | "active" | "open" => {
            Stage::Incident(Investigating)
        }
        // AWS begins its titles so.
        "informational message"
        | "performance issues"
        | "service degradation"
        | "service impact"
        | "service disruption" => Stage::Incident(Investigating),
        "service is operating normally" => Stage::Incident(Resolved),
        "identified" => Stage::Incident(Identified),
        "monitoring" | "watching" | "mitigated" => Stage::Incident(Monitoring),
        "resolved" | "recovered" | "fixed" | "closed" | "已恢复" | "已解决" => {
            Stage::Incident(Resolved)
        }
        "incident recovered" | "incident (recovered)" => Stage::Incident(Resolved),
        "postmortem" | "post-mortem" | "post incident review" => Stage::Incident(Postmortem),
        "scheduled" | "maintenance scheduled" | "planned" | "not started yet" => {
            Stage::Maintenance(Scheduled)
        }
        "in progress" | "maintenance in progress" | "in_progress" => Stage::Maintenance(InProgress),
        "verifying" => Stage::Maintenance(Verifying),
        "completed" | "maintenance complete" | "maintenance completed" => {
            Stage::Maintenance(Completed)
        }
        _ => return None,
    })
}

/// How bad a word says it is.
pub(super) fn impact(word: &str) -> Option<Impact> {
    let word = word.trim().to_lowercase().replace(['_', '-'], " ");
    Some(match word.as_str() {
        "degraded" | "degraded performance" | "minor" | "minor outage" | "disrupted" => {
            Impact::Minor
        }
        "informational message"
        | "performance issues"
        | "service degradation"
        | "service impact" => Impact::Minor,
        "service disruption" => Impact::Critical,
        "partial outage" | "major" => Impact::Major,
        "major outage" | "full outage" | "outage" | "down" | "unavailable" | "critical" => {
            Impact::Critical
        }
        "under maintenance" | "maintenance" => Impact::Maintenance,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

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
            (
                "Service is operating normally: [RESOLVED] Errors",
                "Over.",
                Some(Resolved),
            ),
            (
                "Service disruption: Errors",
                "We look.",
                Some(Investigating),
            ),
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
            (
                "Errors",
                "<strong>Resolved</strong> -\n    Over.<br/><strong>Investigating</strong> -",
                Some(Resolved),
            ),
            (
                "Errors",
                "<strong>[Resolved]</strong> Over.",
                Some(Resolved),
            ),
            (
                "Errors",
                "&lt;strong&gt;Resolved&lt;/strong&gt; - Over.",
                Some(Resolved),
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
    fn messages_in_any_order_and_zone_are_put_in_order_by_their_dates() {
        let html = "<p><strong>Type:</strong> Incident</p>\
                    <p><strong>Affected Components:</strong> Website, API</p>\
                    <p><b>Affected components</b></p>\
                    &lt;p&gt;&lt;small&gt;Jan &lt;var data-var=&#039;date&#039;&gt; 2&lt;/var&gt;, \
                    &lt;var&gt;09:00:00&lt;/var&gt; GMT+0&lt;/small&gt;&lt;br&gt;\
                    &lt;strong&gt;Resolved&lt;/strong&gt; -\n  Over..&lt;/p&gt;\
                    <p><small>Jan 4, 12:30:05 CET</small><br /><strong>Monitoring</strong> -\n Again.</p>\
                    <p><strong>January 3, 2026 08:00 UTC</strong><br><strong>[Identified]</strong> It.</p>\
                    <p><small>Jan 2, 08:00:00 GMT+0</small><br /><strong>Investigating</strong> -\n We look.</p>";
        let story = told("Errors", html);
        let monitoring = Stage::Incident(IncidentPhase::Monitoring);
        assert_eq!(story.stage, Some(monitoring));
        assert_eq!(story.components, ["Website", "API"]);
        let newest = story.updates.iter().max_by_key(|it| it.at).unwrap();
        assert_eq!(newest.text, "Again.");
        assert_eq!(newest.at, Timestamp::parse("2026-01-04T11:30:05Z"));
    }

    #[test]
    fn a_date_is_that_of_the_message_below_it_and_of_no_other() {
        let html = "<p>Jan 2, 11:00 UTC<br>Update - Still.</p><p>Resolved - Over.</p>\
                    <p>Jan 2, 10:00 UTC<br>Investigating - We look.</p>";
        let investigating = Stage::Incident(IncidentPhase::Investigating);
        assert_eq!(told("Errors", html).stage, Some(investigating));
    }

    #[test]
    fn the_end_of_a_very_long_entry_counts_as_well() {
        let long = "We are still looking. ".repeat(2_000);
        let html = format!(
            "<p>Jan 2, 09:00 UTC<br>Resolved - Over.</p><p>Jan 2, 09:30 UTC<br>Update - {long}</p>\
             <p>Jan 2, 10:00 UTC<br>Investigating - Again.</p>"
        );
        let story = told("Errors", &html);
        let investigating = Stage::Incident(IncidentPhase::Investigating);
        assert_eq!(story.stage, Some(investigating));
    }

    #[test]
    fn a_date_in_a_zone_nobody_knows_is_no_part_of_a_message() {
        let html = "<p>Jan 2, 09:00 XYZT<br>Monitoring - We watch.</p>\
                    <p>Jan 2, 08:00 XYZT<br>Investigating - We look.</p>";
        let story = told("Errors", html);
        assert_eq!(story.updates[0].text, "We watch.");
        assert_eq!(story.updates[0].at, None);
        let monitoring = Stage::Incident(IncidentPhase::Monitoring);
        assert_eq!(story.stage, Some(monitoring));
    }

    #[test]
    fn of_messages_whose_order_nothing_tells_what_one_leaves_open_is_open() {
        let html = "<p>Jan 2, 09:00 UTC<br>Resolved - Over.</p>\
                    <p>Jan 2, 10:00 UTC<br>Investigating - Again.</p>";
        let undated = Entry {
            html: html.to_owned(),
            ..Entry::default()
        };
        let investigating = Stage::Incident(IncidentPhase::Investigating);
        assert_eq!(story(&undated).stage, Some(investigating));
    }

    #[test]
    fn what_is_said_of_maintenance_in_the_words_of_incidents_is_maintenance() {
        let told = |word| {
            let html = format!("<p>Type: Maintenance</p><strong>{word}</strong> -\n We work.");
            told("Upgrade", &html).stage
        };
        for (word, phase) in [
            ("Not started yet", MaintenancePhase::Scheduled),
            ("Identified", MaintenancePhase::InProgress),
            ("Monitoring", MaintenancePhase::Verifying),
            ("Completed", MaintenancePhase::Completed),
        ] {
            assert_eq!(told(word), Some(Stage::Maintenance(phase)), "{word}");
        }
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
