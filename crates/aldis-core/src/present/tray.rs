//! The tray as values: which lamp, which tooltip, which menu. Drawing them is the shell's.

use super::words::Words;
use super::{is_suspected, worst_first};
use crate::health::Health;
use crate::snapshot::{Reason, ServiceStatus, Snapshot};
use crate::vantage::Vantage;

/// Most services named in the tooltip; with the line of the last look, and one that counts the
/// rest, it stays at ten lines.
const TOOLTIP_SERVICES: usize = 8;

/// Which lamp is lit: colour and shape always say the same thing (PRODUCT.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lamp {
    /// Green, filled disc.
    Well,
    /// Blue, disc with a wrench notch.
    Maintenance,
    /// Grey, ring.
    CannotSee,
    /// Amber, disc with a bar.
    SomethingOff,
    /// Red, disc with a cross-cut.
    Outage,
}

/// Icon, tooltip and menu together: shells compare with what they show and touch nothing if equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tray {
    /// Which lamp.
    pub lamp: Lamp,
    /// Plain text, one service a line, worst first, and when it was last looked at.
    pub tooltip: String,
    /// Top to bottom.
    pub menu: Vec<MenuEntry>,
}

/// One row of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuEntry {
    /// A row that does something.
    Item {
        /// What a click on it means.
        click: Click,
        /// Its words.
        label: String,
        /// Whether it can be clicked.
        enabled: bool,
    },
    /// A line between groups.
    Separator,
    /// A row that opens more rows.
    Submenu {
        /// Its words.
        label: String,
        /// Top to bottom.
        entries: Vec<MenuEntry>,
    },
}

/// What a click in the tray means. Serialised into the menu id: no string vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Click {
    /// Open the window as it is.
    OpenWindow,
    /// Open the window at a service's incident, or at the service.
    OpenService(String),
    /// Open the alternative of this service id in the browser.
    UseInstead(String),
    /// Look at everything now.
    CheckNow,
    /// Mute everything for an hour.
    MuteHour,
    /// Mute everything until tomorrow morning.
    MuteUntilTomorrow,
    /// Mute everything that is out until it is back.
    MuteUntilBack,
    /// Speak again.
    Unmute,
    /// Open the settings page.
    Settings,
    /// End the lamp.
    Quit,
}

impl Tray {
    /// Everything the tray shows of `snapshot`.
    pub fn of(snapshot: &Snapshot, words: &Words) -> Self {
        Self {
            lamp: lamp(snapshot),
            tooltip: tooltip(snapshot, words),
            menu: menu(snapshot, words),
        }
    }
}

/// The lamp for all watched services: the worst any of them lights.
///
/// Grey wins over blue and green but not over amber and red: one service that cannot be seen
/// forbids saying "all well" (a careful person reads green as "every one of them was seen
/// working"), yet hides no trouble that was seen. Nothing watched, or a vantage that may not
/// judge, is grey whatever was seen before.
pub fn lamp(snapshot: &Snapshot) -> Lamp {
    snapshot
        .services
        .iter()
        .map(|service| lamp_of(service, snapshot.vantage))
        .max()
        .unwrap_or(Lamp::CannotSee)
}

/// The lamp one service would light if it were the only one.
///
/// A suspicion that is being confirmed is amber whatever health it may end in; trouble that only
/// the vendor's page reports is amber even where our own looks pass.
pub fn lamp_of(service: &ServiceStatus, vantage: Vantage) -> Lamp {
    if !vantage.may_judge() {
        return Lamp::CannotSee;
    }
    if is_suspected(service) {
        return Lamp::SomethingOff;
    }
    match service.health {
        Health::PartialOutage | Health::MajorOutage => Lamp::Outage,
        Health::Degraded => Lamp::SomethingOff,
        Health::Operational | Health::Maintenance | Health::Unknown
            if matches!(service.reason, Reason::VendorReports { .. }) =>
        {
            Lamp::SomethingOff
        }
        Health::Unknown => Lamp::CannotSee,
        Health::Maintenance => Lamp::Maintenance,
        Health::Operational => Lamp::Well,
    }
}

fn tooltip(snapshot: &Snapshot, words: &Words) -> String {
    let mut lines = Vec::new();
    if snapshot.services.is_empty() || !snapshot.vantage.may_judge() {
        lines.push(words.headline(snapshot));
    }
    let services = worst_first(snapshot);
    let room = TOOLTIP_SERVICES - lines.len();
    lines.extend(
        services
            .iter()
            .take(room)
            .map(|one| line(one, snapshot, words)),
    );
    if let Some(more) = services.len().checked_sub(room).filter(|more| *more > 0) {
        lines.push(words.text("tray-more", [("count", more.into())]));
    }
    lines.push(match snapshot.checked_at {
        Some(at) => {
            let time = words.clock_seconds(at, snapshot.at);
            words.text("tray-looked", [("time", time.into())])
        }
        None => words.label("tray-not-looked"),
    });
    lines.join("\n")
}

fn line(service: &ServiceStatus, snapshot: &Snapshot, words: &Words) -> String {
    let key = if service.muted {
        "tray-line-muted"
    } else {
        "tray-line"
    };
    words.text(
        key,
        [
            ("name", service.name.as_str().into()),
            ("state", words.state_since(service, snapshot).into()),
        ],
    )
}

fn menu(snapshot: &Snapshot, words: &Words) -> Vec<MenuEntry> {
    let services = worst_first(snapshot);
    let mut entries = services
        .iter()
        .map(|one| {
            let click = Click::OpenService(one.id.as_str().to_owned());
            item(click, line(one, snapshot, words))
        })
        .collect::<Vec<_>>();
    if !entries.is_empty() {
        entries.push(MenuEntry::Separator);
    }
    let instead = services
        .iter()
        .filter(|one| lamp_of(one, snapshot.vantage) == Lamp::Outage)
        .find_map(|one| one.alternatives.first());
    if let Some(best) = instead {
        let label = words.text("tray-use-instead", [("name", best.name.as_str().into())]);
        entries.push(item(Click::UseInstead(best.id.as_str().to_owned()), label));
    }
    entries.push(MenuEntry::Item {
        click: Click::CheckNow,
        label: words.label(if snapshot.checking {
            "tray-checking"
        } else {
            "tray-check-now"
        }),
        enabled: !snapshot.checking,
    });
    entries.push(mute_menu(snapshot, words));
    entries.push(MenuEntry::Separator);
    entries.push(item(Click::OpenWindow, words.label("tray-open")));
    entries.push(item(Click::Settings, words.label("tray-settings")));
    entries.push(item(Click::Quit, words.label("tray-quit")));
    entries
}

fn mute_menu(snapshot: &Snapshot, words: &Words) -> MenuEntry {
    let something_out = lamp(snapshot) == Lamp::Outage;
    let mut entries = vec![
        item(Click::MuteHour, words.label("tray-mute-hour")),
        item(Click::MuteUntilTomorrow, words.label("tray-mute-tomorrow")),
        MenuEntry::Item {
            click: Click::MuteUntilBack,
            label: words.label("tray-mute-back"),
            enabled: something_out,
        },
    ];
    if snapshot.services.iter().any(|service| service.muted) {
        entries.push(MenuEntry::Separator);
        entries.push(item(Click::Unmute, words.label("tray-unmute")));
    }
    MenuEntry::Submenu {
        label: words.label("tray-mute"),
        entries,
    }
}

const fn item(click: Click, label: String) -> MenuEntry {
    MenuEntry::Item {
        click,
        label,
        enabled: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::Confidence;
    use crate::present::words::sample::*;

    fn online(services: Vec<ServiceStatus>) -> Snapshot {
        snapshot(Vantage::Online, services)
    }

    #[test]
    fn one_unseen_service_forbids_green_and_hides_no_trouble() {
        assert_eq!(lamp(&online(vec![well("A"), well("B")])), Lamp::Well);
        assert_eq!(lamp(&online(vec![well("A"), unseen("B")])), Lamp::CannotSee);
        assert_eq!(
            lamp(&online(vec![unseen("A"), suspected("B")])),
            Lamp::SomethingOff
        );
        assert_eq!(lamp(&online(vec![unseen("A"), out("B")])), Lamp::Outage);
        assert_eq!(lamp(&online(vec![])), Lamp::CannotSee);
    }

    #[test]
    fn nobody_is_blamed_from_a_vantage_that_may_not_judge() {
        for vantage in [
            Vantage::Waking,
            Vantage::Captive,
            Vantage::Impaired,
            Vantage::Offline,
        ] {
            let snapshot = snapshot(vantage, vec![out("A"), well("B")]);
            assert_eq!(lamp(&snapshot), Lamp::CannotSee);
            let tooltip = Tray::of(&snapshot, &english()).tooltip;
            assert!(
                tooltip.contains("A — can't see\nB — can't see"),
                "{tooltip}"
            );
        }
    }

    #[test]
    fn a_suspicion_is_amber_however_bad_it_may_be() {
        let mut possible = out("A");
        possible.confidence = Some(Confidence::Possible);
        assert_eq!(lamp(&online(vec![possible])), Lamp::SomethingOff);
        let confirming = service("A", Health::Unknown, confirming());
        assert_eq!(lamp(&online(vec![confirming])), Lamp::SomethingOff);
    }

    #[test]
    fn what_only_the_vendor_sees_is_amber_unless_they_call_it_an_outage() {
        for (health, expected) in [
            (Health::Operational, Lamp::SomethingOff),
            (Health::Unknown, Lamp::SomethingOff),
            (Health::Degraded, Lamp::SomethingOff),
            (Health::PartialOutage, Lamp::Outage),
            (Health::MajorOutage, Lamp::Outage),
        ] {
            let service = service("A", health, reports(true));
            assert_eq!(lamp(&online(vec![service])), expected, "{health:?}");
        }
    }

    #[test]
    fn the_tooltip_is_worst_first_and_ends_with_the_last_look() {
        let mut muted = well("Copilot");
        muted.muted = true;
        let services = vec![muted, unseen("Gemini"), out("ChatGPT"), well("Claude")];
        assert_eq!(
            Tray::of(&online(services), &english()).tooltip,
            "ChatGPT — outage since 14:02\n\
             Gemini — can't see\n\
             Copilot — working (muted)\n\
             Claude — working\n\
             last looked at 14:05:10"
        );
    }

    #[test]
    fn the_tooltip_stays_at_ten_lines() {
        let many = (0..20).map(|n| well(&format!("S{n}"))).collect::<Vec<_>>();
        for vantage in [Vantage::Online, Vantage::Offline] {
            let tooltip = Tray::of(&snapshot(vantage, many.clone()), &english()).tooltip;
            assert_eq!(tooltip.lines().count(), 10, "{tooltip}");
        }
        let eight = Tray::of(&online(many[..8].to_vec()), &english()).tooltip;
        assert_eq!(eight.lines().count(), 9, "{eight}");
        let mut fresh = online(Vec::new());
        fresh.checked_at = None;
        assert_eq!(
            Tray::of(&fresh, &english()).tooltip,
            "Nothing is being watched.\nnot looked at yet"
        );
    }

    #[test]
    fn the_menu_of_an_outage_offers_the_best_alternative() {
        let mut broken = out("ChatGPT");
        broken.alternatives = vec![alternative("Claude"), alternative("Gemini")];
        let menu = Tray::of(&online(vec![well("Claude"), broken]), &english()).menu;
        let row = |click, label: &str| item(click, label.to_owned());
        assert_eq!(
            menu,
            [
                row(
                    Click::OpenService("chatgpt".into()),
                    "ChatGPT — outage since 14:02"
                ),
                row(Click::OpenService("claude".into()), "Claude — working"),
                MenuEntry::Separator,
                row(Click::UseInstead("claude".into()), "Use Claude instead"),
                row(Click::CheckNow, "Check now"),
                MenuEntry::Submenu {
                    label: "Mute".into(),
                    entries: vec![
                        row(Click::MuteHour, "For 1 hour"),
                        row(Click::MuteUntilTomorrow, "Until tomorrow"),
                        row(Click::MuteUntilBack, "Until it is back"),
                    ],
                },
                MenuEntry::Separator,
                row(Click::OpenWindow, "Open Aldis"),
                row(Click::Settings, "Settings…"),
                row(Click::Quit, "Quit"),
            ]
        );
    }

    #[test]
    fn the_menu_of_a_quiet_day_in_vietnamese() {
        let mut muted = well("ChatGPT");
        muted.muted = true;
        let mut snapshot = online(vec![muted]);
        snapshot.checking = true;
        insta::assert_debug_snapshot!(Tray::of(&snapshot, &vietnamese()).menu);
    }

    #[test]
    fn two_snapshots_that_look_alike_make_the_same_tray() {
        let first = online(vec![out("A"), well("B")]);
        let mut second = first.clone();
        second.at = second.at + std::time::Duration::from_millis(900);
        let words = english();
        assert_eq!(Tray::of(&first, &words), Tray::of(&second, &words));
        second.services[1] = unseen("B");
        assert_ne!(Tray::of(&first, &words), Tray::of(&second, &words));
    }
}
