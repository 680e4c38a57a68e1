//! Reads weeks of history while the lamp goes on writing it, and forgets it when the person says so.

use std::path::{Path, PathBuf};
use std::time::Duration;

use aldis_core::incident::{Incident, IncidentId};
use aldis_core::lateness::Posts;
use aldis_core::snapshot::Span;
use aldis_core::{ServiceId, Surface, Timestamp};
use anyhow::Context;
use rusqlite::{Connection, OpenFlags, params};

use super::{file, past, spans};

/// Waits so long for a writer.
const PATIENCE: Duration = Duration::from_secs(2);

/// The history of a data directory, to be read.
#[derive(Debug)]
pub struct History {
    connection: Connection,
}

impl History {
    /// Opens the history in `data_dir`; `None` where none was ever kept.
    pub fn open(data_dir: &Path) -> anyhow::Result<Option<Self>> {
        let path = file::path(data_dir);
        if !path.exists() {
            return Ok(None);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).context("failed to open history")?;
        connection.busy_timeout(PATIENCE)?;
        Ok(Some(Self { connection }))
    }

    /// Open incidents and those that ended at or after `since`, newest first.
    pub fn incidents(&self, since: Timestamp) -> anyhow::Result<Vec<Incident>> {
        past::incidents(&self.connection, since).context("failed to read incidents")
    }

    /// The incident of this id, where it is still kept.
    pub fn incident(&self, id: &IncidentId) -> anyhow::Result<Option<Incident>> {
        past::one_incident(&self.connection, id).context("failed to read an incident")
    }

    /// How each service was since then, as far as somebody looked.
    pub fn spans(&self, since: Timestamp) -> anyhow::Result<Vec<(ServiceId, Vec<Span>)>> {
        spans::read(&self.connection, since).context("failed to read how services were")
    }

    /// How late each vendor's page was.
    pub fn posts(&self) -> anyhow::Result<Posts> {
        let known = past::lateness(&self.connection).context("failed to read posts")?;
        Ok(Posts::remembering(known))
    }

    /// How long each look since then took that was answered, oldest first.
    pub fn answers(
        &self,
        service: &ServiceId,
        since: Timestamp,
    ) -> anyhow::Result<Vec<(Surface, Timestamp, Duration)>> {
        let mut statement = self.connection.prepare(
            "SELECT surface, at, total_ms FROM sample
             WHERE service = ?1 AND at >= ?2 AND outcome = 'answered' AND status < 400
             ORDER BY at",
        )?;
        let rows = statement.query_map(params![service.as_str(), since.as_millis()], |row| {
            let surface = Surface::from_word(&row.get::<_, String>(0)?);
            let took = u64::try_from(row.get::<_, i64>(2)?).unwrap_or_default();
            Ok(surface.map(|surface| {
                let at = row.get(1).map(Timestamp::from_millis);
                at.map(|at| (surface, at, Duration::from_millis(took)))
            }))
        })?;
        let answers = rows.filter_map(|row| row.and_then(Option::transpose).transpose());
        Ok(answers.collect::<Result<_, _>>()?)
    }
}

/// How many bytes the history in `data_dir` takes.
pub fn history_size(data_dir: &Path) -> u64 {
    let tail = |tail: &str| {
        let mut name = file::path(data_dir).into_os_string();
        name.push(tail);
        std::fs::metadata(PathBuf::from(name)).map_or(0, |file| file.len())
    };
    tail("") + tail("-wal")
}

/// Forgets everything in the history of `data_dir` but what was spent on the person's account
/// today and what they muted: limits and wishes are no history.
pub fn forget_history(data_dir: &Path) -> anyhow::Result<()> {
    let path = file::path(data_dir);
    if !path.exists() {
        return Ok(());
    }
    let connection = Connection::open(path).context("failed to open history")?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection
        .execute_batch(
            "BEGIN IMMEDIATE;
             DELETE FROM sample; DELETE FROM seen; DELETE FROM vantage;
             DELETE FROM incident; DELETE FROM transition;
             COMMIT; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);",
        )
        .context("failed to forget history")
}
