//! Scorecards as Markdown.

use std::fmt::Write as _;

use super::{Card, Class, Interval, Month, Share, Spread};
use crate::rules::Rule;

/// What each rule made of the same worlds, month by month in the same order.
pub type Scored = Vec<(Rule, Vec<Month>)>;

/// The scorecard of DETECTOR.md §B1.
pub fn scorecard(scored: &Scored) -> String {
    let mut out = String::new();
    let classes = Class::ALL.map(Class::title).join(" | ");
    let _ = writeln!(
        out,
        "| rule | {classes} | all | false alarms a month | lasting | wrong blame | flaps | cleared after | too soon | requests a day |"
    );
    let _ = writeln!(out, "|{}", "---|".repeat(Class::ALL.len() + 9));
    for (rule, months) in scored {
        let card = Card::of(months);
        let classes = Class::ALL.map(|class| detection(&card, Some(class)));
        let all = interval(card.interval(|it| it.detected(None).value()), percent);
        let falsely = interval(card.interval(|it| Some(it.false_alarms())), tenths);
        let _ = writeln!(
            out,
            "| {rule} | {} | {} ({all}) | {falsely} | {} | {} | {} | {} | {} | {:.0} |",
            classes.join(" | "),
            detection(&card, None),
            minutes(card.mistake()),
            card.wrong_blame(),
            number(card.flaps()),
            minutes(card.clear_lag()),
            card.cleared_too_soon().value().map_or_else(none, percent),
            card.requests(),
        );
    }
    let _ = writeln!(
        out,
        "\n| rule | web | api | completion | page | control | false alarms by cause |"
    );
    let _ = writeln!(out, "|{}", "---|".repeat(7));
    for (rule, months) in scored {
        let card = Card::of(months);
        let causes = card.causes();
        let causes = causes
            .iter()
            .map(|(cause, times)| format!("{cause} {times}"));
        let causes = causes.collect::<Vec<_>>().join(", ");
        let _ = writeln!(
            out,
            "| {rule} | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} | {causes} |",
            card.per_day(|it| it.requests.web),
            card.per_day(|it| it.requests.api),
            card.per_day(|it| it.requests.completion),
            card.per_day(|it| it.requests.page),
            card.per_day(|it| it.requests.control),
        );
    }
    out
}

/// How the first rule differs from the others in the same worlds.
pub fn differences(scored: &Scored) -> String {
    let mut out = String::new();
    let Some((first, months)) = scored.first() else {
        return out;
    };
    let ours = Card::of(months);
    let _ = writeln!(
        out,
        "| {first} against | detected, points | of those ≥ 90 % | false alarms a month | requests a day |"
    );
    let _ = writeln!(out, "|---|---|---|---|---|");
    for (rule, months) in scored.iter().skip(1) {
        let theirs = Card::of(months);
        let points = |class| {
            let share = move |card: &Card<'_>| card.detected(class).value();
            interval(ours.difference(&theirs, share), signed_percent)
        };
        let falsely = ours.difference(&theirs, |it| Some(it.false_alarms()));
        let requests = ours.difference(&theirs, |it| Some(it.requests()));
        let _ = writeln!(
            out,
            "| {rule} | {} | {} | {} | {} |",
            points(None),
            points(Some(Class::Total)),
            interval(falsely, |value| format!("{value:+.1}")),
            interval(requests, |value| format!("{value:+.0}")),
        );
    }
    out
}

/// Detected, median and ninth tenth of the delay in minutes, of how many.
fn detection(card: &Card<'_>, class: Option<Class>) -> String {
    let Share { part: _, all } = card.detected(class);
    let Some(share) = card.detected(class).value() else {
        return none();
    };
    let delay = card.delay(class).map_or_else(String::new, |delay| {
        let Spread { median, p90 } = delay;
        format!(", {median:.1} / {p90:.0} min")
    });
    format!("{}{delay} of {all}", percent(share))
}

fn interval(interval: Option<Interval>, show: impl Fn(f64) -> String) -> String {
    interval.map_or_else(none, |it| {
        format!("{} [{}, {}]", show(it.value), show(it.low), show(it.high))
    })
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn signed_percent(share: f64) -> String {
    format!("{:+.0}", share * 100.0)
}

fn tenths(value: f64) -> String {
    format!("{value:.2}")
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(none, tenths)
}

fn minutes(value: Option<f64>) -> String {
    value.map_or_else(none, |value| format!("{value:.1} min"))
}

fn none() -> String {
    "–".to_owned()
}
