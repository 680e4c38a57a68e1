//! Messages as Anthropic's. Errors: docs.claude.com/en/api/errors (as of October 2026).

use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde_json::{Value, json};
use url::Url;

use super::{About, PROMPT, Question, Said, Trouble, secret, text_of, under, word};
use crate::keys::Key;

const VERSION: &str = "2023-06-01";

pub(super) fn questions(base: &Url, model: &str, key: &Key) -> Vec<Question> {
    let Some(key) = secret(key.reveal()) else {
        return Vec::new();
    };
    vec![Question {
        url: under(base, "/messages"),
        headers: vec![
            (HeaderName::from_static("x-api-key"), key),
            (
                HeaderName::from_static("anthropic-version"),
                HeaderValue::from_static(VERSION),
            ),
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        ],
        body: json!({
            "model": model,
            "max_tokens": 1,
            "temperature": 0,
            "stream": true,
            "messages": [{"role": "user", "content": PROMPT}],
        }),
    }]
}

pub(super) fn said(event: &Value) -> Said {
    match event["type"].as_str() {
        Some("content_block_delta") => Said::Word,
        Some("message_delta") if event["delta"]["stop_reason"].is_string() => Said::Ended,
        Some("message_stop") => Said::Ended,
        Some("error") => trouble(200, event).map_or(Said::Nothing, Said::Failed),
        Some(_) | None => Said::Nothing,
    }
}

pub(super) fn trouble(status: u16, answer: &Value) -> Option<Trouble> {
    let error = answer.get("error")?;
    let kind = text_of(error, "type").unwrap_or_default();
    let message = text_of(error, "message").unwrap_or_default();
    // The reason of a spending limit stands in the details.
    let says = format!("{message} {}", error.get("details").unwrap_or(&Value::Null)).to_lowercase();
    let is_money = ["credit balance", "spend_limit", "usage limits"]
        .iter()
        .any(|it| says.contains(it));
    let about = match kind.as_str() {
        "billing_error" => About::Quota,
        "invalid_request_error" | "rate_limit_error" if is_money => About::Quota,
        "authentication_error" | "permission_error" => About::Key,
        "rate_limit_error" => About::Speed,
        "forbidden" => About::Place,
        "overloaded_error" => About::Load,
        _ => match status {
            401 => About::Key,
            402 => About::Quota,
            429 => About::Speed,
            529 => About::Load,
            _ => About::Other,
        },
    };
    let name = if kind.is_empty() { message } else { kind };
    Some(Trouble {
        about,
        word: word(&name),
        retry_after: None,
    })
}
