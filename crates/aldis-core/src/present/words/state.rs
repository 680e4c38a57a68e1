//! Words for single states: health, confidence, vantage, surfaces, layers, capabilities, faults.

use super::{Words, quoted, sentence};
use crate::catalogue::{Capability, Surface};
use crate::event::{Fault, ProgramFailure};
use crate::evidence::Phase;
use crate::health::{Confidence, Health};
use crate::page::{Impact, IncidentPhase};
use crate::present::is_suspected;
use crate::snapshot::{Alternative, Reason, ServiceStatus, Snapshot, Tally};
use crate::thrift::Thrift;
use crate::time::Timestamp;
use crate::vantage::{Culprit, Vantage};

impl Words {
    /// A health in a word or two: "working", "outage", "can't see".
    pub fn health(&self, health: Health) -> String {
        self.label(match health {
            Health::Operational => "health-operational",
            Health::Degraded => "health-degraded",
            Health::PartialOutage => "health-partial-outage",
            Health::MajorOutage => "health-major-outage",
            Health::Maintenance => "health-maintenance",
            Health::Unknown => "health-unknown",
        })
    }

    /// A service's state in a word or two, saying the same as the lamp: a suspicion or a report
    /// is named even while its health does not show it yet.
    pub fn state(&self, service: &ServiceStatus, vantage: Vantage) -> String {
        if !vantage.may_judge() {
            return self.health(Health::Unknown);
        }
        if is_suspected(service) {
            return self.label("state-confirming");
        }
        match service.reason {
            Reason::Recovering { .. } => self.label("state-recovering"),
            Reason::VendorReports { .. } if !service.health.is_trouble() => {
                self.label("state-reported")
            }
            Reason::Slow { .. } => self.label("state-slow"),
            Reason::NotLookedYet
            | Reason::Vantage(..)
            | Reason::Stale
            | Reason::NothingSpeaks
            | Reason::Answers { .. }
            | Reason::Fails { .. }
            | Reason::Confirming { .. }
            | Reason::FailsAtTimes { .. }
            | Reason::VendorReports { .. }
            | Reason::Maintenance { .. } => self.health(service.health),
        }
    }

    /// [`Words::state`] with "since 14:02" where there is a since.
    pub fn state_since(&self, service: &ServiceStatus, snapshot: &Snapshot) -> String {
        let state = self.state(service, snapshot.vantage);
        match service.since {
            Some(since) if snapshot.vantage.may_judge() => self.text(
                "state-since",
                [
                    ("state", state.into()),
                    ("time", self.since(since, service, snapshot).into()),
                ],
            ),
            Some(_) | None => state,
        }
    }

    /// How sure we are of `health`, with what that rests on.
    pub fn confidence(&self, confidence: Confidence, health: Health) -> String {
        self.label(match confidence {
            Confidence::Possible => "confidence-possible",
            Confidence::Likely => "confidence-likely",
            Confidence::Confirmed if health.is_trouble() => "confidence-confirmed",
            Confidence::Confirmed => "confidence-confirmed-well",
            Confidence::Reported => "confidence-reported",
        })
    }

    /// The state of our own network in a sentence, with what is in the way and what to do about it.
    pub fn vantage(&self, vantage: Vantage, culprit: Option<Culprit>, controls: Tally) -> String {
        let slow = match culprit {
            Some(Culprit::Resolver) => return self.label("vantage-resolver"),
            Some(Culprit::Proxy) => return self.label("vantage-proxy"),
            Some(Culprit::Interception) => return self.label("vantage-interception"),
            Some(Culprit::Clock) => return self.label("vantage-clock"),
            Some(Culprit::Slow) => true,
            None => false,
        };
        let counts = [("good", controls.good.into()), ("all", controls.all.into())];
        match vantage {
            Vantage::Online if slow => self.vantage(Vantage::Impaired, None, controls),
            Vantage::Online if controls.all == 0 => self.label("vantage-online-plain"),
            Vantage::Impaired if controls.all == 0 => self.label("vantage-impaired-plain"),
            Vantage::Online => self.text("vantage-online", counts),
            Vantage::Impaired => self.text("vantage-impaired", counts),
            Vantage::Waking => self.label("vantage-waking"),
            Vantage::Captive => self.label("vantage-captive"),
            Vantage::Offline => self.label("vantage-offline"),
        }
    }

    /// How sparing we are, where we are.
    pub fn thrift(&self, thrift: Thrift) -> Option<String> {
        let key = match thrift {
            Thrift::None => return None,
            Thrift::SavedPower => "thrift-saved-power",
            Thrift::LowBattery => "thrift-low-battery",
            Thrift::MeteredLink => "thrift-metered-link",
        };
        Some(self.label(key))
    }

    /// Where we look: "website".
    pub fn surface(&self, surface: Surface) -> String {
        self.label(match surface {
            Surface::Web => "surface-web",
            Surface::Api => "surface-api",
            Surface::Completion => "surface-completion",
        })
    }

    /// What a look does in this layer: "connecting".
    pub fn layer(&self, phase: Phase) -> String {
        self.label(match phase {
            Phase::Dns => "layer-dns",
            Phase::Connect => "layer-connect",
            Phase::Tls => "layer-tls",
            Phase::Send => "layer-send",
            Phase::FirstByte => "layer-first-byte",
            Phase::Body => "layer-body",
        })
    }

    /// The layer's short name beside a time: "connect".
    pub fn layer_name(&self, phase: Phase) -> String {
        self.label(match phase {
            Phase::Dns => "layer-name-dns",
            Phase::Connect => "layer-name-connect",
            Phase::Tls => "layer-name-tls",
            Phase::Send => "layer-name-send",
            Phase::FirstByte => "layer-name-first-byte",
            Phase::Body => "layer-name-body",
        })
    }

    /// The name of the time a model takes to begin, beside that time: "first word".
    pub fn first_token_name(&self) -> String {
        self.label("layer-name-first-token")
    }

    /// A capability as a thing: "images".
    pub fn capability(&self, capability: Capability) -> String {
        self.label(match capability {
            Capability::Chat => "capability-chat",
            Capability::Images => "capability-images",
            Capability::Voice => "capability-voice",
            Capability::WebSearch => "capability-web-search",
            Capability::Files => "capability-files",
            Capability::Code => "capability-code",
            Capability::Video => "capability-video",
            Capability::Api => "capability-api",
            Capability::Login => "capability-login",
        })
    }

    /// A capability as something a chatbot does: "makes images".
    pub fn ability(&self, capability: Capability) -> String {
        self.label(match capability {
            Capability::Chat => "ability-chat",
            Capability::Images => "ability-images",
            Capability::Voice => "ability-voice",
            Capability::WebSearch => "ability-web-search",
            Capability::Files => "ability-files",
            Capability::Code => "ability-code",
            Capability::Video => "ability-video",
            Capability::Api => "ability-api",
            Capability::Login => "ability-login",
        })
    }

    /// Why an alternative is one: "working, checked 8 s ago · makes images · no sign-in".
    pub fn why(&self, alternative: &Alternative, now: Timestamp) -> String {
        const NAMED: usize = 2;
        let ago = self.ago(alternative.checked_at, now);
        let mut parts = vec![self.text("why-working", [("ago", ago.into())])];
        let told = alternative
            .capabilities
            .iter()
            .filter(|able| !matches!(able, Capability::Chat | Capability::Login))
            .take(NAMED);
        parts.extend(told.map(|able| self.ability(*able)));
        if !alternative.sign_in {
            parts.push(self.label("why-no-sign-in"));
        }
        parts.join(" · ")
    }

    /// Where an official incident stands: "monitoring".
    pub fn stage(&self, phase: IncidentPhase) -> String {
        self.label(match phase {
            IncidentPhase::Investigating => "stage-investigating",
            IncidentPhase::Identified => "stage-identified",
            IncidentPhase::Monitoring => "stage-monitoring",
            IncidentPhase::Resolved => "stage-resolved",
            IncidentPhase::Postmortem => "stage-postmortem",
        })
    }

    /// How bad the vendor says an incident is: "major".
    pub fn impact(&self, impact: Impact) -> String {
        self.label(match impact {
            Impact::None => "impact-none",
            Impact::Maintenance => "impact-maintenance",
            Impact::Minor => "impact-minor",
            Impact::Major => "impact-major",
            Impact::Critical => "impact-critical",
        })
    }

    /// What of Aldis itself is broken, with what to do. Where in a file it is is not said.
    pub fn fault(&self, fault: &Fault) -> String {
        match fault {
            Fault::History(why) => self.text("fault-history", [("why", quoted(why).into())]),
            Fault::HistoryMovedAside(file) => {
                self.text("fault-history-moved-aside", [("file", quoted(file).into())])
            }
            Fault::NoTray => self.label("fault-no-tray"),
            Fault::NoNotifications => self.label("fault-no-notifications"),
            Fault::NoKeyStore => self.label("fault-no-key-store"),
            Fault::Program { name, why } => self.text(
                "fault-hook-program",
                [
                    ("program", quoted(name).into()),
                    ("why", self.program_failure(why).into()),
                ],
            ),
            Fault::Webhook(outcome) => {
                let why = self.outcome_brief(outcome);
                self.text("fault-hook-webhook", [("why", why.into())])
            }
            Fault::File(finding) => sentence(&self.mistake(&finding.mistake)),
        }
    }

    fn program_failure(&self, why: &ProgramFailure) -> String {
        match why {
            ProgramFailure::NotStarted(why) => {
                self.text("hook-not-started", [("why", quoted(why).into())])
            }
            ProgramFailure::TooSlow(limit) => {
                self.text("hook-too-slow", [("seconds", limit.as_secs().into())])
            }
            ProgramFailure::Failed(Some(code)) => {
                self.text("hook-failed", [("code", code.to_string().into())])
            }
            ProgramFailure::Failed(None) => self.label("hook-killed"),
        }
    }
}
