//! What a window may ask for and the lamp does: keys, start at login, history, pages. Asked over the
//! real socket, and looked for where it ends up.

use std::time::Duration;

use aldis_lab::{Fault, KEY, Lab, ModelTrouble, Part, Vendor};
use aldis_link::query::Query;
use aldis_link::view::{Answer, Health, Keys, Settings};
use serde_json::json;

use crate::process::{Lamp, break_chatgpt, lab};
use crate::session::{Session, owned};
use crate::talk::Talk;
use crate::wait::{equal, until};

const SOON: Duration = Duration::from_secs(40);

/// A session with a key store that is open.
async fn with_keys() -> Session {
    let mut session = Session::bare();
    session.unlock_keys();
    let bus = session.connect().await;
    until("a key store", SOON, async || {
        owned(&bus, "org.freedesktop.secrets").await
    })
    .await;
    session
}

fn keep(name: &str, key: &str) -> Query {
    let asked = json!({"query": "keep_key", "name": name, "key": key});
    serde_json::from_value(asked).unwrap()
}

fn keys(answer: Answer) -> Vec<String> {
    let Answer::Keys(Keys { keys, trouble }) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(trouble, None);
    let kept = keys.into_iter().filter(|it| it.kept);
    kept.map(|it| it.name).collect()
}

fn settings(answer: Answer) -> Settings {
    let Answer::Settings(settings) = answer else {
        panic!("{answer:?}");
    };
    *settings
}

// The lab answers in this process while `Talk` waits for the lamp.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_kept_tried_and_forgotten_and_no_answer_holds_it() {
    let (session, lab) = (with_keys().await, lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let mut talk = Talk::start(&session).await;
    let openai = || "openai".to_owned();
    assert_eq!(keys(talk.asks(Query::Keys)), [""; 0]);
    assert_eq!(keys(talk.asks(keep("openai", KEY))), ["openai"]);

    let answer = talk.asks(Query::TestKey { name: openai() });
    let Answer::KeyTested(test) = answer else {
        panic!("{answer:?}");
    };
    assert!(test.works && test.words.contains("200"), "{test:?}");
    let trouble = ModelTrouble::OverQuota;
    let fault = Fault::Model { trouble };
    lab.set(Part::Completion(Vendor::OpenAi), fault)
        .await
        .unwrap();
    let answer = talk.asks(Query::TestKey { name: openai() });
    let Answer::KeyTested(test) = answer else {
        panic!("{answer:?}");
    };
    assert!(!test.works && test.words.contains("quota"), "{test:?}");

    for refused in [keep("nobody", KEY), keep("openai", "two words")] {
        let answer = talk.asks(refused);
        assert!(matches!(answer, Answer::Failed(_)), "{answer:?}");
    }
    assert_eq!(keys(talk.asks(Query::Keys)), ["openai"]);
    assert_eq!(
        keys(talk.asks(Query::ForgetKey { name: openai() })),
        [""; 0]
    );
    assert!(!talk.heard().contains(KEY));
    assert!(!lamp.log().contains(KEY));
    assert!(lamp.terminate().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn start_at_login_is_what_the_system_was_told() {
    let (session, lab) = (Session::bare(), lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let mut talk = Talk::start(&session).await;
    let entries = session.dir().join("config/autostart");
    let told = || {
        let files = std::fs::read_dir(&entries).into_iter().flatten().flatten();
        let texts = files.map(|file| std::fs::read_to_string(file.path()).unwrap());
        texts.collect::<String>()
    };
    let before = settings(talk.asks(Query::Settings));
    assert_eq!(before.start_at_login, Some(false));
    for on in [true, false, true] {
        let after = settings(talk.asks(Query::StartAtLogin { on }));
        assert_eq!(after.start_at_login, Some(on));
        assert_eq!(told().contains("aldis-desktop"), on, "{}", told());
    }
    let data = lamp.data_dir().display().to_string();
    assert!(told().contains(&data), "it starts with other directories");
    assert!(lamp.terminate().await.success());
}

/// An outage that began and ended.
async fn an_outage(lab: &Lab, talk: &mut Talk) {
    break_chatgpt(lab).await;
    let mut known = async |ended: bool| {
        until("an incident", SOON, async || {
            let answer = talk.asks(Query::Incidents);
            let Answer::Incidents(lines) = answer else {
                panic!("{answer:?}");
            };
            let first = lines.first().ok_or("there is none")?;
            equal(first.ended.is_some(), &ended)
        })
        .await;
    };
    known(false).await;
    lab.heal().await.unwrap();
    known(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_history_is_gone_and_the_lamp_goes_on() {
    let (session, lab) = (Session::bare(), lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let mut talk = Talk::start(&session).await;
    an_outage(&lab, &mut talk).await;
    assert_eq!(talk.asks(Query::DeleteHistory), Answer::Done);
    assert_eq!(talk.asks(Query::Incidents), Answer::Incidents(Vec::new()));
    an_outage(&lab, &mut talk).await;
    assert!(lamp.terminate().await.success());
    let log = lamp.log();
    assert!(
        !log.contains("a part of Aldis does not work fault=History"),
        "{log}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_shown_before_it_is_added_and_watched_afterwards() {
    let (session, lab) = (Session::bare(), lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let mut talk = Talk::start(&session).await;
    let address = lab.url(Part::Page(Vendor::Anthropic));
    let propose = |main: &[&str]| Query::Propose {
        address: address.clone(),
        main: main.iter().map(ToString::to_string).collect(),
    };
    let answer = talk.asks(propose(&[]));
    let Answer::Proposed(shown) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(
        (shown.format.as_str(), shown.health),
        ("statuspage", Health::Operational)
    );
    let part = shown.components.first().expect("it has parts").clone();
    let answer = talk.asks(propose(&[&part.id]));
    let Answer::Proposed(shown) = answer else {
        panic!("{answer:?}");
    };
    assert!(shown.entry.contains(&part.id), "{}", shown.entry);
    let before = settings(talk.asks(Query::Settings));
    assert!(!before.watch.contains(&shown.id), "looking changes nothing");

    let added = settings(talk.asks(Query::AddPage {
        address: address.clone(),
        main: vec![part.id.clone()],
    }));
    assert!(added.watch.contains(&shown.id), "{:?}", added.watch);
    assert!(lamp.settings().contains(&shown.id));
    talk.sees(SOON, |snapshot| {
        let services = snapshot["services"].as_array().unwrap();
        services
            .iter()
            .any(|it| it["id"] == *shown.id && it["health"] == "operational")
    });
    let nothing = talk.asks(Query::Propose {
        address: lab.url(Part::Portal),
        main: Vec::new(),
    });
    assert!(matches!(nothing, Answer::Failed(_)), "{nothing:?}");
    assert!(lamp.terminate().await.success());
}
