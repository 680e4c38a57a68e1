//! Reads back what a monitor needs to know at start: incidents that are open or ended lately, and
//! the last day of each service.

use std::time::Duration;

use aldis_core::incident::{Entry, Happening, Incident, IncidentId, Source, Told};
use aldis_core::monitor::Past;
use aldis_core::page::{IncidentUpdate, PageIncident};
use aldis_core::snapshot::Span;
use aldis_core::{Confidence, Health, ServiceId, Timestamp};
use rusqlite::{Connection, Row, params};

use super::word;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What was known when Aldis last ran.
pub(super) fn read(connection: &Connection, now: Timestamp) -> rusqlite::Result<Past> {
    Ok(Past {
        incidents: incidents(connection, now - DAY)?,
        spans: spans(connection, now - DAY)?,
    })
}

fn incidents(connection: &Connection, since: Timestamp) -> rusqlite::Result<Vec<Incident>> {
    let mut statement = connection.prepare(
        "SELECT id, service, worst, health, confidence, source, began, opened, seen_here, posted,
             ended, reopened, told
         FROM incident WHERE ended IS NULL OR ended >= ?1 ORDER BY opened DESC",
    )?;
    let rows = statement.query_map(params![since.as_millis()], incident)?;
    let mut incidents = Vec::new();
    for row in rows {
        let Some(mut incident) = row? else {
            tracing::warn!("an incident in history has words this version does not know");
            continue;
        };
        incident.timeline = timeline(connection, &incident.id)?;
        incident.official = posts(connection, &incident.id)?;
        incidents.push(incident);
    }
    Ok(incidents)
}

fn incident(row: &Row<'_>) -> rusqlite::Result<Option<Incident>> {
    let text = |index| row.get::<_, String>(index);
    let (Some(worst), Some(health), Some(confidence), Some(source), Some(told)) = (
        Health::from_word(&text(2)?),
        Health::from_word(&text(3)?),
        Confidence::from_word(&text(4)?),
        Source::from_word(&text(5)?),
        Told::from_word(&text(12)?),
    ) else {
        return Ok(None);
    };
    Ok(Some(Incident {
        id: IncidentId::new(text(0)?),
        service: ServiceId::new(text(1)?),
        worst,
        health,
        confidence,
        source,
        began: Timestamp::from_millis(row.get(6)?),
        opened: Timestamp::from_millis(row.get(7)?),
        seen_here: moment(row, 8)?,
        posted: moment(row, 9)?,
        ended: moment(row, 10)?,
        reopened: row.get(11)?,
        told,
        official: Vec::new(),
        timeline: Vec::new(),
    }))
}

fn moment(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Timestamp>> {
    let millis: Option<i64> = row.get(index)?;
    Ok(millis.map(Timestamp::from_millis))
}

fn timeline(connection: &Connection, id: &IncidentId) -> rusqlite::Result<Vec<Entry>> {
    let mut statement = connection.prepare_cached(
        "SELECT at, kind, surface, outcome, status, phase, detail, retry_after_ms, failed, tried,
             health, title
         FROM incident_entry WHERE incident = ?1 ORDER BY position",
    )?;
    let rows = statement.query_map(params![id.as_str()], |row| {
        let at = Timestamp::from_millis(row.get(0)?);
        Ok(happening(row)?.map(|what| Entry { at, what }))
    })?;
    rows.filter_map(Result::transpose).collect()
}

fn happening(row: &Row<'_>) -> rusqlite::Result<Option<Happening>> {
    let kind: String = row.get(1)?;
    let text = |index| row.get::<_, Option<String>>(index);
    Ok(match kind.as_str() {
        "first_failure" => {
            let surface = text(2)?.as_deref().and_then(word::surface);
            let outcome = word::outcome(
                &text(3)?.unwrap_or_default(),
                row.get(4)?,
                text(5)?.as_deref(),
                text(6)?,
                row.get(7)?,
            );
            Option::zip(surface, outcome)
                .map(|(surface, outcome)| Happening::FirstFailure { surface, outcome })
        }
        "confirmed" => Some(Happening::Confirmed {
            failed: row.get::<_, Option<u32>>(8)?.unwrap_or_default(),
            tried: row.get::<_, Option<u32>>(9)?.unwrap_or_default(),
        }),
        "became" => text(10)?
            .as_deref()
            .and_then(Health::from_word)
            .map(Happening::Became),
        "posted" => text(11)?.map(|title| Happening::Posted { title }),
        "reopened" => Some(Happening::Reopened),
        "ended" => Some(Happening::Ended),
        _ => None,
    })
}

fn posts(connection: &Connection, id: &IncidentId) -> rusqlite::Result<Vec<PageIncident>> {
    let mut statement = connection.prepare_cached(
        "SELECT position, id, title, phase, impact, started_at, resolved_at, url, components
         FROM incident_post WHERE incident = ?1 ORDER BY position",
    )?;
    let rows = statement.query_map(params![id.as_str()], |row| {
        let position: i64 = row.get(0)?;
        Ok((position, post(row)?))
    })?;
    let mut posts = Vec::new();
    for row in rows {
        let (position, Some(mut post)) = row? else {
            continue;
        };
        post.updates = updates(connection, id, position)?;
        posts.push(post);
    }
    Ok(posts)
}

fn post(row: &Row<'_>) -> rusqlite::Result<Option<PageIncident>> {
    let Some(phase) = word::incident_phase(&row.get::<_, String>(3)?) else {
        return Ok(None);
    };
    let impact: Option<String> = row.get(4)?;
    let components: String = row.get(8)?;
    Ok(Some(PageIncident {
        id: row.get(1)?,
        title: row.get(2)?,
        phase,
        impact: impact.as_deref().and_then(word::impact),
        started_at: moment(row, 5)?,
        resolved_at: moment(row, 6)?,
        url: row.get(7)?,
        components: serde_json::from_str(&components).unwrap_or_default(),
        updates: Vec::new(),
    }))
}

fn updates(
    connection: &Connection,
    id: &IncidentId,
    post: i64,
) -> rusqlite::Result<Vec<IncidentUpdate>> {
    let mut statement = connection.prepare_cached(
        "SELECT at, phase, text FROM incident_update
         WHERE incident = ?1 AND post = ?2 ORDER BY position",
    )?;
    let rows = statement.query_map(params![id.as_str(), post], |row| {
        let phase: Option<String> = row.get(1)?;
        Ok(IncidentUpdate {
            at: moment(row, 0)?,
            phase: phase.as_deref().and_then(word::incident_phase),
            text: row.get(2)?,
        })
    })?;
    rows.collect()
}

fn spans(
    connection: &Connection,
    since: Timestamp,
) -> rusqlite::Result<Vec<(ServiceId, Vec<Span>)>> {
    let mut statement = connection.prepare("SELECT DISTINCT service FROM transition")?;
    let services = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut all = Vec::new();
    for service in services {
        let service = service?;
        let spans = spans_of(connection, &service, since)?;
        if !spans.is_empty() {
            all.push((ServiceId::new(service), spans));
        }
    }
    Ok(all)
}

/// A stretch ends where the next begins, or where we last looked before Aldis stopped running.
fn spans_of(
    connection: &Connection,
    service: &str,
    since: Timestamp,
) -> rusqlite::Result<Vec<Span>> {
    let mut statement = connection.prepare_cached(
        "SELECT at, from_health, to_health FROM transition
         WHERE service = ?1 AND at >= coalesce(
             (SELECT max(at) FROM transition WHERE service = ?1 AND at < ?2), ?2)
         ORDER BY at, rowid",
    )?;
    let rows = statement.query_map(params![service, since.as_millis()], |row| {
        let (from, to): (String, String) = (row.get(1)?, row.get(2)?);
        let at = Timestamp::from_millis(row.get(0)?);
        Ok((
            at,
            Health::from_word(&from).unwrap_or(Health::Unknown),
            Health::from_word(&to).unwrap_or(Health::Unknown),
        ))
    })?;
    let changes = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut spans = Vec::new();
    for (index, &(from, _, health)) in changes.iter().enumerate() {
        let next = changes.get(index + 1);
        let to = match next {
            Some(&(at, before, _)) if before == health => at,
            Some(&(at, _, _)) => last_seen(connection, service, from, at)?,
            None => last_seen(connection, service, from, Timestamp::from_millis(i64::MAX))?,
        };
        let from = from.max(since);
        if to > from {
            spans.push(Span { from, to, health });
        }
    }
    Ok(spans)
}

/// The last look between two moments; the first of them if there was none.
fn last_seen(
    connection: &Connection,
    service: &str,
    from: Timestamp,
    before: Timestamp,
) -> rusqlite::Result<Timestamp> {
    let mut statement = connection
        .prepare_cached("SELECT max(at) FROM sample WHERE service = ?1 AND at >= ?2 AND at < ?3")?;
    let bounds = params![service, from.as_millis(), before.as_millis()];
    let last: Option<i64> = statement.query_row(bounds, |row| row.get(0))?;
    Ok(last.map_or(from, Timestamp::from_millis))
}
