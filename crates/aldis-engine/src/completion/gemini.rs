//! `generateContent` as Gemini's. Errors: ai.google.dev/gemini-api/docs/troubleshooting (as of October 2026).

use std::time::{Duration, SystemTime};

use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use serde_json::{Value, json};
use url::Url;

use super::limits;
use super::{About, PROMPT, Question, Said, Trouble, secret, text_of, word};
use crate::keys::Key;
use crate::probe::classify::LONGEST_WAIT;

pub(super) fn questions(base: &Url, model: &str, key: &Key) -> Vec<Question> {
    let (Some(key), Some(url)) = (secret(key.reveal()), address(base, model)) else {
        return Vec::new();
    };
    vec![Question {
        url,
        headers: vec![
            (HeaderName::from_static("x-goog-api-key"), key),
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        ],
        body: json!({
            "contents": [{"role": "user", "parts": [{"text": PROMPT}]}],
            "generationConfig": {"maxOutputTokens": 1, "temperature": 0},
        }),
    }]
}

fn address(base: &Url, model: &str) -> Option<Url> {
    let mut url = base.clone();
    url.path_segments_mut()
        .ok()?
        .pop_if_empty()
        .push("models")
        .push(&format!("{model}:streamGenerateContent"));
    url.set_query(Some("alt=sse"));
    Some(url)
}

pub(super) fn said(event: &Value) -> Said {
    if let Some(trouble) = trouble(200, event) {
        return Said::Failed(trouble);
    }
    let candidate = &event["candidates"][0];
    let is_blocked = event["promptFeedback"]["blockReason"].is_string();
    if candidate["finishReason"].is_string() || is_blocked {
        Said::Ended
    } else if candidate["content"]["parts"][0]["text"].is_string() {
        Said::Word
    } else {
        Said::Nothing
    }
}

pub(super) fn trouble(status: u16, answer: &Value) -> Option<Trouble> {
    // Without `alt=sse` errors come in a list, and some proxies leave it out.
    let error = answer.get(0).unwrap_or(answer).get("error")?;
    let kind = text_of(error, "status").unwrap_or_default();
    let message = text_of(error, "message").unwrap_or_default();
    let status = error["code"]
        .as_u64()
        .and_then(|code| u16::try_from(code).ok())
        .unwrap_or(status);
    let says = message.to_lowercase();
    let about = match (status, kind.as_str()) {
        (_, "FAILED_PRECONDITION" | "INVALID_ARGUMENT") if says.contains("location") => {
            About::Place
        }
        _ if is_about_key(error, &says) => About::Key,
        (401 | 403, _) => About::Key,
        (402, _) => About::Quota,
        (429, _) if says.contains("quota") || says.contains("billing") => About::Quota,
        (429, _) => About::Speed,
        (503, _) | (_, "UNAVAILABLE") => About::Load,
        _ => About::Other,
    };
    let name = if kind.is_empty() { message } else { kind };
    Some(Trouble {
        about,
        word: word(&name),
        retry_after: retry_after(error),
    })
}

/// Gemini sends no headers about limits; how long to wait stands in the error: `"retryDelay": "34s"`.
fn retry_after(error: &Value) -> Option<Duration> {
    let details = error["details"].as_array().into_iter().flatten();
    let mut delays = details.filter_map(|detail| detail["retryDelay"].as_str());
    let wait = limits::wait(delays.next()?, SystemTime::now())?;
    Some(wait.min(LONGEST_WAIT))
}

fn is_about_key(error: &Value, says: &str) -> bool {
    let reasons = error["details"].as_array().into_iter().flatten();
    let mut reasons = reasons.filter_map(|detail| detail["reason"].as_str());
    reasons.any(|reason| reason.starts_with("API_KEY")) || says.contains("api key")
}
