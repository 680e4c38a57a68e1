//! The log: one file a day in the data directory, a week of them, written by whoever logs. Nothing
//! secret gets in: addresses go through [`shown`].

use std::path::Path;

use aldis_core::Target;
use anyhow::Context;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use url::Url;

const FILES_KEPT: usize = 7;
/// Our own crates in full measure, everybody else only when something is wrong.
const DEFAULT: &str =
    "warn,aldis_core=info,aldis_engine=info,aldis_link=info,aldis_desktop=info,aldis=info";

/// Starts logging to `aldis.<date>.log` under `dir/logs`. `filter` is in the syntax of
/// `tracing_subscriber::EnvFilter`; `None` takes the default.
pub fn start(dir: &Path, filter: Option<&str>) -> anyhow::Result<()> {
    let writer = appender(dir)?;
    let filter = EnvFilter::try_new(filter.unwrap_or(DEFAULT)).context("bad log filter")?;
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(std::sync::Mutex::new(writer));
    tracing_subscriber::registry()
        .with(filter)
        .with(lines)
        .try_init()
        .context("logging was started already")
}

fn appender(dir: &Path) -> anyhow::Result<RollingFileAppender> {
    let dir = dir.join("logs");
    std::fs::create_dir_all(&dir).with_context(|| format!("failed to create {}", dir.display()))?;
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("aldis")
        .filename_suffix("log")
        .max_log_files(FILES_KEPT)
        .build(&dir)
        .with_context(|| format!("failed to open the log in {}", dir.display()))
}

/// An address as it may be logged: without user, password, query and fragment.
pub fn shown(url: &Url) -> String {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    // Addresses that cannot have a user have none to hide.
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    bare.into()
}

/// A target of a look as it may be logged.
pub fn target(target: &Target) -> String {
    match target {
        Target::Probe { service, surface } => format!("{} of {service}", surface.word()),
        Target::Page { url } => format!("page {}", shown(url)),
        Target::Control { index } => format!("control {index}"),
        Target::Resolver { index, name } => format!("{name} by resolver {index}"),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn no_secret_of_an_address_is_shown() {
        let url = Url::parse("https://me:hunter2@proxy.example/path?key=sk-123#frag").unwrap();
        assert_eq!(shown(&url), "https://proxy.example/path");
        let page = target(&Target::Page { url });
        assert_eq!(page, "page https://proxy.example/path");
    }

    #[test]
    fn the_first_start_makes_the_directory() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("never/seen/before");
        let mut writer = appender(&data).unwrap();
        writeln!(writer, "a line").unwrap();
        let logs: Vec<_> = std::fs::read_dir(data.join("logs")).unwrap().collect();
        let log = logs[0].as_ref().unwrap().path();
        assert_eq!(logs.len(), 1);
        assert_eq!(std::fs::read_to_string(log).unwrap(), "a line\n");
    }

    #[test]
    fn only_a_week_of_logs_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let logs = dir.path().join("logs");
        std::fs::create_dir_all(&logs).unwrap();
        for day in 1..=20 {
            std::fs::write(logs.join(format!("aldis.2020-01-{day:02}.log")), "old").unwrap();
        }
        let mut writer = appender(dir.path()).unwrap();
        writeln!(writer, "a line").unwrap();
        let kept = std::fs::read_dir(&logs).unwrap().count();
        assert!(kept <= FILES_KEPT, "{kept} files");
    }
}
