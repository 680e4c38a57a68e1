//! `aldis decode`: the bytes of a status page, from a file or standard input, as JSON.
//! Reading and judging are the core's; the words of CONTRACTS.md are given to them here.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use aldis_core::catalogue::{Service, StatusSource};
use aldis_core::health::Health;
use aldis_core::page::{
    self, Because, Component, Format, IncidentUpdate, Maintenance, PageError, PageIncident,
    PageReport, Verdict,
};
use aldis_core::present::words::Words;
use anyhow::{Context, anyhow};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use crate::ground::Ground;

/// The page could not be read, or the command line makes no sense.
const UNREADABLE: u8 = 2;
/// Longer input is not read to its end; the core refuses what is longer than it likes.
const MAX_BYTES: u64 = 9 * 1024 * 1024;

/// Turns the bytes of a status page into a report as JSON.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What the page is written in.
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Written,
    /// Adds the verdict on this service of the catalogue.
    #[arg(long, value_name = "ID")]
    service: Option<String>,
    /// The file to read, `-` for standard input.
    #[arg(value_name = "FILE|-")]
    file: PathBuf,
}

/// What the page is written in, as far as the user knows.
#[derive(Clone, Copy, Debug)]
enum Written {
    In(Format),
    /// Its bytes tell.
    Auto,
}

const AUTO: &str = "auto";

fn formats() -> impl TypedValueParser<Value = Written> {
    let words = Format::ALL.map(Format::word).into_iter().chain([AUTO]);
    PossibleValuesParser::new(words).try_map(|word| match Format::from_word(&word) {
        Some(format) => Ok(Written::In(format)),
        None if word == AUTO => Ok(Written::Auto),
        None => Err(anyhow!("no such format")),
    })
}

/// Prints the report; the reason goes to standard error where there is none.
pub(crate) fn run(args: &Args, ground: &Ground) -> ExitCode {
    match decode(
        args,
        ground,
        &mut io::stdin().lock(),
        &mut io::stdout().lock(),
    ) {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(unreadable)) => fail(&unreadable),
        // Whoever read us has seen enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("{error:#}")),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn fail(reason: &str) -> ExitCode {
    anstream::eprintln!("aldis: {reason}");
    ExitCode::from(UNREADABLE)
}

/// Writes the report, and returns why the verdict on the service is unreadable, if it is.
fn decode(
    args: &Args,
    ground: &Ground,
    stdin: &mut impl Read,
    out: &mut impl Write,
) -> anyhow::Result<Option<String>> {
    let service = args
        .service
        .as_deref()
        .map(|id| ground.service(id))
        .transpose()?;
    let unreadable = |why: &str| {
        let file = args.file.display().to_string();
        let told = [("file", file.as_str().into()), ("why", why.into())];
        anyhow!(ground.words.text("cli-unreadable", told))
    };
    let bytes = read(&args.file, stdin).map_err(|error| unreadable(&error.to_string()))?;
    let format = match args.format {
        Written::In(format) => Ok(format),
        Written::Auto => Format::detect(&bytes, None),
    };
    let (format, report) = format
        .and_then(|format| Ok((format, page::parse(format, &bytes)?)))
        .map_err(|error| unreadable(&why(&error, &ground.words)))?;
    let verdict = service
        .map(|service| {
            Ok::<_, anyhow::Error>((
                service,
                page::verdict(&report, source(service, (format, &report), &ground.words)?),
            ))
        })
        .transpose()?;
    let document = Document::new(&report, verdict.as_ref());
    let json = serde_json::to_string_pretty(&document).context("failed to write the report")?;
    writeln!(out, "{json}").context("failed to write the report")?;
    Ok(verdict.and_then(|(_, verdict)| match verdict.because {
        Because::UnknownWord { .. } => Some(verdict.because.to_string()),
        Because::AllWell
        | Because::Component { .. }
        | Because::Incident { .. }
        | Because::Maintenance { .. }
        | Because::Indicator(_)
        | Because::NotListed { .. }
        | Because::Unplaced { .. }
        | Because::Unconfirmed
        | Because::SaysNothing => None,
    }))
}

/// In the user's language, and with the place in the document where the parser knows it.
fn why(error: &PageError, words: &Words) -> String {
    let sentence = words.page_error(error);
    match error {
        PageError::NotThisFormat { expected, why } => format!("{sentence} ({expected}: {why})"),
        PageError::Empty
        | PageError::Html { .. }
        | PageError::Missing { .. }
        | PageError::UnknownValue { .. } => sentence,
    }
}

fn read(file: &Path, stdin: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        stdin.take(MAX_BYTES).read_to_end(&mut bytes)?;
    } else {
        File::open(file)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The one of the service's pages that `format` fits best. What is said of another page is no news,
/// least of all where its silence would be good news.
fn source<'s>(
    service: &'s Service,
    (format, report): (Format, &PageReport),
    words: &Words,
) -> anyhow::Result<&'s StatusSource> {
    let fits = |source: &&StatusSource| {
        source.format == format || (source.format.is_incident_io() && format.is_incident_io())
    };
    let any = || service.status.first().filter(|_| !report.silence_is_fine);
    service
        .status
        .iter()
        .find(fits)
        .or_else(any)
        .ok_or_else(|| {
            let name = service.name.as_str();
            anyhow!(words.text("cli-no-page", [("name", name.into())]))
        })
}

#[derive(Serialize)]
struct Document<'r> {
    format: &'static str,
    page: Head<'r>,
    components: Vec<ComponentView<'r>>,
    incidents: Vec<IncidentView<'r>>,
    maintenances: Vec<MaintenanceView<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<VerdictView<'r>>,
}

#[derive(Serialize)]
struct Head<'r> {
    name: Option<&'r str>,
    url: Option<&'r str>,
    updated_at: Option<String>,
    indicator: Option<&'static str>,
}

#[derive(Serialize)]
struct ComponentView<'r> {
    id: &'r str,
    name: &'r str,
    group: Option<&'r str>,
    health: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown_word: Option<&'r str>,
}

#[derive(Serialize)]
struct IncidentView<'r> {
    id: &'r str,
    title: &'r str,
    phase: &'static str,
    impact: Option<&'static str>,
    started_at: Option<String>,
    resolved_at: Option<String>,
    url: Option<&'r str>,
    components: &'r [String],
    updates: Vec<UpdateView<'r>>,
}

#[derive(Serialize)]
struct UpdateView<'r> {
    at: Option<String>,
    phase: Option<&'static str>,
    text: &'r str,
}

#[derive(Serialize)]
struct MaintenanceView<'r> {
    id: &'r str,
    title: &'r str,
    phase: &'static str,
    starts_at: Option<String>,
    ends_at: Option<String>,
    components: &'r [String],
}

#[derive(Serialize)]
struct VerdictView<'r> {
    service: &'r str,
    health: &'static str,
    reason: String,
    incidents: Vec<&'r str>,
    left_out: Vec<LeftOutView<'r>>,
}

#[derive(Serialize)]
struct LeftOutView<'r> {
    incident: &'r str,
    why: &'static str,
}

impl<'r> Document<'r> {
    fn new(report: &'r PageReport, verdict: Option<&'r (&Service, Verdict)>) -> Self {
        Self {
            format: report.shape,
            page: Head {
                name: report.page.name.as_deref(),
                url: report.page.url.as_deref(),
                updated_at: report.page.updated_at.map(|at| at.to_string()),
                indicator: report.indicator.map(Health::word),
            },
            components: report
                .components
                .iter()
                .flatten()
                .map(ComponentView::from)
                .collect(),
            incidents: report
                .incidents
                .iter()
                .flatten()
                .map(IncidentView::from)
                .collect(),
            maintenances: report
                .maintenances
                .iter()
                .map(MaintenanceView::from)
                .collect(),
            verdict: verdict.map(|(service, verdict)| VerdictView {
                service: service.id.as_str(),
                health: verdict.health.word(),
                reason: verdict.because.to_string(),
                incidents: verdict
                    .incidents
                    .iter()
                    .map(|incident| incident.id.as_str())
                    .collect(),
                left_out: verdict
                    .left_out
                    .iter()
                    .map(|(incident, why)| LeftOutView {
                        incident: &incident.id,
                        why: why.word(),
                    })
                    .collect(),
            }),
        }
    }
}

impl<'r> From<&'r Component> for ComponentView<'r> {
    fn from(component: &'r Component) -> Self {
        Self {
            id: &component.id,
            name: &component.name,
            group: component.group.as_deref(),
            health: component.health.word(),
            unknown_word: component.unknown_word.as_deref(),
        }
    }
}

impl<'r> From<&'r PageIncident> for IncidentView<'r> {
    fn from(incident: &'r PageIncident) -> Self {
        Self {
            id: &incident.id,
            title: &incident.title,
            phase: incident.phase.word(),
            impact: incident.impact.map(page::Impact::word),
            started_at: incident.started_at.map(|at| at.to_string()),
            resolved_at: incident.resolved_at.map(|at| at.to_string()),
            url: incident.url.as_deref(),
            components: &incident.components,
            updates: incident.updates.iter().map(UpdateView::from).collect(),
        }
    }
}

impl<'r> From<&'r IncidentUpdate> for UpdateView<'r> {
    fn from(update: &'r IncidentUpdate) -> Self {
        Self {
            at: update.at.map(|at| at.to_string()),
            phase: update.phase.map(page::IncidentPhase::word),
            text: &update.text,
        }
    }
}

impl<'r> From<&'r Maintenance> for MaintenanceView<'r> {
    fn from(window: &'r Maintenance) -> Self {
        Self {
            id: &window.id,
            title: &window.title,
            phase: window.phase.word(),
            starts_at: window.starts_at.map(|at| at.to_string()),
            ends_at: window.ends_at.map(|at| at.to_string()),
            components: &window.components,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"{"page":{"id":"p","name":"Claude","url":"https://status.example"},
        "status":{"indicator":"minor"},"scheduled_maintenances":[],
        "components":[{"id":"rwppv331jlwc","name":"claude.ai","status":"WORD"}],
        "incidents":[{"id":"i","name":"Slow &amp; odd","status":"monitoring","impact":"minor",
          "started_at":"2026-10-09T13:00:00.5+02:00","components":[{"id":"rwppv331jlwc"}],
          "incident_updates":[{"id":"u","status":"monitoring","body":"<b>Fixed</b>","display_at":"2026-10-09T12:00:00Z"}]}]}"#;

    fn decoded(
        format: Format,
        service: Option<&str>,
        page: &str,
    ) -> (anyhow::Result<Option<String>>, String) {
        let args = Args {
            format: Written::In(format),
            service: service.map(str::to_owned),
            file: "-".into(),
        };
        let mut out = Vec::new();
        let result = decode(
            &args,
            &Ground::as_it_comes(),
            &mut page.as_bytes(),
            &mut out,
        );
        (result, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_page_comes_out_in_the_words_of_the_contract() {
        let page = PAGE.replace("WORD", "degraded_performance");
        let (result, json) = decoded(Format::Statuspage, Some("claude"), &page);
        assert_eq!(result.unwrap(), None);
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        let expected = serde_json::json!({
            "format": "statuspage",
            "page": {"name": "Claude", "url": "https://status.example", "updated_at": null, "indicator": "degraded"},
            "components": [{"id": "rwppv331jlwc", "name": "claude.ai", "group": null, "health": "degraded"}],
            "incidents": [{"id": "i", "title": "Slow & odd", "phase": "monitoring", "impact": "minor",
                "started_at": "2026-10-09T11:00:00.5Z", "resolved_at": null, "url": null,
                "components": ["rwppv331jlwc"],
                "updates": [{"at": "2026-10-09T12:00:00Z", "phase": "monitoring", "text": "Fixed"}]}],
            "maintenances": [],
            "verdict": {"service": "claude", "health": "degraded", "reason": "open minor incident: Slow & odd",
                "incidents": ["i"], "left_out": []},
        });
        assert_eq!(read, expected);
    }

    #[test]
    fn without_a_service_there_is_no_verdict() {
        let (result, json) = decoded(
            Format::Statuspage,
            None,
            &PAGE.replace("WORD", "operational"),
        );
        assert_eq!(result.unwrap(), None);
        assert!(!json.contains("verdict"));
    }

    #[test]
    fn an_unknown_word_on_a_component_that_counts_is_unreadable() {
        let page = PAGE
            .replace("WORD", "on_fire")
            .replace("monitoring", "resolved")
            .replace("minor", "none");
        let (result, json) = decoded(Format::Statuspage, Some("claude"), &page);
        assert_eq!(
            result.unwrap().unwrap(),
            "component claude.ai has the unknown status \"on_fire\""
        );
        assert!(json.contains("\"health\": \"unknown\""));
    }

    #[test]
    fn what_cannot_be_read_prints_nothing_and_says_why() {
        for (page, why) in [
            ("", "it is empty"),
            ("<html>", "a web page came"),
            ("{}", "is missing"),
        ] {
            let (result, json) = decoded(Format::Statuspage, None, page);
            assert!(format!("{:#}", result.unwrap_err()).contains(why), "{page}");
            assert_eq!(json, "");
        }
    }

    #[test]
    fn an_unknown_service_is_named_with_those_there_are() {
        let (result, _) = decoded(Format::Statuspage, Some("chatgtp"), "{}");
        assert!(
            result
                .unwrap_err()
                .to_string()
                .starts_with("there is no service \"chatgtp\"; did you mean \"chatgpt\"?")
        );
        let (result, _) = decoded(
            Format::Statuspage,
            Some("meta-ai"),
            &PAGE.replace("WORD", "operational"),
        );
        assert_eq!(
            result.unwrap_err().to_string(),
            "the catalogue knows no status page of Meta AI"
        );
    }
}
