//! Tests: every sentence in every language, as tables over every variant.

use std::fmt::Debug;
use std::time::Duration;

use super::Words;
use super::sample::*;
use crate::belief::Opinion;
use crate::catalogue::{Capability, Surface};
use crate::drift::Speed;
use crate::evidence::{Outcome, Phase, Timing, TlsFault};
use crate::health::{Confidence, Health};
use crate::incident::Happening;
use crate::lateness::Lateness;
use crate::likelihood::PageSign;
use crate::page::{Impact, IncidentPhase, LeftOut};
use crate::snapshot::{
    Common, DriftEvidence, Drifting, Here, Ignored, PageEvidence, PageSays, ProbeStatus, Reason,
    Says, Usual, Worth,
};
use crate::vantage::{Culprit, Vantage};

pub(super) const HEALTHS: [Health; 6] = [
    Health::Operational,
    Health::Maintenance,
    Health::Unknown,
    Health::Degraded,
    Health::PartialOutage,
    Health::MajorOutage,
];
const PHASES: [Phase; 6] = [
    Phase::Dns,
    Phase::Connect,
    Phase::Tls,
    Phase::Send,
    Phase::FirstByte,
    Phase::Body,
];
const SPEED: Speed = Speed {
    usual: Duration::from_millis(420),
    lately: Duration::from_millis(1_310),
};
const VANTAGES: [Vantage; 5] = [
    Vantage::Online,
    Vantage::Waking,
    Vantage::Captive,
    Vantage::Impaired,
    Vantage::Offline,
];
const CULPRITS: [Culprit; 5] = [
    Culprit::Slow,
    Culprit::Resolver,
    Culprit::Proxy,
    Culprit::Interception,
    Culprit::Clock,
];
const PAGES: [PageSays; 9] = [
    PageSays::NotAsked,
    PageSays::Fine,
    PageSays::Resolved,
    PageSays::Maintenance,
    PageSays::Overrun,
    PageSays::Trouble,
    PageSays::Held,
    PageSays::Unconfirmed,
    PageSays::Unreadable,
];

/// What each language says of each of `items`, one language a line under its item.
pub(super) fn table<T: Debug>(
    items: impl IntoIterator<Item = T>,
    say: impl Fn(&Words, &T) -> String,
) -> String {
    let (english, vietnamese) = (english(), vietnamese());
    let mut rows = String::new();
    for item in items {
        let (en, vi) = (say(&english, &item), say(&vietnamese, &item));
        for text in [&en, &vi] {
            assert!(
                !text.contains(['{', '}', '$', '\u{2068}', '\u{2069}']),
                "{text}"
            );
        }
        rows.push_str(&format!("{item:?}\n  {en}\n  {vi}\n"));
    }
    rows
}

fn outcomes() -> Vec<Outcome> {
    let mut all = vec![
        Outcome::Answered { status: 503 },
        Outcome::Refused,
        Outcome::NameUnknown,
        Outcome::Challenged { status: 403 },
        Outcome::RateLimited {
            status: 429,
            retry_after: None,
        },
        Outcome::RateLimited {
            status: 429,
            retry_after: Some(Duration::from_secs(90)),
        },
        Outcome::RedirectedAway {
            to: "portal.example".into(),
        },
        Outcome::WrongBody { status: 200 },
        Outcome::TooLarge { limit: 8 << 20 },
        Outcome::ProxyFailed,
        Outcome::WeAreOffline,
        Outcome::FailedInStream {
            why: "overloaded_error".into(),
        },
        Outcome::Overloaded { status: 529 },
        Outcome::OverQuota {
            status: 429,
            retry_after: None,
        },
        Outcome::OverQuota {
            status: 429,
            retry_after: Some(Duration::from_secs(90)),
        },
        Outcome::KeyRefused { status: 401 },
        Outcome::NotHere { status: 403 },
        Outcome::NoKey,
        Outcome::NoKeyStore,
    ];
    for fault in TlsFault::ALL {
        let why = "certificate\nexpired".into();
        all.push(Outcome::TlsBroken { fault, why });
    }
    for phase in PHASES {
        all.push(Outcome::Reset { phase });
        all.push(Outcome::TimedOut { phase });
    }
    all
}

#[test]
fn the_example_of_a_settings_file_counts_for_nothing_until_its_lines_are_freed() {
    use crate::settings::{Settings, parse};
    for words in [english(), vietnamese()] {
        let example = words.settings_example();
        assert_eq!(
            parse(&example, "settings.toml"),
            (Settings::default(), vec![])
        );
        let freed = example
            .lines()
            .map(|line| line.strip_prefix("# ").unwrap_or(line))
            .collect::<Vec<_>>()
            .join("\n");
        let (settings, findings) = parse(&freed, "settings.toml");
        assert_eq!(findings, []);
        assert!(settings.notify.quiet_hours.is_some(), "{freed}");
        assert_eq!(settings.watch, Settings::default().watch);
        assert_eq!(settings.prefer.len(), 2);
    }
}

#[test]
fn states_and_single_words() {
    let mut all = table(HEALTHS, |words, health| words.health(*health));
    for health in [Health::Operational, Health::MajorOutage] {
        let levels = [
            Confidence::Possible,
            Confidence::Likely,
            Confidence::Confirmed,
            Confidence::Reported,
        ];
        all += &table(levels, |words, level| words.confidence(*level, health));
    }
    all += &table(PHASES, |words, phase| {
        format!("{} / {}", words.layer_name(*phase), words.layer(*phase))
    });
    let surfaces = [Surface::Web, Surface::Api, Surface::Completion];
    all += &table(surfaces, |words, surface| words.surface(*surface));
    all += &table(
        [
            Impact::None,
            Impact::Maintenance,
            Impact::Minor,
            Impact::Major,
            Impact::Critical,
        ],
        |words, impact| words.impact(*impact),
    );
    all += &table(
        [
            IncidentPhase::Investigating,
            IncidentPhase::Identified,
            IncidentPhase::Monitoring,
            IncidentPhase::Resolved,
            IncidentPhase::Postmortem,
        ],
        |words, phase| words.stage(*phase),
    );
    all += &table(
        [
            Capability::Chat,
            Capability::Images,
            Capability::Voice,
            Capability::WebSearch,
            Capability::Files,
            Capability::Code,
            Capability::Video,
            Capability::Api,
            Capability::Login,
        ],
        |words, one| format!("{} / {}", words.capability(*one), words.ability(*one)),
    );
    insta::assert_snapshot!(all);
}

#[test]
fn our_own_network() {
    let all = table(VANTAGES, |words, vantage| {
        words.vantage(*vantage, None, tally(2, 3))
    });
    let uncounted = table(VANTAGES, |words, vantage| {
        words.vantage(*vantage, None, tally(0, 0))
    });
    insta::assert_snapshot!(format!("{all}--- uncounted\n{uncounted}"));
}

#[test]
fn how_looks_end() {
    let took = Duration::from_millis(10_004);
    let whole = table(outcomes(), |words, one| words.outcome(one, took));
    let brief = table(outcomes(), |words, one| words.outcome_brief(one));
    insta::assert_snapshot!(format!("{whole}--- brief\n{brief}"));
}

#[test]
fn looks_in_one_sentence() {
    let look = |outcome: Outcome, says, millis| ProbeStatus {
        surface: Surface::Web,
        at: NOW,
        outcome,
        says,
        timing: Timing {
            total: Duration::from_millis(millis),
            ..Timing::default()
        },
        usual: None,
    };
    let looks = [
        look(Outcome::Answered { status: 200 }, Says::Works, 182),
        look(Outcome::Answered { status: 401 }, Says::Works, 90),
        look(Outcome::Answered { status: 503 }, Says::Fails, 90),
        look(Outcome::Challenged { status: 403 }, Says::Nothing, 90),
        look(
            Outcome::TimedOut {
                phase: Phase::FirstByte,
            },
            Says::Fails,
            9_800,
        ),
        look(Outcome::TimedOut { phase: Phase::Dns }, Says::Fails, 250),
    ];
    insta::assert_snapshot!(table(looks, |words, look| words.probe(look)));
}

#[test]
fn reasons() {
    let mut all = vec![Reason::NotLookedYet, Reason::Stale, Reason::NothingSpeaks];
    all.extend(VANTAGES.map(|vantage| Reason::Vantage(vantage, None)));
    all.extend(CULPRITS.map(|culprit| Reason::Vantage(Vantage::Impaired, Some(culprit))));
    for page in PAGES {
        for surfaces in [tally(3, 3), tally(1, 1), tally(0, 0)] {
            all.push(Reason::Answers { surfaces, page });
        }
        all.push(Reason::Fails {
            requests: tally(0, 4),
            last: Outcome::Answered { status: 503 },
            controls: tally(3, 3),
            page,
            late: Lateness::PUBLISHED,
        });
    }
    for (requests, controls) in [
        (tally(0, 1), tally(2, 3)),
        (tally(3, 4), tally(0, 3)),
        (tally(0, 20), tally(3, 3)),
        (tally(0, 2_849), tally(3, 3)),
        (tally(0, 2_849), tally(2, 3)),
        (tally(0, 2_849), tally(0, 3)),
        (tally(1, 2_849), tally(3, 3)),
    ] {
        all.push(Reason::Fails {
            requests,
            last: Outcome::Refused,
            controls,
            page: PageSays::NotAsked,
            late: Lateness::PUBLISHED,
        });
    }
    all.extend([
        confirming(),
        Reason::Confirming {
            requests: tally(0, 2),
            last: Outcome::NameUnknown,
        },
        Reason::Recovering { good: 2 },
        reports(true),
        reports(false),
        Reason::Slow {
            surface: Surface::Web,
            speed: SPEED,
        },
        Reason::Slow {
            surface: Surface::Completion,
            speed: SPEED,
        },
        Reason::FailsAtTimes {
            requests: tally(34, 40),
        },
        Reason::Maintenance {
            what: "Database\u{202e} upgrade".into(),
            overrun: false,
        },
        Reason::Maintenance {
            what: "Database upgrade".into(),
            overrun: true,
        },
        Reason::Fails {
            requests: tally(0, 4),
            last: Outcome::Refused,
            controls: tally(3, 3),
            page: PageSays::Fine,
            late: Lateness {
                median: Duration::from_secs(34 * 60),
                learned: true,
            },
        },
    ]);
    all.extend(
        [Here::WorksAgain, Here::FrontDoor].map(|here| Reason::VendorReports {
            what: "Elevated error rates".into(),
            here,
        }),
    );
    insta::assert_snapshot!(table(all, |words, reason| words.reason(reason)));
}

#[test]
fn the_evidence_piece_by_piece() {
    let counted = |moved, repeats| Worth::Counted { moved, repeats };
    let mut worths: Vec<_> = [4.2, 1.8, 0.4, 0.01, -0.3, -1.2, -3.5]
        .map(|moved| counted(moved, false))
        .into();
    worths.push(counted(0.9, true));
    let ours = CULPRITS.map(|culprit| Ignored::OurNetwork(Some(culprit)));
    let whys = ours.into_iter().chain([
        Ignored::OurNetwork(None),
        Ignored::NameUnchecked,
        Ignored::BotWall,
        Ignored::AskedTooOften,
        Ignored::NeverLetIn,
        Ignored::OwnAccount,
        Ignored::UnknownAnswer,
        Ignored::NotTheService,
        Ignored::BeforeGap,
    ]);
    worths.extend(whys.map(Worth::Ignored));
    let mut all = table(worths, |words, worth| words.worth(worth));
    let opinions = [
        Opinion::Blank,
        Opinion::Works,
        Opinion::Suspect,
        Opinion::Unreliable,
        Opinion::Out,
        Opinion::Recovering,
    ];
    all += &table(opinions, |words, opinion| words.opinion(*opinion));
    let usual = |failure_rate, looks| Usual {
        failure_rate,
        looks,
    };
    let habits = [usual(1.0 / 201.0, 3), usual(0.0184, 3_412)];
    all += &table(habits, |words, it| words.usual(*it));
    let drifts = [
        Drifting::No,
        Drifting::Slow,
        Drifting::Failing,
        Drifting::WithOthers,
    ];
    let drifts = drifts.map(|found| DriftEvidence {
        speed: Some(SPEED),
        hour: tally(37, 40),
        found,
    });
    all += &table(drifts, |words, it| words.drift(it).unwrap_or_default());
    let page = |sign, failing: Option<u64>, moved| PageEvidence {
        sign,
        failing_for: failing.map(|minutes| Duration::from_secs(60 * minutes)),
        moved,
    };
    let pages = [
        page(PageSign::Nothing, None, 0.0),
        page(PageSign::Silent, None, 0.0),
        page(PageSign::Silent, Some(12), -0.2),
        page(PageSign::Incident, Some(12), 3.4),
        page(PageSign::Critical, Some(12), 4.2),
    ];
    all += &table(pages, |words, page| words.page_evidence(page));
    let reasons = [LeftOut::Noise, LeftOut::ElsewhereOnly, LeftOut::Permanent];
    all += &table(reasons, |words, why| words.left_out("Slow in Asia", *why));
    let upstream = |reported| Common::Upstream {
        name: "Cloudflare".into(),
        reported,
    };
    let causes = [upstream(false), upstream(true), Common::Way];
    all += &table(causes, |words, cause| words.common(cause));
    all += &table([0.003, 0.043, 0.12], |words, share| words.loss(*share));
    insta::assert_snapshot!(all);
}

#[test]
fn incidents_and_their_lines() {
    let titles = [None, Some(NOW)].map(|ended| {
        table(HEALTHS, |words, health| {
            words.incident_title(&incident(*health, ended), "ChatGPT")
        })
    });
    let mut lines = vec![
        Happening::FirstFailure {
            surface: Surface::Web,
            outcome: Outcome::TimedOut {
                phase: Phase::FirstByte,
            },
        },
        Happening::Confirmed {
            failed: 4,
            tried: 4,
        },
        Happening::Confirmed {
            failed: 1,
            tried: 1,
        },
        Happening::Slowed {
            surface: Surface::Api,
            speed: SPEED,
        },
        Happening::Posted {
            title: "Elevated error rates".into(),
        },
        Happening::LastWorked,
        Happening::WorksAgain,
        Happening::Reopened,
        Happening::Ended,
    ];
    lines.extend(HEALTHS.map(Happening::Became));
    let lines = table(lines, |words, what| words.happening(what));
    let [open, ended] = titles;
    insta::assert_snapshot!(format!("{open}--- ended\n{ended}--- lines\n{lines}"));
}

#[test]
fn who_was_first_is_said_with_its_sign() {
    let lead = |seen: Option<u64>, posted: Option<u64>| {
        let mut one = incident(Health::MajorOutage, None);
        one.seen_here = seen.map(minutes_ago);
        one.posted = posted.map(minutes_ago);
        (english().lead(&one), vietnamese().lead(&one))
    };
    let say = |en: &str, vi: &str| (Some(en.to_owned()), Some(vi.to_owned()));
    assert_eq!(
        lead(Some(30), Some(11)),
        say(
            "we saw it 19 min before their page",
            "Aldis thấy trước trang của họ 19 phút"
        )
    );
    assert_eq!(
        lead(Some(11), Some(30)),
        say(
            "their page was 19 min ahead of us",
            "trang của họ báo trước Aldis 19 phút"
        )
    );
    assert_eq!(
        lead(Some(11), Some(11)),
        say(
            "we and their page saw it at the same time",
            "Aldis và trang của họ thấy cùng lúc"
        )
    );
    assert_eq!(lead(Some(11), None), (None, None));
    assert_eq!(lead(None, Some(11)), (None, None));
}
