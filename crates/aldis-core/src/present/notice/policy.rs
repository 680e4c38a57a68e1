//! Whether the user is told: once for each turn an incident takes, never when they asked for quiet.

use super::{Notice, NoticeKind};
use crate::incident::Told;
use crate::settings::{NotifyLevel, NotifySettings, QuietHours};

/// The candidate as it is, or nothing.
///
/// `told` is what was told of the incident since it last began, `muted` whether the user asked for
/// silence about it, `local_minute` minutes after local midnight. A pure gate that may be asked any
/// number of times: offer the notice that fits the incident, and remember [`told_by`] of what comes
/// out. What is held back by quiet hours or a mute stays untold, and its recovery too.
///
/// - Trouble is told once, and again when a degradation turns into an outage; never when an outage
///   eases, nor a second time after a restart.
/// - A recovery is told only to somebody who was told of trouble.
/// - The level is the highest of the services named: whoever wants to hear of one hears of it.
pub fn permitted(
    notice: Notice,
    told: Told,
    settings: &NotifySettings,
    muted: bool,
    local_minute: u16,
) -> Option<Notice> {
    let quiet = is_quiet_now(settings, local_minute);
    let news = match notice.kind {
        NoticeKind::Recovery { .. } => told != Told::Nothing,
        NoticeKind::Outage { .. } | NoticeKind::Degraded { .. } | NoticeKind::Upstream { .. } => {
            told < told_by(&notice.kind)
        }
        NoticeKind::Unstable { .. } => true,
    };
    (news && !muted && !quiet && is_wanted(&notice, settings)).then_some(notice)
}

/// Whether a notice that was shown may be brought up to date: its trouble was told and nobody has
/// asked for quiet since.
pub fn update_permitted(
    notice: Notice,
    told: Told,
    settings: &NotifySettings,
    muted: bool,
    local_minute: u16,
) -> Option<Notice> {
    let wanted = match told {
        Told::Nothing => false,
        Told::Degraded => level(&notice, settings) >= NotifyLevel::Degraded,
        Told::Outage => level(&notice, settings) >= NotifyLevel::Outages,
    };
    (wanted && !muted && !is_quiet_now(settings, local_minute)).then_some(notice)
}

/// Word of an end that the user asked for: given whatever they hear of otherwise, without a sound in
/// quiet hours.
pub fn awaited(notice: Notice, settings: &NotifySettings, local_minute: u16) -> Notice {
    Notice {
        silent: notice.silent || is_quiet_now(settings, local_minute),
        ..notice
    }
}

fn is_quiet_now(settings: &NotifySettings, local_minute: u16) -> bool {
    settings
        .quiet_hours
        .is_some_and(|hours| is_quiet(hours, local_minute))
}

/// What has been told of an incident once a notice of this kind was shown.
pub const fn told_by(kind: &NoticeKind) -> Told {
    match kind {
        NoticeKind::Outage { .. } | NoticeKind::Upstream { .. } | NoticeKind::Unstable { .. } => {
            Told::Outage
        }
        NoticeKind::Degraded { .. } => Told::Degraded,
        NoticeKind::Recovery { .. } => Told::Nothing,
    }
}

/// Whether `local_minute` lies in the quiet hours. The same time twice is no quiet hour at all.
pub const fn is_quiet(hours: QuietHours, local_minute: u16) -> bool {
    if hours.from <= hours.to {
        hours.from <= local_minute && local_minute < hours.to
    } else {
        hours.from <= local_minute || local_minute < hours.to
    }
}

fn level(notice: &Notice, settings: &NotifySettings) -> NotifyLevel {
    notice
        .services
        .iter()
        .map(|(id, _)| {
            let own = settings.service.iter().find(|(service, _)| service == id);
            own.map_or(settings.level, |(_, level)| *level)
        })
        .max()
        .unwrap_or(settings.level)
}

fn is_wanted(notice: &Notice, settings: &NotifySettings) -> bool {
    let level = level(notice, settings);
    match notice.kind {
        NoticeKind::Outage { .. } | NoticeKind::Upstream { .. } | NoticeKind::Unstable { .. } => {
            level >= NotifyLevel::Outages
        }
        NoticeKind::Degraded { .. } => level >= NotifyLevel::Degraded,
        NoticeKind::Recovery { .. } => settings.recoveries && level >= NotifyLevel::Outages,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::catalogue::ServiceId;
    use crate::health::Health;
    use crate::incident::IncidentId;
    use crate::present::words::sample::NOW;
    use crate::settings::Settings;
    use crate::snapshot::{PageSays, Reason};

    const NOON: u16 = 12 * 60;

    fn outage(health: Health) -> Notice {
        notice(NoticeKind::Outage {
            health,
            since: NOW,
            reason: Reason::Stale,
            stage: None,
        })
    }

    fn degraded() -> Notice {
        notice(NoticeKind::Degraded {
            since: NOW,
            reason: Reason::Stale,
            stage: None,
        })
    }

    fn recovery() -> Notice {
        notice(NoticeKind::Recovery {
            out_for: Duration::from_secs(60),
            worst: Health::MajorOutage,
            page: PageSays::Fine,
            stage: None,
        })
    }

    fn notice(kind: NoticeKind) -> Notice {
        let chatgpt = ServiceId::new("chatgpt");
        Notice {
            id: IncidentId::of(&chatgpt, NOW),
            at: NOW,
            kind,
            worked_before: None,
            services: vec![(chatgpt, "ChatGPT".into())],
            replaces: None,
            silent: false,
            update: false,
            instead: None,
        }
    }

    fn everything() -> NotifySettings {
        NotifySettings {
            level: NotifyLevel::Degraded,
            ..Settings::default().notify
        }
    }

    fn shown(notice: Notice, told: Told, settings: &NotifySettings) -> Option<Notice> {
        permitted(notice, told, settings, false, NOON)
    }

    #[test]
    fn every_turn_of_an_incident_is_told_once() {
        let all = everything();
        let (partial, major) = (Health::PartialOutage, Health::MajorOutage);
        for (told, new, expected) in [
            (Told::Nothing, outage(major), true),
            (Told::Nothing, outage(partial), true),
            (Told::Nothing, degraded(), true),
            (Told::Nothing, recovery(), false),
            (Told::Degraded, degraded(), false),
            (Told::Degraded, outage(partial), true),
            (Told::Degraded, recovery(), true),
            (Told::Outage, degraded(), false),
            (Told::Outage, outage(major), false),
            (Told::Outage, recovery(), true),
        ] {
            let label = format!("{told:?} then {}", new.kind.word());
            assert_eq!(shown(new, told, &all).is_some(), expected, "{label}");
        }
    }

    #[test]
    fn after_a_recovery_was_told_nothing_is_owed() {
        assert_eq!(told_by(&recovery().kind), Told::Nothing);
        assert_eq!(told_by(&degraded().kind), Told::Degraded);
        assert_eq!(told_by(&outage(Health::PartialOutage).kind), Told::Outage);
    }

    #[test]
    fn what_is_let_through_is_not_changed() {
        let mut relapse = outage(Health::MajorOutage);
        relapse.silent = true;
        relapse.replaces = Some(relapse.id.clone());
        let shown = shown(relapse.clone(), Told::Nothing, &everything());
        assert_eq!(shown, Some(relapse));
    }

    #[test]
    fn the_level_of_a_service_beats_the_general_one() {
        let mut settings = Settings::default().notify;
        let major = || outage(Health::MajorOutage);
        assert!(shown(major(), Told::Nothing, &settings).is_some());
        assert_eq!(shown(degraded(), Told::Nothing, &settings), None);

        settings.service = vec![(ServiceId::new("chatgpt"), NotifyLevel::Off)];
        assert_eq!(shown(major(), Told::Nothing, &settings), None);
        assert_eq!(shown(recovery(), Told::Outage, &settings), None);

        let mut both = major();
        both.services
            .push((ServiceId::new("claude"), "Claude".into()));
        assert!(shown(both, Told::Nothing, &settings).is_some());

        settings.service = vec![(ServiceId::new("chatgpt"), NotifyLevel::Degraded)];
        assert!(shown(degraded(), Told::Nothing, &settings).is_some());
    }

    #[test]
    fn an_update_is_for_whoever_was_told_and_has_not_asked_for_quiet() {
        let settings = Settings::default().notify;
        let may = |told, muted, settings: &NotifySettings| {
            update_permitted(degraded(), told, settings, muted, NOON).is_some()
        };
        assert!(may(Told::Outage, false, &settings), "it eased");
        assert!(!may(Told::Nothing, false, &settings));
        assert!(!may(Told::Degraded, false, &settings));
        assert!(may(Told::Degraded, false, &everything()));
        assert!(!may(Told::Outage, true, &settings));
        let night = NotifySettings {
            quiet_hours: Some(QuietHours {
                from: NOON,
                to: NOON + 1,
            }),
            ..settings
        };
        assert!(!may(Told::Outage, false, &night));
    }

    #[test]
    fn recoveries_can_be_switched_off() {
        let settings = NotifySettings {
            recoveries: false,
            ..everything()
        };
        assert_eq!(shown(recovery(), Told::Outage, &settings), None);
        assert!(shown(degraded(), Told::Nothing, &settings).is_some());
    }

    #[test]
    fn nothing_is_told_while_muted_and_it_can_be_told_afterwards() {
        let (settings, major) = (everything(), outage(Health::MajorOutage));
        let muted = permitted(major.clone(), Told::Nothing, &settings, true, NOON);
        assert_eq!(muted, None);
        assert!(permitted(major, Told::Nothing, &settings, false, NOON).is_some());
    }

    #[test]
    fn quiet_hours_may_cross_midnight() {
        let night = QuietHours {
            from: 22 * 60,
            to: 7 * 60,
        };
        for (hour, minute, quiet) in [
            (21, 59, false),
            (22, 0, true),
            (23, 59, true),
            (0, 0, true),
            (6, 59, true),
            (7, 0, false),
            (12, 0, false),
        ] {
            assert_eq!(
                is_quiet(night, hour * 60 + minute),
                quiet,
                "{hour}:{minute}"
            );
        }
        let lunch = QuietHours {
            from: NOON,
            to: 13 * 60,
        };
        assert!(is_quiet(lunch, NOON) && !is_quiet(lunch, 13 * 60) && !is_quiet(lunch, 0));
        let never = QuietHours {
            from: NOON,
            to: NOON,
        };
        assert!(!is_quiet(never, NOON) && !is_quiet(never, 0));
    }

    #[test]
    fn quiet_hours_hold_back_every_kind_of_notice() {
        let settings = NotifySettings {
            quiet_hours: Some(QuietHours {
                from: 22 * 60,
                to: 7 * 60,
            }),
            ..everything()
        };
        for (notice, told) in [
            (outage(Health::MajorOutage), Told::Nothing),
            (degraded(), Told::Nothing),
            (recovery(), Told::Outage),
        ] {
            let night = permitted(notice.clone(), told, &settings, false, 23 * 60);
            assert_eq!(night, None);
            assert!(permitted(notice, told, &settings, false, 8 * 60).is_some());
        }
    }
}
