//! RSS 2.0 of any status page. <https://www.rssboard.org/rss-specification>

use super::feed::{self, Entry};
use super::xml::{self, Element};
use super::{PageError, PageHead, PageReport, text, when};

const EXPECTED: &str = "an RSS feed of a status page";

/// Reads a feed.
pub(super) fn parse(bytes: &[u8]) -> Result<PageReport, PageError> {
    let root = xml::document(bytes, EXPECTED)?;
    let (page, entries) = channel(&root, EXPECTED)?;
    feed::report("rss", EXPECTED, page, &entries)
}

/// The page and the entries of a feed.
pub(super) fn channel(
    root: &Element,
    expected: &'static str,
) -> Result<(PageHead, Vec<Entry>), PageError> {
    let channel = root.child("channel").filter(|_| root.name == "rss");
    let channel = channel.ok_or_else(|| PageError::NotThisFormat {
        expected,
        why: "it has no channel".to_owned(),
    })?;
    feed::says_once(
        channel,
        &["title", "link", "description", "pubDate"],
        expected,
    )?;
    // Statuspage and Instatus write the one and not the other.
    let built = channel.text_of("lastBuildDate");
    let built = built.or_else(|| channel.text_of("pubDate"));
    let page = PageHead {
        name: channel.text_of("title").map(text::line),
        url: channel.text_of("link").and_then(text::link),
        updated_at: built.and_then(when::moment),
    };
    let items = feed::entries(channel, "item", expected)?;
    for item in &items {
        feed::says_once(item, &["title", "guid", "pubDate"], expected)?;
    }
    Ok((page, items.into_iter().map(entry).collect()))
}

fn entry(item: &Element) -> Entry {
    let html = item
        .text_of("content:encoded")
        .or_else(|| item.text_of("description"));
    Entry {
        id: item.text_of("guid").map(str::to_owned),
        title: item.text_of("title").unwrap_or_default().to_owned(),
        link: item.text_of("link").and_then(text::link),
        at: item.text_of("pubDate").and_then(when::moment),
        changed: None,
        html: html.unwrap_or_default().to_owned(),
        categories: item
            .all("category")
            .map(|it| text::line(it.text()))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_with_an_address_of_its_own_is_not_ended_by_another_of_the_same_title() {
        let feed = |first: &str, second: &str| {
            let item = |day, word, at| {
                format!(
                    "<item><title>Replies fail</title><link>https://status.harbor.example/{at}</link>\
                     <pubDate>Thu, 0{day} Sep 2026 16:00:00 GMT</pubDate>\
                     <description>Status: {word}</description></item>"
                )
            };
            let items = item(3, "Resolved", first) + &item(2, "Investigating", second);
            let feed = format!(
                "<rss><channel><title>Harbor</title><link>https://status.harbor.example/</link>\
                 {items}</channel></rss>"
            );
            let incidents = parse(feed.as_bytes()).unwrap().incidents.unwrap();
            incidents.iter().filter(|it| it.phase.is_open()).count()
        };
        assert_eq!(feed("incidents/2", "incidents/1"), 1);
        assert_eq!(feed("", ""), 0);
    }

    #[test]
    fn what_any_message_of_an_incident_names_is_concerned_by_it() {
        let item = |part, word| {
            format!(
                "<item><title>[{part}] Upgrade</title><description>Status: {word}</description>\
                 <link>https://status.harbor.example/incidents/3</link></item>"
            )
        };
        let items = item("Chat", "In progress") + &item("Images", "Scheduled");
        let feed = format!("<rss><channel><title>Harbor</title>{items}</channel></rss>");
        let windows = parse(feed.as_bytes()).unwrap().maintenances;
        assert_eq!(windows.len(), 1);
        assert_eq!(windows[0].components, ["Chat", "Images"]);
    }

    #[test]
    fn two_entries_run_into_one_are_not_read_as_one() {
        let feed = |between: &str| {
            format!(
                "<rss><channel><title>Harbor</title><lastBuildDate>Thu, 03 Sep 2026 17:10:57 GMT\
                 </lastBuildDate><item><title>Replies fail</title><guid>2</guid>{between}\
                 <guid>1</guid><title>Replies failed (resolved)</title></item></channel></rss>"
            )
        };
        assert!(parse(feed("</item><item>").as_bytes()).is_ok());
        for lost in [
            "",
            "<link></item><item></link>",
            "<link><item/></link></item><item>",
        ] {
            let read = parse(feed(lost).as_bytes());
            assert!(
                matches!(read, Err(PageError::NotThisFormat { .. })),
                "{lost}: {read:?}"
            );
        }
    }

    #[test]
    fn an_entry_within_the_text_of_another_is_not_read_as_its_end() {
        let feed = |second: &str| {
            format!(
                "<rss><channel><title>Harbor</title><item><title>Replies fail</title>\
                 <description><![CDATA[Investigating - We look.{second}]]></description>\
                 <category>resolved</category></item></channel></rss>"
            )
        };
        assert!(parse(feed("").as_bytes()).is_ok());
        let read = parse(feed("<item><title>Images fail</title>").as_bytes());
        assert!(
            matches!(read, Err(PageError::NotThisFormat { .. })),
            "{read:?}"
        );
    }

    #[test]
    fn an_entry_that_lost_its_beginning_is_not_overlooked() {
        let feed = |item: &str| {
            format!(
                "<rss><channel><title>Harbor</title><lastBuildDate>Thu, 03 Sep 2026 17:10:57 GMT\
                 </lastBuildDate>{item}<title>[Chat] Replies fail</title></item>\
                 <item><title>[Images] Old (resolved)</title></item></channel></rss>"
            )
        };
        assert!(parse(feed("<item>").as_bytes()).is_ok());
        let lost = feed("").replacen("</item>", "", 1);
        let read = parse(lost.as_bytes());
        assert!(
            matches!(read, Err(PageError::NotThisFormat { .. })),
            "{read:?}"
        );
    }
}
