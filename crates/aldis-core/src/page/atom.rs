//! Atom of any status page. <https://www.rfc-editor.org/rfc/rfc4287>

use super::feed::{self, Entry};
use super::xml::{self, Element};
use super::{PageError, PageHead, PageReport, text, when};
use crate::time::Timestamp;

const EXPECTED: &str = "an Atom feed of a status page";

/// Reads a feed.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let root = xml::document(bytes, EXPECTED)?;
    if root.name != "feed" {
        return Err(PageError::NotThisFormat {
            expected: EXPECTED,
            why: format!("its root is <{}>", text::short(&root.name)),
        });
    }
    let once = ["id", "title", "updated", "published"];
    feed::says_once(&root, &once, EXPECTED)?;
    let page = PageHead {
        name: root.text_of("title").map(text::line),
        url: link(&root),
        updated_at: moment(&root, "updated"),
    };
    let entries = feed::entries(&root, "entry", EXPECTED)?;
    for entry in &entries {
        feed::says_once(entry, &once, EXPECTED)?;
    }
    let entries: Vec<Entry> = entries.into_iter().map(entry).collect();
    feed::report("atom", EXPECTED, page, &entries)
}

fn entry(entry: &Element) -> Entry {
    let html = entry
        .text_of("content")
        .or_else(|| entry.text_of("summary"));
    let updated = moment(entry, "updated");
    Entry {
        id: entry.text_of("id").map(str::to_owned),
        title: entry.text_of("title").unwrap_or_default().to_owned(),
        link: link(entry),
        at: moment(entry, "published").or(updated),
        changed: updated,
        html: html.unwrap_or_default().to_owned(),
        categories: entry
            .all("category")
            .filter_map(|it| it.attribute("term"))
            .map(text::line)
            .collect(),
    }
}

/// The address for people, which some write with two slashes.
fn link(element: &Element) -> Option<String> {
    let is_for_people = |it: &&Element| {
        it.attribute("rel")
            .is_none_or(|relation| relation == "alternate")
    };
    let href = element.all("link").find(is_for_people)?.attribute("href")?;
    let (scheme, rest) = href.split_once("://")?;
    text::link(&format!("{scheme}://{}", rest.replace("//", "/")))
}

fn moment(element: &Element, name: &str) -> Option<Timestamp> {
    element.text_of(name).and_then(when::moment)
}
