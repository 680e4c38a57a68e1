//! What every format does with the incidents, messages and components it has read: puts them in
//! order, keeps as many as anybody reads, and lets the worst word count. Nothing is read here.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Component, IncidentUpdate, PageError, PageIncident};

/// Messages kept of one incident: those of months tell some hundred.
const MAX_UPDATES: usize = 200;
/// Incidents kept of one page: Google's lists have had three hundred.
const MAX_INCIDENTS: usize = 500;

/// Puts the newest incident first, whatever order the vendor keeps, and forgets the oldest of those
/// that are over. One that is open is never left out: it could be the one that matters.
pub(super) fn newest_first(
    mut incidents: Vec<PageIncident>,
    expected: &'static str,
) -> Result<Vec<PageIncident>, PageError> {
    let open = incidents
        .iter()
        .filter(|incident| incident.phase.is_open())
        .count();
    let Some(mut room) = MAX_INCIDENTS.checked_sub(open) else {
        return Err(PageError::NotThisFormat {
            expected,
            why: format!("it has more than {MAX_INCIDENTS} open incidents"),
        });
    };
    incidents.sort_by_key(|incident| Reverse(incident.started_at));
    incidents.retain(|incident| {
        let is_kept = incident.phase.is_open() || room > 0;
        if !incident.phase.is_open() {
            room = room.saturating_sub(1);
        }
        is_kept
    });
    Ok(incidents)
}

/// Keeps the newest messages, newest first. Messages of one moment keep the order given.
pub(super) fn newest_updates(mut updates: Vec<IncidentUpdate>) -> Vec<IncidentUpdate> {
    updates.sort_by_key(|update| Reverse(update.at));
    updates.truncate(MAX_UPDATES);
    updates
}

/// Components that something is said of, in the order they are first named.
#[derive(Default)]
pub(super) struct Affected {
    list: Vec<Component>,
    places: BTreeMap<String, usize>,
}

impl Affected {
    /// Of what is said twice, the worse counts.
    pub(super) fn add(&mut self, component: Component) {
        let place = self.places.get(&component.id).copied();
        match place.and_then(|place| self.list.get_mut(place)) {
            Some(known) if known.health >= component.health => {}
            Some(known) => {
                known.health = component.health;
                known.unknown_word = component.unknown_word;
            }
            None => {
                self.places.insert(component.id.clone(), self.list.len());
                self.list.push(component);
            }
        }
    }

    /// All of them.
    pub(super) fn into_list(self) -> Vec<Component> {
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::IncidentPhase;
    use crate::time::Timestamp;

    const EXPECTED: &str = "a test document";

    fn incident(number: usize, phase: IncidentPhase) -> PageIncident {
        PageIncident {
            id: number.to_string(),
            title: String::new(),
            phase,
            impact: None,
            started_at: i64::try_from(number).ok().map(Timestamp::from_millis),
            resolved_at: None,
            url: None,
            components: Vec::new(),
            regions: Vec::new(),
            updates: Vec::new(),
        }
    }

    #[test]
    fn of_many_incidents_the_open_ones_and_the_newest_are_kept() {
        use IncidentPhase::{Monitoring, Resolved};
        let mut all: Vec<_> = (100..2_000).map(|it| incident(it, Resolved)).collect();
        all.extend((0..5).map(|it| incident(it, Monitoring)));
        let kept = newest_first(all, EXPECTED).unwrap();
        assert_eq!(kept.len(), MAX_INCIDENTS);
        assert_eq!((kept[0].id.as_str(), kept[499].id.as_str()), ("1999", "0"));
        assert_eq!(kept.iter().filter(|it| it.phase.is_open()).count(), 5);
    }

    #[test]
    fn a_page_with_more_open_incidents_than_anybody_reads_is_not_read() {
        let open = |count| {
            (0..count)
                .map(|it| incident(it, IncidentPhase::Identified))
                .collect()
        };
        assert_eq!(
            newest_first(open(MAX_INCIDENTS), EXPECTED).unwrap().len(),
            MAX_INCIDENTS
        );
        assert!(newest_first(open(MAX_INCIDENTS + 1), EXPECTED).is_err());
    }

    #[test]
    fn of_many_messages_the_newest_are_kept() {
        let message = |at| IncidentUpdate {
            at: Some(Timestamp::from_millis(at)),
            phase: None,
            text: String::new(),
        };
        let kept = newest_updates((0..500).map(message).collect());
        assert_eq!(
            (kept.len(), kept[0].at),
            (200, Some(Timestamp::from_millis(499)))
        );
    }
}
