//! Tests: what is said of our own faults and files, and why an alternative is one.

use std::time::Duration;

use super::sample::*;
use super::sentences::table;
use crate::catalogue::Capability;
use crate::event::{Fault, ProgramFailure};
use crate::evidence::Outcome;
use crate::finding::{Allowed, Finding, Instead, Mistake, Place};

#[test]
fn faults_say_what_to_do() {
    let program = |why| Fault::Program {
        name: "tell-me".into(),
        why,
    };
    let all = [
        Fault::History("disk full".into()),
        Fault::HistoryMovedAside("history.damaged.db".into()),
        Fault::NoTray,
        Fault::NoNotifications,
        Fault::NoKeyStore,
        program(ProgramFailure::NotStarted("No such file".into())),
        program(ProgramFailure::TooSlow(Duration::from_secs(30))),
        program(ProgramFailure::Failed(Some(3))),
        program(ProgramFailure::Failed(None)),
        Fault::Webhook(Outcome::Answered { status: 404 }),
        Fault::Webhook(Outcome::Refused),
        Fault::File(Finding {
            file: "settings.toml".into(),
            line: Some(3),
            mistake: Mistake::UnknownKey {
                key: "wach".into(),
                place: Place::Top,
                allowed: vec!["watch", "prefer"],
            },
        }),
    ];
    insta::assert_snapshot!(table(all, |words, fault| words.fault(fault)));
}

#[test]
fn mistakes_in_files_say_what_is_allowed() {
    let place = || Place::In("[notify]".to_owned());
    let why = || "expected `]`".to_owned();
    let entry = || "service \"mine\"".to_owned();
    let wrong = |allowed| Mistake::WrongValue {
        key: "level".into(),
        place: place(),
        written: Some("\"loud\"".into()),
        allowed,
    };
    let words = || Allowed::OneOf(vec!["off", "outages"]);
    let mut all = vec![
        Mistake::Syntax {
            why: why(),
            instead: Instead::Usual,
        },
        Mistake::Unreadable {
            why: why(),
            instead: Instead::Before,
        },
        Mistake::UnknownKey {
            key: "wach".into(),
            place: Place::Top,
            allowed: vec!["watch", "prefer"],
        },
        Mistake::MissingKey {
            key: "from".into(),
            place: place(),
            allowed: Allowed::TimeOfDay,
        },
        Mistake::WrongValue {
            key: "proxy".into(),
            place: place(),
            written: None,
            allowed: Allowed::Proxy,
        },
        Mistake::UnknownService {
            id: "chatgtp".into(),
            known: vec!["chatgpt".into(), "claude".into()],
        },
        Mistake::LeftOut { entry: entry() },
        Mistake::Twice { entry: entry() },
        Mistake::UnknownPart {
            part: "smell".into(),
            allowed: vec!["main", "images"],
        },
        Mistake::NoMain,
        Mistake::OneOperator,
    ];
    all.extend(
        [
            words(),
            Allowed::Text,
            Allowed::Flag,
            Allowed::Duration,
            Allowed::Address,
            Allowed::PromptAddress,
            Allowed::Id,
            Allowed::Status,
            Allowed::AliveStatus,
            Allowed::Webhook,
            Allowed::Table("[notify]"),
            Allowed::Tables("[[service]]"),
            Allowed::Components,
            Allowed::ListOf(Box::new(words())),
        ]
        .map(wrong),
    );
    let said: Vec<_> = all
        .iter()
        .map(|it| format!("{}\n{}", english().mistake(it), vietnamese().mistake(it)))
        .collect();
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn why_an_alternative_is_one() {
    let mut picky = alternative("Claude");
    picky.sign_in = true;
    picky.capabilities = vec![Capability::Chat];
    assert_eq!(
        english().why(&alternative("Gemini"), NOW),
        "working, checked 8 s ago · makes images · no sign-in"
    );
    assert_eq!(english().why(&picky, NOW), "working, checked 8 s ago");
    assert_eq!(
        vietnamese().why(&alternative("Gemini"), NOW),
        "đang hoạt động, kiểm tra 8 giây trước · tạo hình ảnh · không cần đăng nhập"
    );
}
