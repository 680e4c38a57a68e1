//! The entry that a Linux desktop starts programs by. Written here, since `auto-launch` looks for the
//! directory in the home whatever `XDG_CONFIG_HOME` says, and quotes nothing.

use std::path::{Path, PathBuf};

use anyhow::Context;
use directories::BaseDirs;

use super::arguments;

/// Characters that have a meaning within the double quotes of `Exec`.
const ESCAPED: [char; 4] = ['"', '`', '$', '\\'];

/// Whether it does; `None` where the system cannot say.
pub(in super::super) fn is_on(_config: &Path, _data: &Path) -> Option<bool> {
    Some(entry()?.is_file())
}

/// Makes it so.
pub(in super::super) fn set(on: bool, config: &Path, data: &Path) -> anyhow::Result<()> {
    let entry = entry().context("there is no home directory")?;
    if on {
        let program = std::env::current_exe().context("this program cannot be found")?;
        let program = program.to_string_lossy().into_owned();
        let words = std::iter::once(program).chain(arguments(config, data));
        if let Some(dir) = entry.parent() {
            std::fs::create_dir_all(dir).context("the system did not take it")?;
        }
        return std::fs::write(entry, text(words)).context("the system did not take it");
    }
    match std::fs::remove_file(entry) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).context("the system did not take it")
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

fn entry() -> Option<PathBuf> {
    Some(
        BaseDirs::new()?
            .config_dir()
            .join("autostart/Aldis.desktop"),
    )
}

fn text(words: impl Iterator<Item = String>) -> String {
    let command: Vec<String> = words.map(|word| quoted(&word)).collect();
    format!(
        "[Desktop Entry]\nType=Application\nVersion=1.0\nName=Aldis\nExec={}\n\
         StartupNotify=false\nTerminal=false\n",
        command.join(" ")
    )
}

/// One word of `Exec`: quoted for it, and then as every value of the file.
fn quoted(word: &str) -> String {
    let mut quoted = String::from('"');
    for letter in word.chars() {
        if ESCAPED.contains(&letter) {
            quoted.push('\\');
        }
        if letter == '%' {
            quoted.push('%');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted.replace('\\', "\\\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_command_stays_one_word() {
        let words = ["/opt/my apps/aldis", "100%", "a\"b$c"].map(str::to_owned);
        let text = text(words.into_iter());
        let exec = text.lines().find(|line| line.starts_with("Exec="));
        let due = r#"Exec="/opt/my apps/aldis" "100%%" "a\\"b\\$c""#;
        assert_eq!(exec, Some(due));
    }
}
