//! How late a vendor's page usually is: learned from the incidents that were watched from their
//! beginning to their first post, and taken from what is published until enough are known.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::catalogue::ServiceId;

/// The median of 65 live posts of OpenAI and Anthropic (DETECTOR.md §D).
const PUBLISHED: Duration = Duration::from_secs(21 * 60);
/// From so many posts on a vendor is known by its own.
const ENOUGH: usize = 3;
/// So many posts of each service are kept; the oldest go.
const KEPT: usize = 100;

/// How late a page usually is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lateness {
    /// From the beginning to the first post, in the median.
    pub median: Duration,
    /// Whether that was learned of this very page.
    pub learned: bool,
}

impl Lateness {
    /// Of pages of this kind, as published.
    pub const PUBLISHED: Self = Self {
        median: PUBLISHED,
        learned: false,
    };
}

/// How late the posts about each service were.
#[derive(Clone, Debug, Default)]
pub struct Posts(BTreeMap<ServiceId, Vec<Duration>>);

impl Posts {
    /// What history knows, oldest first.
    pub fn remembering(known: Vec<(ServiceId, Duration)>) -> Self {
        let mut posts = Self::default();
        for (service, late) in known {
            posts.learn(&service, late);
        }
        posts
    }

    /// One more post about `service`, so long after the beginning.
    pub fn learn(&mut self, service: &ServiceId, late: Duration) {
        let known = self.0.entry(service.clone()).or_default();
        if known.len() == KEPT {
            known.remove(0);
        }
        known.push(late);
    }

    /// How late the page usually is about `service`.
    pub fn usual(&self, service: &ServiceId) -> Lateness {
        let Some(known) = self.0.get(service).filter(|it| it.len() >= ENOUGH) else {
            return Lateness::PUBLISHED;
        };
        let mut sorted = known.clone();
        sorted.sort_unstable();
        Lateness {
            median: (sorted[(sorted.len() - 1) / 2] + sorted[sorted.len() / 2]) / 2,
            learned: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_posts_teach_nothing_three_teach_their_median() {
        let chatgpt = ServiceId::new("chatgpt");
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        let mut posts = Posts::remembering(vec![
            (chatgpt.clone(), minutes(50)),
            (chatgpt.clone(), minutes(4)),
        ]);
        assert_eq!(posts.usual(&chatgpt), Lateness::PUBLISHED);
        posts.learn(&chatgpt, minutes(30));
        let learned = posts.usual(&chatgpt);
        assert_eq!((learned.median, learned.learned), (minutes(30), true));
        posts.learn(&chatgpt, minutes(40));
        assert_eq!(posts.usual(&chatgpt).median, minutes(35));
        assert_eq!(posts.usual(&ServiceId::new("claude")), Lateness::PUBLISHED);
    }
}
