//! From what core knows to what is told: words in the user's language, times as text. Field by
//! field; whatever looks like a decision here belongs into core.

use std::time::Duration;

use aldis_core::event;
use aldis_core::evidence::{Outcome, Phase, Timing};
use aldis_core::page::{IncidentUpdate, PageIncident};
use aldis_core::present::words::Words;
use aldis_core::present::{tray, worst_first};
use aldis_core::snapshot as core;
use aldis_core::time::Timestamp;

use super::{
    Alternative, Completions, Confidence, Culprit, Explanation, Fault, Health, Incident, Lamp,
    Layer, Official, OfficialIncident, OfficialUpdate, Probe, Says, Service, Snapshot, Span,
    Vantage,
};

impl Snapshot {
    /// `snapshot` in the language of `words`.
    pub fn of(snapshot: &core::Snapshot, words: &Words) -> Self {
        let services = worst_first(snapshot);
        Self {
            checked_at: text(snapshot.checked_at),
            vantage: snapshot.vantage.into(),
            culprit: snapshot.culprit.map(Into::into),
            vantage_words: words.vantage(snapshot.vantage, snapshot.culprit, snapshot.controls),
            sparing: words.thrift(snapshot.thrift),
            language: words.language().tag().to_owned(),
            theme: None,
            lamp: tray::lamp(snapshot).into(),
            headline: words.headline(snapshot),
            detail: words.detail(snapshot),
            checking: snapshot.checking,
            services: services
                .into_iter()
                .map(|service| Service::of(service, snapshot, words))
                .collect(),
            incidents: snapshot
                .incidents
                .iter()
                .map(|incident| {
                    let watched = snapshot.services.iter();
                    let mut watched = watched.filter(|service| service.id == incident.service);
                    let name = watched.next().map(|service| service.name.as_str());
                    Incident::of(incident, name, words)
                })
                .collect(),
            faults: snapshot
                .faults
                .iter()
                .map(|fault| Fault::of(fault, words))
                .collect(),
            catalogue_version: snapshot.catalogue_version,
        }
    }
}

impl Snapshot {
    /// The same without the evidence piece by piece.
    #[must_use]
    pub fn brief(mut self) -> Self {
        for service in &mut self.services {
            service.explanation = None;
        }
        self
    }
}

impl Fault {
    fn of(fault: &event::Fault, words: &Words) -> Self {
        let found = match fault {
            event::Fault::File(finding) => Some(finding),
            event::Fault::History(_)
            | event::Fault::HistoryMovedAside(_)
            | event::Fault::NoTray
            | event::Fault::NoNotifications
            | event::Fault::NoKeyStore
            | event::Fault::Program { .. }
            | event::Fault::Webhook(_) => None,
        };
        let line = found.and_then(|it| it.line);
        Self {
            file: found.map(|it| it.file.clone()),
            line: line.and_then(|line| line.try_into().ok()),
            message: words.fault(fault),
        }
    }
}

impl Service {
    fn of(service: &core::ServiceStatus, snapshot: &core::Snapshot, words: &Words) -> Self {
        Self {
            id: service.id.to_string(),
            name: service.name.clone(),
            health: service.health.into(),
            confidence: service.confidence.map(Confidence::from),
            since: text(service.since),
            reason: words.reason(&service.reason),
            state: words.state(service, snapshot.vantage),
            explanation: Some(Explanation::of(&service.explanation, words, snapshot.at)),
            official: Official::of(&service.official, snapshot.at, words),
            probes: service
                .probes
                .iter()
                .map(|probe| Probe::of(probe, words))
                .collect(),
            open: service.open.to_string(),
            completions: service.completions.map(|it| Completions::of(it, words)),
            incident: service.incident.as_ref().map(ToString::to_string),
            spans: service.spans.iter().map(Span::from).collect(),
            muted: service.muted,
            alternatives: service
                .alternatives
                .iter()
                .map(|alternative| Alternative::of(alternative, snapshot.at, words))
                .collect(),
        }
    }
}

impl Completions {
    fn of(allowance: core::Allowance, words: &Words) -> Self {
        Self {
            spent: allowance.spent,
            daily: allowance.daily,
            words: words.completions(allowance),
        }
    }
}

impl Official {
    fn of(official: &core::OfficialStatus, now: Timestamp, words: &Words) -> Self {
        let age = official.read_at.map(|read_at| now.since(read_at).as_secs());
        Self {
            health: official.health.into(),
            age_s: age.map(|age| u32::try_from(age).unwrap_or(u32::MAX)),
            words: words.official(official, now),
            incidents: official
                .incidents
                .iter()
                .map(OfficialIncident::from)
                .collect(),
            url: link(official.url.as_ref()),
        }
    }
}

impl From<&PageIncident> for OfficialIncident {
    fn from(incident: &PageIncident) -> Self {
        Self {
            id: incident.id.clone(),
            title: incident.title.clone(),
            phase: incident.phase.word().to_owned(),
            impact: incident.impact.map(|impact| impact.word().to_owned()),
            started_at: text(incident.started_at),
            resolved_at: text(incident.resolved_at),
            url: link(incident.url.as_ref()),
            updates: incident.updates.iter().map(OfficialUpdate::from).collect(),
        }
    }
}

impl From<&IncidentUpdate> for OfficialUpdate {
    fn from(update: &IncidentUpdate) -> Self {
        Self {
            at: text(update.at),
            phase: update.phase.map(|phase| phase.word().to_owned()),
            text: update.text.clone(),
        }
    }
}

impl Probe {
    fn of(probe: &core::ProbeStatus, words: &Words) -> Self {
        let failed_in = probe.outcome.failed_in().map(Phase::word);
        Self {
            surface: probe.surface.word().to_owned(),
            outcome: Outcome::word(&probe.outcome).to_owned(),
            status: probe.outcome.status(),
            ms: millis(probe.timing.total),
            phase: failed_in.map(str::to_owned),
            at: probe.at.to_string(),
            says: probe.says.into(),
            words: words.probe(probe),
            usual_ms: probe.usual.map(millis),
            layers: layers(&probe.timing, words),
        }
    }
}

fn layers(timing: &Timing, words: &Words) -> Vec<Layer> {
    let layers = [
        (Phase::Dns, timing.dns),
        (Phase::Connect, timing.connect),
        (Phase::Tls, timing.tls),
        (Phase::FirstByte, timing.first_byte),
        (Phase::Body, timing.body),
    ];
    let layers = layers.into_iter().filter_map(|(phase, took)| {
        Some(Layer {
            phase: phase.word().to_owned(),
            name: words.layer_name(phase),
            ms: millis(took?),
        })
    });
    let first_token = timing.first_token.map(|took| Layer {
        phase: "first_token".to_owned(),
        name: words.first_token_name(),
        ms: millis(took),
    });
    layers.chain(first_token).collect()
}

impl Alternative {
    fn of(alternative: &core::Alternative, now: Timestamp, words: &Words) -> Self {
        Self {
            id: alternative.id.to_string(),
            name: alternative.name.clone(),
            open: alternative.open.to_string(),
            prompt: alternative.prompt.clone(),
            why: words.why(alternative, now),
        }
    }
}

impl From<&core::Span> for Span {
    fn from(span: &core::Span) -> Self {
        Self {
            from: span.from.to_string(),
            to: span.to.to_string(),
            health: span.health.into(),
        }
    }
}

pub(super) fn text(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}

/// A vendor may write any address into its page; only these are ever opened.
fn link(url: Option<&String>) -> Option<String> {
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://"))
        .cloned()
}

fn millis(span: Duration) -> u32 {
    u32::try_from(span.as_millis()).unwrap_or(u32::MAX)
}

/// The same words on both sides, checked one by one.
macro_rules! same_words {
    ($from:path => $to:ident { $($word:ident),+ $(,)? }) => {
        impl From<$from> for $to {
            fn from(value: $from) -> Self {
                use $from as From;
                match value { $(From::$word => Self::$word),+ }
            }
        }
    };
}

same_words!(aldis_core::vantage::Culprit => Culprit { Slow, Resolver, Proxy, Interception, Clock });
same_words!(aldis_core::vantage::Vantage => Vantage { Online, Waking, Captive, Impaired, Offline });
same_words!(tray::Lamp => Lamp { Well, Maintenance, CannotSee, SomethingOff, Outage });
same_words!(aldis_core::health::Health => Health {
    Operational, Degraded, PartialOutage, MajorOutage, Maintenance, Unknown,
});
same_words!(aldis_core::health::Confidence => Confidence { Possible, Likely, Confirmed, Reported });
same_words!(core::Says => Says { Works, Fails, Nothing });
