//! Opens the settings file in whatever the system edits text with. Reading it is the engine's.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Opens the settings file of `config_dir`; where there is none, one with nothing but `example`
/// in it is made first.
///
/// # Errors
/// When it can be neither found nor made.
pub(super) fn open(config_dir: &Path, example: &str) -> anyhow::Result<()> {
    let file = ensure(config_dir, example)?;
    let dir = config_dir.to_owned();
    // Some openers wait until the editor is closed.
    std::thread::Builder::new()
        .spawn(move || {
            let opened = open::that(&file).or_else(|error| {
                tracing::warn!(%error, "nothing opens the settings file: opening its folder");
                open::that(dir)
            });
            if let Err(error) = opened {
                tracing::error!(%error, "failed to open the settings");
            }
        })
        .context("failed to wait for an editor")?;
    Ok(())
}

/// The file, made where it is missing and never changed where it is there.
fn ensure(config_dir: &Path, example: &str) -> anyhow::Result<PathBuf> {
    let path = config_dir.join(aldis_engine::SETTINGS);
    std::fs::create_dir_all(config_dir)
        .with_context(|| format!("failed to make {}", config_dir.display()))?;
    match File::create_new(&path) {
        Ok(mut file) => file
            .write_all(example.as_bytes())
            .with_context(|| format!("failed to write {}", path.display()))?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => {
            return Err(error).with_context(|| format!("failed to make {}", path.display()));
        }
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_kept_and_a_missing_one_is_an_example() {
        let home = tempfile::tempdir().unwrap();
        let config = home.path().join("not/there/yet");
        let path = ensure(&config, "## an example\n").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "## an example\n");
        std::fs::write(&path, "watch = []").unwrap();
        assert_eq!(ensure(&config, "## another\n").unwrap(), path);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "watch = []");
    }
}
