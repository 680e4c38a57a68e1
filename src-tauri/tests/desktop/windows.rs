//! The window's process as the lamp meets it: opened by a click, killed, hung.

use std::process::Command;
use std::time::Duration;

use aldis_core::present::tray::Lamp as Lit;
use aldis_link::command::Ask;

use crate::item::Item;
use crate::process::{ByHand, Lamp, break_chatgpt, lab};
use crate::session::{Panel, Session};
use crate::talk::Talk;
use crate::wait::{equal, until};

const SOON: Duration = Duration::from_secs(40);
/// Pixels of a window of about 400 × 620.
const WINDOW: usize = 400 * 500;

async fn open(session: &Session, lamp: &Lamp) -> u32 {
    until("a window on the screen", SOON, async || {
        let covered = session.screen().look().covered();
        match lamp.windows().first() {
            Some(pid) if covered > WINDOW => Ok(*pid),
            found => Err(format!("process {found:?}, {covered} pixels")),
        }
    })
    .await
}

fn signal(name: &str, pid: u32) {
    let sent = Command::new("kill").args([name, &pid.to_string()]).status();
    assert!(sent.unwrap().success());
}

pub(crate) async fn desk() -> (Session, aldis_lab::Lab, Lamp, Item) {
    let (session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    let lamp = Lamp::start(&session, &lab);
    let bus = session.connect().await;
    let item = until("a tray item", SOON, async || {
        Item::of(&bus, lamp.pid()).await
    })
    .await;
    (session, lab, lamp, item)
}

/// The window ends with the lamp, and what the window had started soon after.
async fn nothing_left(lamp: &Lamp) {
    until("nothing is left", SOON, async || {
        equal(lamp.family(), &Vec::new())
    })
    .await;
}

pub(crate) async fn lit(item: &Item, due: Lit) {
    until("the lamp", SOON, async || equal(item.lamp().await?, &due)).await;
}

#[tokio::test]
async fn a_left_click_opens_the_window_and_one_that_was_killed_comes_back() {
    let (session, lab, mut lamp, item) = desk().await;
    lit(&item, Lit::Well).await;
    assert!(lamp.windows().is_empty(), "none before it is asked for");
    item.activate().await;
    let first = open(&session, &lamp).await;

    signal("-9", first);
    until("it is gone", SOON, async || {
        equal(lamp.windows().contains(&first), &false)
    })
    .await;
    break_chatgpt(&lab).await;
    lit(&item, Lit::Outage).await;

    item.activate().await;
    let second = open(&session, &lamp).await;
    assert_ne!(first, second);
    assert!(lamp.terminate().await.success());
    nothing_left(&lamp).await;
}

#[tokio::test]
async fn a_window_that_hangs_holds_up_neither_the_lamp_nor_its_end() {
    let (session, lab, mut lamp, item) = desk().await;
    item.activate().await;
    let hung = open(&session, &lamp).await;
    signal("-STOP", hung);
    break_chatgpt(&lab).await;
    lit(&item, Lit::Outage).await;
    lab.heal().await.unwrap();
    lit(&item, Lit::Well).await;
    item.choose("Quit").await;
    assert!(lamp.ended().await.success());
    nothing_left(&lamp).await;
}

#[tokio::test]
async fn a_click_on_a_window_that_hangs_opens_another_one() {
    let (session, _lab, mut lamp, item) = desk().await;
    lit(&item, Lit::Well).await;
    item.activate().await;
    let hung = open(&session, &lamp).await;
    signal("-STOP", hung);
    item.activate().await;
    let fresh = until("another window", SOON, async || {
        let windows = lamp.windows();
        let fresh = windows.iter().find(|pid| **pid != hung);
        match fresh {
            Some(pid) if !windows.contains(&hung) => Ok(*pid),
            _ => Err(format!("{windows:?}, {hung} hangs")),
        }
    })
    .await;
    assert_eq!(open(&session, &lamp).await, fresh);
    assert!(lamp.terminate().await.success());
    nothing_left(&lamp).await;
}

#[tokio::test]
async fn a_second_start_opens_the_window_of_the_first() {
    let (session, _lab, mut lamp, item) = desk().await;
    lit(&item, Lit::Well).await;
    assert!(lamp.start_second(&session).await.success());
    open(&session, &lamp).await;
    assert_eq!(lamp.windows().len(), 1);
    assert!(lamp.is_running());
    assert!(lamp.terminate().await.success());
    nothing_left(&lamp).await;
}

#[tokio::test]
async fn quit_while_the_window_is_starting_lights_no_lamp_anew() {
    let (_session, _lab, mut lamp, item) = desk().await;
    lit(&item, Lit::Well).await;
    item.activate().await;
    until("a window is starting", SOON, async || {
        equal(lamp.windows().is_empty(), &false)
    })
    .await;
    item.choose("Quit").await;
    assert!(lamp.ended().await.success());
    nothing_left(&lamp).await;
}

#[tokio::test]
async fn quit_ends_a_window_that_is_starting_beside_another_one() {
    let (session, lab, mut lamp, item) = desk().await;
    lit(&item, Lit::Well).await;
    item.activate().await;
    let starting = until("a window is starting", SOON, async || {
        lamp.windows().first().copied().ok_or("none".to_owned())
    })
    .await;
    signal("-STOP", starting);
    let mut other = ByHand::start(&session, &lab, Some(&lamp), &[]);
    until("the other window is on the screen", SOON, async || {
        let covered = session.screen().look().covered();
        equal(covered > WINDOW, &true)
    })
    .await;
    item.choose("Quit").await;
    assert!(lamp.ended().await.success());
    assert!(other.ended().await.success());
    nothing_left(&lamp).await;
}

#[tokio::test]
async fn a_window_lights_the_lamp_only_if_somebody_started_it_by_hand() {
    let (session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    for how in [
        &["--hidden"][..],
        &["--from-lamp"],
        &["--from-lamp", "--hidden"],
    ] {
        let mut called = ByHand::start(&session, &lab, None, how);
        assert!(called.ended().await.success(), "{how:?}");
        until("nothing is left of it", SOON, async || {
            equal(called.family(), &Vec::new())
        })
        .await;
        assert!(!called.was_there_a_lamp(), "{how:?}");
    }

    let mut wanted = ByHand::start(&session, &lab, None, &[]);
    until("window and lamp", SOON, async || {
        let names = wanted.family().into_iter().map(|(_, name)| name);
        equal(names.filter(|name| name == "aldis-desktop").count(), &1)?;
        equal(session.screen().look().covered() > WINDOW, &true)
    })
    .await;
    Talk::start(&session).await.say(&Ask::Quit);
    assert!(wanted.ended().await.success());
    until("nothing is left", SOON, async || {
        equal(wanted.family(), &Vec::new())
    })
    .await;
}

#[tokio::test]
async fn where_no_tray_shows_the_lamp_the_window_opens_by_itself() {
    let (session, lab) = (Session::without_tray().await, lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    open(&session, &lamp).await;
    let mut talk = Talk::start(&session).await;
    talk.say(&Ask::Watch);
    let snapshot = talk.hear();
    assert_ne!(snapshot["faults"], serde_json::json!([]), "it says why");
    assert!(lamp.terminate().await.success());
    nothing_left(&lamp).await;
}
