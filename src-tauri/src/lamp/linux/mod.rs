//! The session bus of a Linux desktop: tray and notifications live as long as it does, and start
//! over when it comes back. No GTK: both speak D-Bus themselves.
//!
//! `ksni` and `zbus` are used directly. `tray-icon` over `ksni` hides whether a tray host is there
//! and carries one size of the icon; `notify-rust` opens a connection and blocks a thread for every
//! notification, and asks for the signals only after the notification is on the screen.

mod notifications;
mod thrift;
mod tray;

use std::ops::ControlFlow;
use std::time::Duration;

use aldis_core::event::Fault;
use aldis_core::present::tray::Tray;
use futures_lite::StreamExt;
use tokio::sync::{mpsc, watch};
use zbus::{Connection, MessageStream};

use super::incoming::Incoming;
use super::note::NoteOrder;

/// How long to wait before looking for a session bus again.
const RETRY: Duration = Duration::from_secs(10);

/// What the desktop is to show, and whom to tell what happens there.
pub struct Desktop {
    /// The tray as it should be; the latest wins.
    pub tray: watch::Receiver<Tray>,
    /// Notifications to show.
    pub notes: mpsc::Receiver<NoteOrder>,
    /// Clicks, replies and what is missing.
    pub inbox: mpsc::Sender<Incoming>,
}

impl Desktop {
    /// Shows tray and notifications until the senders of both are dropped.
    pub async fn run(mut self) {
        while self.one_session().await.is_continue() {
            self.report(Fault::NoTray, true).await;
            self.report(Fault::NoNotifications, true).await;
            if self.refuse_notes_for(RETRY).await.is_break() {
                return;
            }
        }
    }

    /// Lives through one session bus. Continue: there is none, or it is gone.
    async fn one_session(&mut self) -> ControlFlow<()> {
        let connection = match connect().await {
            Ok(connection) => connection,
            Err(error) => {
                tracing::warn!(%error, "no session bus: neither tray nor notifications");
                return ControlFlow::Continue(());
            }
        };
        let shown = async {
            tokio::join!(
                tray::keep(&mut self.tray, &self.inbox),
                notifications::keep(&connection, &mut self.notes, &self.inbox),
            )
        };
        tokio::select! {
            ((), ()) = shown => ControlFlow::Break(()),
            () = turn(&connection) => ControlFlow::Continue(()),
            () = thrift::keep(&connection, &self.inbox) => ControlFlow::Continue(()),
            () = lost(&connection) => {
                tracing::warn!("the session bus is gone");
                ControlFlow::Continue(())
            }
        }
    }

    async fn report(&self, fault: Fault, broken: bool) {
        report(&self.inbox, fault, broken).await;
    }

    /// Nobody can show them: answer at once, so that nothing waits for a bus that never comes.
    /// Break: the lamp ends, and no more will come.
    async fn refuse_notes_for(&mut self, time: Duration) -> ControlFlow<()> {
        let until = tokio::time::Instant::now() + time;
        while let Ok(order) = tokio::time::timeout_at(until, self.notes.recv()).await {
            match order {
                Some(NoteOrder::Show(note)) => {
                    tracing::warn!(title = note.title, "a notification could not be shown");
                }
                Some(NoteOrder::CloseAll(done)) => {
                    done.send(()).ok();
                }
                None => return ControlFlow::Break(()),
            }
        }
        ControlFlow::Continue(())
    }
}

async fn report(inbox: &mpsc::Sender<Incoming>, fault: Fault, broken: bool) {
    // Fails only while the lamp ends.
    drop(inbox.send(Incoming::Fault { fault, broken }).await);
}

async fn connect() -> zbus::Result<Connection> {
    zbus::connection::Builder::session()?
        .method_timeout(Duration::from_secs(5))
        .internal_executor(false)
        .build()
        .await
}

/// Does the connection's own work on this task: a thread less.
async fn turn(connection: &Connection) {
    let executor = connection.executor().clone();
    while !executor.is_empty() {
        executor.tick().await;
    }
}

/// Ends when the connection does.
async fn lost(connection: &Connection) {
    let mut messages = MessageStream::from(connection);
    while let Some(Ok(_)) = messages.next().await {}
}
