//! Tray and notifications on Windows and macOS: `tray-icon` wants the main thread and an event
//! loop there, so the lamp's task lives on a thread of its own.

mod notifications;
mod tray;

use anyhow::{Context, bail};
use tao::event::{Event, StartCause};
use tao::event_loop::{ControlFlow, EventLoopBuilder, EventLoopProxy};
use tao::platform::run_return::EventLoopExtRunReturn;
use tokio::sync::{mpsc, watch};

use super::incoming::Incoming;
use super::note::NoteOrder;
use aldis_core::present::tray::Tray;

/// What the lamp's thread tells the main thread.
pub enum Show {
    /// The tray as it should be, and where clicks go.
    Tray(Tray),
    /// The lamp has ended.
    End,
}

/// What the desktop is to show, and whom to tell what happens there.
pub struct Desktop {
    /// The tray as it should be; the latest wins.
    pub tray: watch::Receiver<Tray>,
    /// Notifications to show.
    pub notes: mpsc::Receiver<NoteOrder>,
    /// Clicks and replies.
    pub inbox: mpsc::Sender<Incoming>,
}

impl Desktop {
    /// Shows tray and notifications until the senders of both are dropped.
    pub async fn run(mut self, main: EventLoopProxy<Show>) {
        tray::listen(&self.inbox);
        let trays = async {
            loop {
                let tray = self.tray.borrow_and_update().clone();
                // Fails only once the main thread has ended.
                if main.send_event(Show::Tray(tray)).is_err() || self.tray.changed().await.is_err()
                {
                    break;
                }
            }
        };
        tokio::join!(trays, notifications::keep(self.notes, self.inbox));
    }
}

/// Runs `live` on a thread of its own while the main thread shows the tray.
///
/// # Errors
/// Those of `live`.
pub fn on_main_thread(
    live: impl FnOnce(EventLoopProxy<Show>) -> anyhow::Result<()> + Send + 'static,
) -> anyhow::Result<()> {
    let mut events = EventLoopBuilder::<Show>::with_user_event().build();
    #[cfg(target_os = "macos")]
    {
        use tao::platform::macos::{ActivationPolicy, EventLoopExtMacOS};
        events.set_activation_policy(ActivationPolicy::Accessory);
    }
    let proxy = events.create_proxy();
    let lamp = std::thread::Builder::new()
        .name("lamp".to_owned())
        .spawn(move || {
            let ended = live(proxy.clone());
            // Fails only once the main thread has ended.
            drop(proxy.send_event(Show::End));
            ended
        })
        .context("failed to start the lamp's thread")?;
    let mut shown = tray::Shown::default();
    events.run_return(|event, _, flow| {
        *flow = ControlFlow::Wait;
        match event {
            Event::NewEvents(StartCause::Init) => {}
            Event::UserEvent(Show::Tray(tray)) => shown.show(tray),
            Event::UserEvent(Show::End) => *flow = ControlFlow::Exit,
            _ => {}
        }
    });
    match lamp.join() {
        Ok(ended) => ended,
        Err(_) => bail!("the lamp's thread has panicked"),
    }
}
