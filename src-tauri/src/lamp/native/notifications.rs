//! Notifications by `notify-rust`. These systems have no daemon to miss and take back nothing;
//! a later one for the same incident stands beside the first.

use std::sync::Arc;

use aldis_core::event::Fault;
use notify_rust::{Notification, NotificationResponse};
use tokio::sync::{Semaphore, mpsc};

use crate::lamp::incoming::{Incoming, Reply};
use crate::lamp::note::{Note, NoteOrder};

/// Notifications whose buttons are listened to at a time: each holds a thread.
const MOST_SHOWN: usize = 4;

pub(super) async fn keep(mut notes: mpsc::Receiver<NoteOrder>, inbox: mpsc::Sender<Incoming>) {
    let listening = Arc::new(Semaphore::new(MOST_SHOWN));
    while let Some(order) = notes.recv().await {
        match order {
            // Whether the first one is still on the screen cannot be known here.
            NoteOrder::Show(note) if note.update => {}
            NoteOrder::Show(note) => {
                let permit = listening.clone().try_acquire_owned().ok();
                let inbox = inbox.clone();
                let shown = std::thread::Builder::new().spawn(move || {
                    show(&note, permit.is_some(), &inbox);
                    drop(permit);
                });
                if let Err(error) = shown {
                    tracing::warn!(%error, "no thread for a notification");
                }
            }
            NoteOrder::CloseAll(done) => {
                done.send(()).ok();
            }
        }
    }
}

fn show(note: &Note, listen: bool, inbox: &mpsc::Sender<Incoming>) {
    let mut notification = Notification::new();
    notification
        .appname("Aldis")
        .summary(&note.title)
        .body(&note.body);
    for (reply, words) in &note.buttons {
        match serde_json::to_string(reply) {
            Ok(key) => drop(notification.action(&key, words)),
            Err(error) => tracing::error!(%error, "a button that cannot be named"),
        }
    }
    let shown = notification.show();
    let fault = Incoming::Fault {
        fault: Fault::NoNotifications,
        broken: shown.is_err(),
    };
    drop(inbox.blocking_send(fault));
    match shown {
        Ok(handle) if listen => {
            let answered = handle.wait_for_response(|response: &NotificationResponse| {
                if let Some(reply) = meaning(note, response) {
                    drop(inbox.blocking_send(Incoming::Replied(reply)));
                }
            });
            if let Err(error) = answered {
                tracing::warn!(%error, "a notification cannot be listened to");
            }
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "failed to show a notification"),
    }
}

fn meaning(note: &Note, response: &NotificationResponse) -> Option<Reply> {
    match response {
        NotificationResponse::Default => Some(note.press.clone()),
        NotificationResponse::Action(key) => serde_json::from_str(key).ok(),
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => None,
    }
}
