//! Records into rows.

use std::time::Duration;

use aldis_core::budget::Day;
use aldis_core::correlation::Cause;
use aldis_core::drift::Speed;
use aldis_core::event::{MuteUntil, Transition};
use aldis_core::evidence::{Sight, Timing};
use aldis_core::incident::{Entry, Happening, Incident};
use aldis_core::learned::Learned;
use aldis_core::page::{Impact, IncidentPhase, PageIncident};
use aldis_core::{Confidence, Record, ServiceId, Surface, Timestamp};
use rusqlite::{Connection, Transaction, params};

use super::Line;
use super::spans::BRIDGED;
use super::word::{self, OutcomeColumns};

/// What is older is forgotten, if it is over.
pub(super) const KEPT: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// Writes all of `lines` or none.
pub(super) fn write(connection: &mut Connection, lines: &[Line]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for line in lines {
        match line {
            Line::Record(record) => put(&transaction, record)?,
            // It is answered, not written.
            Line::ReadAccount(_) => {}
            Line::Seen { at, services } => {
                for service in services {
                    mark(&transaction, service, *at)?;
                }
            }
        }
    }
    transaction.commit()
}

/// Forgets what is too old. Of each service the last change stays: it says how the service is.
pub(super) fn prune(connection: &Connection, now: Timestamp) -> rusqlite::Result<()> {
    let oldest = (now - KEPT).as_millis();
    let oldest_day = Day::of(now - KEPT).number();
    connection
        .prepare("DELETE FROM spent WHERE day < ?1")?
        .execute(params![oldest_day])?;
    for forget in [
        "DELETE FROM sample WHERE at < ?1",
        "DELETE FROM seen WHERE until < ?1",
        "DELETE FROM vantage WHERE at < ?1",
        "DELETE FROM incident WHERE ended < ?1",
        "DELETE FROM transition WHERE at < ?1 AND at < (
             SELECT max(at) FROM transition AS later WHERE later.service = transition.service)",
    ] {
        connection.prepare(forget)?.execute(params![oldest])?;
    }
    Ok(())
}

/// Carries the stretch in which the service is seen on to `at`, or begins a new one.
fn mark(transaction: &Transaction<'_>, service: &ServiceId, at: Timestamp) -> rusqlite::Result<()> {
    let mut carry = transaction.prepare_cached(
        "UPDATE seen SET until = max(until, ?2) WHERE service = ?1 AND until >= ?3 AND began <= ?2
             AND began = (SELECT max(began) FROM seen WHERE service = ?1)",
    )?;
    let id = service.as_str();
    let recent = (at - BRIDGED).as_millis();
    if carry.execute(params![id, at.as_millis(), recent])? == 0 {
        let mut begin = transaction.prepare_cached(
            "INSERT OR IGNORE INTO seen (service, began, until) VALUES (?1, ?2, ?2)",
        )?;
        begin.execute(params![id, at.as_millis()])?;
    }
    Ok(())
}

fn put(transaction: &Transaction<'_>, record: &Record) -> rusqlite::Result<()> {
    match record {
        Record::Sample {
            at,
            service,
            surface,
            sight,
            vantage,
        } => {
            let Sight { outcome, timing } = sight;
            let key = (*at, service.as_str(), surface.word());
            put_sample(transaction, key, &outcome.into(), timing, vantage.word())
        }
        Record::Transition(transition) => put_transition(transaction, transition),
        Record::Incident(incident) => put_incident(transaction, incident),
        Record::Spent { service, day, by } => put_spent(transaction, service, *day, *by),
        Record::Learned(learned) => put_learned(transaction, learned),
        Record::Mutes(mutes) => put_mutes(transaction, mutes),
        Record::Vantage { at, to } => {
            let mut statement =
                transaction.prepare_cached("INSERT INTO vantage (at, state) VALUES (?1, ?2)")?;
            statement.execute(params![at.as_millis(), to.word()])?;
            Ok(())
        }
    }
}

fn put_learned(
    transaction: &Transaction<'_>,
    learned: &[(ServiceId, Surface, Learned)],
) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT OR REPLACE INTO learned (service, surface, what) VALUES (?1, ?2, ?3)",
    )?;
    for (service, surface, what) in learned {
        statement.execute(params![service.as_str(), surface.word(), what.to_text()])?;
    }
    Ok(())
}

fn put_mutes(
    transaction: &Transaction<'_>,
    mutes: &[(Option<ServiceId>, MuteUntil)],
) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM mute", [])?;
    let mut statement =
        transaction.prepare_cached("INSERT INTO mute (service, until) VALUES (?1, ?2)")?;
    for (service, until) in mutes {
        let until = match until {
            MuteUntil::At(at) => Some(at.as_millis()),
            MuteUntil::Back => None,
        };
        let service = service.as_ref().map_or("", |it| it.as_str());
        statement.execute(params![service, until])?;
    }
    Ok(())
}

fn put_sample(
    transaction: &Transaction<'_>,
    (at, service, surface): (Timestamp, &str, &str),
    outcome: &OutcomeColumns,
    timing: &Timing,
    vantage: &str,
) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO sample (at, service, surface, outcome, status, phase, detail, retry_after_ms,
             dns_ms, connect_ms, tls_ms, first_byte_ms, body_ms, first_token_ms, total_ms, vantage)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?;
    statement.execute(params![
        at.as_millis(),
        service,
        surface,
        outcome.word,
        outcome.status,
        outcome.phase,
        outcome.detail,
        outcome.retry_after_ms,
        timing.dns.map(word::millis),
        timing.connect.map(word::millis),
        timing.tls.map(word::millis),
        timing.first_byte.map(word::millis),
        timing.body.map(word::millis),
        timing.first_token.map(word::millis),
        word::millis(timing.total),
        vantage,
    ])?;
    Ok(())
}

/// Added, not set: whoever else looks from this machine counts in the same place.
fn put_spent(
    transaction: &Transaction<'_>,
    service: &ServiceId,
    day: Day,
    by: i32,
) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO spent (service, day, count) VALUES (?1, ?2, max(0, ?3))
         ON CONFLICT (service, day) DO UPDATE SET count = max(0, count + ?3)",
    )?;
    statement.execute(params![service.as_str(), day.number(), by])?;
    Ok(())
}

fn put_transition(transaction: &Transaction<'_>, change: &Transition) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO transition (at, service, from_health, to_health, confidence, reason, incident)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    statement.execute(params![
        change.at.as_millis(),
        change.service.as_str(),
        change.from.word(),
        change.to.word(),
        change.confidence.map(Confidence::word),
        word::reason(&change.reason),
        change.incident.as_ref().map(|id| id.as_str()),
    ])?;
    Ok(())
}

fn put_incident(transaction: &Transaction<'_>, incident: &Incident) -> rusqlite::Result<()> {
    let id = incident.id.as_str();
    // Children go with it: an incident is written whole, every time.
    let mut delete = transaction.prepare_cached("DELETE FROM incident WHERE id = ?1")?;
    delete.execute(params![id])?;
    let mut insert = transaction.prepare_cached(
        "INSERT INTO incident (id, service, worst, health, confidence, source, began, opened,
             seen_here, posted, ended, reopened, told, cause, out_since,
             awaited)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?;
    insert.execute(params![
        id,
        incident.service.as_str(),
        incident.worst.word(),
        incident.health.word(),
        incident.confidence.word(),
        incident.source.word(),
        incident.began.as_millis(),
        incident.opened.as_millis(),
        incident.seen_here.map(Timestamp::as_millis),
        incident.posted.map(Timestamp::as_millis),
        incident.ended.map(Timestamp::as_millis),
        incident.reopened,
        incident.told.word(),
        incident.cause.as_ref().map(Cause::word),
        incident.out_since.map(Timestamp::as_millis),
        incident.awaited,
    ])?;
    for (position, entry) in incident.timeline.iter().enumerate() {
        put_entry(transaction, id, position, entry)?;
    }
    for (position, post) in incident.official.iter().enumerate() {
        put_post(transaction, id, position, post)?;
    }
    Ok(())
}

#[derive(Default)]
struct EntryColumns<'a> {
    kind: &'static str,
    surface: Option<&'static str>,
    outcome: Option<OutcomeColumns>,
    failed: Option<u32>,
    tried: Option<u32>,
    health: Option<&'static str>,
    title: Option<&'a str>,
    speed: Option<Speed>,
}

impl<'a> From<&'a Happening> for EntryColumns<'a> {
    fn from(what: &'a Happening) -> Self {
        let none = Self::default();
        match what {
            Happening::LastWorked => Self {
                kind: "last_worked",
                ..none
            },
            Happening::FirstFailure { surface, outcome } => Self {
                kind: "first_failure",
                surface: Some(surface.word()),
                outcome: Some(outcome.into()),
                ..none
            },
            Happening::Confirmed { failed, tried } => Self {
                kind: "confirmed",
                failed: Some(*failed),
                tried: Some(*tried),
                ..none
            },
            Happening::Slowed { surface, speed } => Self {
                kind: "slowed",
                surface: Some(surface.word()),
                speed: Some(*speed),
                ..none
            },
            Happening::Became(health) => Self {
                kind: "became",
                health: Some(health.word()),
                ..none
            },
            Happening::Posted { title } => Self {
                kind: "posted",
                title: Some(title),
                ..none
            },
            Happening::WorksAgain => Self {
                kind: "works_again",
                ..none
            },
            Happening::Reopened => Self {
                kind: "reopened",
                ..none
            },
            Happening::Ended => Self {
                kind: "ended",
                ..none
            },
        }
    }
}

fn put_entry(
    transaction: &Transaction<'_>,
    incident: &str,
    position: usize,
    entry: &Entry,
) -> rusqlite::Result<()> {
    let columns = EntryColumns::from(&entry.what);
    let outcome = columns.outcome.unwrap_or_default();
    let mut statement = transaction.prepare_cached(
        "INSERT INTO incident_entry (incident, position, at, kind, surface, outcome, status, phase,
             detail, retry_after_ms, failed, tried, health, title, usual_ms, lately_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, ''), ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?;
    statement.execute(params![
        incident,
        i64::try_from(position).unwrap_or(i64::MAX),
        entry.at.as_millis(),
        columns.kind,
        columns.surface,
        outcome.word,
        outcome.status,
        outcome.phase,
        outcome.detail,
        outcome.retry_after_ms,
        columns.failed,
        columns.tried,
        columns.health,
        columns.title,
        columns.speed.map(|it| word::millis(it.usual)),
        columns.speed.map(|it| word::millis(it.lately)),
    ])?;
    Ok(())
}

fn put_post(
    transaction: &Transaction<'_>,
    incident: &str,
    position: usize,
    post: &PageIncident,
) -> rusqlite::Result<()> {
    let position = i64::try_from(position).unwrap_or(i64::MAX);
    let components = serde_json::Value::from(post.components.clone()).to_string();
    let mut statement = transaction.prepare_cached(
        "INSERT INTO incident_post (incident, position, id, title, phase, impact, started_at,
             resolved_at, url, components)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    statement.execute(params![
        incident,
        position,
        post.id,
        post.title,
        post.phase.word(),
        post.impact.map(Impact::word),
        post.started_at.map(Timestamp::as_millis),
        post.resolved_at.map(Timestamp::as_millis),
        post.url,
        components,
    ])?;
    let mut statement = transaction.prepare_cached(
        "INSERT INTO incident_update (incident, post, position, at, phase, text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (line, update) in post.updates.iter().enumerate() {
        statement.execute(params![
            incident,
            position,
            i64::try_from(line).unwrap_or(i64::MAX),
            update.at.map(Timestamp::as_millis),
            update.phase.map(IncidentPhase::word),
            update.text,
        ])?;
    }
    Ok(())
}
