//! Hours in milliseconds: the real loop and the real monitor in paused time, with a scripted prober
//! and a shell that remembers.

use std::sync::Mutex;

use aldis_core::evidence::{Evidence, Outcome, PageSight, Resolution, Sight, Timing};
use aldis_core::page::PageError;
use aldis_core::present::notice::NoticeKind;
use aldis_core::{Command, Health, ServiceId, Target, Timestamp, Vantage, catalogue};

use super::*;

/// The one that the monitor is tried with.
const CATALOGUE: &str = include_str!("../../../aldis-core/src/monitor/tests/catalogue.toml");

/// What the world looks like, minutes after the start.
type Script = Box<dyn Fn(&Target, Duration) -> Act + Send + Sync>;

enum Act {
    See(Outcome),
    /// A status page on which all is well.
    Read,
    Hang,
    Panic,
}

fn all_well() -> aldis_core::page::PageReport {
    let document = br#"{"page":{"name":"One"},"status":{"indicator":"none"},"incidents":[],
        "components":[{"id":"a","name":"A","status":"operational"}]}"#;
    aldis_core::page::parse(aldis_core::page::Format::Statuspage, document).unwrap()
}

struct Scripted {
    script: Script,
    began: Instant,
}

impl Prober for Scripted {
    async fn look(&self, look: Look) -> Evidence {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let outcome = match (self.script)(&look.target, self.began.elapsed()) {
            Act::See(outcome) => outcome,
            Act::Read => return Evidence::Page(PageSight::Read(Box::new(all_well()))),
            Act::Hang => std::future::pending().await,
            Act::Panic => panic!("as scripted"),
        };
        let sight = |outcome| Sight {
            outcome,
            timing: Timing::default(),
        };
        match look.target {
            Target::Probe { .. } => Evidence::Probe(sight(outcome)),
            Target::Control { .. } => Evidence::Control(sight(outcome)),
            Target::Page { .. } => Evidence::Page(PageSight::Unreadable(PageError::Empty)),
            Target::Resolver { .. } => Evidence::Resolved(Resolution::NoAnswer),
        }
    }
}

#[derive(Clone, Debug, Default)]
struct Recorder {
    notices: Arc<Mutex<Vec<Notice>>>,
    announced: Arc<Mutex<Vec<Announcement>>>,
    deaf: bool,
}

impl Shell for Recorder {
    fn notify(&self, notice: Notice) -> anyhow::Result<()> {
        self.keep(notice);
        anyhow::ensure!(!self.deaf, "nobody listens");
        Ok(())
    }

    fn announce(&self, announcement: Announcement) {
        self.announced.lock().unwrap().push(announcement);
    }
}

impl Recorder {
    fn keep(&self, notice: Notice) {
        self.notices.lock().unwrap().push(notice);
    }

    fn kinds(&self) -> Vec<&'static str> {
        let notices = self.notices.lock().unwrap();
        notices.iter().map(|notice| notice.kind.word()).collect()
    }
}

/// A day of a service whose page is all that can be looked at.
#[tokio::test(start_paused = true)]
async fn what_only_a_page_told_is_there_after_a_restart_up_to_the_moment_we_ended() {
    let dir = tempfile::tempdir().unwrap();
    let text = CATALOGUE.split("[[service.probe]]").next().unwrap();
    let controls = &CATALOGUE[CATALOGUE.find("[[control]]").unwrap()..];
    let (catalogue, _) = catalogue::parse(&format!("{text}{controls}"), "services.toml");
    let run = |begun| {
        let config = Config {
            history: Some(dir.path().to_owned()),
            clock: Clock::starting_at(begun),
            catalogue: catalogue.clone(),
            ..config()
        };
        let script: Script = Box::new(|target, _| match target {
            Target::Page { .. } => Act::Read,
            Target::Probe { .. } | Target::Control { .. } | Target::Resolver { .. } => well(target),
        });
        run_with(config, Recorder::default(), script)
    };
    let handle = run(start()).await;
    tokio::time::sleep(minutes(30)).await;
    assert_eq!(health(&handle), Health::Operational);
    assert!(handle.quit().await);
    let handle = run(start() + minutes(120)).await;
    let spans = handle.latest().services[0].spans.clone();
    let well: Vec<_> = spans
        .iter()
        .filter(|it| it.health == Health::Operational)
        .collect();
    assert_eq!(well.len(), 1, "{spans:?}");
    assert!(well[0].from.since(start()) < minutes(1), "{spans:?}");
    assert!(
        well[0].to.since(start()).abs_diff(minutes(30)) < minutes(1),
        "{spans:?}"
    );
    assert!(handle.quit().await);
}

const fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

fn start() -> Timestamp {
    Timestamp::parse("2026-11-22T10:00:00Z").unwrap()
}

fn config() -> Config {
    let (catalogue, findings) = catalogue::parse(CATALOGUE, "services.toml");
    assert_eq!(findings, []);
    let settings = Settings {
        watch: vec![ServiceId::new("chatgpt")],
        ..Settings::default()
    };
    Config {
        seed: 7,
        zone: jiff::tz::TimeZone::UTC,
        clock: Clock::starting_at(start()),
        ..Config::in_memory(settings, catalogue)
    }
}

async fn run_with(config: Config, shell: Recorder, script: Script) -> Handle {
    let began = Instant::now();
    Engine::start_with(config, Scripted { script, began }, shell).await
}

async fn run(script: Script) -> (Handle, Recorder) {
    let shell = Recorder::default();
    (run_with(config(), shell.clone(), script).await, shell)
}

/// Everything answers as it must.
fn well(target: &Target) -> Act {
    let status = match target {
        Target::Probe {
            surface: aldis_core::Surface::Api,
            ..
        } => 401,
        Target::Control { index: 2 } => 204,
        Target::Probe { .. }
        | Target::Page { .. }
        | Target::Control { .. }
        | Target::Resolver { .. } => 200,
    };
    Act::See(Outcome::Answered { status })
}

const DOWN: Outcome = Outcome::Answered { status: 503 };

fn broken_while(down: impl Fn(Duration) -> bool + Send + Sync + 'static) -> Script {
    Box::new(move |target, at| match target {
        Target::Probe { .. } if down(at) => Act::See(DOWN),
        Target::Probe { .. }
        | Target::Page { .. }
        | Target::Control { .. }
        | Target::Resolver { .. } => well(target),
    })
}

fn health(handle: &Handle) -> Health {
    handle.latest().services[0].health
}

#[tokio::test(start_paused = true)]
async fn an_hour_of_outage_is_told_once_and_its_end_once() {
    let down = |at| at > minutes(10) && at < minutes(70);
    let (handle, shell) = run(broken_while(down)).await;
    tokio::time::sleep(minutes(9)).await;
    assert_eq!(health(&handle), Health::Operational);
    assert_eq!(handle.latest().vantage, Vantage::Online);
    tokio::time::sleep(minutes(5)).await;
    assert!(health(&handle).is_out(), "{:?}", handle.latest());
    assert_eq!(shell.kinds(), ["outage"]);
    // Ten minutes of good answers are asked for after an hour of bad ones, and so late only one look
    // in two minutes sees the first of them.
    tokio::time::sleep(minutes(70)).await;
    assert_eq!(health(&handle), Health::Operational);
    assert_eq!(shell.kinds(), ["outage", "recovery"]);
    let notices = shell.notices.lock().unwrap().clone();
    let NoticeKind::Recovery { out_for, .. } = &notices[1].kind else {
        panic!("{notices:?}")
    };
    assert!(out_for.abs_diff(minutes(60)) < minutes(3), "{out_for:?}");
    assert_eq!(notices[1].replaces, Some(notices[0].id.clone()));
    let is_notice = |it: &&Announcement| matches!(it, Announcement::Notice(_));
    let announced = shell.announced.lock().unwrap().clone();
    assert_eq!(announced.iter().filter(is_notice).count(), 2);
    assert!(handle.quit().await);
}

#[tokio::test(start_paused = true)]
async fn one_bad_answer_is_not_an_outage() {
    let once = Mutex::new(false);
    let script: Script = Box::new(move |target, at| {
        let mut done = once.lock().unwrap();
        if matches!(target, Target::Probe { .. }) && at > minutes(5) && !*done {
            *done = true;
            return Act::See(DOWN);
        }
        well(target)
    });
    let (handle, shell) = run(script).await;
    tokio::time::sleep(minutes(30)).await;
    assert_eq!(shell.kinds(), Vec::<&str>::new());
    assert_eq!(health(&handle), Health::Operational);
}

#[tokio::test(start_paused = true)]
async fn our_own_network_gone_is_nobodys_outage() {
    let script: Script = Box::new(|target, at| {
        if at > minutes(5) && at < minutes(8) {
            return Act::See(Outcome::WeAreOffline);
        }
        well(target)
    });
    let (handle, shell) = run(script).await;
    tokio::time::sleep(minutes(7)).await;
    assert_eq!(handle.latest().vantage, Vantage::Offline);
    assert_eq!(health(&handle), Health::Unknown);
    tokio::time::sleep(minutes(5)).await;
    assert_eq!(handle.latest().vantage, Vantage::Online);
    assert_eq!(health(&handle), Health::Operational);
    assert_eq!(shell.kinds(), Vec::<&str>::new());
    let announced = shell.announced.lock().unwrap();
    assert!(announced.iter().any(|it| matches!(
        it,
        Announcement::Vantage {
            to: Vantage::Offline,
            ..
        }
    )));
}

#[tokio::test(start_paused = true)]
async fn looks_that_panic_or_never_end_are_outages_seen_and_not_holes() {
    let script: Script = Box::new(|target, at| match target {
        Target::Probe { surface, .. } if at > minutes(5) => match surface {
            aldis_core::Surface::Web => Act::Hang,
            aldis_core::Surface::Api | aldis_core::Surface::Completion => Act::Panic,
        },
        Target::Probe { .. }
        | Target::Page { .. }
        | Target::Control { .. }
        | Target::Resolver { .. } => well(target),
    });
    let (handle, shell) = run(script).await;
    tokio::time::sleep(minutes(15)).await;
    assert!(health(&handle).is_out());
    assert_eq!(shell.kinds(), ["outage"]);
    let snapshot = handle.latest();
    assert!(
        snapshot.services[0]
            .probes
            .iter()
            .all(|probe| matches!(probe.outcome, Outcome::TimedOut { .. })),
        "{snapshot:?}"
    );
    let asked = Instant::now();
    assert!(handle.quit().await);
    assert!(asked.elapsed() < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn an_engine_that_ends_by_itself_can_be_noticed() {
    struct Breaks;
    impl Shell for Breaks {
        fn notify(&self, _: Notice) -> anyhow::Result<()> {
            panic!("as scripted")
        }
        fn announce(&self, _: Announcement) {}
    }
    let script = broken_while(|at| at > minutes(5));
    let began = Instant::now();
    let handle = Engine::start_with(config(), Scripted { script, began }, Breaks).await;
    let mut snapshots = handle.snapshot();
    let ended = async { while snapshots.changed().await.is_ok() {} };
    tokio::time::timeout(minutes(15), ended).await.unwrap();
    assert_eq!(handle.send(Command::CheckNow), Err(crate::NotTaken::Ended));
    assert!(handle.quit().await);
}

#[tokio::test(start_paused = true)]
async fn a_check_that_is_asked_for_is_made_at_once() {
    let (handle, _) = run(Box::new(|target, _| well(target))).await;
    tokio::time::sleep(minutes(5)).await;
    let before = handle.latest().checked_at.unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    handle.send(Command::CheckNow).unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let snapshot = handle.latest();
    assert!(!snapshot.checking);
    assert!(snapshot.checked_at.unwrap() > before);
    let ages = snapshot.services[0]
        .probes
        .iter()
        .map(|it| snapshot.at.since(it.at));
    assert!(ages.max().unwrap() < Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn what_a_change_of_network_cut_short_is_nobodys_outage() {
    let by_vpn = Arc::new(Mutex::new(false));
    let seen = Arc::clone(&by_vpn);
    let network = Network::from_fn(move || WayOut {
        v4: seen.lock().unwrap().then_some([10, 8, 0, 2].into()),
        v6: None,
    });
    let flips = Arc::clone(&by_vpn);
    let script: Script = Box::new(move |target, at| {
        let minute = at.as_secs() / 60;
        let flipped = minute % 2 == 1 && minute > 4;
        let look_is_cut = *flips.lock().unwrap() != flipped;
        *flips.lock().unwrap() = flipped;
        if look_is_cut {
            return Act::See(Outcome::Reset {
                phase: aldis_core::evidence::Phase::FirstByte,
            });
        }
        well(target)
    });
    let shell = Recorder::default();
    let config = Config {
        network,
        ..config()
    };
    let handle = run_with(config, shell.clone(), script).await;
    let mut snapshots = handle.snapshot();
    let (mut waking, until) = (0, Instant::now() + minutes(60));
    tokio::time::sleep(minutes(4)).await;
    while Instant::now() < until {
        let _ = tokio::time::timeout_at(until, snapshots.changed()).await;
        let snapshot = snapshots.borrow_and_update();
        waking += u32::from(snapshot.vantage == Vantage::Waking);
        assert!(!snapshot.services[0].health.is_trouble());
        let reset = |it: &aldis_core::snapshot::ProbeStatus| it.outcome.status().is_none();
        assert!(
            !snapshot.services[0].probes.iter().any(reset),
            "what was cut short is not even shown"
        );
    }
    assert!(waking > 20, "{waking}");
    assert_eq!(shell.kinds(), Vec::<&str>::new());
    tokio::time::sleep(Duration::from_secs(30)).await;
    assert_eq!(health(&handle), Health::Operational);
}

#[tokio::test(start_paused = true)]
async fn sleep_is_noticed_and_nothing_is_claimed_before_a_fresh_look() {
    let slept = Arc::new(Mutex::new(Duration::ZERO));
    let (origin, extra) = (Instant::now(), Arc::clone(&slept));
    let clock = Clock::from_fn(move || start() + origin.elapsed() + *extra.lock().unwrap());
    let config = Config { clock, ..config() };
    let shell = Recorder::default();
    let script: Script = Box::new(|target, _| well(target));
    let handle = run_with(config, shell.clone(), script).await;
    tokio::time::sleep(minutes(5)).await;
    assert_eq!(handle.latest().vantage, Vantage::Online);
    *slept.lock().unwrap() = minutes(120);
    let mut snapshots = handle.snapshot();
    let mut vantages = Vec::new();
    let until = Instant::now() + minutes(3);
    while Instant::now() < until {
        let _ = tokio::time::timeout_at(until, snapshots.changed()).await;
        let vantage = snapshots.borrow_and_update().vantage;
        if vantages.last() != Some(&vantage) {
            vantages.push(vantage);
        }
    }
    assert_eq!(
        vantages,
        [Vantage::Online, Vantage::Waking, Vantage::Online]
    );
    assert_eq!(health(&handle), Health::Operational);
    assert_eq!(shell.kinds(), Vec::<&str>::new());
}

#[tokio::test(start_paused = true)]
async fn nobody_to_notify_is_a_fault_of_ours_and_the_lamp_goes_on() {
    let shell = Recorder {
        deaf: true,
        ..Recorder::default()
    };
    let script = broken_while(|at| at > minutes(5));
    let handle = run_with(config(), shell.clone(), script).await;
    tokio::time::sleep(minutes(15)).await;
    let snapshot = handle.latest();
    assert_eq!(snapshot.faults, [Fault::NoNotifications]);
    assert!(snapshot.services[0].health.is_out());
    assert_eq!(shell.kinds(), ["outage"]);
}

#[tokio::test(start_paused = true)]
async fn mistakes_in_files_are_shown_from_the_start() {
    let mut config = config();
    config.findings = aldis_core::settings::parse("colour = 3", "settings.toml").1;
    let script: Script = Box::new(|target, _| well(target));
    let handle = run_with(config, Recorder::default(), script).await;
    let faults = handle.latest().faults.clone();
    assert!(
        matches!(&faults[..], [Fault::File(finding)] if finding.file == "settings.toml" && finding.line == Some(1)),
        "{faults:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn the_same_outage_is_not_told_again_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let shell = Recorder::default();
    for begun in [start(), start() + minutes(11)] {
        let config = Config {
            history: Some(dir.path().to_owned()),
            clock: Clock::starting_at(begun),
            ..config()
        };
        let handle = run_with(config, shell.clone(), broken_while(|_| true)).await;
        tokio::time::sleep(minutes(10)).await;
        assert!(health(&handle).is_out(), "{:?}", handle.latest());
        assert_eq!(handle.latest().faults, []);
        assert!(handle.quit().await);
        assert_eq!(handle.send(Command::CheckNow), Err(crate::NotTaken::Ended));
    }
    assert_eq!(shell.kinds(), ["outage"]);
}

#[tokio::test(start_paused = true)]
async fn what_was_learned_of_a_service_is_known_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let looks = |handle: &Handle| {
        let surfaces = handle.latest().services[0].explanation.surfaces.clone();
        surfaces.iter().map(|it| it.usual.looks).sum::<u32>()
    };
    let mut known = 0;
    for begun in [start(), start() + minutes(60)] {
        let config = Config {
            history: Some(dir.path().to_owned()),
            clock: Clock::starting_at(begun),
            ..config()
        };
        let script: Script = Box::new(|target, _| well(target));
        let handle = run_with(config, Recorder::default(), script).await;
        assert_eq!(looks(&handle), known, "taken back before the first look");
        // Less than the quarter of an hour after which it is written anyway.
        tokio::time::sleep(minutes(10)).await;
        known = looks(&handle);
        assert!(handle.quit().await);
    }
    assert!(known > 15, "{known}");
}
