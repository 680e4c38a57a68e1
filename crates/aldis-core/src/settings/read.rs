//! Reads `settings.toml` (CONTRACTS.md). A wrong value falls back to its default and is named, an
//! unknown key is named, and the rest of the file counts.

use toml::de::{DeTable, DeValue};

use super::{
    Completions, Hooks, Intervals, LanguageChoice, Metered, NotifyLevel, NotifySettings, Proxy,
    QuietHours, Settings, Theme, Updates,
};
use crate::catalogue::{Catalogue, ServiceId};
use crate::finding::{Allowed, Finding, Mistake};
use crate::present::words::Language;
use crate::tables::{self, Reader, Table, Value};

const KEYS: [&str; 10] = [
    "watch",
    "prefer",
    "language",
    "theme",
    "intervals",
    "completion",
    "notify",
    "network",
    "hooks",
    "updates",
];
const LEVELS: [&str; 3] = ["off", "outages", "degraded"];
const THEMES: [&str; 3] = ["system", "light", "dark"];
const METERED: [&str; 3] = ["system", "yes", "no"];
const MINUTES_A_DAY: u16 = 24 * 60;

/// Reads a settings file.
pub(super) fn read(text: &str, file_name: &str) -> (Settings, Vec<Finding>) {
    let (mut reader, document) = Reader::open(file_name, text);
    let mut settings = Settings::default();
    if let Some(document) = document {
        let root = Table::top(document.get_ref());
        reader.allow(root, &KEYS);
        set(
            &mut settings.watch,
            reader.list(root, "watch", &Allowed::Id, service_id),
        );
        set(
            &mut settings.prefer,
            reader.list(root, "prefer", &Allowed::Id, service_id),
        );
        let languages = Language::all().map(Language::tag);
        let languages = std::iter::once("system").chain(languages).collect();
        set(
            &mut settings.language,
            reader.value(root, "language", &Allowed::OneOf(languages), language),
        );
        set(
            &mut settings.theme,
            reader.value(root, "theme", &Allowed::OneOf(THEMES.to_vec()), theme),
        );
        intervals(&mut reader, root, &mut settings.intervals);
        completion(&mut reader, root, &mut settings.completion);
        notify(&mut reader, root, &mut settings.notify);
        network(&mut reader, root, &mut settings);
        hooks(&mut reader, root, &mut settings.hooks);
        updates(&mut reader, root, &mut settings.updates);
        settings.watch = without_repeats(settings.watch);
        settings.prefer = without_repeats(settings.prefer);
    }
    (settings, reader.into_findings())
}

/// Names every id in the file that `catalogue` does not have.
pub(super) fn unknown_services(text: &str, file_name: &str, catalogue: &Catalogue) -> Vec<Finding> {
    let (mut reader, document) = Reader::open(file_name, text);
    let Some(document) = document else {
        return Vec::new();
    };
    let table = document.get_ref();
    let per_service = table.get("notify").and_then(|notify| {
        notify
            .get_ref()
            .as_table()?
            .get("service")?
            .get_ref()
            .as_table()
    });
    let keys = per_service
        .into_iter()
        .flat_map(DeTable::keys)
        .map(|key| (key.get_ref().to_string(), key.span().start));
    let listed = ["watch", "prefer"]
        .into_iter()
        .filter_map(|key| table.get(key)?.get_ref().as_array())
        .flatten();
    let deep = table
        .get("completion")
        .and_then(|completion| completion.get_ref().as_table()?.get("services"))
        .and_then(|services| services.get_ref().as_array());
    let values = listed
        .chain(deep.into_iter().flatten())
        .filter_map(|value: &Value<'_>| {
            Some((value.get_ref().as_str()?.to_owned(), value.span().start))
        });
    for (id, at) in keys.chain(values).collect::<Vec<_>>() {
        if catalogue.service(&ServiceId::new(id.as_str())).is_none() {
            let known = catalogue.services.iter().map(|it| it.id.to_string());
            let known = known.collect();
            reader.complain(at, Mistake::UnknownService { id, known });
        }
    }
    reader.into_findings()
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn without_repeats(ids: Vec<ServiceId>) -> Vec<ServiceId> {
    let mut once: Vec<ServiceId> = Vec::new();
    for id in ids {
        if !once.contains(&id) {
            once.push(id);
        }
    }
    once
}

/// The table `[key]` with its keys checked.
fn section<'r, 't>(
    reader: &mut Reader<'t>,
    root: Table<'r, 't>,
    key: &str,
    name: &'static str,
    allowed: &[&'static str],
) -> Option<Table<'r, 't>> {
    let start = root.get(key)?.span().start;
    let table = reader.value(root, key, &Allowed::Table(name), DeValue::as_table)?;
    let table = Table::new(table, name, start);
    reader.allow(table, allowed);
    Some(table)
}

fn intervals<'t>(reader: &mut Reader<'t>, root: Table<'_, 't>, intervals: &mut Intervals) {
    let keys = ["edge", "completion", "status_page"];
    let Some(table) = section(reader, root, "intervals", "[intervals]", &keys) else {
        return;
    };
    let duration = |value: &DeValue<'_>| tables::duration(value.as_str()?);
    set(
        &mut intervals.edge,
        reader.value(table, "edge", &Allowed::Duration, duration),
    );
    set(
        &mut intervals.completion,
        reader.value(table, "completion", &Allowed::Duration, duration),
    );
    set(
        &mut intervals.status_page,
        reader.value(table, "status_page", &Allowed::Duration, duration),
    );
}

fn completion<'t>(reader: &mut Reader<'t>, root: Table<'_, 't>, completion: &mut Completions) {
    let keys = ["services", "daily"];
    let Some(table) = section(reader, root, "completion", "[completion]", &keys) else {
        return;
    };
    if let Some(services) = reader.list(table, "services", &Allowed::Id, service_id) {
        completion.services = without_repeats(services);
    }
    let at_most = Completions::DAILY_AT_MOST;
    set(
        &mut completion.daily,
        reader.value(table, "daily", &Allowed::UpTo(at_most), |value| {
            let daily = u32::from(tables::number(value)?);
            (1..=at_most).contains(&daily).then_some(daily)
        }),
    );
}

fn notify<'t>(reader: &mut Reader<'t>, root: Table<'_, 't>, notify: &mut NotifySettings) {
    let levels = Allowed::OneOf(LEVELS.to_vec());
    let keys = ["level", "recoveries", "quiet_hours", "service"];
    let Some(table) = section(reader, root, "notify", "[notify]", &keys) else {
        return;
    };
    set(
        &mut notify.level,
        reader.value(table, "level", &levels, level),
    );
    set(
        &mut notify.recoveries,
        reader.value(table, "recoveries", &Allowed::Flag, DeValue::as_bool),
    );
    if let Some(hours) = section(reader, table, "quiet_hours", "quiet_hours", &["from", "to"]) {
        let from = reader.need(hours, "from", &Allowed::TimeOfDay, time_of_day);
        let to = reader.need(hours, "to", &Allowed::TimeOfDay, time_of_day);
        notify.quiet_hours = from.zip(to).map(|(from, to)| QuietHours { from, to });
    }
    let services = reader.value(
        table,
        "service",
        &Allowed::Table("[notify.service]"),
        DeValue::as_table,
    );
    if let Some(services) = services {
        let services = Table::new(services, "[notify.service]", 0);
        for (id, _) in services.entries() {
            if let Some(level) = reader.value(services, id.get_ref(), &levels, level) {
                notify
                    .service
                    .push((ServiceId::new(id.get_ref().as_ref()), level));
            }
        }
    }
}

fn network<'t>(reader: &mut Reader<'t>, root: Table<'_, 't>, settings: &mut Settings) {
    let Some(table) = section(reader, root, "network", "[network]", &["proxy", "metered"]) else {
        return;
    };
    let words = Allowed::OneOf(METERED.to_vec());
    set(
        &mut settings.metered,
        reader.value(table, "metered", &words, metered),
    );
    let table = table.discreet();
    set(
        &mut settings.proxy,
        reader.value(table, "proxy", &Allowed::Proxy, |value| {
            match value.as_str()? {
                "system" => Some(Proxy::System),
                "none" => Some(Proxy::None),
                address => proxy_address(address).map(Proxy::Url),
            }
        }),
    );
}

fn hooks<'t>(reader: &mut Reader<'t>, root: Table<'_, 't>, hooks: &mut Hooks) {
    let Some(table) = section(
        reader,
        root,
        "hooks",
        "[hooks]",
        &["on_transition", "webhook"],
    ) else {
        return;
    };
    let table = table.discreet();
    let before = reader.mistakes();
    let command = reader.list(table, "on_transition", &Allowed::Text, |value| {
        value.as_str().map(str::to_owned)
    });
    // Half a command line is another command.
    if reader.mistakes() == before {
        set(&mut hooks.on_transition, command);
    }
    hooks.webhook = reader.value(table, "webhook", &Allowed::Webhook, |value| {
        tables::web_address(value).filter(is_private)
    });
}

fn updates<'t>(reader: &mut Reader<'t>, root: Table<'_, 't>, updates: &mut Updates) {
    let keys = ["catalogue", "url"];
    let Some(table) = section(reader, root, "updates", "[updates]", &keys) else {
        return;
    };
    set(
        &mut updates.catalogue,
        reader.value(table, "catalogue", &Allowed::Flag, DeValue::as_bool),
    );
    updates.url = reader.value(table, "url", &Allowed::Webhook, |value| {
        tables::web_address(value).filter(is_private)
    });
}

/// Whether nobody on the way can read what is sent there.
fn is_private(url: &url::Url) -> bool {
    url.scheme() == "https" || super::is_loopback(url)
}

fn service_id(value: &DeValue<'_>) -> Option<ServiceId> {
    tables::text(value).map(ServiceId::new)
}

fn language(value: &DeValue<'_>) -> Option<LanguageChoice> {
    let word = value.as_str()?;
    if word == "system" {
        return Some(LanguageChoice::System);
    }
    let known = Language::all().find(|it| it.tag() == word);
    known.map(LanguageChoice::Fixed)
}

fn metered(value: &DeValue<'_>) -> Option<Metered> {
    match value.as_str()? {
        "system" => Some(Metered::System),
        "yes" => Some(Metered::Yes),
        "no" => Some(Metered::No),
        _ => None,
    }
}

fn theme(value: &DeValue<'_>) -> Option<Theme> {
    Some(match value.as_str()? {
        "system" => Theme::System,
        "light" => Theme::Light,
        "dark" => Theme::Dark,
        _ => return None,
    })
}

fn level(value: &DeValue<'_>) -> Option<NotifyLevel> {
    Some(match value.as_str()? {
        "off" => NotifyLevel::Off,
        "outages" => NotifyLevel::Outages,
        "degraded" => NotifyLevel::Degraded,
        _ => return None,
    })
}

fn proxy_address(address: &str) -> Option<url::Url> {
    let url = url::Url::parse(address).ok()?;
    let is_proxy = matches!(
        url.scheme(),
        "http" | "https" | "socks4" | "socks5" | "socks5h"
    );
    (is_proxy && url.has_host()).then_some(url)
}

/// Minutes after midnight.
fn time_of_day(value: &DeValue<'_>) -> Option<u16> {
    let (hours, minutes) = value.as_str()?.trim().split_once(':')?;
    let digits = |part: &str| {
        (part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())
    };
    let (hours, minutes): (u16, u16) = (digits(hours)??, digits(minutes)??);
    let minute = hours.checked_mul(60)?.checked_add(minutes)?;
    (minutes < 60 && minute < MINUTES_A_DAY).then_some(minute)
}

#[cfg(test)]
mod tests;
