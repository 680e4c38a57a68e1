//! The user's own key goes to the vendor and into nothing that is kept: neither a log, however
//! much is logged, nor history. A process of its own, since a log is started once.

// Helpers may unwrap like the tests they serve; clippy knows them for such only by this line.
#![cfg(test)]

use std::path::Path;
use std::time::Duration;

use aldis_core::present::notice::Notice;
use aldis_core::settings::{Completions, Intervals, Proxy};
use aldis_core::{ServiceId, Settings, catalogue};
use aldis_engine::keys::{Key, KeyError, KeyStore};
use aldis_engine::{Announcement, Config, Engine, NetProber, Shell};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// As long as vendors make them: what is quoted of an answer ends within it.
const SECRET: &str = "sk-hunter2-never-kept-0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz";
/// Nor is so much of it kept.
const PIECE: &str = "sk-hunter2-never";

struct Keys;

impl KeyStore for Keys {
    fn get(&self, _: &str) -> Result<Option<Key>, KeyError> {
        Ok(Key::new(SECRET))
    }

    fn set(&self, _: &str, _: &Key) -> Result<(), KeyError> {
        Err(KeyError::Refused("read only".to_owned()))
    }

    fn remove(&self, _: &str) -> Result<bool, KeyError> {
        Ok(false)
    }
}

struct Nobody;

impl Shell for Nobody {
    fn notify(&self, _: Notice) -> anyhow::Result<()> {
        Ok(())
    }

    fn announce(&self, _: Announcement) {}
}

/// Answers front doors and controls well, and completions with each of these in turn; says what
/// key every completion brought.
async fn vendor(answers: Vec<String>) -> (u16, mpsc::Receiver<bool>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (asked, hears) = mpsc::channel(64);
    tokio::spawn(async move {
        let mut answers = answers.iter().cycle();
        while let Ok((mut stream, _)) = listener.accept().await {
            let request = read(&mut stream).await;
            let answer = if request.starts_with("POST ") {
                let brought = request.contains(&format!("authorization: Bearer {SECRET}"));
                let _ = asked.try_send(brought);
                answers.next().unwrap().clone()
            } else {
                answer("200 OK", "text/plain", "yes")
            };
            drop(stream.write_all(answer.as_bytes()).await);
        }
    });
    (port, hears)
}

async fn read(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => request.push(byte),
            Err(_) => break,
        }
    }
    String::from_utf8_lossy(&request).into_owned()
}

fn answer(status: &str, kind: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn catalogue_text(port: u16) -> String {
    let controls: String = ["one", "two", "three"]
        .map(|name| {
            format!(
                "[[control]]\noperator = \"{name}\"\nurl = \"http://127.0.0.1:{port}/{name}\"\n\
                 status = 200\nbody = \"yes\"\n"
            )
        })
        .concat();
    format!(
        "[[service]]\nid = \"mine\"\nname = \"Mine\"\nvendor = \"me\"\nfamily = \"me\"\n\
         open = \"http://127.0.0.1:{port}/\"\ncapabilities = [\"chat\"]\n\
         [[service.probe]]\nsurface = \"web\"\nurl = \"http://127.0.0.1:{port}/\"\nalive = [200]\n\
         [[service.probe]]\nsurface = \"completion\"\nurl = \"http://127.0.0.1:{port}/v1\"\n\
         dialect = \"openai\"\nmodel = \"small\"\nkey = \"mine\"\n{controls}"
    )
}

/// Every file below `dir` that holds the key.
fn holding(dir: &Path, seen: &mut usize) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, seen));
        } else {
            *seen += 1;
            let bytes = std::fs::read(&path).unwrap();
            if bytes.windows(PIECE.len()).any(|it| it == PIECE.as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

#[tokio::test]
async fn a_key_reaches_the_vendor_and_no_file() {
    let data = tempfile::tempdir().unwrap();
    aldis_engine::log::start(data.path(), Some("trace")).unwrap();
    let echoed = format!(
        "{{\"error\":{{\"message\":\"no such key: {SECRET}\",\"type\":\"{SECRET}\",\"code\":\"{SECRET}\"}}}}"
    );
    let (port, mut asked) = vendor(vec![
        answer("200 OK", "text/event-stream", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\ndata: [DONE]\n\n"),
        answer("401 Unauthorized", "application/json", &echoed),
        answer("500 Oh", "application/json", &echoed),
        answer("200 OK", "text/event-stream", &format!("data: {echoed}\n\n")),
    ])
    .await;
    let (catalogue, findings) = catalogue::parse(&catalogue_text(port), "services.toml");
    assert_eq!(findings, []);
    let mine = vec![ServiceId::new("mine")];
    let settings = Settings {
        watch: mine.clone(),
        proxy: Proxy::None,
        intervals: Intervals {
            edge: Duration::from_millis(500),
            completion: Duration::from_millis(50),
            status_page: Duration::from_secs(1),
        },
        completion: Completions {
            services: mine,
            daily: 400,
        },
        ..Settings::default()
    };
    let config = Config {
        history: Some(data.path().to_owned()),
        ..Config::in_memory(settings, catalogue)
    };
    let prober = NetProber::with_keys(Keys).unwrap();
    let engine = Engine::start_with(config, prober, Nobody).await;
    for _ in 0..8 {
        let brought = tokio::time::timeout(Duration::from_secs(60), asked.recv()).await;
        assert_eq!(brought.unwrap(), Some(true), "the vendor gets the key");
    }
    assert!(engine.quit().await);
    let mut seen = 0;
    assert_eq!(holding(data.path(), &mut seen), Vec::<String>::new());
    assert!(seen >= 2, "a log and a history");
    let logs = std::fs::read_dir(data.path().join("logs")).unwrap();
    let written: u64 = logs.map(|it| it.unwrap().metadata().unwrap().len()).sum();
    assert!(written > 1_000, "{written} bytes of log");
}
