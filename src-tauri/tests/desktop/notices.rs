//! Notifications against a stand-in daemon.

use std::time::Duration;

use aldis_lab::{ComponentStatus, Impact, IncidentPhase, Lab, Post, Vendor};
use aldis_link::command::Ask;

use crate::process::{Lamp, break_chatgpt, lab};
use crate::session::Session;
use crate::standin::{Daemon, Shown};
use crate::talk::Talk;
use crate::wait::{equal, until};

const SOON: Duration = Duration::from_secs(40);

async fn nth(daemon: &Daemon, count: usize) -> Shown {
    until("a notification", SOON, async || {
        let shown = daemon.shown();
        if shown.len() >= count {
            Ok(shown[count - 1].clone())
        } else {
            Err(format!("{} of them", shown.len()))
        }
    })
    .await
}

#[tokio::test]
async fn an_outage_is_told_once_and_its_end_takes_the_place_of_it() {
    let (session, lab) = (Session::bare(), lab().await);
    let daemon = Daemon::start(session.connect().await).await;
    let mut lamp = Lamp::start(&session, &lab);

    break_chatgpt(&lab).await;
    let outage = nth(&daemon, 1).await;
    assert_eq!(outage.title, "ChatGPT is down");
    assert_eq!(outage.replaces, 0);
    assert!(outage.body.contains("since "), "{}", outage.body);
    assert!(
        outage.body.contains("your internet is fine"),
        "{}",
        outage.body
    );
    assert!(
        outage.buttons().contains(&"Details"),
        "{:?}",
        outage.buttons()
    );
    assert_eq!(outage.actions[0], "default");
    assert!(
        outage.hints.contains_key("image-data"),
        "{:?}",
        outage.hints
    );

    lab.heal().await.unwrap();
    let recovery = nth(&daemon, 2).await;
    assert_eq!(recovery.title, "ChatGPT is working again");
    assert_eq!((recovery.replaces, recovery.id), (outage.id, outage.id));
    assert!(recovery.body.starts_with("out for "), "{}", recovery.body);

    assert!(lamp.terminate().await.success());
    assert_eq!(daemon.shown().len(), 2);
    assert_eq!(daemon.closed(), [outage.id], "taken back at the end");
}

/// The vendor says something on its page.
fn post(lab: &Lab, phase: IncidentPhase) {
    let broken = ("Conversations".to_owned(), ComponentStatus::MajorOutage);
    let component = (phase != IncidentPhase::Resolved).then_some(broken);
    let post = Post {
        incident: "a".to_owned(),
        phase,
        title: Some("Elevated errors".to_owned()),
        text: String::new(),
        impact: Some(Impact::Major),
        components: component.into_iter().collect(),
    };
    lab.post(Vendor::OpenAi, post).unwrap();
}

#[tokio::test]
async fn what_is_on_the_screen_follows_the_page_and_what_was_put_away_stays_away() {
    let (session, lab) = (Session::bare(), lab().await);
    let daemon = Daemon::start(session.connect().await).await;
    let mut lamp = Lamp::start(&session, &lab);
    break_chatgpt(&lab).await;
    let outage = nth(&daemon, 1).await;
    assert!(outage.body.contains("still green"), "{}", outage.body);

    post(&lab, IncidentPhase::Investigating);
    let update = nth(&daemon, 2).await;
    assert_eq!((update.replaces, update.id), (outage.id, outage.id));
    assert_eq!(update.title, "ChatGPT is down");
    assert!(
        update.body.contains("reports trouble too"),
        "{}",
        update.body
    );
    assert!(update.hints.contains_key("suppress-sound"));
    post(&lab, IncidentPhase::Monitoring);
    let update = nth(&daemon, 3).await;
    assert!(update.body.contains("monitoring"), "{}", update.body);

    daemon.dismiss(outage.id).await;
    post(&lab, IncidentPhase::Identified);
    let mut talk = Talk::start(&session).await;
    talk.say(&Ask::Watch);
    until("the lamp has read it", SOON, async || {
        let snapshot = talk.hear();
        equal(snapshot.to_string().contains("\"identified\""), &true)
    })
    .await;
    lab.heal().await.unwrap();
    post(&lab, IncidentPhase::Resolved);
    let recovery = nth(&daemon, 4).await;
    assert_eq!(recovery.title, "ChatGPT is working again");
    assert!(lamp.terminate().await.success());
    assert_eq!(daemon.shown().len(), 4);
}

#[tokio::test]
async fn muted_from_the_notification_it_is_silent_about_the_end() {
    let (session, lab) = (Session::bare(), lab().await);
    let daemon = Daemon::start(session.connect().await).await;
    let lamp = Lamp::start(&session, &lab);
    break_chatgpt(&lab).await;
    let outage = nth(&daemon, 1).await;
    daemon.press(outage.id, outage.key("Mute")).await;
    let muted = crate::item::Item::of(&session.connect().await, lamp.pid())
        .await
        .unwrap();
    until("the tray says that it is muted", SOON, async || {
        let (title, body) = muted.tooltip().await;
        let found = format!("{title}\n{body}");
        if found.contains("muted") {
            Ok(())
        } else {
            Err(found)
        }
    })
    .await;
}

#[tokio::test]
async fn without_a_daemon_the_lamp_runs_on_and_tells_one_that_comes_later() {
    let (session, lab) = (Session::bare(), lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let bus = session.connect().await;
    let item = until("a tray item", SOON, async || {
        crate::item::Item::of(&bus, lamp.pid()).await
    })
    .await;
    break_chatgpt(&lab).await;
    until("it turns red", SOON, async || {
        crate::wait::equal(item.lamp().await?, &aldis_core::present::tray::Lamp::Outage)
    })
    .await;
    assert!(lamp.is_running());

    let daemon = Daemon::start(session.connect().await).await;
    lab.heal().await.unwrap();
    let recovery = nth(&daemon, 1).await;
    assert_eq!(recovery.title, "ChatGPT is working again");
}
