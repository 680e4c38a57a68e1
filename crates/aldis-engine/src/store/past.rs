//! Reads back what a monitor needs to know at start. Of the last day of each service: `spans.rs`.

use std::time::Duration;

use aldis_core::budget::{Day, Spent};
use aldis_core::catalogue::Surface;
use aldis_core::correlation::Cause;
use aldis_core::drift::Speed;
use aldis_core::event::MuteUntil;
use aldis_core::incident::{Entry, Happening, Incident, IncidentId, Source, Told};
use aldis_core::learned::Learned;
use aldis_core::monitor::Past;
use aldis_core::page::{IncidentUpdate, PageIncident};
use aldis_core::{Confidence, Health, ServiceId, Timestamp};
use rusqlite::{Connection, Row, ToSql, params};

use super::{spans, word};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What was known when Aldis last ran.
pub(super) fn read(connection: &Connection, now: Timestamp) -> rusqlite::Result<Past> {
    Ok(Past {
        incidents: incidents(connection, now - DAY)?,
        spans: spans::read(connection, now - DAY)?,
        lateness: lateness(connection)?,
        learned: learned(connection, now)?,
        spent: Some(spent(connection, now)?),
        mutes: mutes(connection)?,
    })
}

/// How late the posts were about what was watched from its beginning: of what began in our sleep
/// nobody knows when it was posted.
pub(super) fn lateness(connection: &Connection) -> rusqlite::Result<Vec<(ServiceId, Duration)>> {
    let mut statement = connection.prepare(
        "SELECT service, posted - began FROM incident
         WHERE posted >= began AND EXISTS (
             SELECT 1 FROM seen
             WHERE seen.service = incident.service
                 AND seen.began <= incident.began AND seen.until >= incident.posted)
         ORDER BY posted",
    )?;
    let rows = statement.query_map([], |row| {
        let late = u64::try_from(row.get::<_, i64>(1)?).unwrap_or_default();
        Ok((
            ServiceId::new(row.get::<_, String>(0)?),
            Duration::from_millis(late),
        ))
    })?;
    rows.collect()
}

/// What was learned and can still be used.
fn learned(
    connection: &Connection,
    now: Timestamp,
) -> rusqlite::Result<Vec<(ServiceId, Surface, Learned)>> {
    let mut statement = connection.prepare("SELECT service, surface, what FROM learned")?;
    let rows = statement.query_map([], |row| {
        let (service, surface): (String, String) = (row.get(0)?, row.get(1)?);
        let what = Learned::from_text(&row.get::<_, String>(2)?, now);
        let known = Option::zip(word::surface(&surface), what);
        if known.is_none() {
            tracing::warn!(
                service,
                surface,
                "what was learned is broken or too old: ignored"
            );
        }
        Ok(known.map(|(surface, what)| (ServiceId::new(service), surface, what)))
    })?;
    rows.filter_map(Result::transpose).collect()
}

/// What completions cost on the days around now: the clock may be set back.
pub(super) fn spent(connection: &Connection, now: Timestamp) -> rusqlite::Result<Vec<Spent>> {
    let mut statement =
        connection.prepare("SELECT service, day, count FROM spent WHERE abs(day - ?1) <= 1")?;
    let rows = statement.query_map(params![Day::of(now).number()], |row| {
        Ok(Spent {
            service: ServiceId::new(row.get::<_, String>(0)?),
            day: Day::from_number(row.get(1)?),
            count: row.get(2)?,
        })
    })?;
    rows.collect()
}

fn mutes(connection: &Connection) -> rusqlite::Result<Vec<(Option<ServiceId>, MuteUntil)>> {
    let mut statement = connection.prepare("SELECT service, until FROM mute")?;
    let rows = statement.query_map([], |row| {
        let service: String = row.get(0)?;
        let service = (!service.is_empty()).then(|| ServiceId::new(service));
        let until = moment(row, 1)?.map_or(MuteUntil::Back, MuteUntil::At);
        Ok((service, until))
    })?;
    rows.collect()
}

/// Open incidents and those that ended at or after `since`, newest first.
pub(super) fn incidents(
    connection: &Connection,
    since: Timestamp,
) -> rusqlite::Result<Vec<Incident>> {
    let which = "WHERE ended IS NULL OR ended >= ?1 ORDER BY opened DESC";
    select(connection, which, params![since.as_millis()])
}

/// The incident of this id, where it is kept.
pub(super) fn one_incident(
    connection: &Connection,
    id: &IncidentId,
) -> rusqlite::Result<Option<Incident>> {
    let found = select(connection, "WHERE id = ?1", params![id.as_str()])?;
    Ok(found.into_iter().next())
}

fn select(
    connection: &Connection,
    which: &str,
    values: &[&dyn ToSql],
) -> rusqlite::Result<Vec<Incident>> {
    let mut statement = connection.prepare(&format!(
        "SELECT id, service, worst, health, confidence, source, began, opened, seen_here, posted,
             ended, reopened, told, cause, out_since, awaited
         FROM incident {which}"
    ))?;
    let rows = statement.query_map(values, incident)?;
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
        out_since: moment(row, 14)?,
        told,
        awaited: row.get(15)?,
        cause: row
            .get::<_, Option<String>>(13)?
            .as_deref()
            .and_then(Cause::from_word),
        official: Vec::new(),
        timeline: Vec::new(),
    }))
}

fn moment(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Timestamp>> {
    let millis: Option<i64> = row.get(index)?;
    Ok(millis.map(Timestamp::from_millis))
}

fn span(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Duration>> {
    let millis: Option<i64> = row.get(index)?;
    let millis = millis.and_then(|it| u64::try_from(it).ok());
    Ok(millis.map(Duration::from_millis))
}

fn timeline(connection: &Connection, id: &IncidentId) -> rusqlite::Result<Vec<Entry>> {
    let mut statement = connection.prepare_cached(
        "SELECT at, kind, surface, outcome, status, phase, detail, retry_after_ms, failed, tried,
             health, title, usual_ms, lately_ms
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
        "slowed" => {
            let surface = text(2)?.as_deref().and_then(word::surface);
            let speed = Option::zip(span(row, 12)?, span(row, 13)?);
            Option::zip(surface, speed).map(|(surface, (usual, lately))| Happening::Slowed {
                surface,
                speed: Speed { usual, lately },
            })
        }
        "became" => text(10)?
            .as_deref()
            .and_then(Health::from_word)
            .map(Happening::Became),
        "posted" => text(11)?.map(|title| Happening::Posted { title }),
        "last_worked" => Some(Happening::LastWorked),
        "works_again" => Some(Happening::WorksAgain),
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
        regions: Vec::new(),
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
