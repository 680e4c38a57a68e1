//! Scorecards as Markdown.

use std::fmt::Write as _;

use super::{Card, Class, Interval, Month};
use crate::rules::Rule;

/// What each rule made of the same worlds, month by month in the same order.
pub type Scored = Vec<(Rule, Vec<Month>)>;

/// The scorecard of DETECTOR.md §B1: what is seen, how soon, how quietly, at what cost.
pub fn scorecard(scored: &Scored) -> String {
    let cards: Vec<(Rule, Card<'_>)> = scored
        .iter()
        .map(|(rule, months)| (*rule, Card::of(months)))
        .collect();
    [
        seen(&cards),
        how_soon(&cards),
        how_quietly(&cards),
        requests(&cards),
    ]
    .join("\n")
}

/// All classes, then all outages together.
fn columns() -> impl Iterator<Item = Option<Class>> {
    Class::ALL.into_iter().map(Some).chain([None])
}

fn titles() -> impl Iterator<Item = &'static str> {
    columns().map(|class| class.map_or("all", Class::title))
}

fn seen(cards: &[(Rule, Card<'_>)]) -> String {
    let head = ["seen before the end"].into_iter().chain(titles());
    let mut table = Table::new(head.chain(["by ourselves", "by chance"]));
    if let Some((_, card)) = cards.first() {
        let counts = columns().map(|class| card.detected(class).all.to_string());
        let all = ["*of so many*".to_owned()].into_iter().chain(counts);
        table.row(all.chain([String::new(), String::new()]));
    }
    for (rule, card) in cards {
        let shares = columns().map(|class| percent(card.interval(|it| it.detected(class).value())));
        let by_ourselves = percent(card.interval(|it| it.by_ourselves().value()));
        let by_chance = percent(card.interval(|it| it.by_chance().value()));
        let row = [rule.to_string()].into_iter().chain(shares);
        table.row(row.chain([by_ourselves, by_chance]));
    }
    table.text
}

fn how_soon(cards: &[(Rule, Card<'_>)]) -> String {
    let mut table = Table::new(["minutes to the alarm"].into_iter().chain(titles()));
    for (rule, card) in cards {
        let delays = columns().map(|class| {
            let median = card.interval(|it| Some(it.delay(class)?.median));
            let last = card.delay(class).map(|it| format!(" / {:.0}", it.p90));
            last.map_or_else(none, |last| shown(median, "", tenths) + &last)
        });
        table.row([rule.to_string()].into_iter().chain(delays));
    }
    table.text
}

fn how_quietly(cards: &[(Rule, Card<'_>)]) -> String {
    let mut table = Table::new([
        "quiet and clear",
        "false alarms a month",
        "lasting",
        "wrong blame",
        "flaps",
        "cleared after",
        "too soon",
    ]);
    for (rule, card) in cards {
        table.row([
            rule.to_string(),
            shown(card.interval(|it| Some(it.false_alarms())), "", hundredths),
            shown(card.interval(Card::mistake), " min", tenths),
            card.wrong_blame().to_string(),
            shown(card.interval(Card::flaps), "", hundredths),
            shown(card.interval(Card::clear_lag), " min", tenths),
            percent(card.interval(|it| it.cleared_too_soon().value())),
        ]);
    }
    table.text
}

fn requests(cards: &[(Rule, Card<'_>)]) -> String {
    let mut table = Table::new([
        "requests a day",
        "to the vendor",
        "web",
        "api",
        "completion",
        "page",
        "to controls",
        "false alarms by cause",
    ]);
    for (rule, card) in cards {
        let causes = card.causes();
        let causes = causes
            .iter()
            .map(|(cause, times)| format!("{cause} {times}"));
        table.row([
            rule.to_string(),
            whole(card.requests()),
            whole(card.per_day(|it| it.requests.web)),
            whole(card.per_day(|it| it.requests.api)),
            whole(card.per_day(|it| it.requests.completion)),
            whole(card.per_day(|it| it.requests.page)),
            whole(card.per_day(|it| it.requests.control)),
            causes.collect::<Vec<_>>().join(", "),
        ]);
    }
    table.text
}

/// How the first rule differs from the others in the same worlds.
pub fn differences(scored: &Scored) -> String {
    let Some(((first, months), others)) = scored.split_first().filter(|it| !it.1.is_empty()) else {
        return String::new();
    };
    let ours = Card::of(months);
    let against = format!("{first} against");
    let mut table = Table::new([
        against.as_str(),
        "seen, points",
        "of those ≥ 90 %",
        "false alarms a month",
        "its false alarms, of theirs",
        "requests a day",
    ]);
    for (rule, months) in others {
        let theirs = Card::of(months);
        let points = |class| {
            let share = move |card: &Card<'_>| card.detected(class).value();
            let points = ours.difference(&theirs, share);
            shown(points, "", |value| signed(value * 100.0, 0))
        };
        let falsely = ours.difference(&theirs, |it| Some(it.false_alarms()));
        let requests = ours.difference(&theirs, |it| Some(it.requests()));
        table.row([
            rule.to_string(),
            points(None),
            points(Some(Class::Total)),
            shown(falsely, "", |value| signed(value, 1)),
            share_of(ours.false_alarms(), theirs.false_alarms()),
            shown(requests, "", |value| signed(value, 0)),
        ]);
    }
    table.text
}

fn share_of(ours: f64, theirs: f64) -> String {
    if theirs > 0.0 {
        let digits = if ours < theirs / 10.0 { 1 } else { 0 };
        format!("{:.digits$} %", ours / theirs * 100.0)
    } else {
        none()
    }
}

/// A table as Markdown, row by row.
struct Table {
    text: String,
}

impl Table {
    fn new<S: AsRef<str>>(head: impl IntoIterator<Item = S>) -> Self {
        let mut table = Self {
            text: String::new(),
        };
        let columns = table.row(head);
        let _ = writeln!(table.text, "|{}", "---|".repeat(columns));
        table
    }

    /// How many cells it had.
    fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) -> usize {
        let mut columns = 0;
        self.text.push('|');
        for cell in cells {
            let _ = write!(self.text, " {} |", cell.as_ref());
            columns += 1;
        }
        self.text.push('\n');
        columns
    }
}

/// A figure with its unit, then its interval.
fn shown(interval: Option<Interval>, unit: &str, show: impl Fn(f64) -> String) -> String {
    interval.map_or_else(none, |it| {
        let (value, low, high) = (show(it.value), show(it.low), show(it.high));
        format!("{value}{unit} [{low}, {high}]")
    })
}

fn percent(share: Option<Interval>) -> String {
    shown(share, " %", |share| format!("{:.0}", share * 100.0))
}

/// With its sign, unless nothing is left of it.
fn signed(value: f64, digits: usize) -> String {
    let text = format!("{value:+.digits$}");
    if text.contains(|digit: char| digit.is_ascii_digit() && digit != '0') {
        text
    } else {
        text.replace(['+', '-'], "")
    }
}

fn whole(value: f64) -> String {
    format!("{value:.0}")
}

fn tenths(value: f64) -> String {
    format!("{value:.1}")
}

fn hundredths(value: f64) -> String {
    format!("{value:.2}")
}

fn none() -> String {
    "–".to_owned()
}
