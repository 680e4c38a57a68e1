//! What was learned of a surface, as it is kept over a restart: a line of text, so that whoever keeps it
//! needs to know nothing of what is in it. What cannot be read, or makes no sense, was never learned.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::belief::Baseline;
use crate::drift::Drift;
use crate::time::Timestamp;

/// What is older says nothing of today.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3_600);
/// After a longer pause what was found is to be found again; what is usual stays.
const LONG_PAUSE: Duration = Duration::from_secs(600);

/// What was learned of a surface.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learned {
    at: Timestamp,
    baseline: Baseline,
    drift: Drift,
}

impl Learned {
    pub(crate) fn of(baseline: &Baseline, drift: &Drift, now: Timestamp) -> Self {
        Self {
            at: now,
            baseline: baseline.clone(),
            drift: drift.without_windows(),
        }
    }

    /// As it is kept.
    pub fn to_text(&self) -> String {
        // Numbers, strings and lists only: nothing in it can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The reverse of [`Learned::to_text`], at `now`; `None` where that is broken, too old or of another
    /// version.
    pub fn from_text(text: &str, now: Timestamp) -> Option<Self> {
        let mut learned: Self = serde_json::from_str(text).ok()?;
        let fresh = now.since(learned.at) <= KEPT && learned.at <= now;
        let sound = learned.baseline.is_sound(now) && learned.drift.is_sound(now);
        if now.since(learned.at) > LONG_PAUSE {
            learned.drift.lapse();
        }
        (fresh && sound).then_some(learned)
    }

    pub(crate) fn into_parts(self) -> (Baseline, Drift) {
        (self.baseline, self.drift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_772_442_000_000);

    fn learned() -> Learned {
        let mut baseline = Baseline::default();
        baseline.learn(3, 500, NOW);
        assert!(!baseline.is_usual(404, NOW));
        Learned::of(&baseline, &Drift::default(), NOW)
    }

    #[test]
    fn what_is_kept_comes_back_as_it_went() {
        let text = learned().to_text();
        assert_eq!(Learned::from_text(&text, NOW), Some(learned()));
    }

    #[test]
    fn what_is_broken_old_of_tomorrow_or_absurd_was_never_learned() {
        let text = learned().to_text();
        let later = |days: u64| NOW + Duration::from_secs(days * 86_400);
        assert!(Learned::from_text(&text, later(29)).is_some());
        assert_eq!(Learned::from_text(&text, later(31)), None);
        assert_eq!(
            Learned::from_text(&text, NOW - Duration::from_secs(60)),
            None
        );
        assert_eq!(Learned::from_text(&text[..text.len() / 2], NOW), None);
        assert_eq!(Learned::from_text("", NOW), None);
        for (from, to) in [
            ("\"failed\":3.0", "\"failed\":-3.0"),
            ("\"failed\":3.0", "\"failed\":1e300"),
            ("\"looked\":500.0", "\"looked\":null"),
            ("\"baseline\":", "\"of_another_version\":1,\"baseline\":"),
        ] {
            assert!(text.contains(from), "{text}");
            assert_eq!(
                Learned::from_text(&text.replace(from, to), NOW),
                None,
                "{to}"
            );
        }
    }
}
