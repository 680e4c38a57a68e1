//! How long the window takes to be painted, and what it weighs. Measures, and asserts nothing: the bars
//! are of a release on a machine with nothing else to do.
//!
//! `ALDIS_PROGRAMS=target/release cargo test -p aldis-desktop --test desktop figures -- --ignored --nocapture`

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::item::Item;
use crate::process::Lamp;
use crate::session::Session;
use crate::wait::{equal, until};
use crate::windows::{desk, lit};

const SOON: Duration = Duration::from_secs(40);
/// The window ends a minute after it was closed.
const GRACE: Duration = Duration::from_secs(90);
/// The green of the lamp in the headline.
const WELL: [u8; 3] = [0x22, 0xad, 0x5c];
const TIMES: usize = 7;

struct Desk {
    session: Session,
    lamp: Lamp,
    item: Item,
}

impl Desk {
    /// From the click on the tray to the painted page.
    async fn click(&self) -> Duration {
        let clicked = Instant::now();
        self.item.activate().await;
        while !self.session.screen().has_painted(WELL) {
            assert!(clicked.elapsed() < SOON, "nothing is painted");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        clicked.elapsed()
    }

    async fn put_away(&self) {
        let key = self
            .session
            .command("xdotool")
            .args(["key", "Escape"])
            .status();
        assert!(key.unwrap().success());
        self.is_out_of_sight().await;
    }

    async fn is_out_of_sight(&self) {
        until("it is out of sight", SOON, async || {
            equal(self.session.screen().has_painted(WELL), &false)
        })
        .await;
    }

    async fn end_window(&self) {
        for pid in self.lamp.windows() {
            let ended = Command::new("kill").arg(pid.to_string()).status();
            assert!(ended.unwrap().success());
        }
        self.is_alone(SOON).await;
        self.is_out_of_sight().await;
    }

    async fn is_alone(&self, within: Duration) {
        until("only the lamp is left", within, async || {
            equal(self.lamp.family().len(), &1)
        })
        .await;
    }

    fn say_memory(&self, when: &str) {
        println!("{when}:");
        let mut sum = (0, 0);
        for (pid, name) in self.lamp.family() {
            let (rss, pss) = (memory(pid, "Rss:"), memory(pid, "Pss:"));
            sum = (sum.0 + rss, sum.1 + pss);
            println!(
                "  {name:<16} {} MiB RSS, {} MiB PSS",
                tenths(rss),
                tenths(pss)
            );
        }
        println!(
            "  all              {} MiB RSS, {} MiB PSS",
            tenths(sum.0),
            tenths(sum.1)
        );
    }
}

/// In KiB.
fn memory(pid: u32, what: &str) -> u64 {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix(what));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or_default()
}

fn tenths(kib: u64) -> String {
    format!("{:.1}", kib as f64 / 1024.0)
}

fn say_times(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let all: Vec<String> = times.iter().map(|it| it.as_millis().to_string()).collect();
    let median = times[times.len() / 2].as_millis();
    println!("{what}: median {median} ms of {}", all.join(", "));
}

#[tokio::test]
#[ignore = "measures, for two minutes and on a quiet machine"]
async fn times_and_memory_of_the_window() {
    let (session, _lab, lamp, item) = desk().await;
    lit(&item, aldis_core::present::tray::Lamp::Well).await;
    let mut desk = Desk {
        session,
        lamp,
        item,
    };
    desk.say_memory("before the window was ever open");
    let mut cold = Vec::new();
    let mut warm = Vec::new();
    for _ in 0..TIMES {
        cold.push(desk.click().await);
        desk.put_away().await;
        warm.push(desk.click().await);
        desk.put_away().await;
        desk.end_window().await;
    }
    say_times("click to painted, from nothing", cold);
    say_times("click to painted, within the grace minute", warm);
    desk.click().await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    desk.say_memory("window open");
    desk.put_away().await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    desk.say_memory("window closed, in the grace minute");
    desk.is_alone(GRACE).await;
    desk.say_memory("after the grace minute");
    assert!(desk.lamp.terminate().await.success());
}
