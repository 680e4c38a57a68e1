//! The window's process as the lamp meets it: opened by a click, killed, hung.

use std::process::Command;
use std::time::Duration;

use aldis_core::present::tray::Lamp as Lit;

use crate::item::Item;
use crate::process::{Lamp, break_chatgpt, lab};
use crate::session::{Panel, Session};
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

async fn desk() -> (Session, aldis_lab::Lab, Lamp, Item) {
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

async fn lit(item: &Item, due: Lit) {
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
