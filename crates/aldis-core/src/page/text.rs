//! Vendors' words made safe to show: plain text out of HTML and Markdown, and links that are http(s).

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// Longest text kept of one message.
const MAX_CHARS: usize = 8_000;
/// Longest title kept.
const MAX_TITLE_CHARS: usize = 300;
/// Longest piece of a page quoted in a complaint.
const MAX_QUOTE_CHARS: usize = 60;
/// Longest address kept.
const MAX_LINK_BYTES: usize = 2_048;
/// Longest name of a character reference, `&` and `;` aside.
const MAX_ENTITY_BYTES: usize = 31;
/// Tags that end a line.
const BREAKS: [&str; 20] = [
    "br",
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "dt",
    "dd",
    "pre",
    "table",
    "section",
    "blockquote",
];
/// Tags whose content is not text.
const SILENT: [&str; 2] = ["script", "style"];

/// One message as plain text with line breaks.
pub(super) fn plain(source: &str) -> String {
    let start: String = source.chars().take(4 * MAX_CHARS).collect();
    cut(&whole(&start))
}

/// As much of a plain text as one message may have.
pub(super) fn cut(text: &str) -> String {
    let start: String = text.chars().take(MAX_CHARS).collect();
    start.trim_end().to_owned()
}

/// All of a text that holds several messages, as plain text with line breaks.
pub(super) fn whole(source: &str) -> String {
    let text = decode_entities(&strip_markdown(&strip_tags(source)));
    let shown: String = text.chars().filter(|c| is_showable(*c)).collect();
    let mut lines: Vec<String> = Vec::new();
    for line in shown.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !(line.is_empty() && lines.last().is_none_or(String::is_empty)) {
            lines.push(line);
        }
    }
    lines.join("\n").trim_end().to_owned()
}

/// One line of plain text, for titles and names.
pub(super) fn line(source: &str) -> String {
    plain(source)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(MAX_TITLE_CHARS)
        .collect()
}

/// The start of a word of theirs, for a complaint.
pub(super) fn short(word: &str) -> String {
    word.chars()
        .filter(|c| is_showable(*c) && *c != '\n')
        .take(MAX_QUOTE_CHARS)
        .collect()
}

/// The address as it may be opened, in the one spelling that we understood; `None` for anything
/// that is not http(s), or that carries a name and password for somebody else's eyes.
pub(super) fn link(source: &str) -> Option<String> {
    let source = source.trim();
    if source.len() > MAX_LINK_BYTES {
        return None;
    }
    let url = url::Url::parse(source).ok()?;
    let safe = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none();
    let mut link = String::from(url);
    // What is written without a path stays so: people compare addresses.
    if link.len() == source.len() + 1 && link.starts_with(source) {
        link.pop();
    }
    (safe && link.len() <= MAX_LINK_BYTES).then_some(link)
}

/// Whether a character of somebody else's text may be shown. Control characters do things to
/// terminals, direction marks can make text read as another, and what cannot be seen hides things.
pub fn is_showable(c: char) -> bool {
    let is_hidden = matches!(
        c,
        '\u{061C}'
            | '\u{180E}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    );
    matches!(c, '\n' | '\t') || !(c.is_control() || is_hidden)
}

fn strip_tags(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    // Looking for an end that never comes, again and again, would take for ever.
    let last_end = source.rfind('>').unwrap_or_default();
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        let may_end = source.len() - rest.len() < last_end;
        let Some((name, after)) = may_end.then(|| tag(rest)).flatten() else {
            text.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = after;
        if BREAKS.contains(&name.as_str()) {
            text.push('\n');
        } else if SILENT.contains(&name.as_str()) {
            rest = past_end_of(&name, rest);
        }
    }
    text.push_str(rest);
    text
}

/// The lower-case name of the tag that `source` starts with, and what comes after the tag.
fn tag(source: &str) -> Option<(String, &str)> {
    let inner = source.strip_prefix('<')?;
    if let Some(comment) = inner.strip_prefix("!--") {
        return Some((
            String::new(),
            comment.split_once("-->").map_or("", |(_, after)| after),
        ));
    }
    let name_start = inner.strip_prefix(['/', '!', '?']).unwrap_or(inner);
    if !name_start.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name: String = name_start
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let (_, after) = inner.split_once('>')?;
    Some((name.to_ascii_lowercase(), after))
}

fn past_end_of<'s>(name: &str, source: &'s str) -> &'s str {
    let closes = |at: usize| {
        let word = source.as_bytes().get(at + 2..at + 2 + name.len());
        word.is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
    };
    let mut ends = source.match_indices("</").map(|(at, _)| at);
    ends.find(|&at| closes(at))
        .and_then(|at| source[at..].split_once('>'))
        .map_or("", |(_, after)| after)
}

/// Bold marks vanish and `[words](address)` keeps both; the rest of Markdown reads well as it is.
fn strip_markdown(source: &str) -> String {
    let source = source.replace("**", "");
    let mut text = String::with_capacity(source.len());
    let mut rest = source.as_str();
    let last_close = source.rfind(')').unwrap_or_default();
    while let Some(middle) = rest.find("](") {
        let (before, after) = (&rest[..middle], &rest[middle + 2..]);
        let may_close = source.len() - after.len() <= last_close;
        let link_at = before.rfind('[').filter(|_| may_close);
        match link_at.and_then(|open| Some((open, after.find(')')?))) {
            Some((open, close)) => {
                let (words, address) = (&before[open + 1..], &after[..close]);
                text.push_str(&before[..open]);
                text.push_str(words);
                if let Some(address) = link(address).filter(|_| words != address) {
                    text.push_str(&format!(" ({address})"));
                }
                rest = &after[close + 1..];
            }
            None => {
                text.push_str(&rest[..middle + 2]);
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

fn decode_entities(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(start) = rest.find('&') {
        text.push_str(&rest[..start]);
        rest = &rest[start + 1..];
        let end = rest
            .bytes()
            .take(MAX_ENTITY_BYTES + 1)
            .position(|byte| byte == b';');
        let decoded = end.and_then(|end| Some((entity(&rest[..end])?, end)));
        match decoded {
            Some((characters, end)) => {
                text.push_str(&characters);
                rest = &rest[end + 1..];
            }
            None => text.push('&'),
        }
    }
    text.push_str(rest);
    text
}

fn entity(name: &str) -> Option<Cow<'static, str>> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).map(|it| Cow::Owned(it.to_string()));
    }
    match name {
        "nbsp" => Some(Cow::Borrowed(" ")),
        name => resolve_html5_entity(name).map(Cow::Borrowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_lines_of_plain_text() {
        let cases = [
            (
                "We are looking.<br /><br />More soon.",
                "We are looking.\n\nMore soon.",
            ),
            ("<p>One &amp; two</p><p>3 &lt; 4</p>", "One & two\n\n3 < 4"),
            ("errors < 5 % and > 2 %", "errors < 5 % and > 2 %"),
            ("a<script>alert('x')</script>b<!-- c -->d", "abd"),
            ("<img src=x onerror=alert(1)>gone", "gone"),
            (
                "**Fixed**: see [the page](https://status.example/a)",
                "Fixed: see the page (https://status.example/a)",
            ),
            ("[click](javascript:alert(1)", "click"),
            ("don&#39;t &#x1F600; &bogus; R&D", "don't 😀 &bogus; R&D"),
            (
                "d&eacute;tect&eacute; &rarr; 5&nbsp;&euro;",
                "détecté → 5 €",
            ),
            ("broken <b", "broken <b"),
            ("tabs\tand\r\n\r\n\r\nlines", "tabs and\n\nlines"),
        ];
        for (source, expected) in cases {
            assert_eq!(plain(source), expected, "{source}");
        }
    }

    #[test]
    fn nothing_that_moves_the_cursor_or_turns_text_survives() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c\u{7}"), "a[31mbc");
        assert_eq!(line("two\nlines"), "two lines");
        let unseen = "\u{61c}\u{200b}\u{200e}\u{2028}\u{2029}\u{2060}\u{2066}\u{feff}\u{e0001}\u{e0041}\u{e007f}";
        assert_eq!(plain(&format!("a{unseen}b&#x202e;&#x200B;c")), "abc");
        assert_eq!(short(&format!("a{unseen}b\nc")), "abc");
        // Parts of what people write in: joiners of emoji and of Persian words.
        assert_eq!(
            plain("👩\u{200d}💻 می\u{200c}خواهم"),
            "👩\u{200d}💻 می\u{200c}خواهم"
        );
    }

    #[test]
    fn a_link_is_spelled_as_it_was_understood() {
        assert_eq!(
            link(" HTTPS://Status.Example\\@x/a b\"<i> "),
            Some("https://status.example/@x/a%20b%22%3Ci%3E".into())
        );
        assert_eq!(
            plain("[here](http:status.example/\u{1b}]8)"),
            "here (http://status.example/%1B]8)"
        );
        assert_eq!(plain("[here](https://:pw@status.example/)"), "here");
        for bare in [
            "https://status.example",
            "https://status.example/",
            "https://s.example:8443/a",
        ] {
            assert_eq!(link(bare).as_deref(), Some(bare));
        }
    }

    /// Were any of it quadratic, this would take hours.
    #[test]
    fn a_megabyte_of_openings_without_ends_is_read_in_one_go() {
        let pieces = [
            "<a",
            "<script></script>",
            "<style>",
            "](",
            "[](",
            "&a",
            "<!--",
            "[",
            "</",
            "&#",
            "](<a&b",
        ];
        for piece in pieces {
            for end in ["", ">", ")", ";"] {
                let text = format!("{}{end}", piece.repeat((1 << 20) / piece.len()));
                let read = [
                    strip_tags(&text),
                    strip_markdown(&text),
                    decode_entities(&text),
                ];
                assert!(read.iter().any(|it| !it.is_empty()), "{piece} {end}");
            }
        }
    }

    #[test]
    fn only_web_links_are_links() {
        assert_eq!(
            link("https://status.example/x"),
            Some("https://status.example/x".into())
        );
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "mailto:a@b",
            "//host",
            "https://user:pw@host/",
            "https://user@host/",
            "https://:pw@host/",
            "",
            &format!("https://host/{}", "x".repeat(3_000)),
            &format!("https://host/{}", "é".repeat(1_000)),
        ] {
            assert_eq!(link(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_very_long_body_is_cut() {
        assert_eq!(plain(&"x".repeat(100_000)).chars().count(), MAX_CHARS);
    }
}
