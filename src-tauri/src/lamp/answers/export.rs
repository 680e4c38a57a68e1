//! The incidents of 90 days as a file of the person's, among what they download.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use aldis_link::query::ExportFormat;
use aldis_link::view::{Exported, csv};
use anyhow::Context;
use directories::UserDirs;

use super::Answers;

/// So many files of one day are kept apart.
const MOST: u32 = 1000;

impl Answers {
    pub(super) fn export(&self, format: ExportFormat) -> anyhow::Result<Exported> {
        let incidents = self.whole_incidents()?;
        let (ending, text) = match format {
            ExportFormat::Csv => ("csv", csv(&incidents)?),
            ExportFormat::Json => ("json", serde_json::to_string_pretty(&incidents)? + "\n"),
        };
        let today = self
            .clock
            .read()
            .wall
            .in_zone(&aldis_engine::local::time_zone());
        let today = today.map_or_else(String::new, |now| format!("-{}", now.date()));
        let dir = downloads(&self.data_dir);
        std::fs::create_dir_all(&dir)
            .with_context(|| format!("failed to make {}", dir.display()))?;
        let path = write_new(&dir, &format!("aldis-incidents{today}"), ending, &text)?;
        Ok(Exported {
            path: path.display().to_string(),
            incidents: u32::try_from(incidents.len()).unwrap_or(u32::MAX),
        })
    }
}

fn downloads(data: &Path) -> PathBuf {
    let user = UserDirs::new();
    let downloads = user.and_then(|user| user.download_dir().map(Path::to_owned));
    downloads.unwrap_or_else(|| data.join("exports"))
}

/// Never over a file that is there.
fn write_new(dir: &Path, stem: &str, ending: &str, text: &str) -> anyhow::Result<PathBuf> {
    for count in 1..MOST {
        let tail = if count == 1 {
            String::new()
        } else {
            format!("-{count}")
        };
        let path = dir.join(format!("{stem}{tail}.{ending}"));
        match File::create_new(&path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes())
                    .with_context(|| format!("failed to write {}", path.display()))?;
                return Ok(path);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => {
                return Err(error).with_context(|| format!("failed to make {}", path.display()));
            }
        }
    }
    anyhow::bail!("there are too many files of today in {}", dir.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_export_of_a_day_is_another_file() {
        let dir = tempfile::tempdir().unwrap();
        let first = write_new(dir.path(), "x", "csv", "1").unwrap();
        let second = write_new(dir.path(), "x", "csv", "2").unwrap();
        assert_eq!(second.file_name().unwrap(), "x-2.csv");
        assert_eq!(std::fs::read_to_string(first).unwrap(), "1");
    }
}
