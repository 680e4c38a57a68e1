//! Gatus' `/api/v1/endpoints/statuses`: every endpoint with its latest checks, oldest first. Older
//! versions give an object of them. <https://github.com/TwiN/gatus#api>; shapes as of its version 5.

use super::beats::{self, Beat};
use super::json::{self, Node};
use super::{Component, PageError, PageReport, text};

const EXPECTED: &str = "a Gatus document";

/// Whether this is one, as far as its marks tell.
pub(super) fn is_one(root: &Node<'_>) -> bool {
    let of_object = || {
        root.own_members()
            .ok()?
            .into_iter()
            .next()
            .map(|(_, member)| member)
    };
    let is_endpoint = |node: &Node<'_>| node.has("results") && node.get("key").is_some();
    is_endpoint(root)
        || root
            .first()
            .or_else(of_object)
            .is_some_and(|first| is_endpoint(&first))
}

/// Reads the list of endpoints, the older object of them, or one alone.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = Node::root(&document, EXPECTED);
    let endpoints = if !root.is_object() {
        root.elements()?
    } else if root.has("results") {
        vec![root.clone()]
    } else {
        let endpoints = root.own_members()?;
        endpoints
            .into_iter()
            .map(|(_, endpoint)| endpoint)
            .collect()
    };
    if endpoints.is_empty() {
        return Err(root.not("a list of endpoints"));
    }
    let mut report = PageReport::silent("gatus");
    report.components = Some(endpoints.iter().map(component).collect::<Result<_, _>>()?);
    Ok(report)
}

fn component(endpoint: &Node<'_>) -> Result<Component, PageError> {
    // What was never checked yet has null for a list.
    if !endpoint.has("results") {
        return Err(endpoint.missing("results"));
    }
    let mut told = Vec::new();
    for result in endpoint.list("results")?.unwrap_or_default() {
        let beat = if result.yes("success")? {
            Beat::Up
        } else {
            Beat::Down
        };
        told.push((result.time(&["timestamp"]), beat));
    }
    Ok(Component {
        id: endpoint.word("key")?.to_owned(),
        name: endpoint.title("name"),
        group: endpoint
            .text("group")
            .filter(|group| !group.is_empty())
            .map(text::line),
        group_id: None,
        health: beats::health(told),
        unknown_word: None,
    })
}
