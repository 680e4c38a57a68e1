//! Azure's feed, `https://azure.status.microsoft/en-us/status/feed/`: RSS that lists what is wrong at
//! present, and nothing when all is well. Shape as of 2026-07.

use super::feed::Entry;
use super::feed_words::{self, Stage};
use super::gather::{newest_first, newest_updates};
use super::xml::Element;
use super::{Impact, IncidentPhase, PageError, PageIncident, PageReport, rss, text, xml};

const EXPECTED: &str = "Azure's status feed";

/// Whether this is one: a feed that leads to Azure's page.
pub(super) fn is_one(root: &Element) -> bool {
    let link = root
        .child("channel")
        .and_then(|channel| channel.text_of("link"));
    link.is_some_and(|link| link.contains("azure.status.microsoft"))
}

/// Reads the feed, which has to say whose it is and when it was written: nothing else tells an empty
/// one from another's.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let root = xml::document(bytes, EXPECTED)?;
    let (page, entries) = rss::channel(&root, EXPECTED)?;
    if !page
        .name
        .as_deref()
        .is_some_and(|name| name.to_lowercase().contains("azure"))
    {
        return Err(PageError::NotThisFormat {
            expected: EXPECTED,
            why: "its title does not name Azure".to_owned(),
        });
    }
    if page.updated_at.is_none() {
        let field = "channel.lastBuildDate".to_owned();
        return Err(PageError::Missing { field });
    }
    let mut report = PageReport::silent("azure_rss");
    let incidents = entries.iter().map(incident).collect();
    report.incidents = Some(newest_first(incidents, EXPECTED)?);
    report.page = page;
    report.silence_is_fine = true;
    Ok(report)
}

/// Its categories are the services and regions it concerns. How bad it is, the feed does not say.
fn incident(entry: &Entry) -> PageIncident {
    let story = feed_words::story(entry);
    let phase = match story.stage {
        Some(Stage::Incident(phase)) => phase,
        Some(Stage::Maintenance(_)) | None => IncidentPhase::Investigating,
    };
    let title = text::line(&entry.title);
    PageIncident {
        id: entry
            .id
            .clone()
            .or_else(|| entry.link.clone())
            .unwrap_or_else(|| title.clone()),
        title,
        phase,
        impact: Some(Impact::Minor),
        started_at: entry.at,
        resolved_at: None,
        url: entry.link.clone(),
        components: entry.categories.clone(),
        regions: Vec::new(),
        updates: newest_updates(story.updates),
    }
}
