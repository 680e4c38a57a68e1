//! Posts a change to the user's address, again after a while when that fails: a few times at once, and
//! then ever more rarely until it works, the address leaves the settings or there is newer news.

use std::time::Duration;

use aldis_core::event::Fault;
use aldis_core::evidence::Outcome;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use tokio::sync::mpsc;
use tokio::time::Instant;
use url::Url;

use super::standing::Standing;
use super::{Pauses, ToAddress};
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

/// A change that was not told, and when to try again.
struct Untold {
    told: ToAddress,
    /// How often it was tried in all its haste, and later.
    tries: usize,
    again: Instant,
}

impl Pauses {
    fn after(&self, told: ToAddress, tries: usize) -> Option<Untold> {
        let pause = self.later.get(tries).or(self.later.last())?;
        Some(Untold {
            told,
            tries: tries + 1,
            again: Instant::now() + *pause,
        })
    }
}

pub(super) async fn work(
    mut waiting: mpsc::Receiver<ToAddress>,
    pauses: Pauses,
    mut standing: Standing<Option<Url>>,
) {
    let mut wire = None;
    let mut untold: Option<Untold> = None;
    loop {
        let next = standing.next(&mut waiting);
        let (told, tries) = match untold.take() {
            None => match next.await {
                Some(told) => (told, 0),
                None => return,
            },
            Some(old) => match tokio::time::timeout_at(old.again, next).await {
                Ok(Some(told)) => (told, 0),
                Ok(None) => return,
                Err(_) => (old.told, old.tries),
            },
        };
        if tries > 0 && !standing.is_failing() {
            continue;
        }
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
        let soon = if tries == 0 {
            pauses.soon.as_slice()
        } else {
            &[]
        };
        let done = deliver(wire, &told, soon).await.map_err(|why| {
            // Paths of webhooks are secrets.
            let place = destination(&told.url);
            tracing::warn!(place, ?why, "the webhook was not told");
            Fault::Webhook(why)
        });
        standing.note(Some(told.url.clone()), done);
        untold = standing
            .is_failing()
            .then(|| pauses.after(told, tries))
            .flatten();
    }
}

async fn deliver(wire: &Wire, told: &ToAddress, soon: &[Duration]) -> Result<(), Outcome> {
    let mut pauses = soon.iter();
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
