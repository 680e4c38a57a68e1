//! Microsoft's posts, `https://status.cloud.microsoft/api/posts/…`: one object for each service, or
//! one alone. Undocumented; shape as of 2026-09, its words as in Microsoft Graph's service health.

use super::gather::{Affected, newest_first};
use super::json::{self, Node};
use super::{
    Component, Impact, IncidentPhase, IncidentUpdate, PageError, PageHead, PageIncident,
    PageReport, text,
};
use crate::health::Health;

const EXPECTED: &str = "a Microsoft posts document";

/// Whether this is one, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    let post = root.first().unwrap_or_else(|| root.clone());
    let names = ["ServiceDisplayName", "ServiceWorkloadName"];
    post.get("Status").is_some() && names.iter().any(|name| post.get(name).is_some())
}

/// Reads one post or a list of them.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    let posts = if root.is_object() {
        vec![root.clone()]
    } else {
        root.elements()?
    };
    if posts.is_empty() {
        return Err(root.not("a list of posts"));
    }
    let mut components = Affected::default();
    let mut incidents = Vec::new();
    for post in &posts {
        let word = post.word("Status")?;
        let said = said(word);
        let name = post
            .word("ServiceDisplayName")
            .or_else(|_| post.word("ServiceWorkloadName"))?;
        let (health, phase) = said.unwrap_or((Health::Unknown, None));
        components.add(Component {
            id: name.to_owned(),
            name: text::line(name),
            group: None,
            group_id: None,
            health,
            unknown_word: said.is_none().then(|| text::short(word)),
        });
        if let Some(phase) = phase {
            incidents.push(incident(post, name, health, phase)?);
        }
    }
    let mut report = PageReport::silent("microsoft_posts");
    // What they call the last update is the moment of the answer.
    let looked = posts
        .iter()
        .filter_map(|post| post.time(&["InternalDateTime"]));
    report.page = PageHead {
        updated_at: looked.max(),
        ..PageHead::default()
    };
    report.components = Some(components.into_list());
    report.incidents = Some(newest_first(incidents, EXPECTED)?);
    Ok(report)
}

/// What a status says of its service, and of the incident it belongs to where it belongs to one.
fn said(word: &str) -> Option<(Health, Option<IncidentPhase>)> {
    let unspaced: String = word.chars().filter(|c| !c.is_whitespace()).collect();
    Some(match unspaced.to_ascii_lowercase().as_str() {
        "available" | "operational" | "serviceoperational" | "falsepositive" => {
            (Health::Operational, None)
        }
        "servicerestored" | "resolved" | "mitigated" => {
            (Health::Operational, Some(IncidentPhase::Resolved))
        }
        "postincidentreviewpublished" | "postincidentreportpublished" => {
            (Health::Operational, Some(IncidentPhase::Postmortem))
        }
        "verifyingservice" | "extendedrecovery" => {
            (Health::Degraded, Some(IncidentPhase::Monitoring))
        }
        "restoringservice" => (Health::Degraded, Some(IncidentPhase::Identified)),
        "servicedegradation"
        | "investigating"
        | "investigationsuspended"
        | "reported"
        | "confirmed" => (Health::Degraded, Some(IncidentPhase::Investigating)),
        "serviceinterruption" => (Health::MajorOutage, Some(IncidentPhase::Investigating)),
        _ => return None,
    })
}

fn incident(
    post: &Node<'_>,
    name: &str,
    health: Health,
    phase: IncidentPhase,
) -> Result<PageIncident, PageError> {
    let (authored, changed) = (
        post.time(&["AuthoredDateTime"]),
        post.time(&["InternalDateTime"]),
    );
    let title = post.title("Title");
    Ok(PageIncident {
        id: post
            .code("Id")
            .map_or_else(|_| name.to_owned(), |id| id.into_owned()),
        title: if title.is_empty() {
            text::line(name)
        } else {
            title
        },
        phase,
        impact: match health {
            Health::MajorOutage => Some(Impact::Critical),
            Health::PartialOutage => Some(Impact::Major),
            Health::Degraded => Some(Impact::Minor),
            Health::Operational | Health::Maintenance | Health::Unknown => None,
        },
        started_at: authored,
        resolved_at: changed.filter(|_| !phase.is_open()),
        url: None,
        components: vec![name.to_owned()],
        regions: Vec::new(),
        updates: vec![IncidentUpdate {
            at: authored,
            phase: Some(phase),
            text: post.text("Message").map(text::plain).unwrap_or_default(),
        }],
    })
}
