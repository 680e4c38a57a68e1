//! What a row of checks says of what was checked: for formats that publish checks, not judgements.

use crate::health::Health;
use crate::time::Timestamp;

/// How one check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beat {
    /// It worked.
    Up,
    /// It failed.
    Down,
    /// It failed, and is being tried again before they say so.
    Pending,
    /// It was not looked at, because of maintenance.
    Maintenance,
}

/// The health by the newest of some checks. One failure may be a hiccup of whoever checks; two in a
/// row are an outage. Without the times of all of them they come oldest first.
pub(super) fn health(mut checks: Vec<(Option<Timestamp>, Beat)>) -> Health {
    if checks.iter().all(|(at, _)| at.is_some()) {
        checks.sort_by_key(|(at, _)| *at);
    }
    let beats: Vec<Beat> = checks.into_iter().map(|(_, beat)| beat).collect();
    match beats.as_slice() {
        [] => Health::Unknown,
        [.., Beat::Up] => Health::Operational,
        [.., Beat::Maintenance] => Health::Maintenance,
        [Beat::Down] | [.., Beat::Down | Beat::Pending, Beat::Down] => Health::MajorOutage,
        [.., Beat::Down | Beat::Pending] => Health::Degraded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failed_check_is_a_hiccup_and_two_are_an_outage() {
        use Beat::{Down, Maintenance, Pending, Up};
        let cases = [
            (&[][..], Health::Unknown),
            (&[Down, Down, Up], Health::Operational),
            (&[Up, Down], Health::Degraded),
            (&[Up, Pending], Health::Degraded),
            (&[Up, Pending, Down], Health::MajorOutage),
            (&[Up, Down, Down], Health::MajorOutage),
            (&[Down], Health::MajorOutage),
            (&[Up, Maintenance], Health::Maintenance),
        ];
        for (beats, expected) in cases {
            let checks = beats.iter().map(|beat| (None, *beat)).collect();
            assert_eq!(health(checks), expected, "{beats:?}");
        }
    }

    #[test]
    fn the_newest_check_counts_in_whatever_order_they_come() {
        let at = |second: i64| Some(Timestamp::from_millis(second * 1_000));
        let mut checks = vec![(at(3), Beat::Up), (at(1), Beat::Down), (at(2), Beat::Down)];
        assert_eq!(health(checks.clone()), Health::Operational);
        checks[2].0 = None;
        assert_eq!(health(checks), Health::MajorOutage);
    }
}
