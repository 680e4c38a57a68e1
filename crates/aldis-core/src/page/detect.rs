//! Which format the bytes of a status page are in, by what they hold. Whether they can be read is
//! not decided here: that is for [`parse`](super::parse).

use super::json::{self, Node};
use super::{
    Format, PageError, alibaba, aws, azure_rss, better_stack, cachet, checkly, datadog, decode,
    flashcat, gatus, google, incident_io, instatus, microsoft_posts, rootly, status_io, statuspage,
    uptime_kuma, xml,
};

const EXPECTED: &str = "a status page in a form that Aldis knows";

/// The format of `bytes`. `content_type` is what the server called them, where one did: it tells a
/// web page from damaged data.
pub(super) fn detect(bytes: &[u8], content_type: Option<&str>) -> Result<Format, PageError> {
    let found = if decode::text(bytes, EXPECTED)?.trim_start().starts_with('<') {
        of_xml(bytes)
    } else {
        of_json(bytes)
    };
    found.map_err(|error| {
        let is_text = matches!(error, PageError::NotThisFormat { .. });
        if is_text && content_type.is_some_and(is_html) {
            PageError::Html { expected: EXPECTED }
        } else {
            error
        }
    })
}

fn of_xml(bytes: &[u8]) -> Result<Format, PageError> {
    let root = xml::document(bytes, EXPECTED)?;
    match root.name.as_str() {
        "rss" if azure_rss::is_one(&root) => Ok(Format::AzureRss),
        "rss" => Ok(Format::Rss),
        "feed" => Ok(Format::Atom),
        _ => Err(unmarked()),
    }
}

/// incident.io and Rootly imitate Statuspage and Cachet's marks are the weakest, so those are tried first and
/// that last.
fn of_json(bytes: &[u8]) -> Result<Format, PageError> {
    let document = json::document(bytes, EXPECTED)?;
    let root = &Node::root(&document, EXPECTED);
    let marks = [
        (Format::BetterStack, better_stack::is_one(root)),
        (Format::StatusIo, status_io::is_one(root)),
        (Format::Google, google::is_one(root)),
        (Format::Aws, aws::is_one(root, bytes)),
        (Format::MicrosoftPosts, microsoft_posts::is_one(root)),
        (Format::Checkly, checkly::is_one(root)),
        (Format::Datadog, datadog::is_one(root)),
        (Format::Flashcat, flashcat::is_one(root)),
        (Format::Alibaba, alibaba::is_one(root)),
        (Format::UptimeKuma, uptime_kuma::is_one(root)),
        (Format::Gatus, gatus::is_one(root)),
        (Format::Instatus, instatus::is_one(root)),
        (Format::Rootly, rootly::is_one(root)),
        (Format::IncidentIo, incident_io::is_one(root)),
        (Format::Statuspage, statuspage::is_one(root)),
        (Format::Cachet, cachet::is_one(root)),
    ];
    let found = marks.into_iter().find(|(_, is_it)| *is_it);
    found.map(|(format, _)| format).ok_or_else(unmarked)
}

fn unmarked() -> PageError {
    PageError::NotThisFormat {
        expected: EXPECTED,
        why: "it has the marks of none".to_owned(),
    }
}

fn is_html(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("text/html") || kind.eq_ignore_ascii_case("application/xhtml+xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(json: &str) -> Result<Format, PageError> {
        detect(json.as_bytes(), Some("application/json"))
    }

    #[test]
    fn an_imitation_of_statuspage_is_told_by_its_ids_and_its_missing_time_zone() {
        let ulid = r#"{"components":[{"id":"01JMXBNJXGV1T5GT2M9XA83XNG","page_id":"01JMDK9XYNY6RXSED6SDWW50WY"}]}"#;
        assert_eq!(detected(ulid), Ok(Format::IncidentIo));
        let twelve = r#"{"page":{"id":"kctbh9vrtdwd"},"components":[]}"#;
        assert_eq!(detected(twelve), Ok(Format::Statuspage));
        let nameless = r#"{"page":{"name":"Harbor"},"status":{"indicator":"none"}}"#;
        assert_eq!(detected(nameless), Ok(Format::IncidentIo));
        let zoned = r#"{"page":{"time_zone":"Etc/UTC"},"status":{"indicator":"none"}}"#;
        assert_eq!(detected(zoned), Ok(Format::Statuspage));
    }

    #[test]
    fn what_has_no_marks_is_of_no_format() {
        for json in [
            "{}",
            "[]",
            "[{}]",
            "7",
            r#"{"summary":"all well"}"#,
            r#"{"status":"ok"}"#,
            r#"{"components":{}}"#,
            r#"{"data":[]}"#,
            r#"{"incidents":[]}"#,
            r#"<svg><rss/></svg>"#,
        ] {
            let found = detected(json);
            assert!(
                matches!(found, Err(PageError::NotThisFormat { .. })),
                "{json}: {found:?}"
            );
        }
        assert_eq!(detected(" \n"), Err(PageError::Empty));
        assert!(matches!(
            detected("<!doctype html>"),
            Err(PageError::Html { .. })
        ));
    }

    #[test]
    fn text_that_a_server_calls_a_web_page_is_one() {
        let login = b"Please sign in.";
        let html = detect(login, Some("text/html; charset=utf-8"));
        assert_eq!(html, Err(PageError::Html { expected: EXPECTED }));
        let plain = detect(login, None);
        assert!(matches!(plain, Err(PageError::NotThisFormat { .. })));
        let page = br#"{"page":{"id":"kctbh9vrtdwd"},"components":[]}"#;
        assert_eq!(detect(page, Some("text/html")), Ok(Format::Statuspage));
    }
}
