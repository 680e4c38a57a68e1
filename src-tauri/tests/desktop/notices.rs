//! Notifications against a stand-in daemon.

use std::time::Duration;

use crate::process::{Lamp, break_chatgpt, lab};
use crate::session::Session;
use crate::standin::{Daemon, Shown};
use crate::wait::until;

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
