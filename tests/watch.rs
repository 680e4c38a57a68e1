//! `aldis watch` as a process: what it tells of faults on loop-back, to whom it attaches, how it ends.
//! With edges asked every 500 ms all of Aldis' own waits are a fortieth of their real length.

use std::sync::Arc;
use std::time::Duration;

use aldis_lab::{Fault, Part, Vendor, When};
use aldis_link::message::Announcement;
use aldis_link::server::{Feed, Server};
use aldis_link::view;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::support::{CHATGPT, Watcher, World, everything, status};

const BOTH: [Part; 2] = [CHATGPT, Part::Api(Vendor::OpenAi)];
const OUT: [&str; 2] = ["partial_outage", "major_outage"];

/// The first five looks after a failure, the last of them after 75 s, a fortieth of that, with room
/// for a busy machine.
const CONFIRM: Duration = Duration::from_secs(6);

async fn well(world: &World) -> Watcher {
    let mut watcher = world.watch(&[]);
    for service in ["chatgpt", "claude", "gemini", "copilot"] {
        let known = |line: &Value| line["service"] == service && line["to"] == "operational";
        if !watcher.happened().iter().any(known) {
            watcher.turns(service, &["operational"]).await;
        }
    }
    watcher
}

fn at(line: &Value) -> jiff::Timestamp {
    line["at"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_first_line_is_a_snapshot_and_the_only_one() {
    let world = World::new().await;
    let mut watcher = well(&world).await;
    let ran = watcher.interrupt().await;
    ran.assert_peaceful();
    assert_eq!(
        ran.stderr,
        "aldis: looking from this terminal, keeping no history\n"
    );
    let snapshots = watcher.seen("snapshot");
    assert_eq!(snapshots.len(), 1);
    for key in ["checked_at", "vantage", "services"] {
        assert!(snapshots[0].get(key).is_some(), "{key}: {snapshots:?}");
    }
}

#[tokio::test]
async fn one_bad_answer_tells_nobody() {
    let world = World::new().await;
    let mut watcher = well(&world).await;
    world
        .set_when(&[CHATGPT], status(503), When::Next { count: 1 })
        .await;
    world.asked_again(CHATGPT, 12).await;
    let ran = watcher.interrupt().await;
    assert_eq!(watcher.seen("notice"), [] as [Value; 0], "{ran:?}");
    let out = |line: &Value| OUT.iter().any(|out| line["to"] == *out);
    assert!(!watcher.happened().iter().any(out), "{ran:?}");
}

#[tokio::test]
async fn an_outage_is_told_once_in_time_and_its_end_in_place_of_it() {
    let world = World::new().await;
    let mut watcher = well(&world).await;
    let broke = jiff::Timestamp::now();
    world.set(&BOTH, status(503)).await;
    let outage = watcher.notice("outage").await;
    let took = at(&outage).duration_since(broke);
    assert!(took.unsigned_abs() < CONFIRM, "told after {took}");
    assert_eq!(outage["services"], json!(["chatgpt"]));
    assert_eq!(outage["title"], "ChatGPT is down");
    assert_eq!(outage["replaces"], Value::Null);
    assert!(
        outage["body"]
            .as_str()
            .unwrap()
            .contains("your internet is fine"),
        "{outage}"
    );
    let transition = watcher.seen("transition").into_iter().rev();
    let transition = transition
        .clone()
        .find(|it| OUT.contains(&it["to"].as_str().unwrap()));
    let transition = transition.unwrap();
    assert_eq!(transition["service"], "chatgpt");
    assert_eq!(transition["incident"], outage["incident"]);
    assert_eq!(transition["confidence"], "confirmed");
    world.asked_again(CHATGPT, 3).await;
    world.lab.heal().await.unwrap();
    let recovery = watcher.notice("recovery").await;
    assert_eq!(recovery["title"], "ChatGPT is working again");
    assert_eq!(recovery["replaces"], outage["id"]);
    assert_eq!(recovery["incident"], outage["incident"]);
    assert!(
        recovery["body"].as_str().unwrap().contains("out for "),
        "{recovery}"
    );
    let ran = watcher.interrupt().await;
    ran.assert_peaceful();
    assert_eq!(watcher.seen("notice").len(), 2, "{ran:?}");
}

#[tokio::test]
async fn when_nothing_answers_it_is_our_own_network_and_no_vendor_is_named() {
    let world = World::new().await;
    let mut watcher = well(&world).await;
    world.set(&everything(), Fault::Refuse).await;
    watcher.vantage("offline").await;
    // Sixty seconds of it, at a fortieth.
    tokio::time::sleep(Duration::from_secs(60) / 40).await;
    world.lab.heal().await.unwrap();
    watcher.vantage("online").await;
    world.asked_again(CHATGPT, 6).await;
    let ran = watcher.interrupt().await;
    let notices = watcher.seen("notice");
    assert!(notices.iter().all(|it| it["kind"] == "vantage"), "{ran:?}");
    let out = |line: &Value| OUT.iter().any(|out| line["to"] == *out);
    assert!(!watcher.happened().iter().any(out), "{ran:?}");
    let last = watcher
        .seen("transition")
        .into_iter()
        .rfind(|it| it["service"] == "chatgpt");
    assert_eq!(last.unwrap()["to"], "operational", "{ran:?}");
}

#[tokio::test]
async fn a_service_that_flaps_is_neither_hidden_nor_spam() {
    let world = World::new().await;
    let mut watcher = well(&world).await;
    world
        .set_when(&BOTH, status(503), When::EveryNth { n: 2 })
        .await;
    watcher
        .turns("chatgpt", &["degraded", "partial_outage", "major_outage"])
        .await;
    world.asked_again(CHATGPT, 24).await;
    let ran = watcher.interrupt().await;
    let notices = watcher.seen("notice");
    assert!(notices.len() <= 2, "{} notices: {ran:?}", notices.len());
}

#[tokio::test]
async fn only_the_named_services_are_watched() {
    let world = World::new().await;
    world.set(&BOTH, status(503)).await;
    let mut watcher = world.watch(&["claude"]);
    watcher.turns("claude", &["operational"]).await;
    world.asked_again(Part::Web(Vendor::Anthropic), 2).await;
    let ran = watcher.interrupt().await;
    assert!(
        watcher
            .happened()
            .iter()
            .all(|it| it["service"] != "chatgpt"),
        "{ran:?}"
    );
    assert_eq!(
        watcher.seen("snapshot")[0]["services"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(world.asked(CHATGPT), 0);
}

#[tokio::test]
async fn a_reader_that_goes_away_ends_it_quietly() {
    let world = World::new().await;
    let mut watcher = world.watch(&[]);
    watcher.until(|line| line["type"] == "snapshot").await;
    let ran = watcher.close().await;
    ran.assert_peaceful();
    assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
}

#[tokio::test]
async fn a_change_of_the_settings_counts_while_it_watches() {
    let world = World::new().await;
    let mut watcher = well(&world).await;
    let path = world.config().join("settings.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"copilot\""), "{text}");
    std::fs::write(&path, text.replace("\"copilot\"", "\"github-copilot\"")).unwrap();
    watcher.turns("github-copilot", &["operational"]).await;
    watcher.interrupt().await;
}

/// A lamp played by the test: its socket, and what it says over it.
struct PlayedLamp {
    snapshot: view::Snapshot,
    snapshots: tokio::sync::watch::Sender<Arc<view::Snapshot>>,
    announcements: tokio::sync::broadcast::Sender<Announcement>,
    _asks: mpsc::Receiver<aldis_link::command::Ask>,
}

impl PlayedLamp {
    async fn of(world: &World) -> Self {
        let ran = world.run(&["check", "--json", "chatgpt", "claude"]).await;
        let mut snapshot: view::Snapshot = serde_json::from_str(&ran.stdout).unwrap();
        snapshot.headline = "said by the lamp".to_owned();
        let server = Server::bind(&world.data()).unwrap();
        let (feed, snapshots, announcements) = Feed::new(Arc::new(snapshot.clone()));
        let (ask, asks) = mpsc::channel(4);
        tokio::spawn(server.serve(feed, ask));
        Self {
            snapshot,
            snapshots,
            announcements,
            _asks: asks,
        }
    }

    fn turns(&self, service: &str) {
        let transition = view::Transition {
            at: "2026-11-22T10:00:00Z".to_owned(),
            service: service.to_owned(),
            from: view::Health::Operational,
            to: view::Health::MajorOutage,
            confidence: Some(view::Confidence::Confirmed),
            reason: "because".to_owned(),
            incident: Some("one".to_owned()),
        };
        self.announcements
            .send(Announcement::Transition(transition))
            .unwrap();
    }
}

#[tokio::test]
async fn a_running_lamp_is_attached_to_and_its_end_is_survived() {
    let world = World::new().await;
    let lamp = PlayedLamp::of(&world).await;
    let looks = world.asked(CHATGPT);
    let mut watcher = world.watch(&[]);
    let first = watcher.until(|line| line["type"] == "snapshot").await;
    assert_eq!(first["headline"], "said by the lamp");
    lamp.turns("chatgpt");
    let turned = watcher.turns("chatgpt", &["major_outage"]).await;
    assert_eq!(turned["incident"], "one");
    assert_eq!(world.asked(CHATGPT), looks, "it looked by itself");
    drop(lamp.snapshots);
    let second = watcher.until(|line| line["type"] == "snapshot").await;
    assert_ne!(second["headline"], "said by the lamp");
    watcher.turns("chatgpt", &["operational"]).await;
    let ran = watcher.interrupt().await;
    ran.assert_peaceful();
    let said: Vec<_> = ran.stderr.lines().collect();
    assert_eq!(
        said,
        [
            "aldis: watching through the running lamp",
            "aldis: the lamp has ended",
            "aldis: looking from this terminal, keeping no history",
        ]
    );
}

#[tokio::test]
async fn of_a_lamp_only_what_was_named_is_shown() {
    let world = World::new().await;
    let lamp = PlayedLamp::of(&world).await;
    assert_eq!(lamp.snapshot.services.len(), 2);
    let mut watcher = world.watch(&["claude"]);
    let first = watcher.until(|line| line["type"] == "snapshot").await;
    assert_eq!(first["services"].as_array().unwrap().len(), 1);
    assert_eq!(first["services"][0]["id"], "claude");
    lamp.turns("chatgpt");
    lamp.turns("claude");
    watcher.until(|line| line["type"] == "transition").await;
    let ran = watcher.interrupt().await;
    assert_eq!(watcher.happened().len(), 1, "{ran:?}");
    assert_eq!(watcher.happened()[0]["service"], "claude", "{ran:?}");
}

#[tokio::test]
async fn a_lamp_that_does_not_watch_it_is_left_alone() {
    let world = World::new().await;
    let _lamp = PlayedLamp::of(&world).await;
    let mut watcher = world.watch(&["gemini"]);
    watcher.turns("gemini", &["operational"]).await;
    let ran = watcher.interrupt().await;
    assert!(
        ran.stderr.contains("does not watch all of these services"),
        "{ran:?}"
    );
    assert!(ran.stderr.contains("looking from this terminal"), "{ran:?}");
}

#[cfg(unix)]
mod terminal {
    use super::*;
    use crate::support::DEADLINE;
    use crate::support::pty::{Terminal, interrupt};
    use tokio::time::timeout;

    const HIDE: &str = "\u{1b}[?25l";
    const SHOW: &str = "\u{1b}[?25h";
    const RED: &str = "\u{1b}[31m";

    #[tokio::test]
    async fn the_live_table_is_drawn_over_and_the_terminal_given_back() {
        let world = World::new().await;
        let mut terminal = Terminal::new(100, 24);
        let mut child = terminal.spawn(world.aldis(&["watch"]));
        let text = terminal
            .until(|text| text.contains("All your chatbots work."))
            .await;
        assert!(text.contains(HIDE) && !text.contains(SHOW), "{text:?}");
        world.set(&BOTH, status(503)).await;
        let red = format!("{RED}✖ outage");
        let down = |text: &str| text.contains("ChatGPT is down. It's them") && text.contains(&red);
        terminal
            .until(|text| down(text) && text.contains("Ctrl-C"))
            .await;
        terminal.resize(40, 12);
        terminal.forget();
        let fits = |frame: &str| {
            let ended = frame.split_once("\u{1b}[J");
            ended.is_some_and(|(lines, _)| lines.matches('\n').count() < 12)
        };
        terminal
            .until(|text| text.split("\u{1b}[H").skip(1).any(fits))
            .await;
        interrupt(&child);
        let status = timeout(DEADLINE, child.wait()).await.unwrap().unwrap();
        assert_eq!(status.code(), Some(0));
        let text = terminal.until(|text| text.contains(SHOW)).await;
        assert!(text.contains("\u{1b}[?1049l"), "{text:?}");
    }

    #[tokio::test]
    async fn no_color_is_honoured_on_a_terminal() {
        let world = World::new().await;
        let mut terminal = Terminal::new(100, 24);
        let mut command = world.aldis(&["check"]);
        command.env("NO_COLOR", "1");
        let mut child = terminal.spawn(command);
        let text = terminal
            .until(|text| text.contains("1 of 1 surface answers."))
            .await;
        timeout(DEADLINE, child.wait()).await.unwrap().unwrap();
        assert!(
            !text.contains("\u{1b}[1m") && !text.contains("\u{1b}[3"),
            "{text:?}"
        );
        let mut terminal = Terminal::new(100, 24);
        let mut child = terminal.spawn(world.aldis(&["check"]));
        let text = terminal
            .until(|text| text.contains("1 of 1 surface answers."))
            .await;
        timeout(DEADLINE, child.wait()).await.unwrap().unwrap();
        assert!(text.contains("\u{1b}[32m● working"), "{text:?}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_program_of_the_users_gets_the_same_lines() {
    let world = World::new().await;
    let out = world.config().join("told");
    let hook = "[\"/bin/sh\", \"-c\", \"cat >> \\\"$0\\\"\"";
    let hooks = format!("\n[hooks]\non_transition = {hook}, {out:?}]\n");
    world.append("settings.toml", &hooks);
    let mut watcher = well(&world).await;
    world.set(&BOTH, status(503)).await;
    watcher.turns("chatgpt", &OUT).await;
    let seen = watcher.seen("transition");
    let told = async {
        loop {
            let text = std::fs::read_to_string(&out).unwrap_or_default();
            let lines = text
                .lines()
                .filter_map(|line| serde_json::from_str(line).ok());
            let lines: Vec<Value> = lines.collect();
            if lines.len() >= seen.len() {
                return lines;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let told = tokio::time::timeout(crate::support::DEADLINE, told).await;
    assert_eq!(told.unwrap()[..seen.len()], seen);
    watcher.interrupt().await.assert_peaceful();
}
