//! What a vendor's model says to whoever asks for a completion, in the vendor's own dialect: a word in
//! a stream, or why there is none. The words are those of CATALOGUE.md §6.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::http::{Request, Response};
use crate::vendor::Vendor;

/// The one key that the lab's models take.
pub const KEY: &str = "lab-key-of-nobody";
/// Between the head of a stream and its first word, unless the model is slow.
const USUAL: Duration = Duration::from_millis(20);

/// What can be wrong with a model, or with the account of whoever asks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ModelTrouble {
    /// It has too much to do.
    Overloaded,
    /// The stream begins with 200 and brings an error.
    FailsInStream,
    /// The stream begins with 200 and ends before the model has.
    EndsEarly,
    /// The first word comes late.
    Slow {
        /// Milliseconds between the head and the word.
        ms: u64,
    },
    /// The account has no credit left.
    OverQuota,
    /// The account's own limit of requests is used up, as the headers say.
    OwnLimit {
        /// Milliseconds until it may ask again.
        reset_ms: u64,
    },
    /// Everybody is turned away, whatever is left of their own limits.
    Throttled,
    /// No key is taken.
    KeyRefused,
}

/// How somebody asks a model, by vendor: those whose dialects Aldis speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    OpenAi,
    Anthropic,
    Gemini,
}

impl Dialect {
    const fn of(vendor: Vendor) -> Self {
        match vendor {
            Vendor::OpenAi | Vendor::Microsoft | Vendor::GitHub => Self::OpenAi,
            Vendor::Anthropic => Self::Anthropic,
            Vendor::Google => Self::Gemini,
        }
    }
}

/// The right answer: a word to whoever brings the key, and a refusal to everybody else.
pub(crate) fn answer(vendor: Vendor, request: &Request) -> Response {
    let dialect = Dialect::of(vendor);
    let (path, key) = match dialect {
        Dialect::OpenAi => ("/v1/chat/completions", request.header("authorization")),
        Dialect::Anthropic => ("/v1/messages", request.header("x-api-key")),
        Dialect::Gemini => (
            "/v1beta/models/lab-small:streamGenerateContent",
            request.header("x-goog-api-key"),
        ),
    };
    let key = key.map(|it| it.strip_prefix("Bearer ").unwrap_or(it));
    if key != Some(KEY) {
        refused(dialect)
    } else if request.method != "POST" || request.path() != path {
        Response::json(
            404,
            &json!({"error": {"message": "not found", "code": 404}}),
        )
    } else {
        stream(&[begun(dialect), word(dialect), ended(dialect)])
    }
}

/// What comes in place of the `right` answer.
pub(crate) fn spoil(vendor: Vendor, right: Response, trouble: &ModelTrouble) -> Response {
    let dialect = Dialect::of(vendor);
    if right.status != 200 {
        return right;
    }
    match trouble {
        ModelTrouble::Slow { .. } => right,
        ModelTrouble::Overloaded => overloaded(dialect),
        ModelTrouble::FailsInStream => stream(&[begun(dialect), broken(dialect)]),
        ModelTrouble::EndsEarly => stream(&[begun(dialect), word(dialect)]),
        ModelTrouble::OverQuota => over_quota(dialect),
        ModelTrouble::OwnLimit { reset_ms } => own_limit(dialect, *reset_ms),
        ModelTrouble::Throttled => throttled(dialect),
        ModelTrouble::KeyRefused => refused(dialect),
    }
}

/// How long the head of an answer is there before the rest.
pub(crate) const fn pause(fault: &Fault) -> Duration {
    if let Fault::Model {
        trouble: ModelTrouble::Slow { ms },
    } = fault
    {
        Duration::from_millis(*ms)
    } else {
        USUAL
    }
}

fn stream(events: &[String]) -> Response {
    Response::new(200, "text/event-stream", events.concat())
}

fn event(name: &str, data: &Value) -> String {
    format!("event: {name}\ndata: {data}\n\n")
}

fn data(data: &Value) -> String {
    format!("data: {data}\n\n")
}

fn begun(dialect: Dialect) -> String {
    match dialect {
        Dialect::OpenAi => data(&json!({"object": "chat.completion.chunk", "choices": [
            {"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": null}]})),
        Dialect::Anthropic => event(
            "message_start",
            &json!({"type": "message_start", "message": {"id": "msg_lab", "role": "assistant"}}),
        ),
        Dialect::Gemini => String::new(),
    }
}

fn word(dialect: Dialect) -> String {
    match dialect {
        Dialect::OpenAi => data(&json!({"object": "chat.completion.chunk", "choices": [
            {"index": 0, "delta": {"content": "Hello"}, "finish_reason": null}]})),
        Dialect::Anthropic => event(
            "content_block_delta",
            &json!({"type": "content_block_delta", "index": 0,
                "delta": {"type": "text_delta", "text": "Hello"}}),
        ),
        Dialect::Gemini => data(&json!({"candidates": [
            {"content": {"parts": [{"text": "Hello"}], "role": "model"}, "index": 0}]})),
    }
}

fn ended(dialect: Dialect) -> String {
    match dialect {
        Dialect::OpenAi => {
            let last = json!({"object": "chat.completion.chunk", "choices": [
                {"index": 0, "delta": {}, "finish_reason": "length"}]});
            format!("{}data: [DONE]\n\n", data(&last))
        }
        Dialect::Anthropic => {
            let last = json!({"type": "message_delta", "delta": {"stop_reason": "max_tokens"}});
            let stop = json!({"type": "message_stop"});
            event("message_delta", &last) + &event("message_stop", &stop)
        }
        Dialect::Gemini => data(&json!({"candidates": [
            {"finishReason": "MAX_TOKENS", "index": 0}]})),
    }
}

fn broken(dialect: Dialect) -> String {
    match dialect {
        Dialect::OpenAi => data(&openai_error("The server had an error", "server_error")),
        Dialect::Anthropic => event("error", &anthropic_error("overloaded_error", "Overloaded")),
        Dialect::Gemini => data(&gemini_error(500, "INTERNAL", "An internal error occurred")),
    }
}

fn overloaded(dialect: Dialect) -> Response {
    match dialect {
        Dialect::OpenAi => {
            let error = openai_error("The engine is currently overloaded", "server_is_overloaded");
            Response::json(503, &error)
        }
        Dialect::Anthropic => {
            Response::json(529, &anthropic_error("overloaded_error", "Overloaded"))
        }
        Dialect::Gemini => {
            let error = gemini_error(503, "UNAVAILABLE", "The model is overloaded.");
            Response::json(503, &error)
        }
    }
}

fn over_quota(dialect: Dialect) -> Response {
    match dialect {
        Dialect::OpenAi => {
            let error = openai_error("You exceeded your current quota", "insufficient_quota");
            Response::json(429, &error)
        }
        Dialect::Anthropic => {
            let error = anthropic_error(
                "invalid_request_error",
                "Your credit balance is too low to access the API",
            );
            Response::json(400, &error)
        }
        Dialect::Gemini => {
            let error = gemini_error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota");
            Response::json(429, &error)
        }
    }
}

fn own_limit(dialect: Dialect, reset_ms: u64) -> Response {
    let seconds = reset_ms.div_ceil(1_000).to_string();
    let reset = format!("{reset_ms}ms");
    match dialect {
        Dialect::OpenAi => throttled(dialect)
            .with("x-ratelimit-remaining-requests", "0")
            .with("x-ratelimit-reset-requests", reset),
        Dialect::Anthropic => throttled(dialect)
            .with("anthropic-ratelimit-requests-remaining", "0")
            .with("retry-after", seconds),
        Dialect::Gemini => {
            let mut error = gemini_error(429, "RESOURCE_EXHAUSTED", "You exceeded your quota");
            error["error"]["details"] = json!([{
                "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": format!("{seconds}s")}]);
            Response::json(429, &error)
        }
    }
}

fn throttled(dialect: Dialect) -> Response {
    match dialect {
        Dialect::OpenAi => {
            let error = openai_error("Rate limit reached", "rate_limit_exceeded");
            Response::json(429, &error)
        }
        Dialect::Anthropic => {
            let error = anthropic_error("rate_limit_error", "Number of requests exceeded");
            Response::json(429, &error)
        }
        Dialect::Gemini => {
            let error = gemini_error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted");
            Response::json(429, &error)
        }
    }
}

fn refused(dialect: Dialect) -> Response {
    match dialect {
        Dialect::OpenAi => {
            let error = openai_error("Incorrect API key provided", "invalid_api_key");
            Response::json(401, &error)
        }
        Dialect::Anthropic => {
            let error = anthropic_error("authentication_error", "invalid x-api-key");
            Response::json(401, &error)
        }
        Dialect::Gemini => {
            let mut error = gemini_error(400, "INVALID_ARGUMENT", "API key not valid.");
            error["error"]["details"] = json!([{"reason": "API_KEY_INVALID"}]);
            Response::json(400, &error)
        }
    }
}

fn openai_error(message: &str, code: &str) -> Value {
    json!({"error": {"message": message, "type": code, "param": null, "code": code}})
}

fn anthropic_error(kind: &str, message: &str) -> Value {
    json!({"type": "error", "error": {"type": kind, "message": message}})
}

fn gemini_error(code: u16, status: &str, message: &str) -> Value {
    json!({"error": {"code": code, "message": message, "status": status}})
}
