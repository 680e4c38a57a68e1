//! What RSS and Atom have in common: a page that lists what happened, each entry in words. How the
//! words are understood is in `feed_words`; which element holds what is in the formats' own files.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::feed_words::{self, Stage, Story};
use super::gather::{newest_first, newest_updates};
use super::xml::Element;
use super::{IncidentPhase, Maintenance, PageError, PageHead, PageIncident, PageReport, text};
use crate::time::Timestamp;

/// More entries are nobody's status page.
const MAX_ENTRIES: usize = 2_000;

/// One entry as it stands in the feed.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// What tells it from the others, where the feed says.
    pub(super) id: Option<String>,
    pub(super) title: String,
    pub(super) link: Option<String>,
    /// When it happened.
    pub(super) at: Option<Timestamp>,
    /// When it was last changed, where the feed says.
    pub(super) changed: Option<Timestamp>,
    pub(super) html: String,
    pub(super) categories: Vec<String>,
}

/// Reads the entries of a page that keeps its history in its feed: one that lists nothing, or does
/// not say when it was written, says nothing about how things are.
pub(super) fn report(
    shape: &'static str,
    expected: &'static str,
    page: PageHead,
    entries: &[Entry],
) -> Result<PageReport, PageError> {
    if entries.len() > MAX_ENTRIES {
        let why = format!("it has more than {MAX_ENTRIES} entries");
        return Err(PageError::NotThisFormat { expected, why });
    }
    let stories: Vec<Story> = entries.iter().map(feed_words::story).collect();
    if !entries.is_empty() && stories.iter().all(|story| story.stage.is_none()) {
        let why = "none of its entries says how it stands".to_owned();
        return Err(PageError::NotThisFormat { expected, why });
    }
    let mut report = PageReport::silent(shape);
    report.silence_is_fine = page.updated_at.is_some() && !entries.is_empty();
    let shared = shared_addresses(entries, page.url.as_deref());
    let told = together(entries.iter().zip(stories), &shared);
    let mut incidents = Vec::new();
    for (entry, story) in told {
        match story.stage {
            Some(Stage::Maintenance(_)) => report.maintenances.extend(maintenance(&entry, &story)),
            Some(Stage::Incident(_)) | None => incidents.push(incident(&entry, story)),
        }
    }
    incidents.sort_by_key(|incident| Reverse(incident.started_at));
    close_what_was_followed(&mut incidents, &shared);
    report.incidents_name_components = incidents.iter().any(|it| !it.components.is_empty());
    report.incidents = Some(newest_first(incidents, expected)?);
    report.page = page;
    Ok(report)
}

/// The entries of a page, all of which have to stand right in it: one inside of another's remains, or
/// of its text, would not be seen.
pub(super) fn entries<'e>(
    page: &'e Element,
    name: &'e str,
    expected: &'static str,
) -> Result<Vec<&'e Element>, PageError> {
    let entries: Vec<&Element> = page.all(name).collect();
    if entries.len() == page.count(name) && !page.tells(&format!("<{name}>")) {
        return Ok(entries);
    }
    Err(PageError::NotThisFormat {
        expected,
        why: format!("an <{name}> stands inside of another element"),
    })
}

/// What a page or an entry says once about itself. Said twice, it is what is left of two entries
/// between which a beginning or an end was lost: an incident that nobody would see.
pub(super) fn says_once(
    it: &Element,
    names: &[&str],
    expected: &'static str,
) -> Result<(), PageError> {
    match names.iter().find(|name| it.all(name).nth(1).is_some()) {
        Some(name) => Err(PageError::NotThisFormat {
            expected,
            why: format!("<{name}> stands twice in one <{}>", it.name),
        }),
        None => Ok(()),
    }
}

/// Entries about the same thing as one: some feeds give each message an entry of its own, under one
/// address or id.
fn together<'e>(
    told: impl Iterator<Item = (&'e Entry, Story)>,
    shared: &BTreeSet<String>,
) -> Vec<(Entry, Story)> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut joined: Vec<(Entry, Story)> = Vec::new();
    for (entry, story) in told {
        let own = entry.link.as_deref().map(bare);
        let own = own.filter(|link| !shared.contains(link));
        let key = own.clone().or_else(|| entry.id.clone());
        let place = key.as_ref().and_then(|key| places.get(key).copied());
        match place.and_then(|place| joined.get_mut(place)) {
            Some(known) => join(known, entry, story),
            None => {
                places.extend(key.map(|key| (key, joined.len())));
                let id = entry.id.clone().or(own);
                joined.push((
                    Entry {
                        id,
                        ..entry.clone()
                    },
                    story,
                ));
            }
        }
    }
    joined
}

/// Addresses that are no entry's own: that of the page, and those that entries with different titles
/// lead to.
fn shared_addresses(entries: &[Entry], page: Option<&str>) -> BTreeSet<String> {
    let mut shared: BTreeSet<String> = page.map(bare).into_iter().collect();
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for entry in entries {
        let Some(link) = entry.link.as_deref().map(bare) else {
            continue;
        };
        let title = feed_words::bare_title(&entry.title);
        let known = titles.entry(link.clone()).or_insert_with(|| title.clone());
        if *known != title {
            shared.insert(link);
        }
    }
    shared
}

fn bare(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}

/// The newer of two entries says where things stand.
fn join(known: &mut (Entry, Story), entry: &Entry, mut story: Story) {
    let is_newer = entry.at > known.0.at && story.stage.is_some();
    if is_newer || known.1.stage.is_none() {
        known.1.stage = story.stage;
        known.0.title.clone_from(&entry.title);
    }
    known.1.impact = known.1.impact.max(story.impact);
    known.1.updates.append(&mut story.updates);
    for component in story.components {
        if !known.1.components.contains(&component) {
            known.1.components.push(component);
        }
    }
    known.0.changed = known
        .0
        .changed
        .max(entry.changed)
        .max(known.0.at)
        .max(entry.at);
    known.0.at = known.0.at.into_iter().chain(entry.at).min();
}

/// Where each message is an entry of its own and nothing else ties them, an end told later under the
/// same title is the end of it. What has an address of its own ends there and nowhere else.
fn close_what_was_followed(newest_first: &mut [PageIncident], shared: &BTreeSet<String>) {
    let mut ends: BTreeMap<String, (IncidentPhase, Option<Timestamp>)> = BTreeMap::new();
    for incident in newest_first {
        let title = feed_words::bare_title(&incident.title);
        let address = incident.url.as_deref().map(bare);
        if incident.phase.is_open() {
            if address.is_some_and(|own| !shared.contains(&own)) {
                continue;
            }
            if let Some((phase, at)) = ends.get(&title) {
                (incident.phase, incident.resolved_at) = (*phase, *at);
            }
        } else {
            let end = (incident.phase, incident.resolved_at.or(incident.started_at));
            ends.entry(title).or_insert(end);
        }
    }
}

fn incident(entry: &Entry, story: Story) -> PageIncident {
    let phase = match story.stage {
        Some(Stage::Incident(phase)) => phase,
        // What does not say that it is over is not.
        Some(Stage::Maintenance(_)) | None => IncidentPhase::Investigating,
    };
    let updates = newest_updates(story.updates);
    let first = updates.iter().filter_map(|update| update.at).min();
    let said = updates
        .iter()
        .find(|it| it.phase == Some(IncidentPhase::Resolved));
    let last = updates.first().and_then(|last| last.at).max(entry.changed);
    let ended = said.and_then(|it| it.at).or(last).or(entry.at);
    PageIncident {
        id: id(entry),
        title: text::line(&entry.title),
        phase,
        impact: story.impact,
        started_at: entry.at.into_iter().chain(first).min(),
        resolved_at: ended.filter(|_| !phase.is_open()),
        url: entry.link.clone(),
        components: story.components,
        regions: Vec::new(),
        updates,
    }
}

fn maintenance(entry: &Entry, story: &Story) -> Option<Maintenance> {
    let Some(Stage::Maintenance(phase)) = story.stage else {
        return None;
    };
    Some(Maintenance {
        id: id(entry),
        title: text::line(&entry.title),
        phase,
        starts_at: entry.at,
        ends_at: None,
        components: story.components.clone(),
    })
}

/// Some feeds give no id, the same address and the same title again and again.
fn id(entry: &Entry) -> String {
    entry.id.clone().unwrap_or_else(|| {
        let at = entry.at.map(|at| at.to_string()).unwrap_or_default();
        let parts = [
            entry.link.clone().unwrap_or_default(),
            at,
            text::line(&entry.title),
        ];
        parts.join(" ").trim().to_owned()
    })
}
