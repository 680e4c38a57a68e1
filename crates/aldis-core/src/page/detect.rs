//! Which format the bytes of a status page are in, by what they hold. Whether they can be read is
//! not decided here: that is for [`parse`](super::parse).

use super::json::{self, Node};
use super::{Format, PageError, incident_io, statuspage};

const EXPECTED: &str = "a status page in a form that Aldis knows";

/// The format of `bytes`. `content_type` is what the server called them, where one did: it tells a
/// web page from damaged data. incident.io imitates Statuspage, so it is tried first.
pub(super) fn detect(bytes: &[u8], content_type: Option<&str>) -> Result<Format, PageError> {
    let document = json::document(bytes, EXPECTED).map_err(|error| {
        let is_text = matches!(error, PageError::NotThisFormat { .. });
        if is_text && content_type.is_some_and(is_html) {
            PageError::Html { expected: EXPECTED }
        } else {
            error
        }
    })?;
    let root = Node::root(&document, EXPECTED);
    if incident_io::is_one(&root) {
        Ok(Format::IncidentIo)
    } else if statuspage::is_one(&root) {
        Ok(Format::Statuspage)
    } else {
        Err(PageError::NotThisFormat {
            expected: EXPECTED,
            why: "it has the marks of none".to_owned(),
        })
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
            r#"{"components":[{"id":"clx1f2a3b0001abcdefghijkl","status":"OPERATIONAL"}]}"#,
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
