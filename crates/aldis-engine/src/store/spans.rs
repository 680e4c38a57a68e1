//! The last day of each service as stretches of one health. What nobody saw is in no stretch.

use std::time::Duration;

use aldis_core::snapshot::Span;
use aldis_core::{Health, ServiceId, Timestamp};
use rusqlite::{Connection, params};

/// Longest time between two marks that is no gap.
pub(super) const BRIDGED: Duration = Duration::from_secs(150);

pub(super) fn read(
    connection: &Connection,
    since: Timestamp,
) -> rusqlite::Result<Vec<(ServiceId, Vec<Span>)>> {
    let mut statement = connection.prepare("SELECT DISTINCT service FROM transition")?;
    let services = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut all = Vec::new();
    for service in services {
        let service = service?;
        let changes = changes(connection, &service, since)?;
        let seen = seen(connection, &service, since)?;
        let spans = spans(&changes, &seen);
        if !spans.is_empty() {
            all.push((ServiceId::new(service), spans));
        }
    }
    Ok(all)
}

/// What the service became and when, from the last change before `since` on.
fn changes(
    connection: &Connection,
    service: &str,
    since: Timestamp,
) -> rusqlite::Result<Vec<(Timestamp, Health)>> {
    let mut statement = connection.prepare_cached(
        "SELECT at, to_health FROM transition
         WHERE service = ?1 AND at >= coalesce(
             (SELECT max(at) FROM transition WHERE service = ?1 AND at < ?2), ?2)
         ORDER BY at, rowid",
    )?;
    let rows = statement.query_map(params![service, since.as_millis()], |row| {
        let health: String = row.get(1)?;
        let at = Timestamp::from_millis(row.get(0)?);
        Ok((at, Health::from_word(&health).unwrap_or(Health::Unknown)))
    })?;
    rows.collect()
}

/// The stretches after `since` in which somebody looked, oldest first and apart from each other.
fn seen(
    connection: &Connection,
    service: &str,
    since: Timestamp,
) -> rusqlite::Result<Vec<(Timestamp, Timestamp)>> {
    let mut statement = connection.prepare_cached(
        "SELECT began, until FROM seen WHERE service = ?1 AND until >= ?2
         UNION ALL SELECT at, at FROM sample WHERE service = ?1 AND at >= ?2
         UNION ALL SELECT at, at FROM transition WHERE service = ?1 AND at >= ?2
         ORDER BY 1",
    )?;
    let first = (since - BRIDGED).as_millis();
    let rows = statement.query_map(params![service, first], |row| {
        let (began, until) = (row.get(0)?, row.get(1)?);
        let began = Timestamp::from_millis(began);
        Ok((began, Timestamp::from_millis(until)))
    })?;
    let mut stretches: Vec<(Timestamp, Timestamp)> = Vec::new();
    for row in rows {
        let (began, until) = row?;
        match stretches.last_mut() {
            Some(last) if began.since(last.1) <= BRIDGED => last.1 = last.1.max(until),
            Some(_) | None => stretches.push((began, until)),
        }
    }
    for (began, _) in &mut stretches {
        *began = since.max(*began);
    }
    Ok(stretches)
}

/// Each change up to the next one, as far as somebody looked.
fn spans(changes: &[(Timestamp, Health)], seen: &[(Timestamp, Timestamp)]) -> Vec<Span> {
    let mut spans = Vec::new();
    for (index, &(at, health)) in changes.iter().enumerate() {
        let next = changes.get(index + 1).map(|&(at, _)| at);
        for &(began, until) in seen {
            let from = began.max(at);
            let to = next.map_or(until, |next| next.min(until));
            if to > from {
                spans.push(Span { from, to, health });
            }
        }
    }
    spans
}
