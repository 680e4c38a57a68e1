//! What a page means for a service, case by case.

use std::collections::BTreeMap;
use std::time::Duration;

use super::*;
use crate::catalogue::{Filters, Part};
use crate::page::{Component, Format, IncidentPhase, MaintenancePhase, PageHead};

#[test]
fn an_incident_is_as_bad_as_its_impact_and_the_main_components_own_word_allow() {
    use Health::{Degraded, MajorOutage, Operational, PartialOutage};
    use IncidentPhase::{Investigating, Monitoring};
    let cases = [
        (Some(Impact::None), Investigating, Operational, Operational),
        (
            Some(Impact::Maintenance),
            Investigating,
            Operational,
            Operational,
        ),
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
fn an_incident_that_spells_a_component_in_other_letters_is_still_of_the_service() {
    let mut report = page(&[]);
    report.silence_is_fine = true;
    report.incidents = Some(vec![incident(&["CHAT"])]);
    let of_it = verdict(&report, &mapped());
    assert_eq!((of_it.health, of_it.incidents.len()), (Health::Degraded, 1));
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
    let ignoring = filtered(|filters| filters.ignore_indicator = true);
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
    let source = |word: &str| filtered(|it| it.title_words = vec![word.into()]);
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
    // Beside products that titles name, one that names nobody concerns everybody.
    let among = filtered(|it| {
        it.title_words = vec!["chat".into()];
        it.title_others = vec!["console".into()];
    });
    let cases = [
        ("Elevated errors", Health::Degraded),
        ("Console cannot be reached", Health::Operational),
        ("Console and chat cannot be reached", Health::Degraded),
    ];
    for (title, expected) in cases {
        report.incidents = Some(vec![PageIncident {
            title: title.to_owned(),
            ..incident(&["chat"])
        }]);
        assert_eq!(verdict(&report, &among).health, expected, "{title}");
    }
}

#[test]
fn what_is_noise_elsewhere_or_there_for_ever_counts_for_nothing_nor_does_what_it_broke() {
    let now = Timestamp::from_millis(1_800_000_000_000);
    let days = |days: u64| Duration::from_secs(days * 86_400);
    let told = |title: &str, regions: &[&str], age: u64| PageIncident {
        title: title.to_owned(),
        regions: regions.iter().map(|it| (*it).to_owned()).collect(),
        started_at: Some(now - days(age)),
        impact: Some(Impact::Critical),
        ..incident(&["chat"])
    };
    let strict = filtered(|it| {
        it.noise = vec!["Model ALARM".into()];
        it.regions = vec!["us".into()];
        it.permanent_after = Some(days(7));
    });
    let cases = [
        (told("Replies fail", &["us", "me"], 1), None),
        (told("Replies fail", &[], 1), None),
        (
            told("Automatic model alarm 7", &["us"], 1),
            Some(LeftOut::Noise),
        ),
        (
            told("Replies fail", &["me"], 1),
            Some(LeftOut::ElsewhereOnly),
        ),
        (told("Replies fail", &["us"], 8), Some(LeftOut::Permanent)),
    ];
    for (told, left_out) in cases {
        let mut report = page(&[("chat", Health::MajorOutage)]);
        report.incidents = Some(vec![told.clone()]);
        let judged = verdict_at(&report, &strict, now);
        let expected = match left_out {
            Some(_) => Health::Operational,
            None => Health::MajorOutage,
        };
        assert_eq!(judged.health, expected, "{told:?}");
        let why: Vec<LeftOut> = judged.left_out.into_iter().map(|it| it.1).collect();
        assert_eq!(why, left_out.into_iter().collect::<Vec<_>>(), "{told:?}");
        assert_eq!(verdict(&report, &mapped()).health, Health::MajorOutage);
        // What another incident names as well is not excused.
        let another = PageIncident {
            id: "j".to_owned(),
            ..incident(&["chat"])
        };
        report.incidents = Some(vec![told, another]);
        assert_eq!(
            verdict_at(&report, &strict, now).health,
            Health::MajorOutage
        );
    }
}

#[test]
fn nobody_can_tell_how_old_an_incident_is_without_its_beginning_or_the_time() {
    let lasting = filtered(|it| it.permanent_after = Some(Duration::from_secs(60)));
    let mut report = page(&[("chat", Health::Degraded)]);
    report.incidents = Some(vec![incident(&["chat"])]);
    let now = Timestamp::from_millis(1_800_000_000_000);
    assert_eq!(verdict_at(&report, &lasting, now).health, Health::Degraded);
    report.incidents = Some(vec![PageIncident {
        started_at: Some(now - Duration::from_secs(61)),
        ..incident(&["chat"])
    }]);
    assert_eq!(verdict(&report, &lasting).health, Health::Degraded);
    assert_eq!(
        verdict_at(&report, &lasting, now).health,
        Health::Operational
    );
}

#[test]
fn a_group_that_is_the_main_part_is_out_when_all_of_it_is() {
    use Health::{Degraded, MajorOutage, Operational, PartialOutage, Unknown};
    let by = |group: &str| StatusSource {
        components: BTreeMap::new(),
        groups: BTreeMap::from([(Part::Main, vec![group.to_owned()])]),
        ..mapped()
    };
    let told = |healths: &[Health]| {
        let mut report = page(&[("a", Operational), ("b", Operational), ("x", MajorOutage)]);
        for (component, health) in report.components.iter_mut().flatten().zip(healths) {
            component.group = Some("Chat models".to_owned());
            component.group_id = Some("group-1".to_owned());
            component.health = *health;
        }
        report
    };
    let cases = [
        ([Operational, Operational], Operational),
        ([Operational, MajorOutage], Degraded),
        ([PartialOutage, MajorOutage], MajorOutage),
        ([Operational, Unknown], Unknown),
    ];
    for (healths, expected) in cases {
        for group in ["group-1", "Chat models"] {
            let judged = verdict(&told(&healths), &by(group));
            assert_eq!(judged.health, expected, "{healths:?} {group}");
        }
    }
    let gone = verdict(&told(&[Operational, Operational]), &by("group-2"));
    let id = "group-2".to_owned();
    assert_eq!(gone.because, Because::NotListed { id });
    // One model that is out is no outage of them all, however bad its incident is called.
    let mut one = told(&[Operational, MajorOutage]);
    let critical = |on: &str| PageIncident {
        impact: Some(Impact::Critical),
        ..incident(&[on])
    };
    one.incidents = Some(vec![critical("b"), critical("x")]);
    let judged = verdict(&one, &by("group-1"));
    assert_eq!((judged.health, judged.incidents.len()), (Degraded, 1));
}

#[test]
fn that_a_page_nobody_confirmed_reports_nothing_is_no_good_news() {
    let unconfirmed = StatusSource {
        unconfirmed: true,
        ..mapped()
    };
    let judge = |health| verdict(&page(&[("chat", health)]), &unconfirmed);
    let fine = judge(Health::Operational);
    assert_eq!(
        (fine.health, fine.because),
        (Health::Unknown, Because::Unconfirmed)
    );
    assert_eq!(judge(Health::PartialOutage).health, Health::PartialOutage);
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

fn filtered(by: impl FnOnce(&mut Filters)) -> StatusSource {
    let mut source = mapped();
    by(&mut source.filters);
    source
}

fn mapped() -> StatusSource {
    StatusSource {
        components: BTreeMap::from([
            (Part::Main, vec!["chat".to_owned()]),
            (
                Part::Capability(Capability::Images),
                vec!["images".to_owned()],
            ),
        ]),
        ..StatusSource::new(Format::Statuspage, "http://127.0.0.1/".parse().unwrap())
    }
}

fn page(components: &[(&str, Health)]) -> PageReport {
    let component = |(id, health): &(&str, Health)| Component {
        id: (*id).to_owned(),
        name: (*id).to_owned(),
        group: None,
        group_id: None,
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
        regions: Vec::new(),
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
