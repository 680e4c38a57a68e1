//! Chat completions as OpenAI's, spoken by Mistral, DeepSeek, xAI, Groq, OpenRouter and many others
//! as well. Errors: developers.openai.com/docs/guides/error-codes, api-docs.deepseek.com, openrouter.ai/docs
//! (as of October 2026).

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use serde_json::{Value, json};
use url::Url;

use super::{About, PROMPT, Question, Said, Trouble, secret, text_of, under, word};
use crate::keys::Key;

const QUOTA: [&str; 7] = [
    "insufficient_quota",
    "credit_balance_exhausted",
    "billing_hard_limit_reached",
    "billing_not_active",
    "insufficient_balance",
    "insufficient balance",
    "insufficient credits",
];
const KEY: [&str; 5] = [
    "invalid_api_key",
    "incorrect api key",
    "invalid api key",
    "authentication_error",
    "invalid_authentication",
];
const PLACE: [&str; 2] = ["unsupported_country", "country, region, or territory"];
const LOAD: [&str; 3] = ["overloaded", "slow_down", "at capacity"];

/// OpenAI's newer models know `max_completion_tokens` alone and no temperature; everybody else
/// knows the older names.
pub(super) fn questions(base: &Url, model: &str, key: &Key) -> Vec<Question> {
    let question = |limit: Value| {
        let bearer = secret(&format!("Bearer {}", key.reveal()))?;
        let mut body = json!({
            "model": model,
            "messages": [{"role": "user", "content": PROMPT}],
            "stream": true,
        });
        body.as_object_mut()?
            .append(limit.as_object().cloned().as_mut()?);
        Some(Question {
            url: under(base, "/chat/completions"),
            headers: vec![
                (AUTHORIZATION, bearer),
                (CONTENT_TYPE, HeaderValue::from_static("application/json")),
            ],
            body,
        })
    };
    let new = question(json!({"max_completion_tokens": 1}));
    let old = question(json!({"max_tokens": 1, "temperature": 0}));
    let is_openai = base
        .host_str()
        .is_some_and(|host| host == "openai.com" || host.ends_with(".openai.com"));
    let order = if is_openai { [new, old] } else { [old, new] };
    order.into_iter().flatten().collect()
}

pub(super) fn said(event: &Value) -> Said {
    // Sent after a 200 has gone out, by OpenRouter beside a choice that "finished".
    if let Some(trouble) = trouble(200, event) {
        return Said::Failed(trouble);
    }
    let choice = &event["choices"][0];
    let spoke = ["content", "reasoning_content", "reasoning", "refusal"]
        .iter()
        .any(|key| {
            choice["delta"][key]
                .as_str()
                .is_some_and(|it| !it.is_empty())
        });
    if choice["finish_reason"].is_string() {
        Said::Ended
    } else if spoke {
        Said::Word
    } else {
        Said::Nothing
    }
}

pub(super) fn trouble(status: u16, answer: &Value) -> Option<Trouble> {
    // Some wrap it into a list, some give a bare sentence, some leave the wrapping out.
    let answer = answer.get(0).unwrap_or(answer);
    let error = match answer.get("error") {
        Some(Value::Null) => return None,
        Some(error) => error,
        None if status >= 400 => answer,
        None => return None,
    };
    let message = error.as_str().map(str::to_owned);
    let message = message
        .or_else(|| text_of(error, "message"))
        .unwrap_or_default();
    let code = text_of(error, "code");
    let kind = text_of(error, "type");
    // In a stream the status stands in the error, where it stands anywhere.
    let status = code
        .as_ref()
        .and_then(|code| code.parse().ok())
        .unwrap_or(status);
    let says = format!(
        "{} {} {message}",
        code.as_deref().unwrap_or_default(),
        kind.as_deref().unwrap_or_default()
    )
    .to_lowercase();
    let named = |words: &[&str]| words.iter().any(|word| says.contains(word));
    let about = if status == 402 || named(&QUOTA) {
        About::Quota
    } else if named(&PLACE) {
        About::Place
    } else if status == 401 || named(&KEY) {
        About::Key
    } else if is_own_speed(status, &says) {
        About::Speed
    } else if status == 529 || named(&LOAD) {
        About::Load
    } else if status == 403 {
        About::Key
    } else if is_parameter(&says) {
        About::Parameter
    } else {
        About::Other
    };
    let named = [code, kind].into_iter().flatten();
    let name = named
        .filter(|it| it.parse::<u16>().is_err())
        .chain([message])
        .find(|it| !it.is_empty());
    Some(Trouble {
        about,
        word: word(name.as_deref().unwrap_or("an error without a name")),
        retry_after: None,
    })
}

/// `slow_down` with 429 is about us, with 503 about them; so is an overload, whatever its status.
fn is_own_speed(status: u16, says: &str) -> bool {
    let limited = status == 429 || says.contains("rate_limit");
    limited && !says.contains("overloaded")
}

fn is_parameter(says: &str) -> bool {
    let refused = [
        "unsupported",
        "not supported",
        "unknown",
        "unrecognized",
        "not permitted",
    ];
    let ours = ["max_tokens", "max_completion_tokens", "temperature"];
    refused.iter().any(|it| says.contains(it)) && ours.iter().any(|it| says.contains(it))
}
