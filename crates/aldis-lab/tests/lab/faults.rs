//! Every fault, as a client on the other end of a real connection sees it.

use std::io;
use std::time::{Duration, Instant};

use crate::common::{builder, causes, get, lab, trusting};
use aldis_lab::{Fault, LabError, Operator, Part, Phase, Vendor, When};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const WEB: Part = Part::Web(Vendor::OpenAi);
const API: Part = Part::Api(Vendor::OpenAi);
const A_MOMENT: Duration = Duration::from_millis(300);

#[tokio::test]
async fn in_good_health_every_part_answers_as_its_vendor_does() {
    let lab = lab().await;
    for (part, path, status) in [
        (WEB, "/", 200),
        (WEB, "/cdn-cgi/trace", 200),
        (API, "/v1/models", 401),
        (Part::Api(Vendor::Anthropic), "/v1/models", 401),
        (Part::Api(Vendor::Google), "/v1beta/models", 403),
        (Part::Page(Vendor::GitHub), "/api/v2/summary.json", 200),
        (Part::Page(Vendor::GitHub), "/api/v2/nothing.json", 404),
    ] {
        let answer = get(format!("{}{path}", lab.url(part))).await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{part}{path}");
    }
    for operator in Operator::ALL {
        let control = get(lab.url(Part::Control(operator))).await.unwrap();
        assert_eq!(control.text().await.unwrap(), operator.body());
    }
}

#[tokio::test]
async fn statuses_and_their_headers_arrive() {
    let lab = lab().await;
    let status = |status| Fault::Status { status, body: None };
    for (fault, code, header) in [
        (status(500), 500, None),
        (status(503), 503, None),
        (status(529), 529, None),
        (
            Fault::RateLimited { retry_after: 7 },
            429,
            Some(("retry-after", "7")),
        ),
        (
            Fault::Forbidden { challenge: true },
            403,
            Some(("cf-mitigated", "challenge")),
        ),
        (Fault::Forbidden { challenge: false }, 403, None),
        (
            Fault::Puzzle,
            405,
            Some(("content-type", "text/html; charset=utf-8")),
        ),
    ] {
        lab.set(WEB, fault).await.unwrap();
        let answer = get(lab.url(WEB)).await.unwrap();
        assert_eq!(answer.status().as_u16(), code);
        if let Some((name, value)) = header {
            assert_eq!(answer.headers()[name], value);
        }
        assert_eq!(
            answer.headers().contains_key("cf-mitigated"),
            header.is_some_and(|(name, _)| name == "cf-mitigated")
        );
    }
    let body = Some("engine is currently overloaded".to_owned());
    lab.set(API, Fault::Status { status: 503, body })
        .await
        .unwrap();
    let answer = get(lab.url(API)).await.unwrap();
    assert_eq!(
        answer.text().await.unwrap(),
        "engine is currently overloaded"
    );
}

#[tokio::test]
async fn a_closed_port_refuses_and_opens_again_at_the_same_address() {
    let lab = lab().await;
    let before = lab.address(WEB);
    for _ in 0..3 {
        lab.set(WEB, Fault::Refuse).await.unwrap();
        let refused = TcpStream::connect(before).await.unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
        lab.set(WEB, Fault::None).await.unwrap();
        assert_eq!(get(lab.url(WEB)).await.unwrap().status(), 200);
    }
    assert_eq!(lab.address(WEB), before);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_port_lets_nobody_connect() {
    let lab = lab().await;
    lab.set(
        WEB,
        Fault::Hang {
            phase: Phase::Connect,
        },
    )
    .await
    .unwrap();
    let connecting = timeout(A_MOMENT, TcpStream::connect(lab.address(WEB))).await;
    assert!(connecting.is_err(), "{connecting:?}");
    lab.set(WEB, Fault::None).await.unwrap();
    assert_eq!(get(lab.url(WEB)).await.unwrap().status(), 200);
}

/// Asks over raw TCP and returns what had arrived when the peer ended or the moment was over.
async fn ask_raw(lab: &aldis_lab::Lab, part: Part) -> (Vec<u8>, Option<io::Result<()>>) {
    let mut stream = TcpStream::connect(lab.address(part)).await.unwrap();
    let asked = stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let mut bytes = Vec::new();
    if let Err(error) = asked {
        return (bytes, Some(Err(error)));
    }
    let end = timeout(A_MOMENT, stream.read_to_end(&mut bytes)).await;
    (bytes, end.ok().map(|read| read.map(|_| ())))
}

async fn until(is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(5), waiting).await.unwrap();
}

#[tokio::test]
async fn hangs_stop_where_they_say() {
    let lab = lab().await;
    for phase in [Phase::Accept, Phase::FirstByte] {
        lab.set(WEB, Fault::Hang { phase }).await.unwrap();
        let (bytes, end) = ask_raw(&lab, WEB).await;
        assert!(bytes.is_empty() && end.is_none(), "{phase:?}: {end:?}");
    }
    lab.set(WEB, Fault::Hang { phase: Phase::Body })
        .await
        .unwrap();
    let (bytes, end) = ask_raw(&lab, WEB).await;
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("HTTP/1.1 200 OK\r\n"), "{text}");
    assert!(end.is_none(), "{end:?}");
    let (_, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(!body.is_empty());
}

#[tokio::test]
async fn clients_that_gave_up_make_room_for_others() {
    let lab = lab().await;
    for phase in [Phase::Accept, Phase::FirstByte] {
        lab.set(WEB, Fault::Hang { phase }).await.unwrap();
        lab.forget();
        for count in 1..=80 {
            let mut hasty = TcpStream::connect(lab.address(WEB)).await.unwrap();
            hasty.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
            until(|| lab.counts().get(&WEB) == Some(&count)).await;
        }
        let (bytes, end) = ask_raw(&lab, WEB).await;
        assert!(bytes.is_empty() && end.is_none(), "{phase:?}: {end:?}");
    }
}

#[tokio::test]
async fn a_reset_is_a_reset_in_every_phase() {
    let lab = lab().await;
    for phase in [Phase::Accept, Phase::FirstByte, Phase::Body] {
        lab.set(WEB, Fault::Reset { phase }).await.unwrap();
        let (bytes, end) = ask_raw(&lab, WEB).await;
        let kind = end.unwrap().unwrap_err().kind();
        let reset = matches!(
            kind,
            io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe
        );
        assert!(reset, "{phase:?}: {kind:?}");
        assert_eq!(bytes.is_empty(), phase != Phase::Body, "{phase:?}");
    }
}

#[tokio::test]
async fn a_slow_part_answers_well_and_late() {
    let lab = lab().await;
    lab.set(WEB, Fault::Slow { ms: 250 }).await.unwrap();
    let begun = Instant::now();
    assert_eq!(get(lab.url(WEB)).await.unwrap().status(), 200);
    assert!(begun.elapsed() >= Duration::from_millis(250));
}

#[tokio::test]
async fn half_a_body_is_an_error_to_its_reader() {
    let lab = lab().await;
    lab.set(WEB, Fault::HalfBody).await.unwrap();
    let answer = get(lab.url(WEB)).await.unwrap();
    assert_eq!(answer.status(), 200);
    let promised = answer.content_length().unwrap();
    let (bytes, end) = ask_raw(&lab, WEB).await;
    assert!(matches!(end, Some(Ok(()))), "{end:?}");
    let head = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    assert!((bytes.len() - head - 4) < usize::try_from(promised).unwrap());
    assert!(answer.text().await.is_err());
}

#[tokio::test]
async fn redirects_lead_to_another_host_or_for_ever_in_a_circle() {
    let lab = lab().await;
    lab.set(WEB, Fault::RedirectAway).await.unwrap();
    let answer = get(lab.url(WEB)).await.unwrap();
    assert_eq!(answer.status(), 302);
    let portal = answer.headers()["location"].to_str().unwrap().to_owned();
    assert!(portal.starts_with("http://localhost:"), "{portal}");
    let there = get(&portal).await.unwrap().text().await.unwrap();
    assert!(there.contains("sign in"), "{there}");

    lab.set(WEB, Fault::RedirectLoop).await.unwrap();
    let follower = builder().redirect(reqwest::redirect::Policy::limited(5));
    let url = format!("{}/cdn-cgi/trace", lab.url(WEB));
    let error = follower.build().unwrap().get(url).send().await.unwrap_err();
    assert!(error.is_redirect(), "{error:?}");
}

#[tokio::test]
async fn a_captive_network_answers_for_the_controls() {
    let lab = lab().await;
    for control in Part::controls() {
        lab.set(control, Fault::WrongBody).await.unwrap();
        let answer = get(lab.url(control)).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert!(answer.text().await.unwrap().contains("Please sign in"));
    }
}

/// Reads at most `cap` bytes of a body.
async fn read_up_to(mut answer: reqwest::Response, cap: usize) -> usize {
    let mut read = 0;
    while read < cap
        && let Some(chunk) = answer.chunk().await.unwrap()
    {
        read += chunk.len();
    }
    read
}

#[tokio::test]
async fn large_bodies_are_large_promised_or_not() {
    const CAP: usize = 9 * 1024 * 1024;
    let lab = lab().await;
    lab.set(WEB, Fault::TooLarge).await.unwrap();
    let answer = get(lab.url(WEB)).await.unwrap();
    assert_eq!(answer.content_length(), Some(1024 * 1024 * 1024));
    assert!(read_up_to(answer, CAP).await >= CAP);

    lab.set(WEB, Fault::Endless).await.unwrap();
    let answer = get(lab.url(WEB)).await.unwrap();
    assert_eq!(answer.content_length(), None);
    assert!(read_up_to(answer, CAP).await >= CAP);
}

#[tokio::test]
async fn a_gzip_bomb_is_small_on_the_wire_and_large_inside() {
    const CAP: usize = 9 * 1024 * 1024;
    let lab = lab().await;
    lab.set(WEB, Fault::GzipBomb { mib: 16 }).await.unwrap();
    let plain = builder().gzip(false).build().unwrap();
    let answer = plain.get(lab.url(WEB)).send().await.unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    assert!(answer.bytes().await.unwrap().len() < 256 * 1024);
    let answer = get(lab.url(WEB)).await.unwrap();
    assert!(read_up_to(answer, CAP).await >= CAP);
}

#[tokio::test]
async fn every_port_speaks_tls_and_its_certificates_can_be_wrong() {
    let lab = lab().await;
    let client = trusting(&lab);
    let ask = || client.get(lab.https_url(WEB)).send();
    assert_eq!(ask().await.unwrap().status(), 200);

    lab.set(WEB, Fault::TlsWrongName).await.unwrap();
    let error = causes(&ask().await.unwrap_err());
    assert!(error.contains("not valid for name"), "{error}");

    lab.set(WEB, Fault::TlsExpired).await.unwrap();
    let error = causes(&ask().await.unwrap_err());
    assert!(error.to_lowercase().contains("expired"), "{error}");

    let stranger = builder().build().unwrap();
    lab.set(WEB, Fault::None).await.unwrap();
    let error = stranger.get(lab.https_url(WEB)).send().await.unwrap_err();
    assert!(
        causes(&error).contains("UnknownIssuer"),
        "{}",
        causes(&error)
    );

    lab.set(
        WEB,
        Fault::Hang {
            phase: Phase::Accept,
        },
    )
    .await
    .unwrap();
    let pem = reqwest::Certificate::from_pem(lab.authority_pem().as_bytes()).unwrap();
    let hasty = builder()
        .tls_certs_only([pem])
        .timeout(A_MOMENT)
        .build()
        .unwrap();
    let error = hasty.get(lab.https_url(WEB)).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_fault_meets_those_it_is_meant_for() {
    let lab = lab().await;
    let down = Fault::Status {
        status: 503,
        body: None,
    };
    let statuses = async |when, count: usize| {
        lab.set_when(WEB, down.clone(), when).await.unwrap();
        let mut statuses = Vec::new();
        for _ in 0..count {
            statuses.push(get(lab.url(WEB)).await.unwrap().status().as_u16());
        }
        statuses
    };
    assert_eq!(statuses(When::Next { count: 1 }, 3).await, [503, 200, 200]);
    assert_eq!(
        statuses(When::EveryNth { n: 2 }, 4).await,
        [503, 200, 503, 200]
    );
    let half = When::Share {
        percent: 50,
        seed: 3,
    };
    let first = statuses(half, 20).await;
    assert!(first.contains(&503) && first.contains(&200));
    assert_eq!(first, statuses(half, 20).await);

    let refused = lab.set_when(WEB, Fault::Refuse, half).await;
    assert!(matches!(refused, Err(LabError::PortFaultIsAlways)));
}

#[tokio::test]
async fn the_log_says_who_asked_and_what_they_met() {
    let lab = lab().await;
    lab.set(WEB, Fault::Puzzle).await.unwrap();
    get(format!("{}/hello?x=1", lab.url(WEB))).await.unwrap();
    lab.set(
        API,
        Fault::Reset {
            phase: Phase::Accept,
        },
    )
    .await
    .unwrap();
    assert!(get(lab.url(API)).await.is_err());

    let seen = lab.seen();
    let web = seen.iter().find(|seen| seen.part == WEB).unwrap();
    assert_eq!(web.target.as_deref(), Some("/hello?x=1"));
    assert_eq!(web.user_agent.as_deref(), Some("aldis-lab-test"));
    assert_eq!(web.fault, Fault::Puzzle);
    assert!(
        seen.iter()
            .any(|seen| seen.part == API && seen.method.is_none())
    );
    assert_eq!(lab.counts()[&WEB], 1);
    lab.forget();
    assert!(lab.seen().is_empty() && lab.counts().is_empty());
}

#[tokio::test]
async fn when_the_lab_is_dropped_nothing_of_it_is_left() {
    let lab = lab().await;
    lab.set(
        WEB,
        Fault::Hang {
            phase: Phase::FirstByte,
        },
    )
    .await
    .unwrap();
    let address = lab.address(API);
    let mut held = TcpStream::connect(lab.address(WEB)).await.unwrap();
    held.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
    until(|| !lab.seen().is_empty()).await;
    let stage = lab.stage();
    drop(lab);
    let mut bytes = Vec::new();
    let ended = timeout(Duration::from_secs(5), held.read_to_end(&mut bytes)).await;
    assert!(ended.is_ok() && bytes.is_empty());
    assert!(TcpStream::connect(address).await.is_err());
    assert!(matches!(
        stage.set(WEB, Fault::None).await,
        Err(LabError::Ended)
    ));
}
