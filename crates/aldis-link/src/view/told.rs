//! Incidents with their timelines, and what is announced once: transitions, notices, vantage.

use std::cmp::Reverse;

use aldis_core::event;
use aldis_core::incident::{self, Happening};
use aldis_core::page::{IncidentPhase, PageIncident};
use aldis_core::present::notice;
use aldis_core::present::words::Words;
use aldis_core::time::Timestamp;

use super::of::text;
use super::{
    Confidence, Entry, Incident, IncidentLine, Notice, OfficialIncident, Teller, Transition,
    Vantage, VantageChange,
};

impl Incident {
    /// `incident` in the language of `words`; the service's id where it has no `name`.
    pub fn of(incident: &incident::Incident, name: Option<&str>, words: &Words) -> Self {
        let name = name.unwrap_or(incident.service.as_str()).to_owned();
        Self {
            id: incident.id.to_string(),
            service: incident.service.to_string(),
            worst: incident.worst.into(),
            health: incident.health.into(),
            confidence: incident.confidence.into(),
            confidence_words: words.confidence(incident.confidence, incident.worst),
            source: incident.source.word().to_owned(),
            title: words.incident_title(incident, &name),
            name,
            began: incident.began.to_string(),
            worked_before: text(incident.worked_before()),
            ended: text(incident.ended),
            awaited: incident.awaited,
            lead: words.lead(incident),
            affected: affected(incident, words),
            official: incident
                .official
                .iter()
                .map(OfficialIncident::from)
                .collect(),
            timeline: timeline(incident, words),
        }
    }
}

impl IncidentLine {
    /// `incident` in the language of `words`; the service's id where it has no `name`.
    pub fn of(incident: &incident::Incident, name: Option<&str>, words: &Words) -> Self {
        let name = name.unwrap_or(incident.service.as_str());
        Self {
            id: incident.id.to_string(),
            service: incident.service.to_string(),
            name: name.to_owned(),
            worst: incident.worst.into(),
            title: words.incident_title(incident, name),
            began: incident.began.to_string(),
            worked_before: text(incident.worked_before()),
            ended: text(incident.ended),
            source: incident.source.word().to_owned(),
            noticed: words.noticed(incident),
        }
    }
}

/// Where it was first seen to fail, each place once.
fn affected(incident: &incident::Incident, words: &Words) -> Vec<String> {
    let mut named = Vec::new();
    for entry in &incident.timeline {
        if let Happening::FirstFailure { surface, .. } = &entry.what {
            let name = words.surface(*surface);
            if !named.contains(&name) {
                named.push(name);
            }
        }
    }
    named
}

/// Ours and theirs, newest first; what the vendor gives no time comes last.
fn timeline(incident: &incident::Incident, words: &Words) -> Vec<Entry> {
    let ours = incident.timeline.iter().rev().map(|entry| {
        let told = Entry {
            at: Some(entry.at.to_string()),
            by: Teller::Us,
            text: words.happening(&entry.what),
            phase: None,
        };
        (Some(entry.at), told)
    });
    let theirs = incident.official.iter().flat_map(quotes);
    let mut all: Vec<(Option<Timestamp>, Entry)> = ours.chain(theirs).collect();
    all.sort_by_key(|(at, _)| Reverse(*at));
    all.into_iter().map(|(_, entry)| entry).collect()
}

/// What the vendor wrote under one incident of theirs; their title where they wrote nothing.
fn quotes(page: &PageIncident) -> impl Iterator<Item = (Option<Timestamp>, Entry)> {
    let bare = page.updates.is_empty().then_some(());
    let bare = bare.map(|()| quote(page.started_at, Some(page.phase), &page.title));
    let updates = page.updates.iter().map(|update| {
        let said = if update.text.is_empty() {
            &page.title
        } else {
            &update.text
        };
        quote(update.at, update.phase, said)
    });
    bare.into_iter().chain(updates)
}

fn quote(
    at: Option<Timestamp>,
    phase: Option<IncidentPhase>,
    said: &str,
) -> (Option<Timestamp>, Entry) {
    let entry = Entry {
        at: text(at),
        by: Teller::Them,
        text: said.to_owned(),
        phase: phase.map(|phase| phase.word().to_owned()),
    };
    (at, entry)
}

impl Transition {
    /// `transition` in the language of `words`.
    pub fn of(transition: &event::Transition, words: &Words) -> Self {
        Self {
            at: transition.at.to_string(),
            service: transition.service.to_string(),
            from: transition.from.into(),
            to: transition.to.into(),
            confidence: transition.confidence.map(Confidence::from),
            reason: words.reason(&transition.reason),
            incident: transition.incident.as_ref().map(ToString::to_string),
        }
    }
}

impl Notice {
    /// `notice` in the language of `words`.
    pub fn of(notice: &notice::Notice, words: &Words) -> Self {
        let text = notice::text(notice, words);
        Self {
            id: notice.id.to_string(),
            at: notice.at.to_string(),
            kind: notice.kind.word().to_owned(),
            services: notice
                .services
                .iter()
                .map(|(id, _)| id.to_string())
                .collect(),
            title: text.title,
            body: text.body,
            incident: Some(notice.id.to_string()),
            replaces: notice.replaces.as_ref().map(ToString::to_string),
        }
    }
}

impl VantageChange {
    /// Our own network went `from` one state `to` another.
    pub fn of(
        at: Timestamp,
        from: aldis_core::vantage::Vantage,
        to: aldis_core::vantage::Vantage,
    ) -> Self {
        Self {
            at: at.to_string(),
            from: Vantage::from(from),
            to: Vantage::from(to),
        }
    }
}
