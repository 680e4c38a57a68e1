//! The tray as a StatusNotifierItem. What to show comes as a value; nothing is touched while it is
//! equal to the last one.

use std::time::Duration;

use aldis_core::event::Fault;
use aldis_core::present::tray::{Click, Lamp, MenuEntry, Tray};
use ksni::TrayMethods;
use tokio::sync::{mpsc, watch};

use super::report;
use crate::lamp::incoming::Incoming;
use crate::lamp::paint::{Pixels, paint};

/// How long to wait before trying again where the item could not be made.
const RETRY: Duration = Duration::from_secs(10);

/// Ends the item when dropped: without a bus it would spin.
struct Registered(ksni::Handle<Item>);

impl Drop for Registered {
    fn drop(&mut self) {
        self.0.shutdown();
    }
}

/// Keeps the tray as `wanted` says until its sender is dropped.
pub(super) async fn keep(wanted: &mut watch::Receiver<Tray>, inbox: &mpsc::Sender<Incoming>) {
    let mut shown = wanted.borrow_and_update().clone();
    let registered = loop {
        match register(&shown, inbox).await {
            Ok(handle) => break Registered(handle),
            Err(error) => {
                tracing::warn!(%error, "failed to make a tray item");
                report(inbox, Fault::NoTray, true).await;
            }
        }
        tokio::time::sleep(RETRY).await;
        shown = wanted.borrow_and_update().clone();
    };
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
    registered.0.shutdown().await;
}

async fn register(
    tray: &Tray,
    inbox: &mpsc::Sender<Incoming>,
) -> Result<ksni::Handle<Item>, ksni::Error> {
    let item = Item {
        tray: tray.clone(),
        icons: icons(tray.lamp),
        inbox: inbox.clone(),
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
