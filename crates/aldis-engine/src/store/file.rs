//! The database file: opened with little memory, brought up to date, moved aside when damaged.

use std::path::{Path, PathBuf};

use aldis_core::Timestamp;
use aldis_core::monitor::Past;
use anyhow::Context;
use rusqlite::{Connection, ErrorCode};
use rusqlite_migration::{M, Migrations};

use super::past;

const NAME: &str = "history";
const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("../../migrations/0001-history.sql")),
    M::up(include_str!("../../migrations/0002-seen.sql")),
    M::up(include_str!("../../migrations/0003-cause.sql")),
    M::up(include_str!("../../migrations/0004-completions.sql")),
    M::up(include_str!("../../migrations/0005-mutes.sql")),
    M::up(include_str!("../../migrations/0006-slowness.sql")),
    M::up(include_str!("../../migrations/0007-learned.sql")),
    M::up(include_str!("../../migrations/0008-awaited.sql")),
];

/// A database that is ready, what was in it, and where a damaged one went if there was one.
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) past: Past,
    pub(super) moved_aside: Option<String>,
}

/// Where the history of a data directory is.
pub(super) fn path(dir: &Path) -> PathBuf {
    dir.join(format!("{NAME}.sqlite"))
}

/// Opens the history in `dir`, made if need be.
pub(super) fn open(dir: &Path, now: Timestamp) -> anyhow::Result<Opened> {
    std::fs::create_dir_all(dir).with_context(|| format!("failed to create {}", dir.display()))?;
    let path = path(dir);
    let (moved_aside, (connection, past)) = match prepare(&path, now) {
        Ok(prepared) => (None, prepared),
        Err(error) if is_damage(&error) => {
            tracing::error!(error = format!("{error:#}"), "history is damaged");
            (Some(move_aside(dir, now)?), prepare(&path, now)?)
        }
        Err(error) => return Err(error),
    };
    Ok(Opened {
        connection,
        past,
        moved_aside,
    })
}

fn prepare(path: &Path, now: Timestamp) -> anyhow::Result<(Connection, Past)> {
    let mut connection = Connection::open(path).context("failed to open history")?;
    configure(&connection)?;
    check(&connection)?;
    migrate(&mut connection)?;
    let past = past::read(&connection, now).map_err(unreadable)?;
    Ok((connection, past))
}

/// What passes the check of the file and still cannot be read back is damage as well: a column that
/// went, a word where a number was due. Else nothing would ever be kept again.
fn unreadable(error: rusqlite::Error) -> anyhow::Error {
    use rusqlite::Error;
    let is_content = matches!(
        error,
        Error::FromSqlConversionFailure(..)
            | Error::InvalidColumnType(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::Utf8Error(..)
    );
    let is_shape = matches!(error, Error::SqlInputError { .. })
        || error.sqlite_error_code() == Some(ErrorCode::Unknown);
    if is_content || is_shape {
        return Damaged(error.to_string()).into();
    }
    anyhow::Error::from(error).context("failed to read history")
}

/// Brings the schema up to date.
pub(super) fn migrate(connection: &mut Connection) -> anyhow::Result<()> {
    connection.pragma_update(None, "foreign_keys", true)?;
    Migrations::from_slice(MIGRATIONS)
        .to_latest(connection)
        .context("failed to bring history up to date")
}

/// The lamp lives in a few megabytes: the page cache gets a quarter of one.
fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(std::time::Duration::from_secs(2))?;
    connection.pragma_update(None, "cache_size", -256)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "wal_autocheckpoint", 200)?;
    connection.pragma_update(None, "journal_size_limit", 1024 * 1024)?;
    connection.set_prepared_statement_cache_capacity(12);
    Ok(())
}

#[derive(Debug, thiserror::Error)]
#[error("history fails its own check: {0}")]
struct Damaged(String);

fn check(connection: &Connection) -> anyhow::Result<()> {
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(Damaged(verdict).into())
}

/// Whether this is damage of the file, not trouble of the disk it is on.
pub(super) fn is_damage(error: &anyhow::Error) -> bool {
    error.chain().any(|link| {
        link.is::<Damaged>()
            || link
                .downcast_ref::<rusqlite::Error>()
                .is_some_and(is_corrupt)
    })
}

fn is_corrupt(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

/// Moves the database out of the way and names its new place.
fn move_aside(dir: &Path, now: Timestamp) -> anyhow::Result<String> {
    let (name, target) = free_name(dir, now);
    std::fs::rename(path(dir), &target)
        .with_context(|| format!("failed to move damaged history to {}", target.display()))?;
    for tail in ["-wal", "-shm"] {
        let beside = dir.join(format!("{NAME}.sqlite{tail}"));
        if beside.exists() {
            std::fs::rename(&beside, dir.join(format!("{name}{tail}")))
                .with_context(|| format!("failed to move {} aside", beside.display()))?;
        }
    }
    Ok(name)
}

fn free_name(dir: &Path, now: Timestamp) -> (String, PathBuf) {
    let stamp = now.to_string();
    let date = stamp.split('T').next().unwrap_or(&stamp).to_owned();
    let mut name = format!("{NAME}.damaged-{date}.sqlite");
    let mut count = 2;
    while dir.join(&name).exists() {
        name = format!("{NAME}.damaged-{date}-{count}.sqlite");
        count += 1;
    }
    let path = dir.join(&name);
    (name, path)
}
