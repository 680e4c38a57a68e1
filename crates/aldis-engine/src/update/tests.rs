//! A real HTTP server on loop-back, and a key made for the test.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Mutex;

use minisign::KeyPair;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

/// A publisher of catalogues: a server, and the key it signs with.
struct Publisher {
    key: KeyPair,
    url: Url,
    files: Arc<Mutex<HashMap<String, Vec<u8>>>>,
    asked: Arc<Mutex<usize>>,
}

impl Publisher {
    async fn new() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/services.toml", listener.local_addr().unwrap());
        let files = Arc::new(Mutex::new(HashMap::<String, Vec<u8>>::new()));
        let asked = Arc::new(Mutex::new(0));
        let (served, counted) = (Arc::clone(&files), Arc::clone(&asked));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                *counted.lock().unwrap() += 1;
                let head = String::from_utf8(head).unwrap();
                let path = head.split(' ').nth(1).unwrap().to_owned();
                let body = served.lock().unwrap().get(&path).cloned();
                let status = if body.is_some() {
                    "200 OK"
                } else {
                    "404 Not Found"
                };
                let body = body.unwrap_or_default();
                let length = body.len();
                let answer = format!(
                    "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
                );
                stream.write_all(answer.as_bytes()).await.unwrap();
                stream.write_all(&body).await.unwrap();
            }
        });
        Self {
            key: KeyPair::generate_unencrypted_keypair().unwrap(),
            url: url.parse().unwrap(),
            files,
            asked,
        }
    }

    fn asked(&self) -> usize {
        *self.asked.lock().unwrap()
    }

    fn signature(&self, text: &str) -> Vec<u8> {
        let (public, secret) = (Some(&self.key.pk), &self.key.sk);
        let signed = minisign::sign(public, secret, Cursor::new(text), None, None);
        signed.unwrap().into_string().into_bytes()
    }

    fn publish(&self, text: &str, signature: Option<Vec<u8>>) {
        let mut files = self.files.lock().unwrap();
        files.clear();
        files.insert("/services.toml".to_owned(), text.as_bytes().to_vec());
        if let Some(signature) = signature {
            files.insert("/services.toml.minisig".to_owned(), signature);
        }
    }

    fn publish_signed(&self, text: &str) {
        self.publish(text, Some(self.signature(text)));
    }

    fn updates(&self, dir: &Path) -> Updates {
        Updates::signed_by(dir, &self.key.pk.to_base64())
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings {
            proxy: aldis_core::settings::Proxy::None,
            ..Settings::default()
        };
        settings.updates.url = Some(self.url.clone());
        settings
    }
}

/// A whole catalogue of this version.
fn catalogue(version: u32) -> String {
    format!(
        "version = {version}\n\
         [[service]]\nid = \"fresh\"\nname = \"Fresh\"\nvendor = \"v\"\nopen = \"https://v.example/\"\n\
         [[control]]\nurl = \"http://one.example/\"\n[[control]]\nurl = \"http://two.example/\"\n"
    )
}

fn next_version() -> u32 {
    Catalogue::embedded().version + 1
}

fn tomorrow() -> Timestamp {
    NOW + DAY
}

#[tokio::test]
async fn a_newer_signed_catalogue_is_in_force_from_then_on() {
    let (publisher, dir) = (Publisher::new().await, tempfile::tempdir().unwrap());
    let updates = publisher.updates(dir.path());
    publisher.publish_signed(&catalogue(next_version()));
    assert!(renew(&updates, &publisher.settings(), NOW).await);
    let config = dir.path().join("config");
    let loaded = files::load_renewed(&config, &updates);
    assert_eq!(loaded.catalogue.version, next_version());
    let ids: Vec<_> = loaded
        .catalogue
        .services
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(ids, ["fresh"]);

    let own =
        "[[service]]\nid = \"mine\"\nname = \"M\"\nvendor = \"m\"\nopen = \"https://m.example/\"\n";
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("services.toml"), own).unwrap();
    let loaded = files::load_renewed(&config, &updates);
    assert_eq!(
        loaded.catalogue.services.len(),
        2,
        "the user's own entries stay"
    );
}

#[tokio::test]
async fn an_unsigned_foreign_older_or_broken_catalogue_changes_nothing() {
    let (publisher, dir) = (Publisher::new().await, tempfile::tempdir().unwrap());
    let stranger = Publisher::new().await;
    let updates = publisher.updates(dir.path());
    let good = catalogue(next_version() + 1);
    publisher.publish_signed(&good);
    assert!(renew(&updates, &publisher.settings(), NOW).await);
    let before = std::fs::read(dir.path().join(KEPT)).unwrap();

    let newer = catalogue(next_version() + 2);
    let broken = newer.replace("https://v.example/", "ftp://v.example/");
    let empty = format!("version = {}\n", next_version() + 2);
    let cut = publisher.signature(&newer)[..60].to_vec();
    let bad = [
        (newer.clone(), None),
        (newer.clone(), Some(stranger.signature(&newer))),
        (newer.clone(), Some(publisher.signature(&good))),
        (newer.clone(), Some(cut)),
        (good.clone(), Some(publisher.signature(&good))),
        (catalogue(1), Some(publisher.signature(&catalogue(1)))),
        (broken.clone(), Some(publisher.signature(&broken))),
        (empty.clone(), Some(publisher.signature(&empty))),
        (
            "version = [".to_owned(),
            Some(publisher.signature("version = [")),
        ),
    ];
    let mut now = NOW;
    for (text, signature) in bad {
        publisher.publish(&text, signature);
        now = now + DAY;
        let asked = publisher.asked();
        assert!(!renew(&updates, &publisher.settings(), now).await, "{text}");
        assert!(publisher.asked() > asked, "nobody was asked");
        assert_eq!(std::fs::read(dir.path().join(KEPT)).unwrap(), before);
    }
}

#[tokio::test]
async fn it_is_asked_for_once_a_day_and_not_at_all_where_it_is_switched_off() {
    let (publisher, dir) = (Publisher::new().await, tempfile::tempdir().unwrap());
    let updates = publisher.updates(dir.path());
    publisher.publish_signed(&catalogue(next_version()));
    let mut off = publisher.settings();
    off.updates.catalogue = false;
    assert!(!renew(&updates, &off, NOW).await);
    assert_eq!(publisher.asked(), 0);

    assert!(renew(&updates, &publisher.settings(), NOW).await);
    let asked = publisher.asked();
    let later = NOW + (DAY - Duration::from_secs(60));
    assert!(!renew(&updates, &publisher.settings(), later).await);
    assert_eq!(publisher.asked(), asked);
    publisher.publish_signed(&catalogue(next_version() + 1));
    assert!(renew(&updates, &publisher.settings(), tomorrow()).await);
}

#[tokio::test]
async fn what_was_tampered_with_on_disk_does_not_count() {
    let (publisher, dir) = (Publisher::new().await, tempfile::tempdir().unwrap());
    let updates = publisher.updates(dir.path());
    publisher.publish_signed(&catalogue(next_version()));
    assert!(renew(&updates, &publisher.settings(), NOW).await);
    let path = dir.path().join(KEPT);
    let kept = std::fs::read(&path).unwrap();
    let ours = Catalogue::embedded();
    assert!(updates.kept(&ours).is_some());
    // The first line is the one that nobody signs.
    let signed = kept.iter().position(|byte| *byte == b'\n').unwrap();
    for at in [signed + 20, signed + 160, kept.len() - 5] {
        let mut damaged = kept.clone();
        damaged[at] ^= 1;
        std::fs::write(&path, &damaged).unwrap();
        assert_eq!(updates.kept(&ours), None, "byte {at}");
    }
    std::fs::write(&path, &kept[..50]).unwrap();
    assert_eq!(updates.kept(&ours), None);
    // A later Aldis that knows as much itself does not go back.
    std::fs::write(&path, &kept).unwrap();
    let later = Catalogue {
        version: next_version(),
        ..ours
    };
    assert_eq!(updates.kept(&later), None);
}

#[test]
fn the_key_that_ships_is_one() {
    let key = KEY.lines().last().unwrap();
    assert!(minisign_verify::PublicKey::from_base64(key).is_ok());
}

#[test]
fn the_settings_say_whether_and_from_where() {
    let text = "[updates]\ncatalogue = false\nurl = \"https://mirror.example/services.toml\"";
    let (settings, findings) = aldis_core::settings::parse(text, "settings.toml");
    assert_eq!(findings, []);
    assert!(!settings.updates.catalogue && settings.updates.url.is_some());
    let plain = "[updates]\nurl = \"http://mirror.example/\"";
    assert_eq!(
        aldis_core::settings::parse(plain, "settings.toml").1.len(),
        1
    );
}
