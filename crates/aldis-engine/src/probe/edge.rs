//! A look at a service's front door: does it answer, and is it the service that answers? Which
//! statuses prove it alive is weighed in core.

use std::time::Duration;

use aldis_core::catalogue::ProbeTarget;
use aldis_core::evidence::{Outcome, Sight};
use aldis_core::settings::Proxy;

use super::classify;
use super::wire::{Answer, Redirects, Request, Wire};

pub(crate) async fn probe(
    wire: &Wire,
    target: &ProbeTarget,
    proxy: &Proxy,
    deadline: Duration,
) -> Sight {
    let request = Request {
        url: &target.url,
        proxy,
        headers: Vec::new(),
        post: None,
        redirects: Redirects::SameSite(&target.alive),
        deadline,
    };
    let reply = wire.ask(request).await;
    let outcome = match &reply.end {
        Ok(answer) => answered(answer, &target.alive),
        Err(outcome) => outcome.clone(),
    };
    reply.sight(outcome)
}

fn answered(answer: &Answer, alive: &[u16]) -> Outcome {
    let status = answer.status.as_u16();
    if alive.contains(&status) {
        return Outcome::Answered { status };
    }
    match classify::redirect(&answer.url, answer.status, &answer.headers) {
        Some(to) => Outcome::RedirectedAway {
            to: classify::destination(&to),
        },
        None => Outcome::Answered { status },
    }
}
