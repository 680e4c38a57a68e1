//! Posts a change to the user's address, again after a while when that fails.

use std::time::Duration;

use aldis_core::event::Fault;
use aldis_core::evidence::Outcome;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use tokio::sync::mpsc;
use url::Url;

use super::ToAddress;
use super::standing::Standing;
use crate::probe::destination;
use crate::probe::wire::{Redirects, Request, Wire};

/// How long one try may take.
const DEADLINE: Duration = Duration::from_secs(10);

/// How a try ended that did not succeed.
enum Failed {
    /// It may go better later.
    ForNow(Outcome),
    /// The same will happen again.
    ForGood(Outcome),
}

pub(super) async fn work(
    mut waiting: mpsc::Receiver<ToAddress>,
    retries: Vec<Duration>,
    mut standing: Standing<Option<Url>>,
) {
    let mut wire = None;
    while let Some(told) = standing.next(&mut waiting).await {
        // The trusted roots are large, and most people have no webhook.
        let wire = match &wire {
            Some(wire) => wire,
            None => match Wire::new() {
                Ok(fresh) => wire.insert(fresh),
                Err(error) => {
                    tracing::error!(%error, "failed to set up TLS for the webhook");
                    continue;
                }
            },
        };
        let done = deliver(wire, &told, &retries).await.map_err(|why| {
            // Paths of webhooks are secrets.
            let place = destination(&told.url);
            tracing::warn!(place, ?why, "the webhook was not told");
            Fault::Webhook(why)
        });
        standing.note(Some(told.url), done);
    }
}

async fn deliver(wire: &Wire, told: &ToAddress, retries: &[Duration]) -> Result<(), Outcome> {
    let mut pauses = retries.iter();
    loop {
        let why = match post(wire, told).await {
            Ok(()) => return Ok(()),
            Err(Failed::ForGood(why)) => return Err(why),
            Err(Failed::ForNow(why)) => why,
        };
        match pauses.next() {
            Some(&pause) => tokio::time::sleep(pause).await,
            None => return Err(why),
        }
    }
}

async fn post(wire: &Wire, told: &ToAddress) -> Result<(), Failed> {
    let json = HeaderValue::from_static("application/json");
    let request = Request {
        url: &told.url,
        proxy: &told.proxy,
        headers: vec![(CONTENT_TYPE, json)],
        post: Some(told.json.clone()),
        redirects: Redirects::Never,
        deadline: DEADLINE,
    };
    let answer = match wire.ask(request).await.end {
        Ok(answer) => answer,
        // That it answers at all, and with too much, says that it was told.
        Err(Outcome::TooLarge { .. }) => return Ok(()),
        Err(outcome) => return Err(Failed::ForNow(outcome)),
    };
    let status = answer.status;
    if status.is_success() {
        return Ok(());
    }
    let why = Outcome::Answered {
        status: status.as_u16(),
    };
    if status.is_server_error() || status.as_u16() == 408 {
        Err(Failed::ForNow(why))
    } else {
        Err(Failed::ForGood(why))
    }
}
