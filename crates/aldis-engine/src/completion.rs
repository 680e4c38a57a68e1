//! A look at a model itself: one word is asked for with the user's key and read as it is spoken. One
//! file per dialect. What an end means for the vendor's health is decided in core.

mod anthropic;
mod gemini;
mod limits;
mod openai;

use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aldis_core::catalogue::{Completion, Dialect, ProbeTarget};
use aldis_core::evidence::{Outcome, Phase, Sight};
use aldis_core::settings::Proxy;
use futures_util::{Stream, StreamExt};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use sse_stream::SseByteStream;
use url::Url;

use crate::keys::Key;
use crate::probe::classify;
use crate::probe::trace::Trace;
use crate::probe::wire::{Redirects, Request, Wire};

/// One word and what comes with it is far less.
const LIMIT: usize = 256 * 1024;
/// What is asked.
const PROMPT: &str = "Hi";
/// So much of a key is known for it.
const TELLING: usize = 8;
/// Vendors' words are quoted no longer than this.
const WORD: usize = 60;

/// One way to ask. Where the vendor does not know a parameter of it, the next way is tried.
struct Question {
    url: Url,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Value,
}

/// What one event of a stream says.
#[derive(Debug, PartialEq)]
enum Said {
    /// Nothing of interest.
    Nothing,
    /// A word of the model.
    Word,
    /// The model has ended; what still comes is bookkeeping.
    Ended,
    /// It broke.
    Failed(Trouble),
}

/// An error in the vendor's own words, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Trouble {
    about: About,
    /// The vendor's word for it.
    word: String,
    /// How long to wait, where the error itself says so.
    retry_after: Option<Duration>,
}

/// What an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// The account has no quota or credit left.
    Quota,
    /// The account asks too fast.
    Speed,
    /// The key.
    Key,
    /// The place it is asked from.
    Place,
    /// A parameter that this model does not take.
    Parameter,
    /// The vendor has too much to do.
    Load,
    /// Anything else.
    Other,
}

/// Asks for one word.
pub(crate) async fn probe(
    wire: &Wire,
    target: &ProbeTarget,
    (completion, key): (&Completion, &Key),
    proxy: &Proxy,
    deadline: Duration,
) -> Sight {
    let trace = Trace::begin();
    let asking = ask(wire, target, (completion, key), proxy, &trace);
    let mut outcome = match tokio::time::timeout(deadline, asking).await {
        Ok(outcome) => outcome,
        Err(_) => Outcome::TimedOut {
            phase: trace.phase(),
        },
    };
    if let Outcome::FailedInStream { why } = &mut outcome {
        leave_out(key, why);
    }
    Sight {
        outcome,
        timing: trace.timing(),
    }
}

/// Some vendors say the key back in what they complain of, and what is quoted of them may end
/// within it. It goes no further.
fn leave_out(key: &Key, why: &mut String) {
    let key = key.reveal();
    let beginning = key.get(..TELLING).unwrap_or(key);
    if let Some(at) = why.find(beginning) {
        why.truncate(at);
        why.push('…');
    }
}

async fn ask(
    wire: &Wire,
    target: &ProbeTarget,
    (completion, key): (&Completion, &Key),
    proxy: &Proxy,
    trace: &Arc<Trace>,
) -> Outcome {
    let mut outcome = Outcome::NoKey;
    for question in questions(&target.url, completion, key) {
        let request = Request {
            url: &question.url,
            proxy,
            headers: question.headers,
            post: Some(question.body.to_string()),
            redirects: Redirects::Never,
            // The one around all of it is kept by whoever calls.
            deadline: Duration::MAX,
        };
        let (ended, about) = match wire.open(&request, trace).await {
            Ok(response) => listen(response, completion.dialect, trace).await,
            Err(outcome) => (outcome, None),
        };
        outcome = ended;
        if about != Some(About::Parameter) {
            break;
        }
    }
    outcome
}

/// None where the key cannot even be sent: then there is no key.
fn questions(url: &Url, completion: &Completion, key: &Key) -> Vec<Question> {
    let model = completion.model.as_str();
    match completion.dialect {
        Dialect::OpenAi => openai::questions(url, model, key),
        Dialect::Anthropic => anthropic::questions(url, model, key),
        Dialect::Gemini => gemini::questions(url, model, key),
    }
}

fn said(dialect: Dialect, data: &str) -> Said {
    if data.trim() == "[DONE]" {
        return Said::Ended;
    }
    let Ok(event) = serde_json::from_str(data) else {
        return Said::Nothing;
    };
    match dialect {
        Dialect::OpenAi => openai::said(&event),
        Dialect::Anthropic => anthropic::said(&event),
        Dialect::Gemini => gemini::said(&event),
    }
}

fn trouble(dialect: Dialect, status: u16, answer: &Value) -> Option<Trouble> {
    match dialect {
        Dialect::OpenAi => openai::trouble(status, answer),
        Dialect::Anthropic => anthropic::trouble(status, answer),
        Dialect::Gemini => gemini::trouble(status, answer),
    }
}

/// How an answer ended, and what the vendor's complaint was about if there was one.
async fn listen(
    response: Response,
    dialect: Dialect,
    trace: &Arc<Trace>,
) -> (Outcome, Option<About>) {
    let (status, headers) = (response.status(), response.headers().clone());
    if let Some(to) = classify::redirect(response.url(), status, &headers) {
        let to = classify::destination(&to);
        return (Outcome::RedirectedAway { to }, None);
    }
    if classify::is_bot_wall(&headers) {
        let status = status.as_u16();
        return (Outcome::Challenged { status }, None);
    }
    if status.is_success() && is_event_stream(&headers) {
        let outcome = listen_to_stream(response, dialect, &headers, trace).await;
        return (outcome, None);
    }
    match body(response).await {
        Ok(body) => answered(dialect, status, &headers, &body),
        Err(outcome) => (outcome, None),
    }
}

fn is_event_stream(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    kind.is_some_and(|it| {
        it.trim()
            .to_ascii_lowercase()
            .starts_with("text/event-stream")
    })
}

/// An answer that is no stream: a refusal, or somebody else's page.
fn answered(
    dialect: Dialect,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> (Outcome, Option<About>) {
    let code = status.as_u16();
    let found = serde_json::from_slice(body)
        .ok()
        .and_then(|answer| trouble(dialect, code, &answer));
    let Some(found) = found else {
        let outcome = match code {
            200..300 => Outcome::WrongBody { status: code },
            401 => Outcome::KeyRefused { status: code },
            402 => over_quota(code, headers, None),
            429 => too_fast(code, headers, None),
            _ => Outcome::Answered { status: code },
        };
        return (outcome, None);
    };
    let outcome = match found.about {
        About::Quota => over_quota(code, headers, found.retry_after),
        About::Speed => too_fast(code, headers, found.retry_after),
        About::Key => Outcome::KeyRefused { status: code },
        About::Place => Outcome::NotHere { status: code },
        About::Load => Outcome::Overloaded { status: code },
        About::Parameter | About::Other if status.is_success() => {
            Outcome::FailedInStream { why: found.word }
        }
        About::Parameter | About::Other => Outcome::Answered { status: code },
    };
    (outcome, Some(found.about))
}

/// Somebody is too fast. Whom the vendor means is known where its headers say that a limit of the
/// account is used up; else it may turn everybody away.
fn too_fast(status: u16, headers: &HeaderMap, told: Option<Duration>) -> Outcome {
    let now = SystemTime::now();
    match limits::used_up(headers, now) {
        Some(limit) => Outcome::OverQuota {
            status,
            retry_after: told.or(limit.retry_after),
        },
        None => Outcome::RateLimited {
            status,
            retry_after: told.or_else(|| classify::retry_after(headers, now)),
        },
    }
}

fn over_quota(status: u16, headers: &HeaderMap, told: Option<Duration>) -> Outcome {
    let now = SystemTime::now();
    let told = told.or_else(|| classify::retry_after(headers, now));
    Outcome::OverQuota {
        status,
        retry_after: told.or_else(|| limits::used_up(headers, now)?.retry_after),
    }
}

async fn listen_to_stream(
    response: Response,
    dialect: Dialect,
    headers: &HeaderMap,
    trace: &Arc<Trace>,
) -> Outcome {
    let status = response.status().as_u16();
    let mut events = SseByteStream::new(capped(response.bytes_stream()));
    let mut ended = false;
    loop {
        let event = match events.next().await {
            Some(Ok(event)) => event,
            Some(Err(error)) if ended => {
                tracing::debug!(%error, "a stream was cut after its end");
                break;
            }
            Some(Err(error)) => return cut(&error),
            None => break,
        };
        match said(dialect, event.data.as_deref().unwrap_or_default()) {
            Said::Nothing => {}
            Said::Word => trace.token_arrived(),
            Said::Ended => {
                ended = true;
                break;
            }
            Said::Failed(trouble) => return failed(trouble, status, headers),
        }
    }
    if !ended {
        let why = "the stream ended too early".to_owned();
        return Outcome::FailedInStream { why };
    }
    trace.body_ended();
    Outcome::Answered { status }
}

/// What is about the account stays so inside a stream; everything else is theirs.
fn failed(trouble: Trouble, status: u16, headers: &HeaderMap) -> Outcome {
    match trouble.about {
        About::Quota => over_quota(status, headers, trouble.retry_after),
        About::Speed => too_fast(status, headers, trouble.retry_after),
        About::Key => Outcome::KeyRefused { status },
        About::Place => Outcome::NotHere { status },
        About::Load | About::Parameter | About::Other => {
            Outcome::FailedInStream { why: trouble.word }
        }
    }
}

/// Fails as soon as more than [`LIMIT`] came.
fn capped<B: AsRef<[u8]>>(
    bytes: impl Stream<Item = reqwest::Result<B>>,
) -> impl Stream<Item = io::Result<B>> + Unpin {
    let mut left = LIMIT;
    Box::pin(bytes.map(move |chunk| {
        let chunk = chunk.map_err(io::Error::other)?;
        match left.checked_sub(chunk.as_ref().len()) {
            Some(rest) => left = rest,
            None => return Err(io::ErrorKind::FileTooLarge.into()),
        }
        Ok(chunk)
    }))
}

fn cut(error: &sse_stream::Error) -> Outcome {
    let sse_stream::Error::Body(source) = error else {
        return Outcome::WrongBody { status: 200 };
    };
    let Some(io) = source.downcast_ref::<io::Error>() else {
        return Outcome::Reset { phase: Phase::Body };
    };
    if io.kind() == io::ErrorKind::FileTooLarge {
        return Outcome::TooLarge { limit: LIMIT };
    }
    let source = io.get_ref().and_then(|it| it.downcast_ref());
    source.map_or(Outcome::Reset { phase: Phase::Body }, |error| {
        classify::failure(error, Phase::Body)
    })
}

async fn body(response: Response) -> Result<Vec<u8>, Outcome> {
    let mut chunks = capped(response.bytes_stream());
    let mut body = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| cut(&sse_stream::Error::Body(Box::new(error))))?;
        body.extend_from_slice(chunk.as_ref());
    }
    Ok(body)
}

/// A header that holds the key: never shown by whoever prints headers.
fn secret(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// `base` with `tail` behind it, unless it is there already.
fn under(base: &Url, tail: &str) -> Url {
    let mut url = base.clone();
    if !url.path().ends_with(tail) {
        let path = format!("{}{tail}", url.path().trim_end_matches('/'));
        url.set_path(&path);
    }
    url
}

/// A vendor's word, held to what may be shown.
fn word(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = one_line
        .chars()
        .filter(|&c| aldis_core::page::is_showable(c));
    shown.take(WORD).collect()
}

/// The text of a member, or a number in it as text.
fn text_of(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests;
