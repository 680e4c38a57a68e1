//! What the tables come to, in sentences that are computed with them.

use std::fmt::Write as _;

use super::table::Scored;
use super::{Card, Interval};
use crate::rules::Rule;

/// Aldis shall have at most this share of the false alarms of any other rule (issue 3).
const QUIETER: f64 = 0.1;

/// Tokens that a look by completion costs (a): the question is "Hi", with what services wrap around it,
/// and one token of answer.
const TOKENS_A_COMPLETION: f64 = 10.0;
/// Dollars for a million tokens (a): about what small models cost. Whoever pays otherwise multiplies.
const DOLLARS_A_MILLION: f64 = 1.0;
const DAYS_A_MONTH: f64 = 30.0;

/// Whether the first rule sees more than each of the others at a tenth of their false alarms, and where
/// it does not, why.
pub fn verdict(scored: &Scored) -> String {
    let Some((first, months)) = scored.first() else {
        return String::new();
    };
    let ours = Card::of(months);
    let mut out = String::new();
    let (mut more, mut tenth) = (Vec::new(), Vec::new());
    for (rule, months) in scored.iter().skip(1) {
        let theirs = Card::of(months);
        let seen = |card: &Card<'_>| card.detected(None).value().unwrap_or(0.0);
        if seen(&ours) > seen(&theirs) {
            more.push(rule.word());
        } else {
            let _ = writeln!(
                out,
                "- It does not see more outages than {rule}: {} against {}. The false alarms of {rule} alone \
                 would meet {} of the outages if these came in other weeks; those of {first}, {}.",
                percent(seen(&ours)),
                percent(seen(&theirs)),
                percent(theirs.by_chance().value().unwrap_or(0.0)),
                percent(ours.by_chance().value().unwrap_or(0.0)),
            );
        }
        let (falsely, theirs) = (ours.false_alarms(), theirs.false_alarms());
        if falsely <= QUIETER * theirs {
            tenth.push(rule.word());
        } else {
            let why = match rule {
                Rule::Official => {
                    " Whoever asks the page alone is wrong only where the page is. Whoever believes the \
                     page as well shares its mistakes, so that a tenth of them is out of reach."
                }
                Rule::Aldis
                | Rule::AldisWithout(_)
                | Rule::Consecutive3
                | Rule::Kuma
                | Rule::Blackbox5m => "",
            };
            let _ = writeln!(
                out,
                "- It does not have a tenth of the false alarms of {rule}: {falsely:.2} a month against \
                 {theirs:.2}.{why}"
            );
        }
    }
    let named = |rules: Vec<&str>| {
        if rules.is_empty() {
            "none".to_owned()
        } else {
            rules.join(", ")
        }
    };
    format!(
        "- {first} sees more outages than: {}.\n\
         - It has a tenth of the false alarms, or less, of: {}.\n{out}",
        named(more),
        named(tenth)
    )
}

/// What the first rule loses without its parts: for each, what can be told from no effect at all.
pub fn ablated(scored: &Scored) -> String {
    let Some((_, months)) = scored.first() else {
        return String::new();
    };
    let whole = Card::of(months);
    let mut out = String::new();
    for (rule, months) in scored.iter().skip(1) {
        let without = Card::of(months);
        let falsely = without.difference(&whole, |it| Some(it.false_alarms()));
        let seen = without.difference(&whole, |it| it.detected(None).value());
        let _ = writeln!(
            out,
            "- {rule}: {}; {}.",
            effect(falsely, "false alarms", |value| format!(
                "{value:+.2} a month"
            )),
            effect(seen, "the share that is seen", |value| format!(
                "{:+.1} points",
                value * 100.0
            )),
        );
    }
    out
}

fn effect(difference: Option<Interval>, on: &str, show: impl Fn(f64) -> String) -> String {
    match difference {
        Some(it) if it.low > 0.0 || it.high < 0.0 => format!("{on} {}", show(it.value)),
        Some(_) | None => format!("no effect on {on} that can be told from chance"),
    }
}

/// What the first rule's completions cost whoever gave the key.
pub fn cost(scored: &Scored) -> String {
    let Some((first, months)) = scored.first() else {
        return String::new();
    };
    let completions = Card::of(months).per_day(|it| it.requests.completion);
    let tokens = completions * TOKENS_A_COMPLETION;
    let dollars = tokens * DAYS_A_MONTH / 1e6 * DOLLARS_A_MILLION;
    format!(
        "{first} asks for {completions:.0} completions a day and service: \"Hi\", and one token of answer. At \
         about {TOKENS_A_COMPLETION:.0} tokens each (assumed) that is {tokens:.0} tokens a day; at \
         {DOLLARS_A_MILLION:.0} dollar for a million (assumed), {dollars:.2} dollars a month.\n"
    )
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
