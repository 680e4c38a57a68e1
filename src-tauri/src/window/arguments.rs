//! What the window is started with.

use std::path::PathBuf;
use std::time::Duration;

use aldis_link::dirs::Dirs;

/// Shows the window of the running Aldis, starting Aldis if it does not run.
#[derive(Clone, Debug, clap::Parser)]
#[command(name = "aldis-window", version)]
pub struct Arguments {
    /// Where settings.toml is.
    #[arg(long, value_name = "DIR", env = "ALDIS_CONFIG_DIR")]
    pub config_dir: Option<PathBuf>,
    /// Where the history is.
    #[arg(long, value_name = "DIR", env = "ALDIS_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// The page to open: now, incident/ID, settings.
    #[arg(long)]
    pub page: Option<String>,
    /// Wait out of sight until the lamp asks for the window.
    #[arg(long)]
    pub hidden: bool,
    /// Started by a lamp, and of no use without it.
    #[arg(long, hide = true)]
    pub from_lamp: bool,
    /// How long to stay ready after the window was closed, such as 500ms, 60s or 5m.
    #[arg(long, default_value = "60s", value_name = "TIME", value_parser = duration)]
    pub grace: Duration,
}

impl Arguments {
    /// Whether a lamp has called this window, so that there is nothing to start where none answers.
    pub const fn is_called(&self) -> bool {
        self.hidden || self.from_lamp
    }

    /// The directories as given or as usual.
    pub fn dirs(&self) -> Option<Dirs> {
        Dirs::resolve(self.config_dir.clone(), self.data_dir.clone())
    }
}

/// Not longer than a day: nobody waits for more.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

fn duration(text: &str) -> Result<Duration, &'static str> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let count: u64 = digits.parse().map_err(|_| "not a time such as 60s")?;
    let length = match &text[digits.len()..] {
        "ms" => Duration::from_millis(count),
        "s" => Duration::from_secs(count),
        "m" => Duration::from_secs(count.saturating_mul(60)),
        _ => return Err("the unit is ms, s or m"),
    };
    Ok(length.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[test]
    fn the_grace_is_a_minute_unless_it_is_said() {
        let grace = |arguments: &[&str]| {
            let arguments = [&["aldis-window"], arguments].concat();
            Arguments::try_parse_from(arguments).map(|arguments| arguments.grace)
        };
        assert_eq!(grace(&[]).unwrap(), Duration::from_secs(60));
        assert_eq!(
            grace(&["--grace", "250ms"]).unwrap(),
            Duration::from_millis(250)
        );
        assert_eq!(grace(&["--grace", "5m"]).unwrap(), Duration::from_secs(300));
        assert_eq!(grace(&["--grace", "99999999999999999m"]).unwrap(), LONGEST);
        for wrong in ["", "s", "5", "5h", "-1s", "1 s", "ß"] {
            assert!(grace(&["--grace", wrong]).is_err(), "{wrong:?}");
        }
    }
}
