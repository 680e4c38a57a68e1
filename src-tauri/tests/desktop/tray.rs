//! The tray against a stand-in host.

use std::time::Duration;

use aldis_core::present::tray::Lamp as Lit;
use aldis_lab::{Fault, Part};
use aldis_link::command::Ask;

use crate::item::Item;
use crate::process::{Lamp, break_chatgpt, lab};
use crate::session::Session;
use crate::standin::{Daemon, Host};
use crate::talk::Talk;
use crate::wait::{equal, until};

const SOON: Duration = Duration::from_secs(30);

async fn lit(item: &Item, due: Lit) {
    until("the lamp is lit as it should be", SOON, async || {
        equal(item.lamp().await?, &due)
    })
    .await;
}

async fn item_of(session: &Session, lamp: &Lamp) -> Item {
    let bus = session.connect().await;
    until("a tray item", SOON, async || {
        Item::of(&bus, lamp.pid()).await
    })
    .await
}

/// Whichever item it is: one that no host took is made anew.
async fn registered(host: &Host, lamp: &Lamp) {
    let of_lamp = format!("-{}-", lamp.pid());
    until("an item of the lamp registers", SOON, async || {
        match host.items().as_slice() {
            [one] if one.contains(&of_lamp) => Ok(()),
            others => Err(format!("the host has {others:?}")),
        }
    })
    .await;
}

#[tokio::test]
async fn the_lamp_turns_red_and_green_again_with_its_tooltip_and_menu() {
    let (session, lab) = (Session::bare(), lab().await);
    let host = Host::start(session.connect().await).await;
    let lamp = Lamp::start(&session, &lab);
    let item = item_of(&session, &lamp).await;
    registered(&host, &lamp).await;
    assert_eq!(item.id().await, "aldis");
    assert_eq!(item.sizes().await, [16, 22, 24, 32, 48, 64]);

    lit(&item, Lit::Well).await;
    break_chatgpt(&lab).await;
    lit(&item, Lit::Outage).await;
    let (title, body) = item.tooltip().await;
    assert!(title.starts_with("ChatGPT — outage since "), "{title}");
    assert!(body.contains("Claude — working"), "{body}");
    let rows = item.menu().await;
    assert!(
        rows.iter()
            .any(|(_, label)| label.starts_with("ChatGPT — outage since ")),
        "{rows:?}"
    );

    lab.heal().await.unwrap();
    lit(&item, Lit::Well).await;
}

#[tokio::test]
async fn our_own_network_gone_is_grey() {
    let (session, lab) = (Session::bare(), lab().await);
    let _host = Host::start(session.connect().await).await;
    let lamp = Lamp::start(&session, &lab);
    let item = item_of(&session, &lamp).await;
    lit(&item, Lit::Well).await;
    for part in Part::all() {
        lab.set(part, Fault::Refuse).await.unwrap();
    }
    lit(&item, Lit::CannotSee).await;
    lab.heal().await.unwrap();
    lit(&item, Lit::Well).await;
}

#[tokio::test]
async fn a_tray_host_that_comes_late_and_one_that_returns_show_the_lamp() {
    let (session, lab) = (Session::bare(), lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let item = item_of(&session, &lamp).await;
    lit(&item, Lit::Well).await;

    let host = Host::start(session.connect().await).await;
    registered(&host, &lamp).await;
    host.stop().await;
    let host = Host::start(session.connect().await).await;
    registered(&host, &lamp).await;
    assert!(lamp.is_running());
}

#[tokio::test]
async fn a_tray_host_that_is_too_busy_at_first_shows_the_lamp_later() {
    let (session, lab) = (Session::bare(), lab().await);
    let lamp = Lamp::start(&session, &lab);
    let item = item_of(&session, &lamp).await;
    lit(&item, Lit::Well).await;

    let host = Host::start_busy(session.connect().await, 2).await;
    registered(&host, &lamp).await;
    lit(&item_of(&session, &lamp).await, Lit::Well).await;
}

#[tokio::test]
async fn a_bus_that_goes_away_neither_ends_the_lamp_nor_makes_it_spin() {
    let (mut session, lab) = (Session::bare(), lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let item = item_of(&session, &lamp).await;
    lit(&item, Lit::Well).await;

    session.end_bus();
    let before = lamp.cpu_seconds();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let used = lamp.cpu_seconds() - before;
    assert!(lamp.is_running());
    assert!(
        used < 1.0,
        "{used} s of processor time in 3 s without a bus"
    );
    assert!(lamp.terminate().await.success());
}

#[tokio::test]
async fn without_a_bus_quit_is_quick_and_the_log_stays_short() {
    let (mut session, lab) = (Session::bare(), lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let item = item_of(&session, &lamp).await;
    lit(&item, Lit::Well).await;
    let mut talk = Talk::start(&session).await;
    session.end_bus();
    talk.say(&Ask::Watch);
    until("the lamp has missed it", SOON, async || {
        let snapshot = talk.hear().to_string();
        equal(snapshot.contains("notification service"), &true)
    })
    .await;
    assert!(lamp.terminate().await.success());
    let lines = lamp.log().lines().count();
    assert!(lines < 100, "{lines} lines:\n{}", lamp.log());
}

#[tokio::test]
async fn where_there_is_no_screen_no_window_is_tried_and_it_is_said_once() {
    let (session, lab) = (Session::bare(), lab().await);
    let _host = Host::start(session.connect().await).await;
    let _daemon = Daemon::start(session.connect().await).await;
    let mut lamp = Lamp::start(&session, &lab);
    let item = item_of(&session, &lamp).await;
    lit(&item, Lit::Well).await;
    item.activate().await;
    item.activate().await;
    break_chatgpt(&lab).await;
    lit(&item, Lit::Outage).await;
    assert_eq!(lamp.windows(), Vec::<u32>::new());
    assert!(lamp.terminate().await.success());
    let log = lamp.log();
    assert_eq!(log.matches("there is no display").count(), 1, "{log}");
    assert!(!log.contains("has died"), "{log}");
    assert!(!log.contains("works again"), "of what never failed: {log}");
}

#[tokio::test]
async fn another_language_in_the_settings_is_spoken_at_once() {
    let (session, lab) = (Session::bare(), lab().await);
    let _host = Host::start(session.connect().await).await;
    let daemon = Daemon::start(session.connect().await).await;
    let lamp = Lamp::start(&session, &lab);
    let item = item_of(&session, &lamp).await;
    lit(&item, Lit::Well).await;
    let (_, body) = item.tooltip().await;
    assert!(body.contains("Claude — working"), "{body}");

    lamp.set("language = \"vi\"");
    until("the tooltip is Vietnamese", SOON, async || {
        let (_, body) = item.tooltip().await;
        if body.contains("Claude — hoạt động") {
            Ok(())
        } else {
            Err(body)
        }
    })
    .await;
    until("the menu is Vietnamese", SOON, async || {
        let rows = item.menu().await;
        let speaks = rows.iter().any(|(_, label)| label == "Thoát");
        equal(speaks, &true).map_err(|_| format!("{rows:?}"))
    })
    .await;
    let mut talk = Talk::start(&session).await;
    talk.say(&Ask::Watch);
    let snapshot = talk.hear();
    assert_eq!(snapshot["language"], "vi", "{snapshot}");

    break_chatgpt(&lab).await;
    until("a Vietnamese notification", SOON, async || {
        let titles: Vec<_> = daemon
            .shown()
            .into_iter()
            .map(|shown| shown.title)
            .collect();
        equal(titles, &vec!["ChatGPT đang ngừng hoạt động".to_owned()])
    })
    .await;
}

#[tokio::test]
async fn only_web_addresses_reach_the_browser() {
    let (mut session, lab) = (Session::bare(), lab().await);
    let opened = session.browser();
    let mut lamp = Lamp::start(&session, &lab);
    let mut talk = Talk::start(&session).await;
    for url in [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "--version",
        "smb://127.0.0.1/share",
        "https://chatgpt.com/?q=a%20b",
        "http://127.0.0.1:9/",
    ] {
        let url = url.to_owned();
        talk.say(&Ask::OpenUrl { url });
    }
    until("the last one is opened", SOON, async || {
        let mut opened: Vec<_> = std::fs::read_to_string(&opened)
            .unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect();
        opened.sort();
        let due = ["http://127.0.0.1:9/", "https://chatgpt.com/?q=a%20b"];
        equal(opened, &due.map(str::to_owned).to_vec())
    })
    .await;
    assert!(lamp.terminate().await.success());
}

#[tokio::test]
async fn quit_in_the_menu_ends_everything() {
    let (session, lab) = (Session::bare(), lab().await);
    let _host = Host::start(session.connect().await).await;
    let mut lamp = Lamp::start(&session, &lab);
    let item = item_of(&session, &lamp).await;
    item.choose("Quit").await;
    assert!(lamp.ended().await.success());
    assert_eq!(lamp.family(), []);
}

#[tokio::test]
async fn a_second_start_ends_well_and_leaves_the_first_alone() {
    let (session, lab) = (Session::bare(), lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    item_of(&session, &lamp).await;
    assert!(lamp.start_second(&session).await.success());
    assert!(lamp.is_running());
    assert!(lamp.terminate().await.success());
}
