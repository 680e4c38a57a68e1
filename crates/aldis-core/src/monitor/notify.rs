//! What there is to tell of an incident, whether it is told, and together with what.

use std::time::Duration;

use super::Monitor;
use super::pages::Official;
use super::watched::Watched;
use crate::catalogue::ServiceId;
use crate::correlation::Cause;
use crate::event::Effect;
use crate::health::Confidence;
use crate::incident::{Incident, Told};
use crate::page::IncidentPhase;
use crate::present::notice::{self, Gist, Notice, NoticeKind};
use crate::time::Timestamp;

/// How long word of an end that was held back is still worth giving.
const OWED_FOR: Duration = Duration::from_secs(24 * 3_600);
/// How long the first of several that fall together waits for the others to be told with it.
const TOGETHER: Duration = Duration::from_secs(60);
/// How long the first of them that is back waits for the others.
const BACK_TOGETHER: Duration = Duration::from_secs(600);
/// Incidents of one cause that opened within this of each other belong together, and what has been
/// well for so long has settled.
const ONE_CAUSE_WITHIN: Duration = Duration::from_secs(30 * 60);

impl Monitor {
    /// Offers the user what there is to tell of the service's incident: its trouble, or its end
    /// where trouble was told. Asked at every turn; who was told is not told again.
    pub(super) fn offer(
        &mut self,
        index: usize,
        official: &Official,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let tempo = self.tempo;
        let id = &self.watched[index].service.id;
        let ended = self.ledger.last(id).and_then(|it| it.ended);
        let settled = ended.is_some_and(|ended| now.since(ended) >= tempo.of(ONE_CAUSE_WITHIN));
        let unstable = self.watched[index].flap.is_unstable(now, tempo) && !settled;
        if !unstable {
            self.watched[index].told_unstable = false;
        }
        let watched = &self.watched[index];
        let Some(incident) = self.ledger.last(&watched.service.id) else {
            return false;
        };
        let stale = incident
            .ended
            .is_some_and(|ended| now.since(ended) > OWED_FOR);
        let sure = watched
            .confidence
            .is_some_and(|it| it > Confidence::Possible);
        if stale || !sure {
            return false;
        }
        let kind = match over_since(watched, incident) {
            _ if unstable && watched.told_unstable => return false,
            Some(until) => recovery_of(incident, until, official),
            None if watched.health.is_trouble() => trouble_of(watched, incident, official),
            None => return false,
        };
        if self.is_no_news(index, incident, &kind, now) {
            return false;
        }
        match self.together(index, kind, now) {
            Some(candidate) => self.notify(index, candidate, now, effects),
            None => false,
        }
    }

    /// Whether nothing about it would be told, whoever it is told together with: found without looking
    /// for them, since at most turns it is so.
    fn is_no_news(
        &self,
        index: usize,
        incident: &Incident,
        kind: &NoticeKind,
        now: Timestamp,
    ) -> bool {
        let back = matches!(kind, NoticeKind::Recovery { .. });
        if back && incident.awaited {
            return false;
        }
        let hours = self.settings.notify.quiet_hours;
        let quiet = hours.is_some_and(|it| notice::is_quiet(it, self.local_minute(now)));
        let known = match kind {
            NoticeKind::Recovery { .. } => incident.told == Told::Nothing,
            NoticeKind::Outage { .. } => {
                incident.told == Told::Outage && self.another_is_gone(index, incident)
            }
            NoticeKind::Degraded { .. }
            | NoticeKind::Unstable { .. }
            | NoticeKind::Upstream { .. } => false,
        };
        quiet || known || self.is_hushed(&self.watched[index].service.id, back)
    }

    /// Whether another that shares its cause is not back either.
    fn another_is_gone(&self, index: usize, incident: &Incident) -> bool {
        let one = &self.watched[index].service.id;
        let mut fellows = self.fellows(incident);
        matches!(incident.cause, Some(Cause::Upstream(_)))
            && fellows.any(|(watched, it)| {
                watched.service.id != *one && over_since(watched, it).is_none()
            })
    }

    fn is_hushed(&self, service: &ServiceId, back: bool) -> bool {
        if back {
            self.is_muted_beyond_return(service)
        } else {
            self.is_muted(service)
        }
    }

    /// The notice of this kind about the service, and about those that share its fate; `None` while
    /// it is worth waiting for them.
    fn together(&self, index: usize, kind: NoticeKind, now: Timestamp) -> Option<Notice> {
        let watched = &self.watched[index];
        let incident = self.ledger.last(&watched.service.id)?;
        let alone = Notice {
            id: incident.id.clone(),
            at: now,
            worked_before: unseen_from(incident),
            services: vec![named(watched)],
            replaces: None,
            silent: incident.reopened > 0 && self.was_shown(incident),
            update: false,
            instead: None,
            kind,
        };
        let Some(Cause::Upstream(upstream)) = &incident.cause else {
            return Some(self.in_place(alone));
        };
        let fellows: Vec<_> = self.fellows(incident).collect();
        let is_one = |(it, _): &(&Watched, &Incident)| it.service.id == watched.service.id;
        if !fellows.iter().any(is_one) {
            return Some(self.in_place(alone));
        }
        let leader = fellows
            .iter()
            .map(|(_, it)| *it)
            .min_by_key(|it| it.opened)?;
        let (gone, back): (Vec<_>, Vec<_>) = fellows
            .iter()
            .partition(|(watched, it)| over_since(watched, it).is_none());
        let notice = match alone.kind {
            NoticeKind::Outage {
                health,
                since,
                ref reason,
                ..
            } if gone.len() > 1 => Notice {
                id: leader.id.clone(),
                services: gone.iter().map(|(watched, _)| named(watched)).collect(),
                kind: NoticeKind::Upstream {
                    name: self.name_of(upstream),
                    health,
                    since,
                    reason: reason.clone(),
                },
                ..alone
            },
            NoticeKind::Outage { .. } if self.others_totter(index, incident, now) => return None,
            NoticeKind::Recovery { .. } if !gone.is_empty() => {
                let until = over_since(watched, incident)?;
                if now.since(until) < self.tempo.of(BACK_TOGETHER) {
                    return None;
                }
                alone
            }
            // Whose return was told already is not named again, and word of it stays where it is.
            NoticeKind::Recovery { .. } => {
                let is_news = |it: &Incident| it.id == incident.id || it.told != Told::Nothing;
                let news = back.iter().filter(|(_, it)| is_news(it));
                let in_its_place = if is_news(leader) { leader } else { incident };
                Notice {
                    id: in_its_place.id.clone(),
                    silent: leader.reopened > 0,
                    services: news.map(|(watched, _)| named(watched)).collect(),
                    ..alone
                }
            }
            NoticeKind::Outage { .. }
            | NoticeKind::Degraded { .. }
            | NoticeKind::Unstable { .. }
            | NoticeKind::Upstream { .. } => alone,
        };
        Some(self.in_place(notice))
    }

    /// Whether the user was shown anything of the incident, alone or together with its fellows.
    fn was_shown(&self, incident: &Incident) -> bool {
        let shown = |it: &Incident| self.shown.contains_key(&it.id);
        let shares = matches!(incident.cause, Some(Cause::Upstream(_)));
        shown(incident) || shares && self.fellows(incident).any(|(_, it)| shown(it))
    }

    /// The notice in the place of the one that was shown before it, if one was.
    fn in_place(&self, notice: Notice) -> Notice {
        let shown = self.shown.contains_key(&notice.id);
        Notice {
            replaces: shown.then(|| notice.id.clone()),
            silent: notice.silent || shown && matches!(notice.kind, NoticeKind::Upstream { .. }),
            ..notice
        }
    }

    /// Services that were out for the same cause as this one and from the same time on, itself included
    /// if it was, in the user's order.
    fn fellows<'a>(
        &'a self,
        incident: &'a Incident,
    ) -> impl Iterator<Item = (&'a Watched, &'a Incident)> {
        let asked_for = self.watched.iter().filter(|it| !it.stands_in);
        let last = asked_for.filter_map(|it| Some((it, self.ledger.last(&it.service.id)?)));
        last.filter(move |(watched, it)| {
            let apart = it.opened.since(incident.opened);
            let apart = apart.max(incident.opened.since(it.opened));
            let was_out = it.worst.is_out() || watched.health.is_out();
            it.cause == incident.cause && apart <= ONE_CAUSE_WITHIN && was_out
        })
    }

    /// Whether others that fail for the same reason are about to be called out, too.
    fn others_totter(&self, index: usize, incident: &Incident, now: Timestamp) -> bool {
        let fresh = now.since(incident.opened) < self.tempo.of(TOGETHER);
        let others = self.watched.iter().enumerate();
        fresh
            && others
                .filter(|(other, it)| *other != index && !it.stands_in)
                .any(|(_, it)| {
                    it.cause == incident.cause
                        && it.failing_since().is_some()
                        && !it.health.is_out()
                })
    }

    fn name_of(&self, upstream: &str) -> String {
        let known = self.catalogue.upstreams.iter().find(|it| it.id == upstream);
        known.map_or_else(|| upstream.to_owned(), |it| it.name.clone())
    }

    /// Tells the user, if the user wants to be told and was not told yet: what quiet hours or a
    /// mute held back is told after them, if it is still true.
    fn notify(
        &mut self,
        index: usize,
        candidate: Notice,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let service = &self.watched[index].service.id;
        let back = matches!(candidate.kind, NoticeKind::Recovery { .. });
        let muted = self.is_hushed(service, back);
        let told = self
            .ledger
            .last(service)
            .map_or(Told::Nothing, |it| it.told);
        let minute = self.local_minute(now);
        let settings = &self.settings.notify;
        let permitted = if self.is_awaited(&candidate) {
            Some(notice::awaited(candidate, settings, minute))
        } else {
            notice::permitted(candidate.clone(), told, settings, muted, minute).or_else(|| {
                let update = self.update(candidate)?;
                notice::update_permitted(update, told, settings, muted, minute)
            })
        };
        let Some(mut notice) = permitted else {
            return false;
        };
        if !notice.update {
            notice.kind = self.damped(index, notice.kind, now);
        }
        let best = self
            .alternatives(&self.watched[index], now)
            .into_iter()
            .next();
        notice.instead = best.map(|best| (best.name, best.open));
        if !notice.update {
            self.remember_told(index, &notice);
        }
        let before = self.shown.get(&notice.id).copied().flatten();
        self.shown
            .insert(notice.id.clone(), Gist::of(&notice.kind, before));
        let told = !notice.update;
        effects.push(Effect::Notify(notice));
        told
    }

    /// Whether the notice is word of an end that the user asked for.
    fn is_awaited(&self, notice: &Notice) -> bool {
        let mut about = notice.services.iter();
        matches!(notice.kind, NoticeKind::Recovery { .. })
            && about.any(|(id, _)| self.ledger.last(id).is_some_and(|it| it.awaited))
    }

    /// What is told of another fall: that it does not hold, where there were too many lately.
    fn damped(&mut self, index: usize, kind: NoticeKind, now: Timestamp) -> NoticeKind {
        let (NoticeKind::Outage { .. } | NoticeKind::Upstream { .. }) = kind else {
            return kind;
        };
        let tempo = self.tempo;
        let watched = &mut self.watched[index];
        let unstable = watched.flap.is_unstable(now, tempo);
        match self.ledger.last(&watched.service.id).filter(|_| unstable) {
            Some(incident) => NoticeKind::Unstable {
                since: incident.began,
                falls: incident.reopened + 1,
            },
            None => kind,
        }
    }

    /// Notes of every incident that the notice is about what was told of it.
    fn remember_told(&mut self, index: usize, notice: &Notice) {
        let told = notice::told_by(&notice.kind);
        let unstable = matches!(notice.kind, NoticeKind::Unstable { .. });
        self.watched[index].told_unstable = unstable;
        for (service, _) in &notice.services {
            if let Some(place) = self.index_of(service) {
                self.watched[place].told_unstable |= unstable;
            }
            self.ledger.set_told(service, told);
        }
        let own = self.watched[index].service.id.clone();
        self.ledger.set_told(&own, told);
    }

    /// The notice as an update of the one that was shown, where what that one says is true no more.
    fn update(&self, notice: Notice) -> Option<Notice> {
        let before = *self.shown.get(&notice.id)?;
        let gist = Gist::of(&notice.kind, before)?;
        (Some(gist) != before).then_some(Notice {
            silent: true,
            update: true,
            ..notice
        })
    }
}

/// Since when the incident is over, as far as our own looks or its end tell.
fn over_since(watched: &Watched, incident: &Incident) -> Option<Timestamp> {
    let works_again = incident
        .works_again_at()
        .filter(|_| !watched.health.is_out());
    incident.ended.or(works_again)
}

/// When it last worked, where nobody saw what is told of begin.
fn unseen_from(incident: &Incident) -> Option<Timestamp> {
    let since = incident.out_since.unwrap_or(incident.began);
    incident.worked_before().filter(|_| since == incident.began)
}

fn named(watched: &Watched) -> (ServiceId, String) {
    (watched.service.id.clone(), watched.service.name.clone())
}

fn trouble_of(watched: &Watched, incident: &Incident, official: &Official) -> NoticeKind {
    let since = incident.out_since.unwrap_or(incident.began);
    let (health, reason) = (watched.health, watched.reason.clone());
    let stage = stage_of(official);
    if health.is_out() {
        NoticeKind::Outage {
            health,
            since,
            reason,
            stage,
        }
    } else {
        NoticeKind::Degraded {
            since,
            reason,
            stage,
        }
    }
}

/// Where their own incident stands.
fn stage_of(official: &Official) -> Option<IncidentPhase> {
    official.status.incidents.first().map(|theirs| theirs.phase)
}

fn recovery_of(incident: &Incident, until: Timestamp, official: &Official) -> NoticeKind {
    let since = incident.out_since.unwrap_or(incident.began);
    NoticeKind::Recovery {
        out_for: until.since(since),
        worst: incident.worst,
        page: official.says,
        stage: stage_of(official),
    }
}
