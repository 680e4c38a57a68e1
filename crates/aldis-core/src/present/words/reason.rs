//! Why a service has the health it has, in a sentence or two.

use super::{Words, quoted};
use crate::catalogue::Surface;
use crate::evidence::Outcome;
use crate::lateness::Lateness;
use crate::snapshot::{Here, PageSays, Reason, Tally};

/// More failing requests than this are "every one".
const COUNTED: u32 = 20;

impl Words {
    /// "4 of 4 test requests fail (server error 503), your internet is fine. Status page still green."
    pub fn reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::NotLookedYet => self.label("reason-not-looked-yet"),
            // Counts of controls belong to the line about our own network, not to a service.
            Reason::Vantage(vantage, culprit) => self.vantage(*vantage, *culprit, Tally::default()),
            Reason::Stale => self.label("reason-stale"),
            Reason::NothingSpeaks => self.label("reason-nothing-speaks"),
            Reason::Answers { surfaces, page } => self.answers(*surfaces, *page),
            Reason::Fails {
                requests,
                last,
                controls,
                page,
                late,
            } => {
                let ours = self.fails(*requests, last, *controls);
                match self.beside_failures(*page, *late) {
                    Some(theirs) => format!("{ours} {theirs}"),
                    None => ours,
                }
            }
            Reason::Confirming { requests, last } => self.text(
                "reason-confirming",
                [
                    ("failed", requests.bad().into()),
                    ("all", requests.all.into()),
                    ("how", self.outcome_brief(last).into()),
                ],
            ),
            Reason::Recovering { good } => {
                self.text("reason-recovering", [("good", (*good).into())])
            }
            Reason::Slow { surface, speed } => {
                let key = match surface {
                    Surface::Web | Surface::Api => "reason-slow",
                    Surface::Completion => "reason-slow-model",
                };
                self.text(key, self.speeds(*speed))
            }
            Reason::FailsAtTimes { requests } => self.text(
                "reason-fails-at-times",
                [
                    ("failed", requests.bad().into()),
                    ("all", requests.all.into()),
                ],
            ),
            Reason::VendorReports { what, here } => {
                let key = match here {
                    Here::Works => "reason-vendor-reports-works-here",
                    Here::WorksAgain => "reason-vendor-reports-works-again",
                    Here::FrontDoor => "reason-vendor-reports-front-door",
                    Here::Nothing => "reason-vendor-reports",
                };
                self.text(key, [("what", quoted(what).into())])
            }
            Reason::Maintenance { what, overrun } => {
                let key = if *overrun {
                    "reason-maintenance-overrun"
                } else {
                    "reason-maintenance"
                };
                self.text(key, [("what", quoted(what).into())])
            }
        }
    }

    fn answers(&self, surfaces: Tally, page: PageSays) -> String {
        if surfaces.all == 0 {
            return self.label(match page {
                PageSays::NotAsked => "reason-nothing-speaks",
                PageSays::Fine | PageSays::Resolved | PageSays::Maintenance | PageSays::Overrun => {
                    "reason-page-fine"
                }
                PageSays::Trouble => "reason-page-trouble",
                PageSays::Held => "reason-page-held",
                PageSays::Unconfirmed => "reason-page-unconfirmed",
                PageSays::Unreadable => "reason-page-unreadable",
            });
        }
        let key = match page {
            PageSays::NotAsked => "reason-answers",
            PageSays::Fine | PageSays::Resolved | PageSays::Maintenance | PageSays::Overrun => {
                "reason-answers-page-fine"
            }
            PageSays::Trouble => "reason-answers-page-trouble",
            PageSays::Held => "reason-answers-page-held",
            PageSays::Unconfirmed => "reason-answers-page-unconfirmed",
            PageSays::Unreadable => "reason-answers-page-unreadable",
        };
        self.text(
            key,
            [("good", surfaces.good.into()), ("all", surfaces.all.into())],
        )
    }

    fn fails(&self, requests: Tally, last: &Outcome, controls: Tally) -> String {
        self.text(
            fails_key(requests, controls),
            [
                ("failed", requests.bad().into()),
                ("all", requests.all.into()),
                ("how", self.outcome_brief(last).into()),
                ("good", controls.good.into()),
                ("controls", controls.all.into()),
            ],
        )
    }

    /// What the page has to say while our own looks fail, and how late it usually is.
    fn beside_failures(&self, page: PageSays, late: Lateness) -> Option<String> {
        let key = match page {
            PageSays::NotAsked => return None,
            PageSays::Fine => {
                let key = if late.learned {
                    "reason-fails-page-fine"
                } else {
                    "reason-fails-page-fine-published"
                };
                let duration = self.duration(late.median);
                return Some(self.text(key, [("duration", duration.into())]));
            }
            PageSays::Resolved => "reason-fails-page-resolved",
            PageSays::Maintenance => "reason-fails-page-maintenance",
            PageSays::Overrun => "reason-fails-page-overrun",
            PageSays::Trouble => "reason-fails-page-trouble",
            PageSays::Held => "reason-fails-page-held",
            PageSays::Unconfirmed => "reason-fails-page-unconfirmed",
            PageSays::Unreadable => "reason-fails-page-unreadable",
        };
        Some(self.label(key))
    }
}

/// Counts while they can be taken in; nothing of our own network where nothing vouches for it.
const fn fails_key(requests: Tally, controls: Tally) -> &'static str {
    let every = requests.good == 0 && requests.all > COUNTED;
    match (every, controls.good, controls.bad()) {
        (true, 0, _) => "reason-all-fail",
        (true, _, 0) => "reason-all-fail-net-fine",
        (true, ..) => "reason-all-fail-net-partly",
        (false, 0, _) => "reason-fails",
        (false, _, 0) => "reason-fails-net-fine",
        (false, ..) => "reason-fails-net-partly",
    }
}
