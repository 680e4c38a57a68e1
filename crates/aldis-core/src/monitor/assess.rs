//! How a service is, from everything known of it. The one place where the channels meet: our own
//! network first, then our own looks, then the vendor's page (DETECTOR.md §A2, merging).

use super::pages::Official;
use super::watched::{SurfaceState, Watched};
use crate::belief::{Belief, Episode, Opinion};
use crate::catalogue::Surface;
use crate::correlation::Cause;
use crate::drift::Trend;
use crate::evidence::Outcome;
use crate::health::{Confidence, Health};
use crate::incident::Incident;
use crate::lateness::Lateness;
use crate::pace::Tempo;
use crate::page::{Because, PageIncident};
use crate::snapshot::{Here, PageSays, Reason, Tally};
use crate::time::Timestamp;
use crate::vantage::{Culprit, Vantage};

/// What was concluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assessment {
    pub(super) health: Health,
    pub(super) confidence: Option<Confidence>,
    pub(super) reason: Reason,
}

/// What an assessment is made from besides the service itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    pub(super) official: &'a Official,
    pub(super) vantage: Vantage,
    /// What of ours is in the way.
    pub(super) culprit: Option<Culprit>,
    pub(super) controls: Tally,
    /// Since when we have been online without a break.
    pub(super) online_since: Option<Timestamp>,
    /// The service's open incident.
    pub(super) incident: Option<&'a Incident>,
    /// Since when our own looks find that incident over, whatever the page says.
    pub(super) works_again_at: Option<Timestamp>,
    /// How late the page usually is.
    pub(super) late: Lateness,
    pub(super) now: Timestamp,
    pub(super) tempo: Tempo,
}

/// How the service is. First match wins; a page's trouble is outweighed only by worse of our own.
pub(super) fn assess(watched: &Watched, around: Around<'_>) -> Assessment {
    if !around.vantage.may_judge() {
        return Assessment {
            health: Health::Unknown,
            confidence: None,
            reason: Reason::Vantage(around.vantage, around.culprit),
        };
    }
    let ours = called_out(watched, around);
    let theirs = reported(watched, around);
    if theirs.is_none()
        && let Some(excused) = excused(watched, around)
    {
        return excused;
    }
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => {
            let health = ours.health.max(theirs.health);
            Assessment {
                health,
                confidence: Some(Confidence::Confirmed),
                ..ours
            }
        }
        (Some(ours), None) => ours,
        (None, Some(theirs)) => theirs,
        (None, None) if is_unfinished(watched, around) => unverified(),
        (None, None) => drifted(watched, around)
            .or_else(|| suspected(watched))
            .unwrap_or_else(|| unremarkable(watched, around)),
    }
}

/// What fails during announced maintenance, or shortly after it, is what was announced; not so what
/// failed before, and what an incident is open about.
fn excused(watched: &Watched, around: Around<'_>) -> Option<Assessment> {
    let what = watched.excuse(around.now, around.tempo)?.to_owned();
    let fails = |it: &SurfaceState| severity(it.opinion) > severity(Opinion::Works);
    let fails = watched.surfaces.iter().any(fails);
    (fails && around.incident.is_none()).then_some(Assessment {
        health: Health::Maintenance,
        confidence: Some(Confidence::Reported),
        reason: Reason::Maintenance {
            what,
            overrun: false,
        },
    })
}

/// What the page says, in the light of what it said before and of what it announced.
fn page_says(watched: &Watched, around: Around<'_>) -> PageSays {
    let posted = around.incident.is_some_and(|it| it.posted.is_some());
    let says = around.official.says;
    if says == PageSays::Fine && posted {
        PageSays::Resolved
    } else if says == PageSays::Maintenance && watched.excuse(around.now, around.tempo).is_none() {
        PageSays::Overrun
    } else {
        says
    }
}

/// Whether something was wrong and the evidence that it is over is still missing: a surface that
/// was called out and says nothing now, or a report that no page read since could confirm to be
/// over; where our own looks found it over, until the page is read at all. Absence of news is not
/// good news.
fn is_unfinished(watched: &Watched, around: Around<'_>) -> bool {
    let silent_alarm = watched.surfaces.iter().any(|it| it.belief.in_alarm());
    let reported = around.incident.is_some_and(|it| it.posted.is_some());
    let page_is_due = if around.works_again_at.is_some() {
        around.official.says == PageSays::NotAsked && !watched.service.status.is_empty()
    } else {
        !page_read_since_online(around)
    };
    silent_alarm || reported && page_is_due
}

fn page_read_since_online(around: Around<'_>) -> bool {
    let readable = around.official.status.trouble.is_none() && around.official.verdict.is_some();
    readable && around.official.status.read_at >= around.online_since
}

const fn unverified() -> Assessment {
    Assessment {
        health: Health::Unknown,
        confidence: None,
        reason: Reason::Stale,
    }
}

/// Our own looks, with our own network proven fine, call it out, unreliable or not yet back.
fn called_out(watched: &Watched, around: Around<'_>) -> Option<Assessment> {
    let failing: Vec<&SurfaceState> = watched
        .surfaces
        .iter()
        .filter(|it| severity(it.opinion) > severity(Opinion::Suspect))
        .collect();
    let worst = failing.iter().max_by_key(|it| severity(it.opinion))?;
    let main_is_out = watched.main_surfaces().any(|it| it.belief.is_out());
    let another_answers = watched.surfaces.iter().any(works);
    let health = match (main_is_out, another_answers) {
        (true, false) => Health::MajorOutage,
        (true, true) => Health::PartialOutage,
        (false, _) => Health::Degraded,
    };
    let reason = match (worst.opinion, last_outcome(&failing)) {
        (Opinion::Out | Opinion::Unreliable, Some(last)) => Reason::Fails {
            requests: tally_of(&failing),
            last,
            controls: around.controls,
            page: page_says(watched, around),
            late: around.late,
        },
        _ => Reason::Recovering {
            good: worst.belief.good_in_a_row(),
        },
    };
    Some(Assessment {
        health,
        confidence: Some(match watched.cause {
            Some(Cause::Way) => Confidence::Likely,
            Some(Cause::Upstream(_)) | None => Confidence::Confirmed,
        }),
        reason,
    })
}

/// The vendor's page reports trouble.
fn reported(watched: &Watched, around: Around<'_>) -> Option<Assessment> {
    let verdict = around
        .official
        .verdict
        .as_ref()
        .filter(|verdict| verdict.health.is_trouble())?;
    let what = match &verdict.because {
        Because::Component { name, .. } => name.clone(),
        Because::Incident { title, .. } => title.clone(),
        Because::AllWell
        | Because::Maintenance { .. }
        | Because::Indicator(_)
        | Because::UnknownWord { .. }
        | Because::NotListed { .. }
        | Because::Unplaced { .. }
        | Because::Unconfirmed
        | Because::SaysNothing => verdict
            .incidents
            .first()
            .map_or_else(|| watched.service.name.clone(), |it| it.title.clone()),
    };
    let contradicted = around
        .works_again_at
        .is_some_and(|at| is_older(&verdict.incidents, at));
    let here = here(watched, contradicted);
    let health = match here {
        Here::Works | Here::WorksAgain => verdict.health.min(Health::Degraded),
        Here::FrontDoor | Here::Nothing => verdict.health,
    };
    Some(Assessment {
        health,
        confidence: Some(Confidence::Reported),
        reason: Reason::VendorReports { what, here },
    })
}

/// What our own looks have to say to a report: an edge that answers contradicts nobody, unless it
/// showed the outage, too.
fn here(watched: &Watched, works_again: bool) -> Here {
    let mut working = watched.surfaces.iter().filter(|it| works(it));
    let answered = working.clone().next().is_some();
    let completes = working.any(|it| it.probe.surface == Surface::Completion);
    match (works_again, completes, answered) {
        (true, _, _) => Here::WorksAgain,
        (false, true, _) => Here::Works,
        (false, false, true) => Here::FrontDoor,
        (false, false, false) => Here::Nothing,
    }
}

/// Whether all these posts are from before we saw it working again.
pub(super) fn is_older(posts: &[PageIncident], works_again_at: Timestamp) -> bool {
    posts
        .iter()
        .filter_map(|it| it.started_at)
        .all(|at| at <= works_again_at)
}

/// It became slow, or fails now and then: never more than degraded, and nothing during announced
/// maintenance.
fn drifted(watched: &Watched, around: Around<'_>) -> Option<Assessment> {
    let (_, surface, trend) = watched.drifting?;
    let reason = match trend {
        Trend::Slow(speed) => Reason::Slow { surface, speed },
        Trend::Failing(requests) => Reason::FailsAtTimes { requests },
    };
    let excused = watched.excuse(around.now, around.tempo).is_some();
    (!excused).then_some(Assessment {
        health: Health::Degraded,
        confidence: Some(Confidence::Likely),
        reason,
    })
}

/// Something failed more than once and is being confirmed.
fn suspected(watched: &Watched) -> Option<Assessment> {
    let suspects: Vec<&SurfaceState> = watched
        .surfaces
        .iter()
        .filter(|it| it.opinion == Opinion::Suspect)
        .collect();
    let reason = Reason::Confirming {
        requests: tally_of(&suspects),
        last: last_outcome(&suspects)?,
    };
    Some(Assessment {
        health: Health::Degraded,
        confidence: Some(Confidence::Possible),
        reason,
    })
}

/// Nothing speaks against it; whether anything fresh speaks for it.
fn unremarkable(watched: &Watched, around: Around<'_>) -> Assessment {
    if let Some(window) = around
        .official
        .verdict
        .as_ref()
        .and_then(|it| it.maintenance.as_ref())
    {
        let overrun = page_says(watched, around) == PageSays::Overrun;
        let reason = Reason::Maintenance {
            what: window.title.clone(),
            overrun,
        };
        let answered = watched.surfaces.iter().any(works);
        return Assessment {
            health: if overrun && !answered {
                Health::Degraded
            } else {
                Health::Maintenance
            },
            confidence: Some(Confidence::Reported),
            reason,
        };
    }
    let good = watched.surfaces.iter().filter(|it| works(it)).count();
    let page_is_fine = around
        .official
        .verdict
        .as_ref()
        .is_some_and(|verdict| verdict.health == Health::Operational);
    let ours = watched.surfaces.iter().any(|it| it.ours.is_some());
    if good == 0 && (ours || !page_is_fine) {
        return Assessment {
            health: Health::Unknown,
            confidence: None,
            reason: silence(watched, around.official.says),
        };
    }
    let surfaces = Tally {
        good: narrow(good),
        all: narrow(watched.surfaces.iter().filter(|it| has_a_say(it)).count()),
    };
    let confidence = match (good, page_is_fine) {
        (0, _) => Confidence::Reported,
        (_, true) => Confidence::Confirmed,
        (_, false) => Confidence::Likely,
    };
    Assessment {
        health: Health::Operational,
        confidence: Some(confidence),
        reason: Reason::Answers {
            surfaces,
            page: around.official.says,
        },
    }
}

fn silence(watched: &Watched, page: PageSays) -> Reason {
    let ours = watched.surfaces.iter().find_map(|it| it.ours);
    if ours.is_some() {
        return Reason::Vantage(Vantage::Impaired, ours);
    }
    let looked = watched.surfaces.iter().any(|it| it.last.is_some());
    if !looked && page == PageSays::NotAsked {
        Reason::NotLookedYet
    } else if watched.surfaces.iter().any(|it| it.worked_at.is_some()) {
        Reason::Stale
    } else {
        Reason::NothingSpeaks
    }
}

/// Whether it answers, as far as a good look that is still fresh can tell.
pub(super) fn works(surface: &SurfaceState) -> bool {
    surface.opinion == Opinion::Works && surface.answered_lately
}

/// A completion speaks only when it works: one without a key or a budget is silent about the
/// account, not about the service.
fn has_a_say(surface: &SurfaceState) -> bool {
    let is_asked_always = surface.probe.surface != Surface::Completion;
    surface.last.is_some() && is_asked_always || works(surface)
}

const fn severity(opinion: Opinion) -> u8 {
    match opinion {
        Opinion::Blank | Opinion::Works => 0,
        Opinion::Suspect => 1,
        Opinion::Recovering => 2,
        Opinion::Unreliable => 3,
        Opinion::Out => 4,
    }
}

fn tally_of(surfaces: &[&SurfaceState]) -> Tally {
    surfaces
        .iter()
        .filter_map(|it| Some(lately(&it.belief, it.belief.episode()?)))
        .fold(Tally::default(), |sum, it| Tally {
            good: sum.good + it.good,
            all: sum.all + it.all,
        })
}

/// All requests of the episode where every one failed; else those of the last ten minutes, since
/// hours of an unreliable day make a count that tells nobody how it is now.
fn lately(belief: &Belief, episode: &Episode) -> Tally {
    if episode.requests.good == 0 {
        return episode.requests;
    }
    let looks = belief.looks().filter(|look| look.at >= episode.since);
    looks.fold(Tally::default(), |sum, look| Tally {
        good: sum.good + u32::from(look.sign.is_good()),
        all: sum.all + 1,
    })
}

fn last_outcome(surfaces: &[&SurfaceState]) -> Option<Outcome> {
    let failed = surfaces
        .iter()
        .filter_map(|it| it.belief.episode()?.last.clone());
    failed.max_by_key(|(at, _)| *at).map(|(_, outcome)| outcome)
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
