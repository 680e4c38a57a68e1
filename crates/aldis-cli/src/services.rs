//! `aldis services`: the catalogue as in force, as a table or as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use aldis_core::catalogue::{
    Capability, Catalogue, Control, Part, ProbeTarget, Service, StatusSource, Unconfirmed, Upstream,
};
use aldis_core::present::words::Words;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::ground::{Ground, cannot_write};

const HEADINGS: [&str; 5] = [
    "cli-id",
    "cli-name",
    "cli-status-page",
    "cli-looked-at",
    "cli-capabilities",
];

/// Shows the catalogue as in force.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// Prints the catalogue.
pub(crate) fn run(args: &Args, ground: &Ground) -> ExitCode {
    let (catalogue, words) = (&ground.catalogue, &ground.words);
    let mut out = io::stdout().lock();
    let written = if args.json {
        write_json(catalogue, &mut out)
    } else {
        write_table(catalogue, words, &mut out)
    };
    match written {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read us has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("aldis: {}", cannot_write(words, &error));
            ExitCode::from(2)
        }
    }
}

fn write_table(catalogue: &Catalogue, words: &Words, out: &mut impl Write) -> io::Result<()> {
    let mut rows = vec![HEADINGS.map(|key| words.label(key))];
    rows.extend(catalogue.services.iter().map(|service| row(service, words)));
    let widths: Vec<usize> = (0..HEADINGS.len())
        .map(|column| {
            rows.iter()
                .map(|row| row[column].width())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

fn row(service: &Service, words: &Words) -> [String; HEADINGS.len()] {
    let page = service.status.first().map_or_else(
        || "-".to_owned(),
        |source| {
            format!(
                "{} ({})",
                source.url.host_str().unwrap_or("?"),
                source.format.word()
            )
        },
    );
    let probes: Vec<_> = service
        .probes
        .iter()
        .map(|probe| probe.surface.word())
        .collect();
    let probes = if probes.is_empty() {
        "-".to_owned()
    } else {
        probes.join(" ")
    };
    let name = if service.retired {
        words.text("cli-retired", [("name", service.name.as_str().into())])
    } else {
        service.name.clone()
    };
    let capabilities: Vec<_> = service
        .capabilities
        .iter()
        .map(|capability| capability.word())
        .collect();
    [
        service.id.to_string(),
        name,
        page,
        probes,
        capabilities.join(" "),
    ]
}

fn write_json(catalogue: &Catalogue, out: &mut impl Write) -> io::Result<()> {
    let document = CatalogueView {
        services: catalogue.services.iter().map(ServiceView::from).collect(),
        controls: catalogue.controls.iter().map(ControlView::from).collect(),
        upstreams: catalogue.upstreams.iter().map(UpstreamView::from).collect(),
    };
    let json = serde_json::to_string_pretty(&document)?;
    writeln!(out, "{json}")
}

#[derive(Serialize)]
struct CatalogueView<'c> {
    services: Vec<ServiceView<'c>>,
    controls: Vec<ControlView<'c>>,
    upstreams: Vec<UpstreamView<'c>>,
}

#[derive(Serialize)]
struct ServiceView<'c> {
    id: &'c str,
    name: &'c str,
    vendor: &'c str,
    family: &'c str,
    resells: &'c [String],
    open: &'c str,
    prompt: Option<&'c str>,
    capabilities: Vec<&'static str>,
    sign_in: bool,
    upstreams: &'c [String],
    retired: bool,
    was: Vec<&'c str>,
    status: Vec<SourceView<'c>>,
    probe: Vec<ProbeView<'c>>,
    unconfirmed: UnconfirmedView<'c>,
}

#[derive(Serialize)]
struct UnconfirmedView<'c> {
    capabilities: Vec<&'static str>,
    sign_in: Option<bool>,
    prompt: Option<&'c str>,
    resells: &'c [String],
    upstreams: &'c [String],
}

#[derive(Serialize)]
struct SourceView<'c> {
    format: &'static str,
    url: &'c str,
    every_s: f64,
    gentle: bool,
    components: BTreeMap<&'static str, &'c [String]>,
    groups: BTreeMap<&'static str, &'c [String]>,
    ignore_indicator: bool,
    title_words: &'c [String],
    title_others: &'c [String],
    noise: &'c [String],
    regions: &'c [String],
    permanent_after_s: Option<f64>,
    hold: bool,
    frozen_after_s: Option<f64>,
    unconfirmed: bool,
}

#[derive(Serialize)]
struct ProbeView<'c> {
    surface: &'static str,
    url: &'c str,
    alive: &'c [u16],
    challenge: bool,
    unconfirmed: bool,
}

#[derive(Serialize)]
struct ControlView<'c> {
    operator: &'c str,
    url: &'c str,
    status: u16,
    body: Option<&'c str>,
}

#[derive(Serialize)]
struct UpstreamView<'c> {
    id: &'c str,
    name: &'c str,
    status: Vec<SourceView<'c>>,
}

impl<'c> From<&'c Service> for ServiceView<'c> {
    fn from(service: &'c Service) -> Self {
        Self {
            id: service.id.as_str(),
            name: &service.name,
            vendor: &service.vendor,
            family: &service.family,
            resells: &service.resells,
            open: service.open.as_str(),
            prompt: service.prompt.as_deref(),
            capabilities: words(&service.capabilities),
            sign_in: service.sign_in,
            upstreams: &service.upstreams,
            retired: service.retired,
            was: service.was.iter().map(|id| id.as_str()).collect(),
            status: service.status.iter().map(SourceView::from).collect(),
            probe: service.probes.iter().map(ProbeView::from).collect(),
            unconfirmed: UnconfirmedView::from(&service.unconfirmed),
        }
    }
}

impl<'c> From<&'c Unconfirmed> for UnconfirmedView<'c> {
    fn from(believed: &'c Unconfirmed) -> Self {
        Self {
            capabilities: words(&believed.capabilities),
            sign_in: believed.sign_in,
            prompt: believed.prompt.as_deref(),
            resells: &believed.resells,
            upstreams: &believed.upstreams,
        }
    }
}

fn words(capabilities: &[Capability]) -> Vec<&'static str> {
    capabilities.iter().copied().map(Capability::word).collect()
}

impl<'c> From<&'c StatusSource> for SourceView<'c> {
    fn from(source: &'c StatusSource) -> Self {
        Self {
            format: source.format.word(),
            url: source.url.as_str(),
            every_s: source.every.as_secs_f64(),
            gentle: source.gentle,
            components: by_part(&source.components),
            groups: by_part(&source.groups),
            ignore_indicator: source.filters.ignore_indicator,
            title_words: &source.filters.title_words,
            title_others: &source.filters.title_others,
            noise: &source.filters.noise,
            regions: &source.filters.regions,
            permanent_after_s: source.filters.permanent_after.map(|it| it.as_secs_f64()),
            hold: source.hold,
            frozen_after_s: source.frozen_after.map(|it| it.as_secs_f64()),
            unconfirmed: source.unconfirmed,
        }
    }
}

fn by_part(parts: &BTreeMap<Part, Vec<String>>) -> BTreeMap<&'static str, &[String]> {
    let parts = parts.iter();
    parts
        .map(|(part, ids)| (part.word(), ids.as_slice()))
        .collect()
}

impl<'c> From<&'c ProbeTarget> for ProbeView<'c> {
    fn from(probe: &'c ProbeTarget) -> Self {
        let (surface, url) = (probe.surface.word(), probe.url.as_str());
        Self {
            surface,
            url,
            alive: &probe.alive,
            challenge: probe.challenge,
            unconfirmed: probe.unconfirmed,
        }
    }
}

impl<'c> From<&'c Control> for ControlView<'c> {
    fn from(control: &'c Control) -> Self {
        let (operator, url) = (control.operator.as_str(), control.url.as_str());
        Self {
            operator,
            url,
            status: control.status,
            body: control.body.as_deref(),
        }
    }
}

impl<'c> From<&'c Upstream> for UpstreamView<'c> {
    fn from(upstream: &'c Upstream) -> Self {
        let status = upstream.status.iter().map(SourceView::from).collect();
        Self {
            id: &upstream.id,
            name: &upstream.name,
            status,
        }
    }
}

#[cfg(test)]
mod tests {
    use aldis_core::present::words::Language;

    use super::*;

    #[test]
    fn the_table_has_a_line_for_each_service_and_wide_names_keep_the_columns() {
        let mut catalogue = Catalogue::embedded();
        catalogue.services[1].name = "東京 API".to_owned();
        let mut out = Vec::new();
        let words = Words::new(Language::ENGLISH, jiff::tz::TimeZone::UTC);
        write_table(&catalogue, &words, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), catalogue.services.len() + 1);
        let column = |line: &str, word: &str| line.split(word).next().unwrap().width();
        assert_eq!(
            column(lines[1], "status.openai.com"),
            column(lines[2], "status.openai.com")
        );
        assert!(lines[1].starts_with("chatgpt "), "{text}");
    }

    #[test]
    fn the_json_has_all_of_the_catalogue() {
        let mut out = Vec::new();
        write_json(&Catalogue::embedded(), &mut out).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(read["services"][0]["id"], "chatgpt");
        assert_eq!(read["services"][0]["status"][0]["format"], "incident_io");
        assert_eq!(read["services"][0]["status"][0]["every_s"], 120.0);
        assert_eq!(read["controls"].as_array().unwrap().len(), 3);
        let upstreams = read["upstreams"].as_array().unwrap();
        let cloudflare = upstreams
            .iter()
            .find(|it| it["id"] == "cloudflare")
            .unwrap();
        assert_eq!(cloudflare["status"][0]["ignore_indicator"], true);
    }
}
