//! Every failure against a real listener on loop-back.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aldis_core::catalogue::{ServiceId, Surface};
use aldis_core::evidence::TlsFault;
use aldis_core::page::PageError;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::*;

const SOON: Duration = Duration::from_secs(1);
const AMPLE: Duration = Duration::from_secs(20);

/// Serves every connection with `talk`; the address is without a path.
async fn serve<F>(talk: impl Fn(TcpStream) -> F + Send + 'static) -> Url
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream));
        }
    });
    Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap()
}

/// Reads one request and returns its head.
async fn request(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8(head).unwrap()
}

async fn say(stream: &mut (impl AsyncWrite + Unpin), bytes: impl AsRef<[u8]>) {
    // The other side may have hung up, as some tests want it to.
    let _ = stream.write_all(bytes.as_ref()).await;
    let _ = stream.flush().await;
}

/// A server that gives the same answer to everything.
async fn answering(answer: impl Into<Vec<u8>>) -> Url {
    let answer: Arc<Vec<u8>> = Arc::new(answer.into());
    serve(move |mut stream| {
        let answer = Arc::clone(&answer);
        async move {
            while !request(&mut stream).await.is_empty() {
                say(&mut stream, answer.as_slice()).await;
            }
        }
    })
    .await
}

fn with_body(head: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\n\r\n{body}")
}

fn prober() -> NetProber {
    NetProber::over(
        wire::Wire::with_roots(rustls::RootCertStore::empty()).unwrap(),
        SystemKeys,
    )
}

fn edge_look(url: &Url, deadline: Duration) -> Look {
    Look {
        target: Target::Probe {
            service: ServiceId::new("chatgpt"),
            surface: Surface::Web,
        },
        plan: Plan::Edge(ProbeTarget {
            unconfirmed: false,
            completion: None,
            surface: Surface::Web,
            url: url.clone(),
            alive: vec![200],
            challenge: false,
        }),
        proxy: Proxy::None,
        deadline,
    }
}

async fn edge(url: &Url, deadline: Duration) -> Sight {
    let evidence = prober().look(edge_look(url, deadline)).await;
    let Evidence::Probe(sight) = evidence else {
        panic!("{evidence:?}")
    };
    sight
}

async fn outcome(url: &Url, deadline: Duration) -> Outcome {
    edge(url, deadline).await.outcome
}

async fn control(url: &Url, body: Option<&str>) -> Outcome {
    let look = Look {
        target: Target::Control { index: 0 },
        plan: Plan::Control(Control {
            operator: "lab".to_owned(),
            url: url.clone(),
            status: 200,
            body: body.map(str::to_owned),
        }),
        proxy: Proxy::None,
        deadline: AMPLE,
    };
    let evidence = prober().look(look).await;
    let Evidence::Control(sight) = evidence else {
        panic!("{evidence:?}")
    };
    sight.outcome
}

async fn page(prober: &NetProber, url: &Url) -> PageSight {
    let look = Look {
        target: Target::Page { url: url.clone() },
        plan: Plan::Page {
            url: url.clone(),
            format: Format::Statuspage,
        },
        proxy: Proxy::None,
        deadline: AMPLE,
    };
    let evidence = prober.look(look).await;
    let Evidence::Page(sight) = evidence else {
        panic!("{evidence:?}")
    };
    sight
}

#[tokio::test]
async fn an_answer_comes_with_the_time_of_each_layer() {
    let url = answering(with_body("200 OK", "ok")).await;
    let Sight { outcome, timing } = edge(&url, AMPLE).await;
    assert_eq!(outcome, Outcome::Answered { status: 200 });
    assert_eq!((timing.dns, timing.tls), (None, None));
    assert!(timing.connect.is_some() && timing.first_byte.is_some() && timing.body.is_some());
    assert!(timing.total >= timing.connect.unwrap() + timing.first_byte.unwrap());
}

#[tokio::test]
async fn a_server_error_is_an_answer() {
    let url = answering(with_body("503 Service Unavailable", "sorry")).await;
    assert_eq!(
        outcome(&url, AMPLE).await,
        Outcome::Answered { status: 503 }
    );
}

#[tokio::test]
async fn a_closed_port_refuses() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let url = Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap();
    assert_eq!(outcome(&url, AMPLE).await, Outcome::Refused);
}

#[tokio::test]
async fn a_connection_cut_before_the_answer_is_a_reset() {
    let url = serve(|mut stream| async move {
        request(&mut stream).await;
    })
    .await;
    let phase = Phase::FirstByte;
    assert_eq!(outcome(&url, AMPLE).await, Outcome::Reset { phase });
}

#[tokio::test]
async fn a_silent_server_times_out_waiting_for_the_first_byte() {
    let url = serve(|stream| async move {
        tokio::time::sleep(AMPLE).await;
        drop(stream);
    })
    .await;
    let phase = Phase::FirstByte;
    let sight = edge(&url, SOON).await;
    assert_eq!(sight.outcome, Outcome::TimedOut { phase });
    assert!(sight.timing.total >= SOON && sight.timing.total < AMPLE);
}

#[tokio::test]
async fn a_silent_server_times_out_in_the_handshake() {
    let mut url = serve(|stream| async move {
        tokio::time::sleep(AMPLE).await;
        drop(stream);
    })
    .await;
    url.set_scheme("https").unwrap();
    let phase = Phase::Tls;
    let sight = edge(&url, SOON).await;
    assert_eq!(sight.outcome, Outcome::TimedOut { phase });
    assert!(sight.timing.connect.is_some());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_queue_times_out_connecting() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(Ok(stream)) = tokio::time::timeout(SOON, TcpStream::connect(address)).await {
        waiting.push(stream);
    }
    let url = Url::parse(&format!("http://{address}/")).unwrap();
    let phase = Phase::Connect;
    assert_eq!(outcome(&url, SOON).await, Outcome::TimedOut { phase });
}

#[tokio::test]
async fn a_body_that_stops_half_way_is_no_answer() {
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf";
    let cut = serve(move |mut stream| async move {
        request(&mut stream).await;
        say(&mut stream, half).await;
    })
    .await;
    let phase = Phase::Body;
    assert_eq!(outcome(&cut, AMPLE).await, Outcome::Reset { phase });
    let stalled = answering(half).await;
    assert_eq!(outcome(&stalled, SOON).await, Outcome::TimedOut { phase });
}

#[tokio::test]
async fn no_more_than_the_limit_is_read() {
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
    let flood = serve(move |mut stream| async move {
        request(&mut stream).await;
        say(&mut stream, head).await;
        while stream.write_all(&[b'a'; 65_536]).await.is_ok() {}
    })
    .await;
    let limit = BODY_LIMIT;
    assert_eq!(outcome(&flood, AMPLE).await, Outcome::TooLarge { limit });
}

#[tokio::test]
async fn the_limit_counts_after_decompression() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        gzip.write_all(&vec![0; 1024 * 1024]).unwrap();
    }
    let bomb = gzip.finish().unwrap();
    assert!(bomb.len() < BODY_LIMIT / 10);
    let mut answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        bomb.len()
    )
    .into_bytes();
    answer.extend(bomb);
    let url = answering(answer).await;
    let limit = BODY_LIMIT;
    assert_eq!(outcome(&url, AMPLE).await, Outcome::TooLarge { limit });
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    let answer =
        "HTTP/1.1 302 Found\r\nlocation: http://portal.example/login\r\ncontent-length: 0\r\n\r\n";
    let url = answering(answer).await;
    let to = "portal.example".to_owned();
    assert_eq!(outcome(&url, AMPLE).await, Outcome::RedirectedAway { to });
    let answer = "HTTP/1.1 302 Found\r\nlocation: file:///etc/passwd\r\ncontent-length: 0\r\n\r\n";
    let url = answering(answer).await;
    let to = "file:".to_owned();
    assert_eq!(outcome(&url, AMPLE).await, Outcome::RedirectedAway { to });
}

#[tokio::test]
async fn a_few_redirects_on_the_same_host_are_followed() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let url = serve(move |mut stream| {
        let counter = Arc::clone(&counter);
        async move {
            loop {
                let head = request(&mut stream).await;
                if head.is_empty() {
                    return;
                }
                counter.fetch_add(1, Ordering::SeqCst);
                let answer = if head.starts_with("GET /there ") {
                    with_body("200 OK", "")
                } else if head.starts_with("GET /round ") {
                    with_body("302 Found\r\nlocation: /round", "")
                } else {
                    with_body("302 Found\r\nlocation: /there", "")
                };
                say(&mut stream, answer).await;
            }
        }
    })
    .await;
    assert_eq!(
        outcome(&url, AMPLE).await,
        Outcome::Answered { status: 200 }
    );
    asked.store(0, Ordering::SeqCst);
    let round = url.join("/round").unwrap();
    assert!(matches!(
        outcome(&round, AMPLE).await,
        Outcome::RedirectedAway { .. }
    ));
    assert_eq!(asked.load(Ordering::SeqCst), 6);
}

#[tokio::test]
async fn bot_walls_and_limiters_are_told_apart_from_outages() {
    let wall = answering(with_body(
        "403 Forbidden\r\ncf-mitigated: challenge",
        "<html>",
    ))
    .await;
    assert_eq!(
        outcome(&wall, AMPLE).await,
        Outcome::Challenged { status: 403 }
    );
    let limiter = answering(with_body("429 Too Many Requests\r\nretry-after: 30", "")).await;
    assert_eq!(
        outcome(&limiter, AMPLE).await,
        Outcome::RateLimited {
            status: 429,
            retry_after: Some(Duration::from_secs(30))
        }
    );
}

#[tokio::test]
async fn an_unknown_name_is_named() {
    let url = Url::parse("http://chatgpt.invalid/").unwrap();
    assert_eq!(outcome(&url, AMPLE).await, Outcome::NameUnknown);
}

/// Issues a certificate for `name`: how to accept with it, and a prober that trusts it.
fn trusted(name: &str, protocols: &[&str]) -> (TlsAcceptor, NetProber) {
    let issued = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let key = issued.signing_key.serialize_der();
    trusting(issued.cert.der().clone(), key, protocols)
}

fn trusting(
    certificate: CertificateDer<'static>,
    key: Vec<u8>,
    protocols: &[&str],
) -> (TlsAcceptor, NetProber) {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap();
    config.alpn_protocols = protocols.iter().map(|it| it.as_bytes().to_vec()).collect();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(certificate).unwrap();
    let prober = NetProber::over(wire::Wire::with_roots(roots).unwrap(), SystemKeys);
    (TlsAcceptor::from(Arc::new(config)), prober)
}

fn https(plain: &Url) -> Url {
    Url::parse(&format!("https://localhost:{}/", plain.port().unwrap())).unwrap()
}

/// A TLS server whose certificate is for `name`, and a prober that trusts it.
async fn tls_server(name: &str) -> (Url, NetProber) {
    tls_serving(trusted(name, &[])).await
}

async fn tls_server_with(certificate: CertificateDer<'static>, key: Vec<u8>) -> (Url, NetProber) {
    tls_serving(trusting(certificate, key, &[])).await
}

async fn tls_serving(ends: (TlsAcceptor, NetProber)) -> (Url, NetProber) {
    tls_serving_after(Duration::ZERO, ends).await
}

/// The same, of a server that lets whoever has connected wait for the handshake.
async fn tls_serving_after(
    wait: Duration,
    (acceptor, prober): (TlsAcceptor, NetProber),
) -> (Url, NetProber) {
    let plain = serve(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            tokio::time::sleep(wait).await;
            let Ok(mut stream) = acceptor.accept(stream).await else {
                return;
            };
            request(&mut stream).await;
            say(&mut stream, with_body("200 OK", "")).await;
        }
    })
    .await;
    (https(&plain), prober)
}

#[tokio::test]
async fn http_2_is_spoken_where_it_is_offered() {
    use http_body_util::Empty;
    use hyper::body::{Bytes, Incoming};
    use hyper_util::rt::{TokioExecutor, TokioIo};

    async fn answer(
        request: hyper::Request<Incoming>,
    ) -> Result<hyper::Response<Empty<Bytes>>, std::convert::Infallible> {
        let mut response = hyper::Response::new(Empty::new());
        if request.version() != hyper::Version::HTTP_2 {
            *response.status_mut() = hyper::StatusCode::UPGRADE_REQUIRED;
        }
        Ok(response)
    }

    let (acceptor, prober) = trusted("localhost", &["h2"]);
    let plain = serve(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            let stream = acceptor.accept(stream).await.unwrap();
            let serving = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
            let service = hyper::service::service_fn(answer);
            // The prober hangs up when it has its answer.
            let _ = serving
                .serve_connection(TokioIo::new(stream), service)
                .await;
        }
    })
    .await;
    let evidence = prober.look(edge_look(&https(&plain), AMPLE)).await;
    let Evidence::Probe(sight) = evidence else {
        panic!("{evidence:?}")
    };
    assert_eq!(sight.outcome, Outcome::Answered { status: 200 });
}

#[tokio::test]
async fn a_handshake_is_timed_apart_from_the_connection() {
    let wait = Duration::from_millis(100);
    let (url, prober) = tls_serving_after(wait, trusted("localhost", &[])).await;
    let Evidence::Probe(Sight { outcome, timing }) = prober.look(edge_look(&url, AMPLE)).await
    else {
        panic!("not a probe")
    };
    assert_eq!(outcome, Outcome::Answered { status: 200 });
    assert!(timing.dns.is_some() && timing.connect.is_some() && timing.tls.is_some());
    let layers = timing.connect.unwrap() + timing.tls.unwrap() + timing.first_byte.unwrap();
    assert!(layers <= timing.total);
    assert!(timing.tls.unwrap() >= wait);
}

#[tokio::test]
async fn a_certificate_for_another_name_is_tls_trouble() {
    let (url, prober) = tls_server("elsewhere.example").await;
    let Evidence::Probe(sight) = prober.look(edge_look(&url, AMPLE)).await else {
        panic!("not a probe")
    };
    let Outcome::TlsBroken { fault, why } = sight.outcome else {
        panic!("{:?}", sight.outcome)
    };
    assert_eq!(fault, TlsFault::WrongName);
    assert!(why.contains("localhost"), "{why}");
}

#[tokio::test]
async fn a_certificate_of_another_time_is_told_from_one_of_another_issuer() {
    let year = rcgen::date_time_ymd;
    for (from, to, expected) in [
        (year(2001, 1, 1), year(2002, 1, 1), TlsFault::Expired),
        (year(2901, 1, 1), year(2902, 1, 1), TlsFault::NotYetValid),
    ] {
        let mut params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        (params.not_before, params.not_after) = (from, to);
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().der().clone();
        let (url, prober) = tls_server_with(certificate, key.serialize_der()).await;
        let Evidence::Probe(sight) = prober.look(edge_look(&url, AMPLE)).await else {
            panic!("not a probe")
        };
        assert_eq!(fault_of(&sight.outcome), Some(expected));
    }
    let (url, _) = tls_server("localhost").await;
    let stranger = outcome(&url, AMPLE).await;
    assert_eq!(fault_of(&stranger), Some(TlsFault::UnknownIssuer));
}

fn fault_of(outcome: &Outcome) -> Option<TlsFault> {
    if let Outcome::TlsBroken { fault, .. } = outcome {
        Some(*fault)
    } else {
        None
    }
}

#[tokio::test]
async fn an_unknown_issuer_and_a_server_without_tls_are_tls_trouble() {
    let (url, _) = tls_server("localhost").await;
    assert!(matches!(
        outcome(&url, AMPLE).await,
        Outcome::TlsBroken { .. }
    ));
    let mut plain = answering(with_body("200 OK", "")).await;
    plain.set_scheme("https").unwrap();
    let plain_answer = serve(|mut stream| async move {
        say(&mut stream, "HTTP/1.1 400 Bad Request\r\n\r\n").await;
        request(&mut stream).await;
    })
    .await;
    plain.set_port(plain_answer.port()).unwrap();
    assert!(matches!(
        outcome(&plain, AMPLE).await,
        Outcome::TlsBroken { .. }
    ));
}

#[tokio::test]
async fn a_control_must_answer_with_its_exact_body() {
    let good = answering(with_body("200 OK", "Success\n")).await;
    let status = 200;
    assert_eq!(
        control(&good, Some("Success")).await,
        Outcome::Answered { status }
    );
    assert_eq!(control(&good, None).await, Outcome::Answered { status });
    let portal = answering(with_body("200 OK", "<html>Sign in</html>")).await;
    assert_eq!(
        control(&portal, Some("Success")).await,
        Outcome::WrongBody { status }
    );
    let gate = with_body("302 Found\r\nlocation: http://portal.example/", "");
    assert_eq!(
        control(&answering(gate).await, Some("Success")).await,
        Outcome::RedirectedAway {
            to: "portal.example".to_owned()
        }
    );
}

const PAGE: &str = r#"{
    "page": {"id": "p", "name": "Example", "url": "https://status.example", "updated_at": "2026-11-22T10:00:00Z"},
    "status": {"indicator": "none", "description": "All Systems Operational"},
    "components": [{"id": "a", "name": "Chat", "status": "operational"}],
    "incidents": [],
    "scheduled_maintenances": []
}"#;

#[tokio::test]
async fn a_page_is_asked_for_again_only_if_it_changed() {
    let url = serve(|mut stream| async move {
        let head = request(&mut stream).await.to_ascii_lowercase();
        let answer = if head.contains("if-none-match: \"v1\"") {
            "HTTP/1.1 304 Not Modified\r\n\r\n".to_owned()
        } else {
            with_body("200 OK\r\netag: \"v1\"\r\nconnection: close", PAGE)
        };
        say(&mut stream, answer).await;
    })
    .await;
    let prober = prober();
    assert!(matches!(page(&prober, &url).await, PageSight::Read(_)));
    assert_eq!(page(&prober, &url).await, PageSight::Unchanged);
    prober.forget_pages();
    assert!(matches!(page(&prober, &url).await, PageSight::Read(_)));
}

#[tokio::test]
async fn a_copy_from_the_way_says_how_old_it_is() {
    let read = async |age: &str| {
        let head = format!("200 OK\r\nage: {age}\r\nconnection: close");
        page(&prober(), &answering(with_body(&head, PAGE)).await).await
    };
    for young in ["0", "59", "old", "-7"] {
        assert!(matches!(read(young).await, PageSight::Read(_)), "{young}");
    }
    for (old, seconds) in [("3600", 3_600), ("99999999999", 30 * 86_400)] {
        let read = read(old).await;
        assert!(
            matches!(read, PageSight::ReadCopy { age, .. } if age.as_secs() == seconds),
            "{read:?}"
        );
    }
}

#[tokio::test]
async fn an_unreadable_page_is_never_unchanged() {
    let url = serve(|mut stream| async move {
        let head = request(&mut stream).await.to_ascii_lowercase();
        assert!(!head.contains("if-none-match"), "{head}");
        let html = with_body(
            "200 OK\r\netag: \"v1\"\r\nconnection: close",
            "<!doctype html><title>x</title>",
        );
        say(&mut stream, html).await;
    })
    .await;
    let prober = prober();
    for _ in 0..2 {
        assert!(matches!(
            page(&prober, &url).await,
            PageSight::Unreadable(PageError::Html { .. })
        ));
    }
}

#[tokio::test]
async fn a_page_that_is_refused_says_so() {
    for status in [401_u16, 403, 405, 500, 304] {
        let url = answering(with_body(&format!("{status} No"), "")).await;
        assert_eq!(
            page(&prober(), &url).await,
            PageSight::Unreachable(Outcome::Answered { status })
        );
    }
}

#[tokio::test]
async fn a_proxy_is_asked_and_its_name_is_not_timed_as_the_targets() {
    let proxy = serve(|mut stream| async move {
        let head = request(&mut stream).await;
        assert!(head.starts_with("GET http://chatgpt.example/ "), "{head}");
        say(&mut stream, with_body("200 OK", "")).await;
    })
    .await;
    let port = proxy.port().unwrap();
    let mut look = edge_look(&Url::parse("http://chatgpt.example/").unwrap(), AMPLE);
    look.proxy = Proxy::Url(Url::parse(&format!("http://localhost:{port}/")).unwrap());
    let Evidence::Probe(sight) = prober().look(look).await else {
        panic!("not a probe")
    };
    assert_eq!(sight.outcome, Outcome::Answered { status: 200 });
    assert_eq!(sight.timing.dns, None);
}

/// What a look at `url` through the proxy at `proxy` sees.
async fn through(proxy: &Url, url: &str) -> Outcome {
    let mut look = edge_look(&Url::parse(url).unwrap(), AMPLE);
    look.proxy = Proxy::Url(proxy.clone());
    let evidence = prober().look(look).await;
    let Evidence::Probe(sight) = evidence else {
        panic!("{evidence:?}")
    };
    sight.outcome
}

#[tokio::test]
async fn a_proxy_that_does_not_let_us_through_is_named_and_not_whoever_was_asked() {
    let urls = ["http://chatgpt.example/", "https://chatgpt.example/"];
    for url in urls {
        let locked = answering(with_body("407 Proxy Authentication Required", "")).await;
        assert_eq!(through(&locked, url).await, Outcome::ProxyFailed, "{url}");
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let port = socket.local_addr().unwrap().port();
        let closed = Url::parse(&format!("http://127.0.0.1:{port}/")).unwrap();
        assert_eq!(through(&closed, url).await, Outcome::ProxyFailed, "{url}");
        let nameless = Url::parse("http://proxy.invalid:3128/").unwrap();
        assert_eq!(through(&nameless, url).await, Outcome::ProxyFailed, "{url}");
    }
    let forbids = answering(with_body("403 Forbidden", "")).await;
    assert_eq!(through(&forbids, urls[1]).await, Outcome::ProxyFailed);
    let broken = answering(with_body("503 Service Unavailable", "")).await;
    let seen = through(&broken, urls[0]).await;
    assert_eq!(seen, Outcome::Answered { status: 503 });
}

async fn resolved(resolver: &Url, deadline: Duration) -> Resolution {
    let name = "chatgpt.example".to_owned();
    let look = Look {
        target: Target::Resolver {
            index: 0,
            name: name.clone(),
        },
        plan: Plan::Name {
            resolver: resolver.clone(),
            name,
        },
        proxy: Proxy::None,
        deadline,
    };
    let evidence = prober().look(look).await;
    let Evidence::Resolved(resolution) = evidence else {
        panic!("{evidence:?}")
    };
    resolution
}

#[tokio::test]
async fn a_second_resolver_is_asked_for_the_name_and_nothing_else() {
    let resolver = serve(|mut stream| async move {
        let head = request(&mut stream).await.to_ascii_lowercase();
        assert!(
            head.starts_with("get /dns-query?name=chatgpt.example&type=a "),
            "{head}"
        );
        assert!(head.contains("accept: application/dns-json"), "{head}");
        let known = r#"{"Status":0,"Answer":[{"type":1,"data":"192.0.2.7"}]}"#;
        say(&mut stream, with_body("200 OK", known)).await;
    })
    .await;
    let resolver = resolver.join("dns-query").unwrap();
    assert_eq!(resolved(&resolver, AMPLE).await, Resolution::Address);
    let unknown = answering(with_body("200 OK", r#"{"Status":3}"#)).await;
    assert_eq!(resolved(&unknown, AMPLE).await, Resolution::NoAddress);
    for status in ["200 OK", "403 Forbidden", "302 Found\r\nlocation: /in"] {
        let portal = answering(with_body(status, "<html>Sign in</html>")).await;
        assert_eq!(resolved(&portal, AMPLE).await, Resolution::NoAnswer);
    }
    let hangs = serve(|_stream| std::future::pending()).await;
    assert_eq!(resolved(&hangs, SOON).await, Resolution::NoAnswer);
}
