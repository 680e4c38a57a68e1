//! A running engine renews its catalogue from a real server, day after day.

// Helpers may unwrap like the tests they serve; clippy knows them for such only by this line.
#![cfg(test)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aldis_core::present::notice::Notice;
use aldis_core::{Catalogue, Timestamp};
use aldis_engine::{
    Announcement, Clock, Config, Engine, Handle, NetProber, Shell, Updates, load_renewed,
};
use minisign::KeyPair;
use tempfile::TempDir;
use tokio::time::timeout;

/// Nothing that is waited for takes longer, however busy the machine.
const AMPLE: Duration = Duration::from_secs(60);
const OFTEN: Duration = Duration::from_millis(20);
const DAY: i64 = 24 * 60 * 60 * 1_000;

struct Nobody;

impl Shell for Nobody {
    fn notify(&self, _: Notice) -> anyhow::Result<()> {
        Ok(())
    }

    fn announce(&self, _: Announcement) {}
}

/// Whoever publishes catalogues, on loop-back.
struct Publisher {
    key: KeyPair,
    url: String,
    files: Arc<Mutex<HashMap<String, Vec<u8>>>>,
    asked: Arc<AtomicUsize>,
}

impl Publisher {
    fn new() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}/services.toml", listener.local_addr().unwrap());
        let files = Arc::new(Mutex::new(HashMap::<String, Vec<u8>>::new()));
        let asked = Arc::new(AtomicUsize::new(0));
        let (served, counted) = (Arc::clone(&files), Arc::clone(&asked));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let mut head = String::new();
                let mut reader = BufReader::new(&stream);
                while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap_or(0) > 0 {}
                let path = head.split(' ').nth(1).unwrap_or_default();
                let body = served.lock().unwrap().get(path).cloned();
                let status = body.as_ref().map_or("404 Not Found", |_| "200 OK");
                let body = body.unwrap_or_default();
                let head = format!(
                    "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                drop(stream.write_all(&[head.as_bytes(), &body].concat()));
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        Self {
            key: KeyPair::generate_unencrypted_keypair().unwrap(),
            url,
            files,
            asked,
        }
    }

    fn publish(&self, text: &str, signed: bool) {
        let (public, secret) = (Some(&self.key.pk), &self.key.sk);
        let signature = minisign::sign(public, secret, Cursor::new(text), None, None).unwrap();
        let mut files = self.files.lock().unwrap();
        files.clear();
        files.insert("/services.toml".to_owned(), text.as_bytes().to_vec());
        if signed {
            let signature = signature.into_string().into_bytes();
            files.insert("/services.toml.minisig".to_owned(), signature);
        }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// A lamp's directories, and a clock that can be moved on by days.
struct Home {
    dir: TempDir,
    days: Arc<AtomicI64>,
    updates: Updates,
}

impl Home {
    fn new(publisher: &Publisher, wanted: bool) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let settings = format!(
            "watch = [\"fresh\"]\n[network]\nproxy = \"none\"\n\
             [updates]\ncatalogue = {wanted}\nurl = \"{}\"\n",
            publisher.url
        );
        std::fs::write(dir.path().join("settings.toml"), settings).unwrap();
        let key = publisher.key.pk.to_base64();
        Self {
            updates: Updates::signed_by(dir.path(), &key).looking_every(OFTEN),
            dir,
            days: Arc::default(),
        }
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    async fn start(&self) -> Handle {
        let loaded = load_renewed(self.path(), &self.updates);
        let days = Arc::clone(&self.days);
        let config = Config {
            reload: Some(self.path().to_owned()),
            updates: Some(self.updates.clone()),
            clock: Clock::from_fn(move || {
                let now = Clock::system().read().wall.as_millis();
                Timestamp::from_millis(now + days.load(Ordering::SeqCst) * DAY)
            }),
            ..Config::in_memory(loaded.settings, loaded.catalogue)
        };
        Engine::start_with(config, NetProber::new().unwrap(), Nobody).await
    }

    fn next_day(&self) {
        self.days.fetch_add(1, Ordering::SeqCst);
    }
}

fn version(above: u32) -> u32 {
    Catalogue::embedded().version + above
}

/// A whole catalogue of this version; nobody in it is asked anything that could answer.
fn catalogue(version: u32, name: &str) -> String {
    format!(
        "version = {version}\n\
         [[service]]\nid = \"fresh\"\nname = \"{name}\"\nvendor = \"v\"\nopen = \"https://127.0.0.1/\"\n\
         [[control]]\nurl = \"http://127.0.0.1:9/\"\n[[control]]\nurl = \"http://127.0.0.2:9/\"\n"
    )
}

/// Waits until the engine shows the catalogue of this version, and who is watched by it.
async fn shown(engine: &Handle, version: u32) -> Vec<String> {
    let mut snapshots = engine.snapshot();
    let held = snapshots.wait_for(|it| it.catalogue_version == version && !it.services.is_empty());
    let snapshot = timeout(AMPLE, held).await.unwrap().unwrap();
    let services = snapshot.services.iter();
    services.map(|it| it.name.clone()).collect()
}

/// Waits until so many requests were answered.
async fn answered(publisher: &Publisher, requests: usize) {
    let enough = async {
        while publisher.asked() < requests {
            tokio::time::sleep(OFTEN).await;
        }
    };
    timeout(AMPLE, enough).await.unwrap();
}

#[tokio::test]
async fn every_day_a_newer_signed_catalogue_is_fetched_applied_and_shown() {
    let publisher = Publisher::new();
    let home = Home::new(&publisher, true);
    publisher.publish(&catalogue(version(1), "Fresh"), true);
    let engine = home.start().await;
    assert_eq!(shown(&engine, version(1)).await, ["Fresh"]);
    assert_eq!(publisher.asked(), 2, "one file and its signature");

    publisher.publish(&catalogue(version(2), "Fresher"), true);
    tokio::time::sleep(20 * OFTEN).await;
    assert_eq!(publisher.asked(), 2, "the day is not over");
    home.next_day();
    assert_eq!(shown(&engine, version(2)).await, ["Fresher"]);
    assert!(engine.quit().await);
    let kept = load_renewed(home.path(), &home.updates).catalogue.version;
    assert_eq!(kept, version(2), "it is in force after a restart");
}

#[tokio::test]
async fn what_is_unsigned_older_or_broken_changes_nothing() {
    let publisher = Publisher::new();
    let home = Home::new(&publisher, true);
    let good = catalogue(version(5), "Good");
    publisher.publish(&good, true);
    let engine = home.start().await;
    assert_eq!(shown(&engine, version(5)).await, ["Good"]);
    let broken = catalogue(version(8), "Broken").replace("https://127.0.0.1/", "ftp://x/");
    let bad = [
        (catalogue(version(6), "Unsigned"), false),
        (catalogue(version(4), "Older"), true),
        (good, true),
        (broken, true),
    ];
    for (text, signed) in bad {
        publisher.publish(&text, signed);
        let before = publisher.asked();
        home.next_day();
        // Without a signature nobody asks for the rest.
        answered(&publisher, before + if signed { 2 } else { 1 }).await;
        let kept = load_renewed(home.path(), &home.updates).catalogue;
        assert_eq!(kept.version, version(5), "{text}");
        assert_eq!(engine.latest().catalogue_version, version(5), "{text}");
    }
    publisher.publish(&catalogue(version(9), "Next"), true);
    home.next_day();
    assert_eq!(shown(&engine, version(9)).await, ["Next"], "it goes on");
    assert!(engine.quit().await);
}

#[tokio::test]
async fn switched_off_nobody_is_asked_until_it_is_switched_on() {
    let publisher = Publisher::new();
    let home = Home::new(&publisher, false);
    publisher.publish(&catalogue(version(1), "Fresh"), true);
    let engine = home.start().await;
    tokio::time::sleep(20 * OFTEN).await;
    home.next_day();
    tokio::time::sleep(20 * OFTEN).await;
    assert_eq!(publisher.asked(), 0);
    let path = home.path().join("settings.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("catalogue = false", "catalogue = true")).unwrap();
    assert_eq!(shown(&engine, version(1)).await, ["Fresh"]);
    assert!(engine.quit().await);
}
