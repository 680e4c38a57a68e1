//! What the user is told, once, or nothing. Whether they are told at all: `notice/policy.rs`.

mod policy;

pub use policy::{awaited, is_quiet, permitted, told_by, update_permitted};

use std::time::Duration;

use super::words::Words;

use crate::catalogue::ServiceId;
use crate::health::Health;
use crate::incident::IncidentId;
use crate::page::IncidentPhase;
use crate::snapshot::{PageSays, Reason};
use crate::time::Timestamp;

/// One thing to tell the user. The shell shows it in place of the one it replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// One per incident: a later notice with the same id replaces the shown one.
    pub id: IncidentId,
    /// When it was decided.
    pub at: Timestamp,
    /// What kind, with its facts.
    pub kind: NoticeKind,
    /// When what is wrong had last worked, where nobody looked from then until it was seen to fail.
    pub worked_before: Option<Timestamp>,
    /// Whom it is about, id and name.
    pub services: Vec<(ServiceId, String)>,
    /// The notice it replaces, if one was shown for this incident.
    pub replaces: Option<IncidentId>,
    /// Show without sound (quiet hours, relapse, update).
    pub silent: bool,
    /// Whether it only brings up to date what is on the screen: where that was closed meanwhile,
    /// nothing is shown.
    pub update: bool,
    /// Best alternative, for the action: name and address.
    pub instead: Option<(String, url::Url)>,
}

/// What kind of notice, with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// A service is out.
    Outage {
        /// Partial or major.
        health: Health,
        /// Since when.
        since: Timestamp,
        /// Why we say so.
        reason: Reason,
        /// Where their own incident stands, if one is open on their page.
        stage: Option<IncidentPhase>,
    },
    /// A service is degraded.
    Degraded {
        /// Since when.
        since: Timestamp,
        /// Why we say so.
        reason: Reason,
        /// Where their own incident stands, if one is open on their page.
        stage: Option<IncidentPhase>,
    },
    /// Several services are out because of one cloud or CDN.
    Upstream {
        /// Its name.
        name: String,
        /// How the first of them is.
        health: Health,
        /// Since when.
        since: Timestamp,
        /// Why we say so.
        reason: Reason,
    },
    /// It goes up and down too often to tell each turn.
    Unstable {
        /// Since when.
        since: Timestamp,
        /// How often it went down.
        falls: u32,
    },
    /// It works again.
    Recovery {
        /// How long it was out.
        out_for: Duration,
        /// The worst it was.
        worst: Health,
        /// What the page still says.
        page: PageSays,
        /// Where their own incident stands, if it is still open on their page.
        stage: Option<IncidentPhase>,
    },
}

impl NoticeKind {
    /// The word of CONTRACTS.md.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Outage { .. } => "outage",
            Self::Degraded { .. } => "degraded",
            Self::Upstream { .. } => "upstream",
            Self::Unstable { .. } => "unstable",
            Self::Recovery { .. } => "recovery",
        }
    }
}

/// What of a notice about trouble is worth an update when it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gist {
    health: Health,
    reported: bool,
    stage: Option<IncidentPhase>,
}

impl Gist {
    /// The gist of a notice about trouble; a recovery has none, it is final. While nothing new is
    /// known of the trouble, or of what the page says about it, that counts as `before`.
    pub(crate) fn of(kind: &NoticeKind, before: Option<Self>) -> Option<Self> {
        let (health, reason, stage) = match kind {
            NoticeKind::Outage {
                health,
                reason,
                stage,
                ..
            } => (*health, reason, *stage),
            NoticeKind::Degraded { reason, stage, .. } => (Health::Degraded, reason, *stage),
            NoticeKind::Upstream { .. }
            | NoticeKind::Unstable { .. }
            | NoticeKind::Recovery { .. } => return None,
        };
        let page = match reason {
            Reason::VendorReports { .. } | Reason::Maintenance { .. } => PageSays::Trouble,
            Reason::Answers { page, .. } | Reason::Fails { page, .. } => *page,
            Reason::NotLookedYet
            | Reason::Vantage(..)
            | Reason::Stale
            | Reason::NothingSpeaks
            | Reason::Confirming { .. }
            | Reason::Slow { .. }
            | Reason::FailsAtTimes { .. }
            | Reason::Recovering { .. } => return before,
        };
        let (reported, stage) = match page {
            PageSays::Trouble => (true, stage),
            PageSays::Fine | PageSays::Resolved | PageSays::Maintenance | PageSays::Overrun => {
                (false, None)
            }
            PageSays::NotAsked | PageSays::Held | PageSays::Unconfirmed | PageSays::Unreadable => (
                before.is_some_and(|it| it.reported),
                before.and_then(|it| it.stage),
            ),
        };
        Some(Self {
            health,
            reported,
            stage,
        })
    }
}

/// A notice in words, as a desktop shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeText {
    /// "ChatGPT is down"
    pub title: String,
    /// "since 14:02 — 4 of 4 test requests fail, your internet is fine. …"
    pub body: String,
    /// What can be done from the notice, with the words on the button.
    pub actions: Vec<(Action, String)>,
}

/// What a button on a notice does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Open the window at this incident.
    Details(IncidentId),
    /// Open the best alternative in the browser.
    Open(url::Url),
    /// Say nothing more about these services until they are back.
    Mute(Vec<ServiceId>),
}

/// The notice in words.
pub fn text(notice: &Notice, words: &Words) -> NoticeText {
    let names = notice
        .services
        .iter()
        .map(|(_, name)| name.as_str())
        .collect::<Vec<_>>();
    let cause = match &notice.kind {
        NoticeKind::Upstream { name, .. } => name.as_str(),
        NoticeKind::Outage { .. }
        | NoticeKind::Degraded { .. }
        | NoticeKind::Unstable { .. }
        | NoticeKind::Recovery { .. } => "",
    };
    NoticeText {
        title: words.text(
            title_key(&notice.kind),
            [
                ("count", names.len().into()),
                ("names", words.list(&names).into()),
                ("cause", cause.into()),
            ],
        ),
        body: body(notice, words),
        actions: actions(notice, words),
    }
}

const fn title_key(kind: &NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Outage {
            reason: Reason::VendorReports { .. },
            ..
        } => "notice-reported-down",
        NoticeKind::Outage {
            health: Health::PartialOutage,
            ..
        } => "notice-partly-down",
        NoticeKind::Outage { .. } => "notice-down",
        NoticeKind::Degraded { .. } => "notice-degraded",
        NoticeKind::Upstream { .. } => "notice-upstream",
        NoticeKind::Unstable { .. } => "notice-unstable",
        NoticeKind::Recovery { .. } => "notice-recovery",
    }
}

fn body(notice: &Notice, words: &Words) -> String {
    match &notice.kind {
        NoticeKind::Outage {
            since,
            reason,
            stage,
            ..
        }
        | NoticeKind::Degraded {
            since,
            reason,
            stage,
        } => {
            let args = [
                (
                    "time",
                    words.start(*since, notice.worked_before, notice.at).into(),
                ),
                ("reason", words.reason(reason).into()),
            ];
            let ours = words.text("notice-since", args);
            match stage.filter(|stage| stage.is_open()) {
                Some(stage) => {
                    let stage = words.stage(stage);
                    let theirs = words.text("notice-page-at", [("stage", stage.into())]);
                    format!("{ours} {theirs}")
                }
                None => ours,
            }
        }
        NoticeKind::Upstream { since, reason, .. } => {
            let args = [
                (
                    "time",
                    words.start(*since, notice.worked_before, notice.at).into(),
                ),
                ("reason", words.reason(reason).into()),
            ];
            words.text("notice-since", args)
        }
        NoticeKind::Unstable { since, falls } => {
            let args = [
                (
                    "time",
                    words.start(*since, notice.worked_before, notice.at).into(),
                ),
                ("count", (*falls).into()),
            ];
            words.text("notice-unstable-since", args)
        }
        NoticeKind::Recovery {
            out_for,
            worst,
            page,
            stage,
        } => {
            let key = if worst.is_out() {
                "notice-out-for"
            } else {
                "notice-trouble-for"
            };
            let ours = words.text(
                key,
                [(
                    "duration",
                    words.length(*out_for, notice.worked_before).into(),
                )],
            );
            match still_says(*page, *stage, words) {
                Some(theirs) => format!("{ours} {theirs}"),
                None => ours,
            }
        }
    }
}

fn still_says(page: PageSays, stage: Option<IncidentPhase>, words: &Words) -> Option<String> {
    if let Some(stage) = stage.filter(|stage| stage.is_open()) {
        let stage = words.stage(stage);
        return Some(words.text("notice-page-stage", [("stage", stage.into())]));
    }
    match page {
        PageSays::Trouble => Some(words.label("notice-page-trouble")),
        PageSays::NotAsked
        | PageSays::Fine
        | PageSays::Resolved
        | PageSays::Maintenance
        | PageSays::Overrun
        | PageSays::Held
        | PageSays::Unconfirmed
        | PageSays::Unreadable => None,
    }
}

fn actions(notice: &Notice, words: &Words) -> Vec<(Action, String)> {
    let mut actions = vec![(
        Action::Details(notice.id.clone()),
        words.label("notice-details"),
    )];
    match notice.kind {
        NoticeKind::Recovery { .. } => {}
        NoticeKind::Outage { .. }
        | NoticeKind::Degraded { .. }
        | NoticeKind::Upstream { .. }
        | NoticeKind::Unstable { .. } => {
            if let Some((name, open)) = &notice.instead {
                let label = words.text("notice-open", [("name", name.as_str().into())]);
                actions.push((Action::Open(open.clone()), label));
            }
            let about = notice.services.iter().map(|(id, _)| id.clone()).collect();
            actions.push((Action::Mute(about), words.label("notice-mute")));
        }
    }
    actions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::words::sample::*;

    fn notice(kind: NoticeKind, names: &[&str]) -> Notice {
        let services = names
            .iter()
            .map(|name| (ServiceId::new(name.to_lowercase()), (*name).to_owned()))
            .collect::<Vec<_>>();
        Notice {
            id: IncidentId::new("chatgpt-1"),
            at: NOW,
            kind,
            worked_before: None,
            services,
            replaces: None,
            silent: false,
            update: false,
            instead: Some((
                "Claude".into(),
                "https://alternative.example/".parse().unwrap(),
            )),
        }
    }

    fn outage(health: Health, reason: Reason) -> NoticeKind {
        let since = minutes_ago(3);
        NoticeKind::Outage {
            health,
            since,
            reason,
            stage: None,
        }
    }

    fn recovery(page: PageSays, stage: Option<IncidentPhase>) -> NoticeKind {
        NoticeKind::Recovery {
            out_for: Duration::from_secs(38 * 60 + 20),
            worst: Health::MajorOutage,
            page,
            stage,
        }
    }

    #[test]
    fn every_notice_in_every_language() {
        let (since, reason) = (minutes_ago(24 * 60), fails());
        let kinds = [
            outage(Health::MajorOutage, fails()),
            outage(Health::PartialOutage, fails()),
            outage(Health::MajorOutage, reports(false)),
            NoticeKind::Degraded {
                since,
                reason,
                stage: None,
            },
            NoticeKind::Outage {
                health: Health::MajorOutage,
                since: minutes_ago(3),
                reason: reports(false),
                stage: Some(IncidentPhase::Monitoring),
            },
            NoticeKind::Upstream {
                name: "Cloudflare".into(),
                health: Health::MajorOutage,
                since: minutes_ago(3),
                reason: fails(),
            },
            NoticeKind::Unstable {
                since: minutes_ago(25),
                falls: 3,
            },
            recovery(PageSays::Fine, None),
            recovery(PageSays::Trouble, None),
            recovery(PageSays::Trouble, Some(IncidentPhase::Monitoring)),
            recovery(PageSays::Fine, Some(IncidentPhase::Resolved)),
            NoticeKind::Recovery {
                out_for: Duration::from_secs(3_900),
                worst: Health::Degraded,
                page: PageSays::Fine,
                stage: None,
            },
        ];
        let mut all = String::new();
        for kind in kinds {
            for names in [&["ChatGPT"][..], &["ChatGPT", "Claude"]] {
                for words in [english(), vietnamese()] {
                    let shown = text(&notice(kind.clone(), names), &words);
                    let buttons = shown.actions.iter().map(|(_, label)| label.as_str());
                    let buttons = buttons.collect::<Vec<_>>().join("] [");
                    all += &format!("{}\n  {}\n  [{buttons}]\n", shown.title, shown.body);
                }
            }
        }
        insta::assert_snapshot!(all);
    }

    #[test]
    fn an_outage_can_be_looked_at_escaped_and_muted() {
        let shown = text(
            &notice(outage(Health::MajorOutage, fails()), &["ChatGPT"]),
            &english(),
        );
        assert_eq!(shown.title, "ChatGPT is down");
        assert_eq!(
            shown.body,
            "since 14:02 — 4 of 4 test requests fail (server error 503), your internet is fine. \
             Status page still green; such pages are usually 21 min late."
        );
        let actions = shown.actions.into_iter().map(|(action, _)| action);
        assert_eq!(
            actions.collect::<Vec<_>>(),
            [
                Action::Details(IncidentId::new("chatgpt-1")),
                Action::Open("https://alternative.example/".parse().unwrap()),
                Action::Mute(vec![ServiceId::new("chatgpt")]),
            ]
        );
    }

    #[test]
    fn without_an_alternative_none_is_offered_and_a_recovery_needs_none() {
        let mut alone = notice(outage(Health::MajorOutage, fails()), &["ChatGPT"]);
        alone.instead = None;
        let labels = |notice: &Notice| {
            let actions = text(notice, &english()).actions;
            actions
                .into_iter()
                .map(|(_, label)| label)
                .collect::<Vec<_>>()
        };
        assert_eq!(labels(&alone), ["Details", "Mute"]);
        let back = notice(recovery(PageSays::Fine, None), &["ChatGPT"]);
        assert_eq!(labels(&back), ["Details"]);
    }
}
