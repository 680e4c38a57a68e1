use super::*;
use crate::catalogue::ServiceId;
use crate::health::Confidence;
use crate::incident::{IncidentId, Source, Told};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);

fn now() -> Timestamp {
    Timestamp::parse("2026-11-22T12:00:00Z").unwrap()
}

fn span(from_hours_ago: u32, to_hours_ago: u32, health: Health) -> Span {
    Span {
        from: now() - HOUR * from_hours_ago,
        to: now() - HOUR * to_hours_ago,
        health,
    }
}

fn incident(began: Timestamp, length: Option<Duration>) -> Incident {
    let service = ServiceId::new("chatgpt");
    Incident {
        id: IncidentId::of(&service, began),
        service,
        worst: Health::MajorOutage,
        health: Health::Operational,
        confidence: Confidence::Confirmed,
        source: Source::Local,
        began,
        opened: began,
        seen_here: Some(began),
        posted: None,
        ended: length.map(|length| began + length),
        reopened: 0,
        out_since: None,
        told: Told::Nothing,
        awaited: false,
        cause: None,
        official: Vec::new(),
        timeline: Vec::new(),
    }
}

#[test]
fn only_the_time_that_somebody_looked_counts() {
    let spans = [
        span(20, 16, Health::Operational),
        span(16, 15, Health::MajorOutage),
        span(15, 4, Health::Unknown),
        span(4, 1, Health::Operational),
    ];
    let day = account(&spans, &[], Reach::Day, now());
    assert_eq!(day.observed, HOUR * 8);
    assert_eq!(day.out, HOUR);
    assert_eq!(day.availability, Some(0.875));
}

#[test]
fn where_nobody_looked_there_is_no_availability() {
    for spans in [&[][..], &[span(20, 1, Health::Unknown)]] {
        let day = account(spans, &[], Reach::Day, now());
        assert_eq!(day.availability, None);
        assert_eq!(day.observed, Duration::ZERO);
    }
}

#[test]
fn slow_is_told_apart_from_out_and_announced_work_is_neither() {
    let spans = [
        span(6, 5, Health::Degraded),
        span(5, 4, Health::PartialOutage),
        span(4, 2, Health::Maintenance),
    ];
    let day = account(&spans, &[], Reach::Day, now());
    assert_eq!((day.degraded, day.out), (HOUR, HOUR));
    assert_eq!(day.availability, Some(0.75));
}

#[test]
fn a_reach_takes_what_reaches_into_it() {
    let spans = [span(30, 20, Health::MajorOutage)];
    assert_eq!(account(&spans, &[], Reach::Day, now()).out, HOUR * 4);
    assert_eq!(account(&spans, &[], Reach::Week, now()).out, HOUR * 10);
}

#[test]
fn the_median_recovery_leaves_out_what_still_goes_on() {
    let incidents = [
        incident(now() - HOUR * 9, Some(MINUTE * 10)),
        incident(now() - HOUR * 7, Some(MINUTE * 38)),
        incident(now() - HOUR * 5, Some(MINUTE * 90)),
        incident(now() - HOUR, None),
        incident(now() - HOUR * 50, Some(MINUTE * 600)),
    ];
    let day = account(&[], &incidents, Reach::Day, now());
    assert_eq!(day.incidents, 4);
    assert_eq!(day.recovery, Some(MINUTE * 38));
    assert_eq!(account(&[], &[], Reach::Day, now()).recovery, None);
}

#[test]
fn a_day_is_as_bad_as_its_worst_hour_and_unknown_where_nobody_looked() {
    let spans = [
        span(11, 10, Health::Operational),
        span(10, 9, Health::Degraded),
        span(9, 1, Health::Operational),
    ];
    let days = days(&spans, 3, now(), &TimeZone::UTC);
    let worst: Vec<_> = days.iter().map(|day| day.worst).collect();
    assert_eq!(worst, [Health::Unknown, Health::Unknown, Health::Degraded]);
    assert_eq!(
        days[2].from,
        Timestamp::parse("2026-11-22T00:00:00Z").unwrap()
    );
    assert_eq!(days[2].observed, HOUR * 10);
}

#[test]
fn days_are_those_of_the_person_who_reads_them() {
    let zone = TimeZone::fixed(jiff::tz::offset(7));
    let days = days(&[span(20, 18, Health::MajorOutage)], 2, now(), &zone);
    assert_eq!(
        days[1].from,
        Timestamp::parse("2026-11-21T17:00:00Z").unwrap()
    );
    assert_eq!(
        [days[0].out, days[1].out],
        [HOUR, HOUR],
        "midnight parts it"
    );
}

#[test]
fn quickness_has_a_place_for_every_step_and_none_where_nothing_answered() {
    let at = |ago: Duration, ms: u64| (now() - ago, Duration::from_millis(ms));
    let answers = [
        at(MINUTE, 100),
        at(MINUTE * 2, 300),
        at(MINUTE * 3, 200),
        at(HOUR * 23, 50),
        at(HOUR * 25, 9_000),
    ];
    let quick = quickness(answers, Reach::Day, now());
    assert_eq!(quick.median.len(), 96);
    assert_eq!(quick.median[95], Some(Duration::from_millis(200)));
    assert_eq!(quick.slow[95], Some(Duration::from_millis(280)));
    assert_eq!(quick.median.iter().flatten().count(), 2);
}
