//! The tray as a StatusNotifierItem. What to show comes as a value; nothing is touched while it is
//! equal to the last one.

use std::sync::Arc;
use std::time::Duration;

use aldis_core::event::Fault;
use aldis_core::present::tray::{Click, Lamp, MenuEntry, Tray};
use ksni::TrayMethods;
use tokio::sync::{Notify, mpsc, watch};

use super::report;
use crate::lamp::incoming::Incoming;
use crate::lamp::paint::{Pixels, paint};

/// How long to wait before trying again where the item could not be made or announced, at first and
/// at most.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));
/// Where tray hosts are found.
const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// Ends the item when dropped: without a bus it would spin.
struct Registered(ksni::Handle<Item>);

impl Drop for Registered {
    fn drop(&mut self) {
        self.0.shutdown();
    }
}

/// Keeps the tray as `wanted` says until its sender is dropped.
///
/// A host that comes while the item is being made, or that is too busy to take it, is not told of
/// the item again by the library: whoever logs in would look at a panel without a lamp all day. So a
/// failed announcement is made again, with a new item, while there is a host.
pub(super) async fn keep(wanted: &mut watch::Receiver<Tray>, inbox: &mpsc::Sender<Incoming>) {
    let refused = Arc::new(Notify::new());
    let mut pause = RETRY.0;
    loop {
        let shown = wanted.borrow_and_update().clone();
        match register(&shown, inbox, &refused).await {
            Ok(handle) => {
                let registered = Registered(handle);
                tokio::select! {
                    () = follow(wanted, shown, &registered) => {
                        registered.0.shutdown().await;
                        return;
                    }
                    () = refused_by_a_host(&refused, &mut pause) => {
                        report(inbox, Fault::NoTray, false).await;
                    }
                }
            }
            Err(error) => {
                tracing::warn!(%error, "failed to make a tray item");
                report(inbox, Fault::NoTray, true).await;
                tokio::time::sleep(lengthen(&mut pause)).await;
            }
        }
    }
}

/// Shows what is wanted as it changes, until its sender is dropped.
async fn follow(wanted: &mut watch::Receiver<Tray>, mut shown: Tray, registered: &Registered) {
    while wanted.changed().await.is_ok() {
        let tray = wanted.borrow_and_update().clone();
        if tray != shown {
            let relit = (tray.lamp != shown.lamp).then(|| icons(tray.lamp));
            shown = tray.clone();
            registered
                .0
                .update(move |item| {
                    item.icons = relit.unwrap_or_else(|| std::mem::take(&mut item.icons));
                    item.tray = tray;
                })
                .await;
        }
    }
}

/// Waits until the item was not taken although a host is there.
async fn refused_by_a_host(refused: &Notify, pause: &mut Duration) {
    loop {
        refused.notified().await;
        tokio::time::sleep(lengthen(pause)).await;
        match has_host().await {
            Ok(true) => return,
            // The library waits for the host.
            Ok(false) => *pause = RETRY.0,
            Err(error) => tracing::warn!(%error, "failed to ask for a tray host"),
        }
    }
}

async fn has_host() -> zbus::Result<bool> {
    let bus = zbus::Connection::session().await?;
    let names = zbus::fdo::DBusProxy::new(&bus).await?;
    Ok(names.name_has_owner(WATCHER.try_into()?).await?)
}

/// This pause; the next is twice as long.
fn lengthen(pause: &mut Duration) -> Duration {
    let this = *pause;
    *pause = (this * 2).min(RETRY.1);
    this
}

async fn register(
    tray: &Tray,
    inbox: &mpsc::Sender<Incoming>,
    refused: &Arc<Notify>,
) -> Result<ksni::Handle<Item>, ksni::Error> {
    let item = Item {
        tray: tray.clone(),
        icons: icons(tray.lamp),
        inbox: inbox.clone(),
        refused: refused.clone(),
    };
    item.assume_sni_available(true).spawn().await
}

fn icons(lamp: Lamp) -> Vec<ksni::Icon> {
    match paint(lamp) {
        Ok(sizes) => sizes.into_iter().map(argb).collect(),
        Err(error) => {
            tracing::error!(%error, "failed to draw the lamp");
            Vec::new()
        }
    }
}

/// Network byte order, as the protocol wants it.
fn argb(pixels: Pixels) -> ksni::Icon {
    let mut data = pixels.rgba;
    for pixel in data.chunks_exact_mut(4) {
        pixel.rotate_right(1);
    }
    let side = i32::try_from(pixels.side).unwrap_or(i32::MAX);
    ksni::Icon {
        width: side,
        height: side,
        data,
    }
}

struct Item {
    tray: Tray,
    icons: Vec<ksni::Icon>,
    inbox: mpsc::Sender<Incoming>,
    /// No host took the item.
    refused: Arc<Notify>,
}

impl Item {
    /// Called on the tray's own thread: never waits.
    fn send(&self, incoming: Incoming) {
        if let Err(error) = self.inbox.try_send(incoming) {
            tracing::warn!(%error, "the lamp is too busy for a click");
        }
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "aldis".to_owned()
    }

    fn title(&self) -> String {
        "Aldis".to_owned()
    }

    fn icon_pixmap(&self) -> Vec<ksni::Icon> {
        self.icons.clone()
    }

    /// The first line stands out; some hosts show no other.
    fn tool_tip(&self) -> ksni::ToolTip {
        let (first, rest) = self
            .tray
            .tooltip
            .split_once('\n')
            .unwrap_or((&self.tray.tooltip, ""));
        ksni::ToolTip {
            title: escape_markup(first),
            description: escape_markup(rest),
            ..ksni::ToolTip::default()
        }
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        self.send(Incoming::Clicked(Click::OpenWindow));
    }

    fn menu(&self) -> Vec<ksni::MenuItem<Self>> {
        self.tray.menu.iter().map(menu_item).collect()
    }

    fn watcher_online(&self) {
        self.send(Incoming::Fault {
            fault: Fault::NoTray,
            broken: false,
        });
    }

    fn watcher_offline(&self, reason: ksni::OfflineReason) -> bool {
        tracing::warn!(?reason, "no tray host");
        self.send(Incoming::Fault {
            fault: Fault::NoTray,
            broken: true,
        });
        if let ksni::OfflineReason::Error(_) = reason {
            self.refused.notify_one();
        }
        true
    }
}

fn menu_item(entry: &MenuEntry) -> ksni::MenuItem<Item> {
    match entry {
        MenuEntry::Separator => ksni::MenuItem::Separator,
        MenuEntry::Item {
            click,
            label,
            enabled,
        } => {
            let click = click.clone();
            ksni::menu::StandardItem {
                label: escape_mnemonic(label),
                enabled: *enabled,
                activate: Box::new(move |item: &mut Item| {
                    item.send(Incoming::Clicked(click.clone()));
                }),
                ..ksni::menu::StandardItem::default()
            }
            .into()
        }
        MenuEntry::Submenu { label, entries } => ksni::menu::SubMenu {
            label: escape_mnemonic(label),
            submenu: entries.iter().map(menu_item).collect(),
            ..ksni::menu::SubMenu::default()
        }
        .into(),
    }
}

/// An underscore would mark the next letter as a keyboard short cut.
fn escape_mnemonic(text: &str) -> String {
    text.replace('_', "__")
}

/// Hosts read tooltips, and most daemons notifications, as markup.
pub(super) fn escape_markup(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
