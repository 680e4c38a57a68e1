//! Every end of a completion over real HTTP on loop-back, in every dialect.

use std::sync::Mutex;

use aldis_core::catalogue::Surface;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;

const SECRET: &str = "sk-hunter2";
const SLOW: Duration = Duration::from_millis(120);

/// What one connection gets: pieces of bytes, with a pause before each but the first.
#[derive(Clone)]
enum Then {
    Close,
    Hang,
}

/// A vendor that answers the first request with the first answer and so on, the last one for ever.
struct Vendor {
    url: Url,
    asked: Arc<Mutex<Vec<String>>>,
}

async fn vendor(answers: Vec<Vec<String>>, then: Then) -> Vendor {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    tokio::spawn(async move {
        for number in 0.. {
            let Ok((stream, _)) = listener.accept().await else {
                break;
            };
            let pieces = answers[usize::min(number, answers.len() - 1)].clone();
            tokio::spawn(talk(stream, pieces, then.clone(), Arc::clone(&log)));
        }
    });
    Vendor {
        url: url.parse().unwrap(),
        asked,
    }
}

async fn talk(
    mut stream: TcpStream,
    pieces: Vec<String>,
    then: Then,
    log: Arc<Mutex<Vec<String>>>,
) {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let read = stream.read(&mut chunk).await.unwrap_or(0);
        request.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head.lines().find_map(|line| {
                line.to_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse()
                    .ok()
            });
            body.len() >= length.unwrap_or(0)
        });
        if whole || read == 0 {
            log.lock().unwrap().push(text);
            break;
        }
    }
    for (number, piece) in pieces.iter().enumerate() {
        if number > 0 {
            tokio::time::sleep(SLOW).await;
        }
        // The other side may have hung up, as some tests want it to.
        let _ = stream.write_all(piece.as_bytes()).await;
    }
    if matches!(then, Then::Hang) {
        let _ = stream.read(&mut chunk).await;
    }
}

fn json(status: u16, headers: &str, body: &str) -> Vec<String> {
    vec![format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{headers}content-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    )]
}

fn stream(events: &[&str]) -> Vec<String> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    std::iter::once(head.to_owned())
        .chain(events.iter().map(|event| format!("{event}\n\n")))
        .collect()
}

fn spoken(dialect: Dialect) -> Vec<String> {
    match dialect {
        Dialect::OpenAi => stream(&[
            r#"data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#,
            r#"data: {"choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}"#,
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]",
        ]),
        Dialect::Anthropic => stream(&[
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}",
            "event: ping\ndata: {\"type\":\"ping\"}",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hel\"}}",
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}",
        ]),
        Dialect::Gemini => stream(&[
            r#"data: {"candidates":[{"content":{"parts":[{"text":"Hel"}],"role":"model"},"index":0}]}"#,
            r#"data: {"candidates":[{"finishReason":"MAX_TOKENS","index":0}]}"#,
        ]),
    }
}

async fn look(vendor: &Vendor, dialect: Dialect) -> Sight {
    look_within(vendor, dialect, Duration::from_secs(20)).await
}

async fn look_within(vendor: &Vendor, dialect: Dialect, deadline: Duration) -> Sight {
    let completion = Completion {
        dialect,
        model: "small-1".to_owned(),
        key: "vendor".to_owned(),
    };
    let target = ProbeTarget {
        unconfirmed: false,
        surface: Surface::Completion,
        url: vendor.url.clone(),
        alive: vec![200],
        challenge: false,
        completion: Some(completion.clone()),
    };
    let wire = Wire::with_roots(rustls::RootCertStore::empty()).unwrap();
    let key = Key::new(SECRET).unwrap();
    probe(&wire, &target, (&completion, &key), &Proxy::None, deadline).await
}

async fn end(answer: Vec<String>, dialect: Dialect) -> Outcome {
    look(&vendor(vec![answer], Then::Close).await, dialect)
        .await
        .outcome
}

#[tokio::test]
async fn a_word_is_asked_for_heard_and_timed_in_every_dialect() {
    for dialect in Dialect::ALL {
        let vendor = vendor(vec![spoken(dialect)], Then::Close).await;
        let sight = look(&vendor, dialect).await;
        assert_eq!(
            sight.outcome,
            Outcome::Answered { status: 200 },
            "{dialect:?}"
        );
        let timing = sight.timing;
        let (head, token) = (timing.first_byte.unwrap(), timing.first_token.unwrap());
        assert!(head < token && token < timing.total, "{timing:?}");
        let asked = vendor.asked.lock().unwrap().join("\n");
        let (path, key) = match dialect {
            Dialect::OpenAi => (
                "POST /v1/chat/completions ",
                "authorization: Bearer sk-hunter2",
            ),
            Dialect::Anthropic => ("POST /v1/messages ", "x-api-key: sk-hunter2"),
            Dialect::Gemini => (
                "POST /v1/models/small-1:streamGenerateContent?alt=sse ",
                "x-goog-api-key: sk-hunter2",
            ),
        };
        assert!(asked.starts_with(path) && asked.contains(key), "{asked}");
        let one = [r#""max_tokens":1"#, r#""maxOutputTokens":1"#];
        assert!(one.iter().any(|limit| asked.contains(limit)), "{asked}");
    }
}

#[tokio::test]
async fn what_the_account_lacks_is_told_from_what_they_lack() {
    use Dialect::{Anthropic, Gemini, OpenAi};
    let quota = |status| Outcome::OverQuota {
        status,
        retry_after: None,
    };
    let key = |status| Outcome::KeyRefused { status };
    let place = |status| Outcome::NotHere { status };
    let load = |status| Outcome::Overloaded { status };
    let answered = |status| Outcome::Answered { status };
    let limited = Outcome::RateLimited {
        status: 429,
        retry_after: None,
    };
    let cases = [
        (
            OpenAi,
            429,
            r#"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"#,
            quota(429),
        ),
        (
            OpenAi,
            429,
            r#"{"error":{"message":"No credit","type":"billing","code":"credit_balance_exhausted"}}"#,
            quota(429),
        ),
        (
            OpenAi,
            402,
            r#"{"error":{"message":"Insufficient Balance","type":"unknown_error","code":"invalid_request_error"}}"#,
            quota(402),
        ),
        (
            OpenAi,
            429,
            r#"{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}"#,
            limited.clone(),
        ),
        (
            OpenAi,
            429,
            r#"{"error":{"message":"Slow down","type":"requests","code":"slow_down"}}"#,
            limited.clone(),
        ),
        (
            OpenAi,
            401,
            r#"{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}"#,
            key(401),
        ),
        (
            OpenAi,
            400,
            r#"{"code":"invalid argument","error":"Incorrect API key provided: sk"}"#,
            key(400),
        ),
        (
            OpenAi,
            403,
            r#"{"error":{"message":"Country, region, or territory not supported","type":"request_forbidden","code":"unsupported_country_region_territory"}}"#,
            place(403),
        ),
        (
            OpenAi,
            503,
            r#"{"error":{"message":"The engine is currently overloaded","type":"service_unavailable_error","code":"server_is_overloaded"}}"#,
            load(503),
        ),
        (
            OpenAi,
            429,
            r#"{"error":{"message":"Engine busy","type":"engine_overloaded_error"}}"#,
            load(429),
        ),
        (
            OpenAi,
            500,
            r#"{"error":{"message":"The server had an error","type":"server_error","code":null}}"#,
            answered(500),
        ),
        (
            OpenAi,
            404,
            r#"{"error":{"message":"The model does not exist","type":"invalid_request_error","code":"model_not_found"}}"#,
            answered(404),
        ),
        (OpenAi, 502, "<html>bad gateway</html>", answered(502)),
        (
            OpenAi,
            200,
            "<html>sign in</html>",
            Outcome::WrongBody { status: 200 },
        ),
        (
            Anthropic,
            529,
            r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
            load(529),
        ),
        (
            Anthropic,
            500,
            r#"{"type":"error","error":{"type":"api_error","message":"Internal server error"}}"#,
            answered(500),
        ),
        (
            Anthropic,
            429,
            r#"{"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your limit"}}"#,
            limited.clone(),
        ),
        (
            Anthropic,
            429,
            r#"{"type":"error","error":{"type":"rate_limit_error","message":"Limit","details":{"error_code":"enforced_spend_limit_reached"}}}"#,
            quota(429),
        ),
        (
            Anthropic,
            400,
            r#"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}}"#,
            quota(400),
        ),
        (
            Anthropic,
            401,
            r#"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}"#,
            key(401),
        ),
        (
            Anthropic,
            403,
            r#"{"type":"error","error":{"type":"forbidden","message":"Request not allowed"}}"#,
            place(403),
        ),
        (
            Gemini,
            429,
            r#"{"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED"}}"#,
            quota(429),
        ),
        (
            Gemini,
            429,
            r#"{"error":{"code":429,"message":"Resource has been exhausted","status":"RESOURCE_EXHAUSTED"}}"#,
            limited,
        ),
        (
            Gemini,
            503,
            r#"[{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}]"#,
            load(503),
        ),
        (
            Gemini,
            400,
            r#"{"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}"#,
            key(400),
        ),
        (
            Gemini,
            400,
            r#"{"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}"#,
            place(400),
        ),
        (
            Gemini,
            500,
            r#"{"error":{"code":500,"message":"Internal","status":"INTERNAL"}}"#,
            answered(500),
        ),
    ];
    for (dialect, status, body, expected) in cases {
        assert_eq!(
            end(json(status, "", body), dialect).await,
            expected,
            "{body}"
        );
    }
}

#[tokio::test]
async fn retry_after_is_heard() {
    let body = r#"{"error":{"message":"x","code":"rate_limit_exceeded"}}"#;
    let ended = end(json(429, "retry-after: 30\r\n", body), Dialect::OpenAi).await;
    let retry_after = Some(Duration::from_secs(30));
    let status = 429;
    assert_eq!(
        ended,
        Outcome::RateLimited {
            status,
            retry_after
        }
    );
}

#[tokio::test]
async fn the_account_s_own_limit_is_told_from_a_vendor_that_turns_everybody_away() {
    let openai = r#"{"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}"#;
    let anthropic = r#"{"type":"error","error":{"type":"rate_limit_error","message":"Limit"}}"#;
    let gemini = r#"{"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}}"#;
    let own = |millis| Outcome::OverQuota {
        status: 429,
        retry_after: Some(Duration::from_millis(millis)),
    };
    let anybody_s = |wait: Option<u64>| Outcome::RateLimited {
        status: 429,
        retry_after: wait.map(Duration::from_millis),
    };
    let cases = [
        (
            Dialect::OpenAi,
            openai,
            "x-ratelimit-remaining-requests: 0\r\nx-ratelimit-reset-requests: 8.64s\r\n",
            own(8_640),
        ),
        (
            Dialect::OpenAi,
            "not even JSON",
            "x-ratelimit-remaining-tokens: 0\r\nretry-after-ms: 250\r\n",
            own(250),
        ),
        (
            Dialect::OpenAi,
            openai,
            "x-ratelimit-remaining-requests: 4999\r\nretry-after-ms: 1500\r\n",
            anybody_s(Some(1_500)),
        ),
        (
            Dialect::Anthropic,
            anthropic,
            "anthropic-ratelimit-requests-remaining: 0\r\nretry-after: 12\r\n",
            own(12_000),
        ),
        (
            Dialect::Anthropic,
            anthropic,
            "anthropic-ratelimit-requests-remaining: 49\r\n",
            anybody_s(None),
        ),
        (Dialect::Gemini, gemini, "", own(34_000)),
    ];
    for (dialect, body, headers, expected) in cases {
        let ended = end(json(429, headers, body), dialect).await;
        assert_eq!(ended, expected, "{headers}{body}");
    }
}

#[tokio::test]
async fn an_overload_stays_theirs_whatever_its_headers_say() {
    let busy = r#"{"error":{"message":"Engine busy","type":"engine_overloaded_error"}}"#;
    let headers = "x-ratelimit-remaining-requests: 0\r\n";
    let ended = end(json(429, headers, busy), Dialect::OpenAi).await;
    assert_eq!(ended, Outcome::Overloaded { status: 429 });
}

#[tokio::test]
async fn an_error_inside_a_stream_is_a_failure_though_the_status_was_200() {
    let why = |word: &str| Outcome::FailedInStream {
        why: word.to_owned(),
    };
    let anthropic = stream(&[
        "event: message_start\ndata: {\"type\":\"message_start\"}",
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
    ]);
    assert_eq!(
        end(anthropic, Dialect::Anthropic).await,
        why("overloaded_error")
    );
    let router = stream(&[
        r#"data: {"error":{"code":502,"message":"Provider disconnected"},"choices":[{"delta":{"content":""},"finish_reason":"error"}]}"#,
    ]);
    assert_eq!(
        end(router, Dialect::OpenAi).await,
        why("Provider disconnected")
    );
    let broke = stream(&[r#"data: {"error":{"code":402,"message":"Insufficient credits"}}"#]);
    let ended = end(broke, Dialect::OpenAi).await;
    let retry_after = None;
    let status = 200;
    assert_eq!(
        ended,
        Outcome::OverQuota {
            status,
            retry_after
        }
    );
}

#[tokio::test]
async fn a_stream_that_stops_before_its_end_has_failed() {
    for dialect in Dialect::ALL {
        let mut pieces = spoken(dialect);
        pieces.pop();
        let why = "the stream ended too early".to_owned();
        assert_eq!(end(pieces, dialect).await, Outcome::FailedInStream { why });
    }
}

#[tokio::test]
async fn silence_and_endless_talk_have_their_limits() {
    let mut silent = spoken(Dialect::OpenAi);
    silent.truncate(1);
    let hanging = vendor(vec![silent], Then::Hang).await;
    let ended = look_within(&hanging, Dialect::OpenAi, Duration::from_secs(1)).await;
    assert_eq!(ended.outcome, Outcome::TimedOut { phase: Phase::Body });
    let noise = format!(": {}\n\n", "x".repeat(LIMIT));
    let ended = end(stream(&[noise.as_str()]), Dialect::OpenAi).await;
    assert_eq!(ended, Outcome::TooLarge { limit: LIMIT });
}

#[tokio::test]
async fn a_model_that_knows_only_the_newer_names_is_asked_with_them() {
    let refusal = json(
        400,
        "",
        r#"{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","code":"unsupported_parameter"}}"#,
    );
    let vendor = vendor(vec![refusal, spoken(Dialect::OpenAi)], Then::Close).await;
    let sight = look(&vendor, Dialect::OpenAi).await;
    assert_eq!(sight.outcome, Outcome::Answered { status: 200 });
    let asked = vendor.asked.lock().unwrap();
    assert_eq!(asked.len(), 2);
    assert!(asked[1].contains(r#""max_completion_tokens":1"#) && !asked[1].contains("temperature"));
}

#[tokio::test]
async fn a_key_follows_no_redirect() {
    let away = "HTTP/1.1 307 X\r\nlocation: http://elsewhere.example/\r\ncontent-length: 0\r\n\r\n";
    let ended = end(vec![away.to_owned()], Dialect::Anthropic).await;
    let to = "elsewhere.example".to_owned();
    assert_eq!(ended, Outcome::RedirectedAway { to });
}

#[test]
fn an_address_may_hold_the_whole_path_already() {
    let under = |base: &str| under(&base.parse().unwrap(), "/chat/completions").to_string();
    let whole = "https://api.groq.com/openai/v1/chat/completions";
    assert_eq!(under("https://api.groq.com/openai/v1"), whole);
    assert_eq!(under("https://api.groq.com/openai/v1/"), whole);
    assert_eq!(under(whole), whole);
}
