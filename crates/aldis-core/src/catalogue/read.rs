//! Reads `services.toml` (CONTRACTS.md). An entry with a wrong value is left out and named; an
//! unknown key is named and its entry kept, for files written for a later version.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};
use url::Url;

use super::{
    Capability, Catalogue, Completion, Control, Dialect, ProbeTarget, Resolver, Service, ServiceId,
    Surface, Unconfirmed, Upstream,
};
use crate::finding::{Allowed, Finding, Mistake};
use crate::settings::is_loopback;
use crate::tables::{self, Reader, Table};

mod status;

use status::statuses;

/// What an address has to be.
const ADDRESS: &Allowed = &Allowed::Address;
/// What an address has to be that keys are sent to.
const PRIVATE_ADDRESS: &Allowed = &Allowed::Webhook;

const SERVICE_KEYS: [&str; 15] = [
    "id",
    "name",
    "vendor",
    "family",
    "resells",
    "open",
    "prompt",
    "capabilities",
    "sign_in",
    "upstreams",
    "retired",
    "was",
    "status",
    "probe",
    "unconfirmed",
];
const UNCONFIRMED_KEYS: [&str; 5] = ["capabilities", "sign_in", "prompt", "resells", "upstreams"];
const PROBE_KEYS: [&str; 5] = ["surface", "url", "alive", "challenge", "unconfirmed"];
const COMPLETION_KEYS: [&str; 8] = [
    "surface",
    "url",
    "alive",
    "challenge",
    "dialect",
    "model",
    "key",
    "unconfirmed",
];
const CONTROL_KEYS: [&str; 4] = ["url", "operator", "status", "body"];
const RESOLVER_KEYS: [&str; 2] = ["url", "operator"];
const UPSTREAM_KEYS: [&str; 3] = ["id", "name", "status"];

/// Reads a catalogue file.
pub(super) fn read(text: &str, file_name: &str) -> (Catalogue, Vec<Finding>) {
    let (mut reader, document) = Reader::open(file_name, text);
    let mut catalogue = Catalogue::default();
    if let Some(document) = document {
        let root = Table::top(document.get_ref());
        reader.allow(
            root,
            &["version", "service", "control", "resolver", "upstream"],
        );
        catalogue.version = reader
            .value(root, "version", &Allowed::UpTo(u32::MAX), version)
            .unwrap_or_default();
        catalogue.services = entries(
            &mut reader,
            root,
            Kind {
                key: "service",
                written: "[[service]]",
            },
            service,
            |service| service.id.to_string(),
        );
        catalogue.controls = entries(
            &mut reader,
            root,
            Kind {
                key: "control",
                written: "[[control]]",
            },
            control,
            |control| control.url.to_string(),
        );
        if !super::can_judge(&catalogue.controls)
            && let Some(first) = root
                .get("control")
                .filter(|_| !catalogue.controls.is_empty())
        {
            reader.complain(first.span().start, Mistake::OneOperator);
            catalogue.controls.clear();
        }
        catalogue.resolvers = entries(
            &mut reader,
            root,
            Kind {
                key: "resolver",
                written: "[[resolver]]",
            },
            resolver,
            |resolver| resolver.url.to_string(),
        );
        catalogue.upstreams = entries(
            &mut reader,
            root,
            Kind {
                key: "upstream",
                written: "[[upstream]]",
            },
            upstream,
            |upstream| upstream.id.clone(),
        );
    }
    (catalogue, reader.into_findings())
}

/// A kind of entry: its key, and how its tables are written.
#[derive(Clone, Copy)]
struct Kind {
    key: &'static str,
    written: &'static str,
}

/// Every good entry of a kind, one for each key.
fn entries<'t, T>(
    reader: &mut Reader<'t>,
    root: Table<'_, 't>,
    kind: Kind,
    read: impl Fn(&mut Reader<'t>, Table<'_, 't>) -> Option<T>,
    key_of: impl Fn(&T) -> String,
) -> Vec<T> {
    let mut seen = BTreeSet::new();
    let mut entries = Vec::new();
    for (index, (table, start)) in reader
        .tables(root, kind.key, kind.written)
        .into_iter()
        .enumerate()
    {
        let name = name_of(kind.key, table, index);
        let Some(entry) = read(reader, Table::new(table, &name, start)) else {
            reader.complain(start, Mistake::LeftOut { entry: name });
            continue;
        };
        if seen.insert(key_of(&entry)) {
            entries.push(entry);
        } else {
            reader.complain(start, Mistake::Twice { entry: name });
        }
    }
    entries
}

fn name_of(kind: &str, table: &DeTable<'_>, index: usize) -> String {
    let id = table
        .get("id")
        .or_else(|| table.get("url"))
        .and_then(|id| id.get_ref().as_str());
    id.map_or_else(
        || format!("{kind} {}", index + 1),
        |id| format!("{kind} \"{}\"", tables::shown(id)),
    )
}

fn service<'t>(reader: &mut Reader<'t>, table: Table<'_, 't>) -> Option<Service> {
    reader.allow(table, &SERVICE_KEYS);
    let before = reader.mistakes();
    let id = reader.need(table, "id", &Allowed::Id, id);
    let name = reader.need(table, "name", &Allowed::Text, tables::text);
    let vendor = reader.need(table, "vendor", &Allowed::Text, tables::text);
    let family = reader.value(table, "family", &Allowed::Text, tables::text);
    let resells = reader.list(table, "resells", &Allowed::Text, tables::text);
    let open = reader.need(table, "open", ADDRESS, tables::web_address);
    let prompt = reader.value(table, "prompt", &Allowed::PromptAddress, prompt);
    let capabilities = reader.list(table, "capabilities", &capability_words(), capability);
    let sign_in = reader.value(table, "sign_in", &Allowed::Flag, DeValue::as_bool);
    let upstreams = reader.list(table, "upstreams", &Allowed::Text, tables::text);
    let retired = reader.value(table, "retired", &Allowed::Flag, DeValue::as_bool);
    let was = reader.list(table, "was", &Allowed::Id, id_of_service);
    let status = statuses(reader, table);
    let probes = probes(reader, table);
    let unconfirmed = unconfirmed(reader, table);
    if reader.mistakes() > before {
        return None;
    }
    let vendor = vendor?;
    Some(Service {
        id: ServiceId::new(id?),
        name: name?,
        family: family.unwrap_or_else(|| vendor.clone()),
        vendor,
        resells: resells.unwrap_or_default(),
        open: open?,
        prompt,
        capabilities: capabilities.unwrap_or_default(),
        sign_in: sign_in.unwrap_or(false),
        upstreams: upstreams.unwrap_or_default(),
        retired: retired.unwrap_or(false),
        was: was.unwrap_or_default(),
        status,
        probes,
        unconfirmed,
    })
}

/// A table of what is only believed.
fn unconfirmed<'t>(reader: &mut Reader<'t>, service: Table<'_, 't>) -> Unconfirmed {
    let written = Allowed::Table("[service.unconfirmed]");
    let Some(start) = service.get("unconfirmed").map(|value| value.span().start) else {
        return Unconfirmed::default();
    };
    let Some(table) = reader.value(service, "unconfirmed", &written, DeValue::as_table) else {
        return Unconfirmed::default();
    };
    let table = Table::new(table, "[service.unconfirmed]", start);
    reader.allow(table, &UNCONFIRMED_KEYS);
    let capabilities = reader.list(table, "capabilities", &capability_words(), capability);
    let resells = reader.list(table, "resells", &Allowed::Text, tables::text);
    let upstreams = reader.list(table, "upstreams", &Allowed::Text, tables::text);
    Unconfirmed {
        capabilities: capabilities.unwrap_or_default(),
        sign_in: reader.value(table, "sign_in", &Allowed::Flag, DeValue::as_bool),
        prompt: reader.value(table, "prompt", &Allowed::PromptAddress, prompt),
        resells: resells.unwrap_or_default(),
        upstreams: upstreams.unwrap_or_default(),
    }
}

fn probes<'t>(reader: &mut Reader<'t>, owner: Table<'_, 't>) -> Vec<ProbeTarget> {
    let mut probes = Vec::new();
    for (table, start) in reader.tables(owner, "probe", "[[probe]]") {
        let table = Table::new(table, "[[probe]]", start);
        let surfaces = Allowed::OneOf(Surface::ALL.map(Surface::word).to_vec());
        let surface = reader.need(table, "surface", &surfaces, |v| {
            Surface::from_word(v.as_str()?)
        });
        let completion = if surface == Some(Surface::Completion) {
            reader.allow(table, &COMPLETION_KEYS);
            completion(reader, table)
        } else {
            reader.allow(table, &PROBE_KEYS);
            None
        };
        let url = match completion {
            Some(_) => reader.need(table, "url", PRIVATE_ADDRESS, private_address),
            None => reader.need(table, "url", ADDRESS, tables::web_address),
        };
        let alive = reader.list(table, "alive", &Allowed::AliveStatus, |value| {
            tables::number(value).filter(|status| (200..500).contains(status))
        });
        let challenge = flag(reader, table, "challenge");
        let unconfirmed = flag(reader, table, "unconfirmed");
        if let (Some(surface), Some(url)) = (surface, url) {
            probes.push(ProbeTarget {
                surface,
                url,
                alive: alive
                    .filter(|alive| !alive.is_empty())
                    .unwrap_or_else(|| vec![200]),
                challenge,
                completion,
                unconfirmed,
            });
        }
    }
    probes
}

fn completion<'t>(reader: &mut Reader<'t>, table: Table<'_, 't>) -> Option<Completion> {
    let dialects = Allowed::OneOf(Dialect::ALL.map(Dialect::word).to_vec());
    let dialect = reader.need(table, "dialect", &dialects, |value| {
        Dialect::from_word(value.as_str()?)
    });
    let model = reader.need(table, "model", &Allowed::Model, model);
    let key = reader.need(table, "key", &Allowed::Id, id);
    Some(Completion {
        dialect: dialect?,
        model: model?,
        key: key?,
    })
}

fn control<'t>(reader: &mut Reader<'t>, table: Table<'_, 't>) -> Option<Control> {
    reader.allow(table, &CONTROL_KEYS);
    let before = reader.mistakes();
    let url = reader.need(table, "url", ADDRESS, tables::web_address);
    let operator = reader.value(table, "operator", &Allowed::Text, tables::text);
    let status = reader.value(table, "status", &Allowed::Status, |value| {
        tables::number(value).filter(|status| (200..500).contains(status))
    });
    let body = reader.value(table, "body", &Allowed::Text, |value| {
        value.as_str().map(str::to_owned)
    });
    if reader.mistakes() > before {
        return None;
    }
    let url = url?;
    let operator = operator.or_else(|| match is_loopback(&url) {
        true => Some(url.to_string()),
        false => url.host_str().map(str::to_owned),
    })?;
    Some(Control {
        operator,
        url,
        status: status.unwrap_or(200),
        body,
    })
}

fn resolver<'t>(reader: &mut Reader<'t>, table: Table<'_, 't>) -> Option<Resolver> {
    reader.allow(table, &RESOLVER_KEYS);
    let url = reader.need(table, "url", ADDRESS, tables::web_address)?;
    let operator = reader.value(table, "operator", &Allowed::Text, tables::text);
    Some(Resolver {
        operator: operator.or_else(|| url.host_str().map(str::to_owned))?,
        url,
    })
}

fn upstream<'t>(reader: &mut Reader<'t>, table: Table<'_, 't>) -> Option<Upstream> {
    reader.allow(table, &UPSTREAM_KEYS);
    let before = reader.mistakes();
    let id = reader.need(table, "id", &Allowed::Id, id);
    let name = reader.need(table, "name", &Allowed::Text, tables::text);
    let status = statuses(reader, table);
    if reader.mistakes() > before {
        return None;
    }
    Some(Upstream {
        id: id?,
        name: name?,
        status,
    })
}

fn version(value: &DeValue<'_>) -> Option<u32> {
    let integer = value.as_integer()?;
    u32::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn id(value: &DeValue<'_>) -> Option<String> {
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    tables::text(value).filter(|id| id.chars().all(is_allowed) && id.len() <= 64)
}

fn id_of_service(value: &DeValue<'_>) -> Option<ServiceId> {
    id(value).map(ServiceId::new)
}

/// A model's name goes into an address as well.
fn model(value: &DeValue<'_>) -> Option<String> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "-._:/@".contains(c);
    tables::text(value).filter(|name| name.chars().all(is_allowed) && name.len() <= 200)
}

/// Keys are sent there: nobody on the way may read them.
fn private_address(value: &DeValue<'_>) -> Option<Url> {
    tables::web_address(value).filter(|url| url.scheme() == "https" || is_loopback(url))
}

fn prompt(value: &DeValue<'_>) -> Option<String> {
    tables::web_address(value)?;
    tables::text(value).filter(|link| link.contains("{prompt}"))
}

fn capability(value: &DeValue<'_>) -> Option<Capability> {
    Capability::from_word(value.as_str()?)
}

fn capability_words() -> Allowed {
    Allowed::OneOf(Capability::ALL.map(Capability::word).to_vec())
}

fn flag<'t>(reader: &mut Reader<'t>, table: Table<'_, 't>, key: &str) -> bool {
    let flag = reader.value(table, key, &Allowed::Flag, DeValue::as_bool);
    flag.unwrap_or(false)
}

#[cfg(test)]
mod tests;
