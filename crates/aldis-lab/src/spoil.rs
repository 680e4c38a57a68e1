//! Answers that are wrong in themselves: the right answer and a fault in, the spoilt answer out.

use crate::fault::Fault;
use crate::http::{Request, Response, reason};
use crate::model;
use crate::page;
use crate::stage::Stage;
use crate::vendor::Part;

const SHELL: &str = "<!doctype html><html><head><title>Status</title>\
    <script src=\"/app.js\"></script></head><body><div id=\"root\"></div></body></html>";
const WALL: &str = "<!doctype html><html><head><title>Just a moment...</title></head>\
    <body>Verify you are human</body></html>";

/// What is sent under this fault. Faults of the connection leave the answer as it is.
pub(crate) fn spoil(
    part: Part,
    request: &Request,
    right: Response,
    stage: &Stage,
    fault: &Fault,
) -> Response {
    match fault {
        Fault::Status { status, body } => {
            let words = body.clone().unwrap_or_else(|| reason(*status).to_owned());
            Response::text(*status, words)
        }
        Fault::RateLimited { retry_after } => {
            Response::text(429, reason(429)).with("retry-after", retry_after.to_string())
        }
        Fault::Forbidden { challenge: true } => {
            Response::html(403, WALL).with("cf-mitigated", "challenge")
        }
        Fault::Forbidden { challenge: false } => Response::text(403, reason(403)),
        Fault::Puzzle => Response::html(405, WALL).with("x-amzn-waf-action", "captcha"),
        Fault::WrongBody => Response::html(200, SIGN_IN),
        Fault::RedirectAway => Response::text(302, "").with("location", stage.portal_url()),
        Fault::RedirectLoop => {
            let here = format!("{}{}", stage.url(part), request.path());
            Response::text(302, "").with("location", here)
        }
        Fault::HtmlShell => Response::html(200, SHELL),
        Fault::EmptyBody => Response::new(200, "application/json", Vec::new()),
        Fault::EmptyObject => Response::new(200, "application/json", "{}"),
        Fault::Truncated => Response {
            body: right.body[..right.body.len() / 2].to_vec(),
            ..right
        },
        Fault::Model { trouble } => match part {
            Part::Completion(vendor) => model::spoil(vendor, right, trouble),
            Part::Page(_)
            | Part::Web(_)
            | Part::Api(_)
            | Part::Control(_)
            | Part::Resolver
            | Part::Portal => right,
        },
        Fault::UnknownWord => with_unknown_word(part, right, stage),
        Fault::None
        | Fault::Hang { .. }
        | Fault::Reset { .. }
        | Fault::Slow { .. }
        | Fault::HalfBody
        | Fault::TooLarge
        | Fault::Endless
        | Fault::GzipBomb { .. }
        | Fault::TlsWrongName
        | Fault::TlsExpired
        | Fault::Refuse => right,
    }
}

/// What a hotel's network shows instead of the world.
pub(crate) const SIGN_IN: &str = "<!doctype html><html><head><title>Guest Wi-Fi</title></head>\
    <body>Please sign in to use the network.</body></html>";

/// Only pages have such words; other parts answer as they would.
fn with_unknown_word(part: Part, right: Response, stage: &Stage) -> Response {
    let Part::Page(vendor) = part else {
        return right;
    };
    let Ok(mut document) = serde_json::from_slice(&right.body) else {
        return right;
    };
    let spoilt = stage.with_page(vendor, |state| {
        page::say_unknown_word(state, &mut document);
        Some(Response::json(right.status, &document))
    });
    spoilt.unwrap_or(right)
}
