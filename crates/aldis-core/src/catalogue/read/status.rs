//! Reads what an entry says of its vendor's status pages.

use std::collections::BTreeMap;
use std::time::Duration;

use toml::de::DeValue;

use super::super::{Capability, Filters, Part, StatusSource};
use super::{ADDRESS, flag};
use crate::finding::{Allowed, Mistake};
use crate::page::Format;
use crate::tables::{self, Reader, Table};

const STATUS_KEYS: [&str; 15] = [
    "format",
    "url",
    "every",
    "gentle",
    "components",
    "groups",
    "ignore_indicator",
    "title_words",
    "title_others",
    "noise",
    "regions",
    "permanent_after",
    "hold",
    "frozen_after",
    "unconfirmed",
];

/// The pages of a service or an upstream.
pub(super) fn statuses<'t>(reader: &mut Reader<'t>, owner: Table<'_, 't>) -> Vec<StatusSource> {
    let mut sources = Vec::new();
    for (table, start) in reader.tables(owner, "status", "[[status]]") {
        let table = Table::new(table, "[[status]]", start);
        reader.allow(table, &STATUS_KEYS);
        let formats = Allowed::OneOf(Format::ALL.map(Format::word).to_vec());
        let format = reader.need(table, "format", &formats, |v| {
            Format::from_word(v.as_str()?)
        });
        let url = reader.need(table, "url", ADDRESS, tables::web_address);
        let components = parts(reader, table, "components");
        let groups = parts(reader, table, "groups");
        let filters = filters(reader, table);
        let times = ["every", "frozen_after"].map(|key| time(reader, table, key));
        let flags = ["gentle", "hold", "unconfirmed"].map(|key| flag(reader, table, key));
        let (Some(format), Some(url)) = (format, url) else {
            continue;
        };
        let mapped = || components.iter().chain(&groups);
        let has_main = |parts: &Parts| parts.get(&Part::Main).is_some_and(|it| !it.is_empty());
        if let Some((start, _)) = mapped()
            .next()
            .filter(|_| !mapped().any(|it| has_main(&it.1)))
        {
            reader.complain(*start, Mistake::NoMain);
        }
        let source = StatusSource::new(format, url);
        sources.push(StatusSource {
            every: times[0].unwrap_or(source.every),
            frozen_after: times[1],
            gentle: flags[0],
            hold: flags[1],
            unconfirmed: flags[2],
            components: components.map(|it| it.1).unwrap_or_default(),
            groups: groups.map(|it| it.1).unwrap_or_default(),
            filters,
            ..source
        });
    }
    sources
}

fn filters<'t>(reader: &mut Reader<'t>, table: Table<'_, 't>) -> Filters {
    let mut words = |key| {
        let words = reader.list(table, key, &Allowed::Text, tables::text);
        words.unwrap_or_default()
    };
    Filters {
        title_words: words("title_words"),
        title_others: words("title_others"),
        noise: words("noise"),
        regions: words("regions"),
        permanent_after: time(reader, table, "permanent_after"),
        ignore_indicator: flag(reader, table, "ignore_indicator"),
    }
}

fn time<'t>(reader: &mut Reader<'t>, table: Table<'_, 't>, key: &str) -> Option<Duration> {
    reader.value(table, key, &Allowed::Duration, |value| {
        tables::duration(value.as_str()?)
    })
}

/// What of a page is what of the service.
type Parts = BTreeMap<Part, Vec<String>>;

/// The table `key` and where it stands.
fn parts<'t>(
    reader: &mut Reader<'t>,
    status: Table<'_, 't>,
    key: &'static str,
) -> Option<(usize, Parts)> {
    let start = status.get(key)?.span().start;
    let table = reader.value(status, key, &Allowed::Components, DeValue::as_table)?;
    let table = Table::new(table, key, start);
    let mut parts = Parts::new();
    for (key, _) in table.entries() {
        match Part::from_word(key.get_ref()) {
            Some(part) => {
                let ids = reader.list(table, key.get_ref(), &Allowed::Text, tables::text);
                parts.insert(part, ids.unwrap_or_default());
            }
            None => {
                let known = Capability::ALL.map(Capability::word);
                let mistake = Mistake::UnknownPart {
                    part: key.get_ref().to_string(),
                    allowed: std::iter::once("main").chain(known).collect(),
                };
                reader.complain(key.span().start, mistake);
            }
        }
    }
    Some((start, parts))
}
