//! Reading TOML that people write: every mistake becomes a [`Finding`] with a line and what is
//! allowed, and reading goes on. What the keys mean is the settings' and the catalogue's business.

use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use url::Url;

use crate::finding::{Allowed, Finding, Instead, Mistake, Place, line_of};

/// A parsed value and where it stands.
pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Why and from which line on a text is no TOML.
pub(crate) struct Broken {
    pub(crate) why: String,
    pub(crate) line: usize,
}

/// The TOML document in `text`.
pub(crate) fn document(text: &str) -> Result<Spanned<DeTable<'_>>, Broken> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    DeTable::parse(text).map_err(|error| Broken {
        why: error.message().lines().collect::<Vec<_>>().join(", "),
        line: line_of(text, error.span().map_or(0, |span| span.start)),
    })
}

/// A file being read and what was found wrong in it so far.
pub(crate) struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    findings: Vec<Finding>,
    unknown_keys: usize,
}

/// One table of the file and how to speak of it: `[intervals]`, `service "chatgpt"`; the one that
/// has no name is the file.
#[derive(Clone, Copy)]
pub(crate) struct Table<'r, 't> {
    table: &'r DeTable<'t>,
    name: Option<&'r str>,
    start: usize,
    /// Whether values may be secrets: then they are not quoted.
    discreet: bool,
}

impl<'t> Reader<'t> {
    /// Starts on `text`; a syntax error is one finding and leaves nothing to read.
    pub(crate) fn open(file: &'t str, text: &'t str) -> (Self, Option<Spanned<DeTable<'t>>>) {
        let mut reader = Self {
            file,
            text: text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text),
            findings: Vec::new(),
            unknown_keys: 0,
        };
        match document(text) {
            Ok(table) => (reader, Some(table)),
            Err(broken) => {
                let instead = Instead::Usual;
                let why = broken.why;
                reader.findings.push(Finding {
                    file: file.to_owned(),
                    line: Some(broken.line),
                    mistake: Mistake::Syntax { why, instead },
                });
                (reader, None)
            }
        }
    }

    /// How many mistakes so far, unknown keys aside: what nobody reads spoils nothing.
    pub(crate) fn mistakes(&self) -> usize {
        self.findings.len() - self.unknown_keys
    }

    /// All mistakes, in the order of the file.
    pub(crate) fn into_findings(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.line);
        self.findings
    }

    /// Notes a mistake at byte `at`.
    pub(crate) fn complain(&mut self, at: usize, mistake: Mistake) {
        let line = Some(line_of(self.text, at));
        self.findings.push(Finding {
            file: self.file.to_owned(),
            line,
            mistake,
        });
    }

    /// Names every key of `table` that is not in `allowed`.
    pub(crate) fn allow(&mut self, table: Table<'_, 't>, allowed: &[&'static str]) {
        for key in table.table.keys() {
            if !allowed.contains(&key.get_ref().as_ref()) {
                let mistake = Mistake::UnknownKey {
                    key: key.get_ref().to_string(),
                    place: table.place(),
                    allowed: allowed.to_vec(),
                };
                self.complain(key.span().start, mistake);
                self.unknown_keys += 1;
            }
        }
    }

    /// The value of `key` as `read` makes of it; `None` when absent, or wrong and noted.
    pub(crate) fn value<'r, T>(
        &mut self,
        table: Table<'r, 't>,
        key: &str,
        allowed: &Allowed,
        read: impl FnOnce(&'r DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let value = table.get(key)?;
        let made = read(value.get_ref());
        if made.is_none() {
            self.wrong(table, key, value, allowed.clone());
        }
        made
    }

    /// The value of `key`, which has to be there.
    pub(crate) fn need<'r, T>(
        &mut self,
        table: Table<'r, 't>,
        key: &str,
        allowed: &Allowed,
        read: impl FnOnce(&'r DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        if table.get(key).is_none() {
            let mistake = Mistake::MissingKey {
                key: key.to_owned(),
                place: table.place(),
                allowed: allowed.clone(),
            };
            self.complain(table.start, mistake);
        }
        self.value(table, key, allowed, read)
    }

    /// The elements of the list `key` as `read` makes of them; wrong ones are noted and left out.
    pub(crate) fn list<'r, T>(
        &mut self,
        table: Table<'r, 't>,
        key: &str,
        allowed: &Allowed,
        read: impl Fn(&'r DeValue<'t>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let list_of = Allowed::ListOf(Box::new(allowed.clone()));
        let elements = self.value(table, key, &list_of, DeValue::as_array)?;
        let mut list = Vec::new();
        for element in elements {
            match read(element.get_ref()) {
                Some(value) => list.push(value),
                None => self.wrong(table, key, element, allowed.clone()),
            }
        }
        Some(list)
    }

    /// The tables of the key, which are written as `written`, with where each starts.
    pub(crate) fn tables<'r>(
        &mut self,
        table: Table<'r, 't>,
        key: &str,
        written: &'static str,
    ) -> Vec<(&'r DeTable<'t>, usize)> {
        let Some(value) = table.get(key) else {
            return Vec::new();
        };
        let Some(elements) = value.get_ref().as_array() else {
            self.wrong(table, key, value, Allowed::Tables(written));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for element in elements {
            match element.get_ref().as_table() {
                Some(inner) => tables.push((inner, element.span().start)),
                None => self.wrong(table, key, element, Allowed::Tables(written)),
            }
        }
        tables
    }

    fn wrong(&mut self, table: Table<'_, 't>, key: &str, value: &Value<'t>, allowed: Allowed) {
        let span = value.span();
        let written = self.text.get(span.clone()).unwrap_or_default().trim();
        let mistake = Mistake::WrongValue {
            key: key.to_owned(),
            place: table.place(),
            written: (!table.discreet).then(|| shown(written).chars().take(60).collect()),
            allowed,
        };
        self.complain(span.start, mistake);
    }
}

impl<'r, 't> Table<'r, 't> {
    /// `table`, spoken of as `name`, which starts at byte `start`.
    pub(crate) const fn new(table: &'r DeTable<'t>, name: &'r str, start: usize) -> Self {
        Self {
            table,
            name: Some(name),
            start,
            discreet: false,
        }
    }

    /// The whole file.
    pub(crate) const fn top(table: &'r DeTable<'t>) -> Self {
        Self {
            table,
            name: None,
            start: 0,
            discreet: false,
        }
    }

    fn place(self) -> Place {
        self.name
            .map_or(Place::Top, |name| Place::In(name.to_owned()))
    }

    /// The same table, whose values may be secrets.
    pub(crate) const fn discreet(mut self) -> Self {
        self.discreet = true;
        self
    }

    /// The value of `key`.
    pub(crate) fn get(self, key: &str) -> Option<&'r Value<'t>> {
        self.table.get(key)
    }

    /// Every key with its value.
    pub(crate) fn entries(
        self,
    ) -> impl Iterator<Item = (&'r Spanned<std::borrow::Cow<'t, str>>, &'r Value<'t>)> {
        self.table.iter()
    }
}

/// `written` as it may be quoted: of what looks like an address, no name, password, path or query.
/// It need not be a good address, for it is bad ones that are quoted.
pub(crate) fn shown(written: &str) -> String {
    let quote = written
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''));
    let bare = written.trim_matches(['"', '\'']);
    let (scheme, rest) = match bare.split_once("://") {
        Some((scheme, rest)) if !scheme.contains('@') => (format!("{scheme}://"), rest),
        Some(_) | None if bare.contains('@') => (String::new(), bare),
        Some(_) | None => return written.to_owned(),
    };
    let (hidden, rest) = match rest.rsplit_once('@') {
        Some((_, after)) => ("…@", after),
        None => ("", rest),
    };
    let end = rest.find(|c: char| "/?#\\".contains(c) || c.is_whitespace());
    let (host, tail) = rest.split_at(end.unwrap_or(rest.len()));
    let tail = if tail.len() > 1 { "/…" } else { tail };
    let quote = quote.map(String::from).unwrap_or_default();
    format!("{quote}{scheme}{hidden}{host}{tail}{quote}")
}

/// Non-empty text.
pub(crate) fn text(value: &DeValue<'_>) -> Option<String> {
    value
        .as_str()
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// A whole number that fits.
pub(crate) fn number(value: &DeValue<'_>) -> Option<u16> {
    let integer = value.as_integer()?;
    u16::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// An http(s) address with a host and without credentials in it.
pub(crate) fn web_address(value: &DeValue<'_>) -> Option<Url> {
    let url = Url::parse(value.as_str()?).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    (is_web && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// A duration as people write it: `500ms`, `20s`, `5m`, `2h`, `7d`. Zero is none.
pub fn duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let unit_at = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(unit_at);
    let number: u64 = number.parse().ok().filter(|number| *number > 0)?;
    let millis = match unit.trim() {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    Some(Duration::from_millis(number.checked_mul(millis)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_of_an_address_is_quoted() {
        let cases = [
            ("\"ftp://me:pw@host:21/in?key=1\"", "\"ftp://…@host:21/…\""),
            ("\"http://me:p/w?#@host\"", "\"http://…@host\""),
            ("'me:pw@host:3128'", "'…@host:3128'"),
            ("\"me@x://pw@host/\"", "\"…@host/\""),
            (
                "\"gopher://hooks.example/T0/B0/secret\"",
                "\"gopher://hooks.example/…\"",
            ),
            ("\"ftp://host?token=secret\"", "\"ftp://host/…\""),
            ("\"ftp://x/\"", "\"ftp://x/\""),
            ("\"latin\"", "\"latin\""),
            ("5", "5"),
        ];
        for (written, expected) in cases {
            assert_eq!(shown(written), expected);
        }
    }

    #[test]
    fn durations_read_as_people_write_them() {
        let cases = [
            ("500ms", 500),
            ("20s", 20_000),
            ("5m", 300_000),
            ("2h", 7_200_000),
            (" 7 d ", 604_800_000),
        ];
        for (text, millis) in cases {
            assert_eq!(
                duration(text),
                Some(Duration::from_millis(millis)),
                "{text}"
            );
        }
        for bad in [
            "",
            "5",
            "0s",
            "-5s",
            "1.5s",
            "5 parsecs",
            "s",
            "99999999999999999999s",
            "9999999999999999d",
        ] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }
}
