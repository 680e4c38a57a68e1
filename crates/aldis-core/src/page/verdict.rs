//! From what a page says to what that means for one service. Pure judgement of one report; what
//! our own looks say is weighed elsewhere.

use std::fmt;

use self::own::Own;
use super::{Impact, Maintenance, PageIncident, PageReport};
use crate::catalogue::{Capability, StatusSource};
use crate::health::Health;

mod own;

/// What a page says about one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How the service is, by this page alone.
    pub health: Health,
    /// The strongest reason for it.
    pub because: Because,
    /// Open incidents that concern the service, newest first.
    pub incidents: Vec<PageIncident>,
    /// Maintenance that is going on and concerns the service.
    pub maintenance: Option<Maintenance>,
    /// Whether that excuses the whole of it, and not only some capability.
    pub excused: bool,
    /// What cannot be done at present, by the page, while the rest works.
    pub failing: Vec<Capability>,
}

/// Why a page gives the verdict it gives, in data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// The page says that all of the service works and has nothing open about it.
    AllWell,
    /// One of the service's components is not operational.
    Component {
        /// Its name.
        name: String,
        /// What the page says of it.
        health: Health,
    },
    /// An incident that concerns the service is open.
    Incident {
        /// Its title.
        title: String,
        /// How bad they call it.
        impact: Option<Impact>,
    },
    /// Maintenance is going on.
    Maintenance {
        /// Its title.
        title: String,
    },
    /// The page-wide indicator is not green and nothing on the page explains it.
    Indicator(Health),
    /// One of the service's components has a status we do not know.
    UnknownWord {
        /// The component's name.
        component: String,
        /// The word.
        word: String,
    },
    /// The document does not list a component that the service needs.
    NotListed {
        /// Its id.
        id: String,
    },
    /// An open incident may or may not concern the service: the document cannot say.
    Unplaced {
        /// Its title.
        title: String,
    },
    /// The document lists neither components nor incidents that say anything about the service.
    SaysNothing,
}

/// One thing the page says and how bad it is for the service.
type Finding = (Health, Because);

/// What `report` means for the service whose components `source` names. The worst of: its own
/// components, open incidents that name them or name none, maintenance going on, and the page-wide
/// indicator where nothing else on the page explains it.
pub fn verdict(report: &PageReport, source: &StatusSource) -> Verdict {
    let own = Own::of(report, source);
    let open: Vec<&PageIncident> = report
        .incidents
        .iter()
        .flatten()
        .filter(|i| i.phase.is_open())
        .collect();
    let (concerning, unplaced) = own.incidents(&open);
    let maintenance = own.maintenance();

    // Of findings equally bad the first is the reason: a title says more than a component's name.
    let mut findings: Vec<Finding> = concerning
        .iter()
        .map(|incident| own.weigh(incident))
        .collect();
    findings.extend(maintenance.map(|window| {
        (
            Health::Maintenance,
            Because::Maintenance {
                title: window.title.clone(),
            },
        )
    }));
    findings.extend(unplaced.iter().map(|incident| {
        (
            Health::Unknown,
            Because::Unplaced {
                title: incident.title.clone(),
            },
        )
    }));
    findings.extend(own.component_findings());
    findings.extend(own.indicator_finding(open.len()));

    let worst =
        findings
            .into_iter()
            .fold((Health::Operational, Because::AllWell), |worst, finding| {
                if finding.0 > worst.0 { finding } else { worst }
            });
    Verdict {
        health: worst.0,
        because: worst.1,
        incidents: concerning.into_iter().cloned().collect(),
        maintenance: maintenance.cloned(),
        excused: maintenance.is_some_and(|window| own.is_of_main(&window.components)),
        failing: own.failing(),
    }
}

/// One lower-case fragment in English, for `aldis decode`; sentences for people are in `present`.
impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AllWell => f.write_str("its components work and nothing open concerns it"),
            Self::Component { name, health } => write!(f, "component {name} is {}", health.word()),
            Self::Incident {
                title,
                impact: Some(impact),
            } => write!(f, "open {} incident: {title}", impact.word()),
            Self::Incident {
                title,
                impact: None,
            } => write!(f, "open incident: {title}"),
            Self::Maintenance { title } => write!(f, "maintenance is going on: {title}"),
            Self::Indicator(health) => write!(f, "the page as a whole says {}", health.word()),
            Self::UnknownWord { component, word } => {
                write!(f, "component {component} has the unknown status \"{word}\"")
            }
            Self::NotListed { id } => write!(f, "the page does not list component {id}"),
            Self::Unplaced { title } => write!(
                f,
                "it does not say what this open incident concerns: {title}"
            ),
            Self::SaysNothing => f.write_str("the document says nothing about it"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::*;
    use crate::catalogue::Part;
    use crate::page::{Component, Format, IncidentPhase, MaintenancePhase, PageHead};

    #[test]
    fn an_incident_is_as_bad_as_its_impact_and_the_main_components_own_word_allow() {
        use Health::{Degraded, MajorOutage, Operational, PartialOutage};
        use IncidentPhase::{Investigating, Monitoring};
        let cases = [
            (Some(Impact::None), Investigating, Operational, Operational),
            (Some(Impact::Minor), Investigating, Operational, Degraded),
            (None, Investigating, Operational, Degraded),
            (Some(Impact::Major), Investigating, Operational, Degraded),
            (Some(Impact::Major), Investigating, Degraded, PartialOutage),
            (
                Some(Impact::Major),
                Investigating,
                PartialOutage,
                PartialOutage,
            ),
            (
                Some(Impact::Critical),
                Investigating,
                Operational,
                PartialOutage,
            ),
            (
                Some(Impact::Critical),
                Investigating,
                MajorOutage,
                MajorOutage,
            ),
            (Some(Impact::Critical), Monitoring, Operational, Degraded),
            (Some(Impact::Critical), Monitoring, Degraded, PartialOutage),
            (
                Some(Impact::Major),
                Investigating,
                Health::Unknown,
                PartialOutage,
            ),
            (
                Some(Impact::Critical),
                Monitoring,
                Health::Unknown,
                MajorOutage,
            ),
        ];
        for (impact, phase, main, expected) in cases {
            let mut report = page(&[("chat", main)]);
            report.incidents = Some(vec![PageIncident {
                impact,
                phase,
                ..incident(&["chat"])
            }]);
            assert_eq!(
                verdict(&report, &mapped()).health,
                expected,
                "{impact:?} {phase:?} {main:?}"
            );
        }
    }

    #[test]
    fn a_failing_capability_degrades_and_is_named() {
        let mut report = page(&[
            ("chat", Health::Operational),
            ("images", Health::MajorOutage),
        ]);
        report.incidents = Some(vec![PageIncident {
            impact: Some(Impact::Critical),
            ..incident(&["images"])
        }]);
        let verdict = verdict(&report, &mapped());
        assert_eq!(verdict.health, Health::Degraded);
        assert_eq!(verdict.failing, [Capability::Images]);
        assert_eq!(verdict.incidents.len(), 1);
    }

    #[test]
    fn what_others_suffer_does_not_concern_the_service() {
        let mut report = page(&[
            ("chat", Health::Operational),
            ("other", Health::MajorOutage),
        ]);
        report.indicator = Some(Health::MajorOutage);
        report.incidents = Some(vec![PageIncident {
            impact: Some(Impact::Critical),
            ..incident(&["other"])
        }]);
        report.maintenances = vec![window(&["other"]), window(&[])];
        let verdict = verdict(&report, &mapped());
        assert_eq!(
            (verdict.health, verdict.because),
            (Health::Operational, Because::AllWell)
        );
        assert_eq!(verdict.maintenance, None);
    }

    #[test]
    fn a_main_component_that_is_not_listed_is_unknown_unless_silence_is_fine() {
        let mut report = page(&[("images", Health::Operational)]);
        assert_eq!(
            verdict(&report, &mapped()).because,
            Because::NotListed { id: "chat".into() }
        );
        report.silence_is_fine = true;
        assert_eq!(verdict(&report, &mapped()).health, Health::Operational);
        report.silence_is_fine = false;
        report.components = None;
        assert_eq!(verdict(&report, &mapped()).because, Because::SaysNothing);
    }

    #[test]
    fn an_incident_that_cannot_name_components_is_placed_by_their_state() {
        let place = |components: Option<&[(&str, Health)]>| {
            let mut report = page(components.unwrap_or_default());
            report.components = report.components.filter(|_| components.is_some());
            report.incidents_name_components = false;
            report.incidents = Some(vec![PageIncident {
                impact: Some(Impact::Minor),
                ..incident(&[])
            }]);
            verdict(&report, &mapped()).health
        };
        let (fine, bad) = (Health::Operational, Health::Degraded);
        assert_eq!(
            place(Some(&[("chat", fine), ("other", bad)])),
            Health::Operational
        );
        assert_eq!(
            place(Some(&[("chat", fine), ("other", fine)])),
            Health::Degraded
        );
        assert_eq!(
            place(Some(&[("chat", bad), ("other", bad)])),
            Health::Degraded
        );
        assert_eq!(place(None), Health::Unknown);
    }

    #[test]
    fn the_indicator_counts_only_when_nothing_accounts_for_it() {
        let mut report = page(&[("chat", Health::Operational)]);
        report.indicator = Some(Health::PartialOutage);
        assert_eq!(verdict(&report, &mapped()).health, Health::Degraded);
        let ignoring = StatusSource {
            ignore_indicator: true,
            ..mapped()
        };
        assert_eq!(verdict(&report, &ignoring).health, Health::Operational);
        report.components = page(&[
            ("chat", Health::Operational),
            ("other", Health::PartialOutage),
        ])
        .components;
        assert_eq!(verdict(&report, &mapped()).health, Health::Operational);
    }

    #[test]
    fn with_title_words_only_incidents_whose_title_has_one_count() {
        let source = |word: &str| StatusSource {
            title_words: vec![word.into()],
            ..mapped()
        };
        let mut report = page(&[("chat", Health::Operational)]);
        report.incidents = Some(vec![incident(&["chat"])]);
        assert_eq!(
            verdict(&report, &source("REPLIES")).health,
            Health::Degraded
        );
        assert_eq!(
            verdict(&report, &source("console")).health,
            Health::Operational
        );
    }

    #[test]
    fn without_a_mapping_the_whole_page_is_the_service() {
        let whole = StatusSource {
            components: BTreeMap::new(),
            ..mapped()
        };
        let judge = |report: &PageReport| verdict(report, &whole).health;
        let (fine, out) = (Health::Operational, Health::MajorOutage);
        assert_eq!(
            judge(&page(&[("a", fine), ("b", fine)])),
            Health::Operational
        );
        assert_eq!(judge(&page(&[("a", fine), ("b", out)])), Health::Degraded);
        assert_eq!(judge(&page(&[("a", out), ("b", out)])), Health::MajorOutage);
        assert_eq!(judge(&page(&[])), Health::Unknown);
        let mut report = page(&[("a", fine), ("b", fine)]);
        report.indicator = Some(Health::PartialOutage);
        assert_eq!(judge(&report), Health::PartialOutage);
        report.indicator = None;
        report.maintenances = vec![window(&[])];
        assert_eq!(judge(&report), Health::Maintenance);
    }

    fn mapped() -> StatusSource {
        StatusSource {
            format: Format::Statuspage,
            url: "http://127.0.0.1/".parse().unwrap(),
            every: Duration::from_secs(60),
            components: BTreeMap::from([
                (Part::Main, vec!["chat".to_owned()]),
                (
                    Part::Capability(Capability::Images),
                    vec!["images".to_owned()],
                ),
            ]),
            ignore_indicator: false,
            title_words: Vec::new(),
        }
    }

    fn page(components: &[(&str, Health)]) -> PageReport {
        let component = |(id, health): &(&str, Health)| Component {
            id: (*id).to_owned(),
            name: (*id).to_owned(),
            group: None,
            health: *health,
            unknown_word: (*health == Health::Unknown).then(|| "odd".to_owned()),
        };
        PageReport {
            shape: "statuspage",
            page: PageHead::default(),
            components: Some(components.iter().map(component).collect()),
            incidents: Some(Vec::new()),
            maintenances: Vec::new(),
            indicator: None,
            incidents_name_components: true,
            silence_is_fine: false,
        }
    }

    fn incident(components: &[&str]) -> PageIncident {
        PageIncident {
            id: "i".to_owned(),
            title: "Replies fail".to_owned(),
            phase: IncidentPhase::Investigating,
            impact: Some(Impact::Minor),
            started_at: None,
            resolved_at: None,
            url: None,
            components: components.iter().map(|id| (*id).to_owned()).collect(),
            updates: Vec::new(),
        }
    }

    fn window(components: &[&str]) -> Maintenance {
        Maintenance {
            id: "m".to_owned(),
            title: "Upgrade".to_owned(),
            phase: MaintenancePhase::InProgress,
            starts_at: None,
            ends_at: None,
            components: components.iter().map(|id| (*id).to_owned()).collect(),
        }
    }
}
