//! The tray by `tray-icon`, on the main thread. Nothing is touched while the value is equal.

use aldis_core::present::tray::{Click, Lamp, MenuEntry, Tray};
use anyhow::Context;
use tokio::sync::mpsc;
use tray_icon::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tray_icon::{Icon, MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};

use crate::lamp::incoming::Incoming;
use crate::lamp::paint::paint;

/// Systems scale down from here; macOS shows 22 points at two pixels each.
const SIDE: u32 = if cfg!(target_os = "macos") { 48 } else { 32 };

/// What is in the tray.
#[derive(Default)]
pub(super) struct Shown {
    icon: Option<TrayIcon>,
    tray: Option<Tray>,
}

impl Shown {
    pub(super) fn show(&mut self, tray: Tray) {
        if self.tray.as_ref() == Some(&tray) {
            return;
        }
        if let Err(error) = self.change_to(&tray) {
            tracing::warn!(error = format!("{error:#}"), "failed to change the tray");
        }
        self.tray = Some(tray);
    }

    fn change_to(&mut self, tray: &Tray) -> anyhow::Result<()> {
        let Some(icon) = &self.icon else {
            let made = TrayIconBuilder::new()
                .with_id("aldis")
                .with_icon(icon(tray.lamp)?)
                .with_tooltip(&tray.tooltip)
                .with_menu(Box::new(menu(&tray.menu)?))
                .with_menu_on_left_click(false)
                .build()?;
            self.icon = Some(made);
            return Ok(());
        };
        let before = self.tray.as_ref();
        if before.is_none_or(|before| before.lamp != tray.lamp) {
            icon.set_icon(Some(self::icon(tray.lamp)?))?;
        }
        if before.is_none_or(|before| before.tooltip != tray.tooltip) {
            icon.set_tooltip(Some(&tray.tooltip))?;
        }
        if before.is_none_or(|before| before.menu != tray.menu) {
            icon.set_menu(Some(Box::new(menu(&tray.menu)?)));
        }
        Ok(())
    }
}

/// Sends clicks to the lamp from now on.
pub(super) fn listen(inbox: &mpsc::Sender<Incoming>) {
    let clicks = inbox.clone();
    TrayIconEvent::set_event_handler(Some(move |event| {
        if let TrayIconEvent::Click {
            button: MouseButton::Left,
            button_state: MouseButtonState::Up,
            ..
        } = event
        {
            send(&clicks, Click::OpenWindow);
        }
    }));
    let choices = inbox.clone();
    MenuEvent::set_event_handler(Some(move |event: MenuEvent| {
        match serde_json::from_str(event.id.as_ref()) {
            Ok(click) => send(&choices, click),
            Err(error) => tracing::warn!(%error, "a click that means nothing"),
        }
    }));
}

fn send(inbox: &mpsc::Sender<Incoming>, click: Click) {
    if let Err(error) = inbox.try_send(Incoming::Clicked(click)) {
        tracing::warn!(%error, "the lamp is too busy for a click");
    }
}

/// In colour, never as a template: the colour is half of what it says.
fn icon(lamp: Lamp) -> anyhow::Result<Icon> {
    let sizes = paint(lamp)?;
    let pixels = sizes.into_iter().find(|pixels| pixels.side == SIDE);
    let pixels = pixels.context("the size is not drawn")?;
    Ok(Icon::from_rgba(pixels.rgba, pixels.side, pixels.side)?)
}

fn menu(entries: &[MenuEntry]) -> anyhow::Result<Menu> {
    let menu = Menu::new();
    for entry in entries {
        match entry {
            MenuEntry::Separator => menu.append(&PredefinedMenuItem::separator())?,
            MenuEntry::Item {
                click,
                label,
                enabled,
            } => menu.append(&item(click, label, *enabled)?)?,
            MenuEntry::Submenu { label, entries } => menu.append(&submenu(label, entries)?)?,
        }
    }
    Ok(menu)
}

fn submenu(label: &str, entries: &[MenuEntry]) -> anyhow::Result<Submenu> {
    let menu = Submenu::new(literal(label), true);
    for entry in entries {
        match entry {
            MenuEntry::Separator => menu.append(&PredefinedMenuItem::separator())?,
            MenuEntry::Item {
                click,
                label,
                enabled,
            } => menu.append(&item(click, label, *enabled)?)?,
            MenuEntry::Submenu { label, entries } => menu.append(&submenu(label, entries)?)?,
        }
    }
    Ok(menu)
}

fn item(click: &Click, label: &str, enabled: bool) -> anyhow::Result<MenuItem> {
    let id = serde_json::to_string(click)?;
    Ok(MenuItem::with_id(id, literal(label), enabled, None))
}

/// An ampersand would mark the next letter as a keyboard short cut.
fn literal(label: &str) -> String {
    label.replace('&', "&&")
}
