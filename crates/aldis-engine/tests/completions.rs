//! Whole engines over the real network stack, with keys, against models that the lab plays.

// Helpers may unwrap like the tests they serve; clippy knows them for such only by this line.
#![cfg(test)]

use std::path::Path;
use std::time::Duration;

use aldis_core::evidence::Outcome;
use aldis_core::snapshot::{Allowance, ProbeStatus, ServiceStatus};
use aldis_core::{Command, Health, Surface, catalogue, settings};
use aldis_engine::keys::{Key, KeyError, KeyStore};
use aldis_engine::{Announcement, Config, Engine, Handle, NetProber, Shell};
use aldis_lab::{Fault, KEY, Lab, ModelTrouble, Part, Vendor};
use tokio::time::timeout;

/// Nothing that is waited for takes longer, however busy the machine.
const AMPLE: Duration = Duration::from_secs(60);
const MODELS: [(&str, Vendor); 3] = [
    ("openai-api", Vendor::OpenAi),
    ("claude-api", Vendor::Anthropic),
    ("gemini", Vendor::Google),
];

/// The same key for everybody, kept nowhere.
struct Ring;

impl KeyStore for Ring {
    fn get(&self, _: &str) -> Result<Option<Key>, KeyError> {
        Ok(Key::new(KEY))
    }

    fn set(&self, _: &str, _: &Key) -> Result<(), KeyError> {
        Err(KeyError::Refused("it is read only".to_owned()))
    }

    fn remove(&self, _: &str) -> Result<bool, KeyError> {
        Ok(false)
    }
}

struct Nobody;

impl Shell for Nobody {
    fn notify(&self, _: aldis_core::present::notice::Notice) -> anyhow::Result<()> {
        Ok(())
    }

    fn announce(&self, _: Announcement) {}
}

fn config(lab: &Lab, daily: u32) -> Config {
    let ids = MODELS.map(|(id, _)| format!("{id:?}")).join(", ");
    let played = lab.settings_toml();
    let (_, rest) = played.split_once('\n').unwrap();
    let text =
        format!("watch = [{ids}]\n{rest}\n[completion]\nservices = [{ids}]\ndaily = {daily}\n");
    let (settings, findings) = settings::parse(&text, "settings.toml");
    assert_eq!(findings, []);
    let (catalogue, findings) = catalogue::parse(&lab.catalogue_toml(), "services.toml");
    assert_eq!(findings, []);
    Config::in_memory(settings, catalogue)
}

/// A lamp that keeps its history in `dir`.
async fn lamp(lab: &Lab, dir: &Path, daily: u32) -> Handle {
    start(Config {
        history: Some(dir.to_owned()),
        ..config(lab, daily)
    })
    .await
}

async fn start(config: Config) -> Handle {
    let prober = NetProber::with_keys(Ring).unwrap();
    Engine::start_with(config, prober, Nobody).await
}

/// The service as soon as `is` holds of it.
async fn until(engine: &Handle, id: &str, is: impl Fn(&ServiceStatus) -> bool) -> ServiceStatus {
    let mut snapshots = engine.snapshot();
    let find = |snapshot: &aldis_core::Snapshot| {
        let mut services = snapshot.services.iter();
        services.find(|it| it.id.as_str() == id).cloned()
    };
    let held = snapshots.wait_for(|snapshot| find(snapshot).is_some_and(|it| is(&it)));
    match timeout(AMPLE, held).await {
        Ok(snapshot) => find(&snapshot.unwrap()).unwrap(),
        Err(_) => panic!("never so: {:#?}", find(&engine.latest())),
    }
}

fn word(service: &ServiceStatus) -> Option<&ProbeStatus> {
    let mut probes = service.probes.iter();
    probes.find(|it| it.surface == Surface::Completion)
}

fn ended(service: &ServiceStatus) -> Option<Outcome> {
    word(service).map(|it| it.outcome.clone())
}

fn works(service: &ServiceStatus) -> bool {
    ended(service) == Some(Outcome::Answered { status: 200 })
}

fn fails(service: &ServiceStatus) -> bool {
    matches!(
        ended(service),
        Some(Outcome::Overloaded { .. } | Outcome::FailedInStream { .. })
    )
}

async fn set(lab: &Lab, vendor: Vendor, trouble: ModelTrouble) {
    let fault = Fault::Model { trouble };
    lab.set(Part::Completion(vendor), fault).await.unwrap();
}

fn asked(lab: &Lab, vendor: Vendor) -> u64 {
    let counts = lab.counts();
    counts.get(&Part::Completion(vendor)).copied().unwrap_or(0)
}

async fn until_asked(lab: &Lab, vendor: Vendor, times: u64) {
    let so_often = async {
        while asked(lab, vendor) < times {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(AMPLE, so_often).await.unwrap();
}

#[tokio::test]
async fn every_vendor_s_model_is_asked_for_a_word_and_the_word_is_timed() {
    let (lab, dir) = (
        Lab::start(aldis_lab::Config::default()),
        tempfile::tempdir(),
    );
    let (lab, dir) = (lab.await.unwrap(), dir.unwrap());
    set(&lab, Vendor::OpenAi, ModelTrouble::Slow { ms: 300 }).await;
    let engine = lamp(&lab, dir.path(), 200).await;
    for (id, vendor) in MODELS {
        let service = until(&engine, id, |it| {
            works(it) && it.health == Health::Operational
        })
        .await;
        let timing = word(&service).unwrap().timing;
        let (head, token) = (timing.first_byte.unwrap(), timing.first_token.unwrap());
        let slow = vendor == Vendor::OpenAi;
        let thinks = Duration::from_millis(if slow { 300 } else { 20 });
        assert!(token >= head && token >= thinks, "{id}: {timing:?}");
        assert!(service.completions.unwrap().spent >= 1);
    }
    assert!(engine.quit().await);
}

#[tokio::test]
async fn a_model_that_fails_behind_open_doors_is_seen_and_so_is_its_return() {
    let (lab, dir) = (
        Lab::start(aldis_lab::Config::default()),
        tempfile::tempdir(),
    );
    let (lab, dir) = (lab.await.unwrap(), dir.unwrap());
    let engine = lamp(&lab, dir.path(), 400).await;
    let troubles = [
        ModelTrouble::Overloaded,
        ModelTrouble::FailsInStream,
        ModelTrouble::EndsEarly,
    ];
    for ((id, vendor), trouble) in MODELS.into_iter().zip(troubles) {
        until(&engine, id, |it| it.health == Health::Operational).await;
        set(&lab, vendor, trouble).await;
        until(&engine, id, |it| it.health.is_trouble() && fails(it)).await;
        lab.heal().await.unwrap();
        until(&engine, id, |it| {
            works(it) && it.health == Health::Operational
        })
        .await;
    }
    assert!(engine.quit().await);
}

#[tokio::test]
async fn what_the_account_may_not_is_no_outage_and_its_own_limit_is_waited_for() {
    let (lab, dir) = (
        Lab::start(aldis_lab::Config::default()),
        tempfile::tempdir(),
    );
    let (lab, dir) = (lab.await.unwrap(), dir.unwrap());
    let limit = |reset_ms| ModelTrouble::OwnLimit { reset_ms };
    set(&lab, Vendor::OpenAi, limit(3_600_000)).await;
    set(&lab, Vendor::Anthropic, ModelTrouble::OverQuota).await;
    set(&lab, Vendor::Google, ModelTrouble::KeyRefused).await;
    let engine = lamp(&lab, dir.path(), 400).await;
    let account = |outcome: &Outcome| {
        matches!(
            outcome,
            Outcome::OverQuota { .. } | Outcome::KeyRefused { .. }
        )
    };
    for (id, _) in MODELS {
        let told = |it: &ServiceStatus| ended(it).is_some_and(|it| account(&it));
        until(&engine, id, |it| {
            told(it) && it.health == Health::Operational
        })
        .await;
    }
    let limited = ended(&until(&engine, "openai-api", |_| true).await).unwrap();
    assert_eq!(limited.own_limit(), Some(Duration::from_secs(3_600)));
    let before = MODELS.map(|(_, vendor)| asked(&lab, vendor));
    engine.send(Command::CheckNow).unwrap();
    // Who only has no credit is asked again after a while; who named an hour is not.
    until_asked(&lab, Vendor::Anthropic, before[1] + 2).await;
    assert_eq!(asked(&lab, Vendor::OpenAi), before[0]);
    let service = until(&engine, "openai-api", |_| true).await;
    assert_eq!(service.health, Health::Operational);
    assert!(engine.quit().await);
}

#[tokio::test]
async fn a_running_lamp_sees_what_one_off_looks_spend_of_the_day_s_budget() {
    let (lab, dir) = (
        Lab::start(aldis_lab::Config::default()),
        tempfile::tempdir(),
    );
    let (lab, dir) = (lab.await.unwrap(), dir.unwrap());
    // It asks once, and then rests behind a limit while others spend.
    let limit = ModelTrouble::OwnLimit { reset_ms: 25_000 };
    set(&lab, Vendor::OpenAi, limit).await;
    let lamp = lamp(&lab, dir.path(), 3).await;
    until(&lamp, "openai-api", |it| ended(it).is_some()).await;
    kept(dir.path(), "openai-api").await;
    lab.heal().await.unwrap();
    let all_spent = Some(Allowance { spent: 3, daily: 3 });
    let one_off = || Config {
        account: Some(dir.path().to_owned()),
        ..config(&lab, 3)
    };
    let first = start(one_off()).await;
    until(&first, "openai-api", |it| it.completions == all_spent).await;
    assert!(first.quit().await);
    let second = start(one_off()).await;
    for engine in [&second, &lamp] {
        until(engine, "openai-api", |it| it.completions == all_spent).await;
    }
    assert!(second.quit().await);
    assert!(lamp.quit().await);
    assert!(asked(&lab, Vendor::OpenAi) <= 3);
}

/// Waits until the history in `dir` says that `service` has spent something.
async fn kept(dir: &Path, service: &str) {
    let file = rusqlite::Connection::open(dir.join("history.sqlite")).unwrap();
    let spent = "SELECT coalesce(sum(count), 0) FROM spent WHERE service = ?1";
    let written = async {
        while !matches!(
            file.query_one(spent, [service], |row| row.get(0)),
            Ok(1_u32..)
        ) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(AMPLE, written).await.unwrap();
}
