//! The whole of it in a real panel with a real notification daemon.

use std::time::Duration;

use aldis_core::present::tray::Lamp as Lit;
use futures_lite::StreamExt;
use zbus::MessageStream;

use crate::item::Item;
use crate::process::{Lamp, break_chatgpt, lab};
use crate::session::{Panel, Session};
use crate::wait::{equal, until};
use crate::webdriver::Window;

const SOON: Duration = Duration::from_secs(40);

/// What goes over the bus to the notification daemon, seen from outside.
struct Overheard(MessageStream);

#[derive(Debug)]
struct Notify {
    replaces: u32,
    title: String,
    body: String,
}

impl Overheard {
    async fn start(session: &Session) -> Self {
        let connection = session.connect().await;
        let rule = "type='method_call',interface='org.freedesktop.Notifications',member='Notify'";
        let monitor = zbus::fdo::MonitoringProxy::new(&connection).await.unwrap();
        monitor
            .become_monitor(&[rule.try_into().unwrap()], 0)
            .await
            .unwrap();
        Self(MessageStream::from(connection))
    }

    async fn next(&mut self, within: Duration) -> Option<Notify> {
        type Call = (
            String,
            u32,
            String,
            String,
            String,
            Vec<String>,
            std::collections::HashMap<String, zbus::zvariant::OwnedValue>,
            i32,
        );
        let wanted = async {
            loop {
                let message = self.0.next().await?.ok()?;
                if message.header().member().is_some_and(|m| m == "Notify") {
                    let call: Call = message.body().deserialize().ok()?;
                    return Some(Notify {
                        replaces: call.1,
                        title: call.3,
                        body: call.4,
                    });
                }
            }
        };
        tokio::time::timeout(within, wanted).await.ok().flatten()
    }
}

async fn seen(session: &Session, item: &Item, due: Lit) {
    until("the lamp over D-Bus and on the screen", SOON, async || {
        equal(item.lamp().await?, &due)?;
        equal(session.screen().lamp(), &Some(due))
    })
    .await;
}

#[tokio::test]
async fn an_outage_from_the_first_failure_to_a_clean_quit() {
    let (mut session, lab) = (Session::desktop(Panel::Dark).await, lab().await);
    let mut overheard = Overheard::start(&session).await;
    let mut lamp = Lamp::start(&session, &lab);
    let bus = session.connect().await;
    let item = until("a tray item", SOON, async || {
        Item::of(&bus, lamp.pid()).await
    })
    .await;
    seen(&session, &item, Lit::Well).await;

    break_chatgpt(&lab).await;
    seen(&session, &item, Lit::Outage).await;
    let outage = overheard.next(SOON).await.expect("an outage is told");
    assert_eq!(outage.title, "ChatGPT is down");
    assert_eq!(outage.replaces, 0);
    assert!(outage.body.contains("your internet is fine"), "{outage:?}");
    assert_eq!(displayed(&session).await, "1");

    // One window per lamp: the one that was started ahead of time makes room for the driver's.
    end_windows(&lamp).await;
    let window = Window::open(&mut session, &lamp).await;
    window.says("ChatGPT is down").await;
    window.says("since ").await;
    window.click("ChatGPT").await;
    window.is_titled("ChatGPT is down").await;
    window.is_titled("so far").await;
    window.says_under("How we know", "503").await;
    window.says_under("Timeline", "503").await;

    lab.heal().await.unwrap();
    seen(&session, &item, Lit::Well).await;
    let recovery = overheard.next(SOON).await.expect("its end is told");
    assert_eq!(recovery.title, "ChatGPT is working again");
    assert_ne!(recovery.replaces, 0, "it takes the place of the first");
    assert_eq!(displayed(&session).await, "1");
    window.is_titled("ChatGPT was down").await;
    window.is_titled("Lasted ").await;
    window.says_under("Timeline", "It is over.").await;
    window.close().await;

    item.choose("Quit").await;
    assert!(lamp.ended().await.success());
    until("quit leaves no process", SOON, async || {
        equal(lamp.family(), &Vec::new())
    })
    .await;
    until("the icon leaves the panel", SOON, async || {
        equal(session.screen().lamp(), &None)
    })
    .await;
}

async fn end_windows(lamp: &Lamp) {
    until("no window", SOON, async || {
        for pid in lamp.windows() {
            std::process::Command::new("kill")
                .args(["-9", &pid.to_string()])
                .output()
                .unwrap();
        }
        equal(lamp.windows(), &Vec::new())
    })
    .await;
}

/// How many notifications dunst has on the screen.
async fn displayed(session: &Session) -> String {
    let answer = session
        .command("dunstctl")
        .args(["count", "displayed"])
        .output()
        .unwrap();
    String::from_utf8(answer.stdout).unwrap().trim().to_owned()
}
