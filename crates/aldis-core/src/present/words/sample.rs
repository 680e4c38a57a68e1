//! A made-up afternoon for the tests of everything that is shown.

use std::time::Duration;

use jiff::tz::TimeZone;

use super::{Language, Words};
use crate::catalogue::{Capability, ServiceId};
use crate::evidence::Outcome;
use crate::health::{Confidence, Health};
use crate::incident::{Incident, IncidentId, Source, Told};
use crate::lateness::Lateness;
use crate::page::{Impact, IncidentPhase, PageIncident};
use crate::snapshot::{
    Alternative, Explanation, Here, OfficialStatus, PageSays, Reason, ServiceStatus, Snapshot,
    Tally,
};
use crate::thrift::Thrift;
use crate::time::Timestamp;
use crate::vantage::Vantage;

/// 2026-11-22T14:05:10Z.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_795_356_310_000);

pub(crate) fn english() -> Words {
    Words::new(Language::ENGLISH, TimeZone::UTC)
}

pub(crate) fn vietnamese() -> Words {
    Words::new(Language::from_tag("vi").unwrap(), TimeZone::UTC)
}

pub(crate) fn minutes_ago(minutes: u64) -> Timestamp {
    NOW - Duration::from_secs(minutes * 60)
}

pub(crate) fn tally(good: u32, all: u32) -> Tally {
    Tally { good, all }
}

pub(crate) fn answers() -> Reason {
    Reason::Answers {
        surfaces: tally(3, 3),
        page: PageSays::Fine,
    }
}

pub(crate) fn fails() -> Reason {
    Reason::Fails {
        requests: tally(0, 4),
        last: Outcome::Answered { status: 503 },
        controls: tally(3, 3),
        page: PageSays::Fine,
        late: Lateness::PUBLISHED,
    }
}

pub(crate) fn confirming() -> Reason {
    Reason::Confirming {
        requests: tally(0, 1),
        last: Outcome::Answered { status: 503 },
    }
}

pub(crate) fn reports(works_here: bool) -> Reason {
    Reason::VendorReports {
        what: "Elevated error rates".into(),
        here: if works_here {
            Here::Works
        } else {
            Here::Nothing
        },
    }
}

/// A service of this name in this health, with the confidence it usually has.
pub(crate) fn service(name: &str, health: Health, reason: Reason) -> ServiceStatus {
    ServiceStatus {
        id: ServiceId::new(name.to_lowercase()),
        name: name.into(),
        open: "https://service.example/".parse().unwrap(),
        health,
        confidence: (health != Health::Unknown).then_some(Confidence::Confirmed),
        since: health.is_trouble().then(|| minutes_ago(3)),
        reason,
        explanation: Explanation::default(),
        official: official(Health::Operational),
        probes: Vec::new(),
        completions: None,
        incident: None,
        spans: Vec::new(),
        muted: false,
        alternatives: Vec::new(),
    }
}

pub(crate) fn well(name: &str) -> ServiceStatus {
    service(name, Health::Operational, answers())
}

pub(crate) fn out(name: &str) -> ServiceStatus {
    service(name, Health::MajorOutage, fails())
}

pub(crate) fn unseen(name: &str) -> ServiceStatus {
    service(name, Health::Unknown, Reason::NothingSpeaks)
}

pub(crate) fn suspected(name: &str) -> ServiceStatus {
    service(name, Health::Operational, confirming())
}

pub(crate) fn snapshot(vantage: Vantage, services: Vec<ServiceStatus>) -> Snapshot {
    Snapshot {
        at: NOW,
        checked_at: Some(NOW),
        vantage,
        culprit: None,
        controls: tally(3, 3),
        services,
        incidents: Vec::new(),
        faults: Vec::new(),
        thrift: Thrift::None,
        checking: false,
        settled: true,
        catalogue_version: 1,
    }
}

pub(crate) fn alternative(name: &str) -> Alternative {
    Alternative {
        id: ServiceId::new(name.to_lowercase()),
        name: name.into(),
        open: "https://alternative.example/".parse().unwrap(),
        prompt: None,
        checked_at: NOW - Duration::from_secs(8),
        capabilities: vec![Capability::Chat, Capability::Images],
        sign_in: false,
    }
}

pub(crate) fn official(health: Health) -> OfficialStatus {
    OfficialStatus {
        health,
        read_at: Some(NOW - Duration::from_secs(40)),
        trouble: None,
        incidents: Vec::new(),
        url: Some("https://status.example/".into()),
    }
}

pub(crate) fn page_incident(phase: IncidentPhase) -> PageIncident {
    PageIncident {
        id: "i1".into(),
        title: "Elevated error rates".into(),
        phase,
        impact: Some(Impact::Major),
        started_at: None,
        resolved_at: None,
        url: None,
        components: Vec::new(),
        regions: Vec::new(),
        updates: Vec::new(),
    }
}

pub(crate) fn incident(health: Health, ended: Option<Timestamp>) -> Incident {
    let service = ServiceId::new("chatgpt");
    Incident {
        id: IncidentId::of(&service, minutes_ago(30)),
        service,
        worst: health,
        health,
        confidence: Confidence::Confirmed,
        source: Source::Local,
        began: minutes_ago(31),
        opened: minutes_ago(30),
        seen_here: Some(minutes_ago(30)),
        posted: None,
        ended,
        reopened: 0,
        out_since: None,
        cause: None,
        told: Told::Nothing,
        awaited: false,
        official: Vec::new(),
        timeline: Vec::new(),
    }
}
