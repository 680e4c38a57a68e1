//! The window's process talks to nobody but the lamp, its screen and its desktop's bus: seen with strace.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::process::{Lamp, break_chatgpt, lab, program};
use crate::session::{Panel, Session};
use crate::wait::{equal, until};

const SOON: Duration = Duration::from_secs(60);
/// The red of the lamp in the headline, and its green.
const OUT: [u8; 3] = [0xe5, 0x34, 0x3a];
const WELL: [u8; 3] = [0x22, 0xad, 0x5c];

/// Whether processes may be traced here at all: containers may forbid it.
fn can_trace() -> bool {
    let traced = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .output();
    traced.is_ok_and(|traced| traced.status.success())
}

/// To what the window and its web engine connected: a socket's path, `@name`, or the whole call.
fn reached(log: &str) -> BTreeSet<String> {
    let calls = log.lines().filter(|line| line.contains("connect("));
    calls
        .map(|line| {
            let path = line.split_once("sun_path=").map(|(_, path)| path);
            let path = path.and_then(|path| path.split('"').nth(1).map(|name| (path, name)));
            match path {
                Some((path, name)) if path.starts_with('@') => format!("@{name}"),
                Some((_, name)) => name.to_owned(),
                None => line.to_owned(),
            }
        })
        .collect()
}

/// What the toolkit itself talks to: the screen, the session's buses, the names of users.
fn is_the_toolkits(place: &str, session: &Path) -> bool {
    let own = session.display().to_string();
    place.contains("/tmp/.X11-unix/X")
        || place.contains("/dbus-")
        || place.contains("/at-spi/bus")
        || place.starts_with("/var/run/nscd/")
        || place.ends_with("/wayland-0")
        || place.starts_with("/run/dbus/")
        || place.starts_with("/var/run/dbus/")
        || place.starts_with(&own) && place.ends_with("bus")
}

#[tokio::test]
async fn the_windows_process_reaches_nobody_but_the_lamp_and_its_desktop() {
    if !can_trace() {
        eprintln!("skipped: nothing can be traced here (strace)");
        return;
    }
    let (mut session, lab) = (Session::desktop(Panel::Light).await, lab().await);
    let mut lamp = Lamp::start(&session, &lab);
    let log = session.dir().join("strace.log");
    let mut traced = session.command("strace");
    traced
        .args([
            "-f",
            "-qq",
            "-e",
            "trace=connect,sendto,sendmsg",
            "-e",
            "signal=none",
            "-s",
            "200",
            "-o",
        ])
        .arg(&log)
        .arg(program("aldis-window"))
        .args(["--config-dir".as_ref(), lamp.config_dir().as_os_str()])
        .args(["--data-dir".as_ref(), lamp.data_dir().as_os_str()]);
    session.start(traced);
    let painted = async |colour| {
        until("it is painted", SOON, async || {
            equal(session.screen().has_painted(colour), &true)
        })
        .await;
    };
    painted(WELL).await;
    break_chatgpt(&lab).await;
    painted(OUT).await;
    assert!(lamp.terminate().await.success());

    let log = std::fs::read_to_string(log).unwrap();
    let internet: Vec<&str> = log
        .lines()
        .filter(|line| line.contains("AF_INET"))
        .collect();
    assert_eq!(internet, Vec::<&str>::new(), "no word to any address");
    let reached = reached(&log);
    println!("reached: {reached:#?}");
    let (lamps, others): (Vec<_>, Vec<_>) =
        reached.iter().partition(|place| place.ends_with(".sock"));
    assert_eq!(lamps.len(), 1, "the lamp and no other: {lamps:?}");
    let strange: Vec<_> = others
        .into_iter()
        .filter(|place| !is_the_toolkits(place, session.dir()))
        .collect();
    assert_eq!(strange, Vec::<&String>::new());
}
