//! Tests: headline and detail for every situation, and that they agree with lamp and tooltip.

use super::sample::*;
use crate::health::{Confidence, Health};
use crate::present::tray::{Lamp, Tray, lamp};
use crate::snapshot::{Reason, ServiceStatus, Snapshot};
use crate::vantage::{Culprit, Vantage};

fn with(confidence: Confidence, mut service: ServiceStatus) -> ServiceStatus {
    service.confidence = Some(confidence);
    service
}

fn reported(name: &str, health: Health, works_here: bool) -> ServiceStatus {
    with(
        Confidence::Reported,
        service(name, health, reports(works_here)),
    )
}

fn maintained(name: &str) -> ServiceStatus {
    let what = "Database upgrade".into();
    service(
        name,
        Health::Maintenance,
        Reason::Maintenance {
            what,
            overrun: false,
        },
    )
}

fn recovering(name: &str) -> ServiceStatus {
    service(name, Health::MajorOutage, Reason::Recovering { good: 2 })
}

fn situations() -> Vec<(&'static str, Snapshot)> {
    let online = |services| snapshot(Vantage::Online, services);
    let ours = |vantage, culprit| Snapshot {
        culprit: Some(culprit),
        ..snapshot(vantage, vec![well("ChatGPT")])
    };
    let mut started = snapshot(Vantage::Waking, vec![unseen("Gemini")]);
    started.checked_at = None;
    vec![
        ("all well", online(vec![well("ChatGPT"), well("Claude")])),
        ("one well", online(vec![well("ChatGPT")])),
        ("nothing watched", online(vec![])),
        ("just started", started),
        ("waking", snapshot(Vantage::Waking, vec![out("ChatGPT")])),
        (
            "first look",
            online(vec![service(
                "Gemini",
                Health::Unknown,
                Reason::NotLookedYet,
            )]),
        ),
        ("captive", snapshot(Vantage::Captive, vec![out("ChatGPT")])),
        ("offline", snapshot(Vantage::Offline, vec![out("ChatGPT")])),
        (
            "impaired",
            snapshot(Vantage::Impaired, vec![well("ChatGPT")]),
        ),
        (
            "name server fails",
            ours(Vantage::Impaired, Culprit::Resolver),
        ),
        ("proxy in the way", ours(Vantage::Impaired, Culprit::Proxy)),
        (
            "connections read",
            ours(Vantage::Captive, Culprit::Interception),
        ),
        ("clock off", ours(Vantage::Impaired, Culprit::Clock)),
        ("online but slow", ours(Vantage::Online, Culprit::Slow)),
        ("one down", online(vec![well("Claude"), out("ChatGPT")])),
        ("two down", online(vec![out("ChatGPT"), out("Claude")])),
        (
            "many down",
            online(["A", "B", "C", "D", "E"].map(out).to_vec()),
        ),
        (
            "partly down",
            online(vec![service("ChatGPT", Health::PartialOutage, fails())]),
        ),
        (
            "likely down",
            online(vec![with(Confidence::Likely, out("ChatGPT"))]),
        ),
        (
            "reported down",
            online(vec![reported("ChatGPT", Health::MajorOutage, false)]),
        ),
        (
            "possibly down",
            online(vec![with(Confidence::Possible, out("ChatGPT"))]),
        ),
        (
            "confirming",
            online(vec![well("Claude"), suspected("ChatGPT")]),
        ),
        ("recovering", online(vec![recovering("ChatGPT")])),
        (
            "degraded",
            online(vec![service("ChatGPT", Health::Degraded, fails())]),
        ),
        (
            "reported",
            online(vec![reported("ChatGPT", Health::Degraded, false)]),
        ),
        (
            "reported, works here",
            online(vec![reported("ChatGPT", Health::Operational, true)]),
        ),
        (
            "one unseen",
            online(vec![well("ChatGPT"), unseen("Gemini")]),
        ),
        (
            "all unseen",
            online(vec![unseen("ChatGPT"), unseen("Gemini")]),
        ),
        (
            "maintenance",
            online(vec![well("Claude"), maintained("ChatGPT")]),
        ),
        (
            "everything at once",
            online(vec![
                maintained("A"),
                well("B"),
                unseen("C"),
                suspected("D"),
                out("E"),
            ]),
        ),
    ]
}

#[test]
fn headline_detail_lamp_and_tooltip_of_every_situation() {
    let mut all = String::new();
    for (name, snapshot) in situations() {
        all += &format!("=== {name}: {:?}\n", lamp(&snapshot));
        for words in [english(), vietnamese()] {
            let tray = Tray::of(&snapshot, &words);
            let tooltip = tray.tooltip.replace('\n', "\n  | ");
            let (headline, detail) = (words.headline(&snapshot), words.detail(&snapshot));
            all += &format!("{headline}\n  {detail}\n  | {tooltip}\n");
        }
    }
    insta::assert_snapshot!(all);
}

#[test]
fn only_a_green_lamp_says_that_all_is_well() {
    for words in [english(), vietnamese()] {
        let good = ["all well", "one well", "online but slow"];
        for (name, snapshot) in situations() {
            assert_eq!(
                lamp(&snapshot) == Lamp::Well,
                good.contains(&name),
                "{name}"
            );
            let says_well = [
                words.label("headline-well"),
                words.text("headline-well-one", [("name", "ChatGPT".into())]),
            ]
            .contains(&words.headline(&snapshot));
            assert_eq!(says_well, good.contains(&name), "{name}");
        }
    }
}
