//! A look at an endpoint whose answer is known beforehand: are *we* online, or does a portal answer
//! in its place?

use std::time::Duration;

use aldis_core::catalogue::Control;
use aldis_core::evidence::{Outcome, Sight};
use aldis_core::settings::Proxy;

use super::classify;
use super::wire::{Answer, Redirects, Request, Wire};

pub(crate) async fn probe(
    wire: &Wire,
    control: &Control,
    proxy: &Proxy,
    deadline: Duration,
) -> Sight {
    let request = Request {
        url: &control.url,
        proxy,
        headers: Vec::new(),
        post: None,
        redirects: Redirects::Never,
        deadline,
    };
    let reply = wire.ask(request).await;
    let outcome = match &reply.end {
        Ok(answer) => answered(answer, control),
        Err(outcome) => outcome.clone(),
    };
    reply.sight(outcome)
}

fn answered(answer: &Answer, control: &Control) -> Outcome {
    let status = answer.status.as_u16();
    if let Some(to) = classify::redirect(&answer.url, answer.status, &answer.headers) {
        return Outcome::RedirectedAway {
            to: classify::destination(&to),
        };
    }
    let expected = control.body.as_deref().map(str::trim);
    let proven = expected.is_none_or(|body| answer.body.trim_ascii() == body.as_bytes());
    if status == control.status && !proven {
        return Outcome::WrongBody { status };
    }
    Outcome::Answered { status }
}
