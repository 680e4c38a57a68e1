//! Why a service has the health it has, in a sentence or two.

use super::{Words, quoted};
use crate::evidence::Outcome;
use crate::snapshot::{PageSays, Reason, Tally};

impl Words {
    /// "4 of 4 test requests fail (answers 503), your internet is fine. Status page still green."
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
            } => self.fails(*requests, last, *controls, *page),
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
            Reason::VendorReports { what, works_here } => {
                let key = if *works_here {
                    "reason-vendor-reports-works-here"
                } else {
                    "reason-vendor-reports"
                };
                self.text(key, [("what", quoted(what).into())])
            }
            Reason::Maintenance { what } => {
                self.text("reason-maintenance", [("what", quoted(what).into())])
            }
        }
    }

    fn answers(&self, surfaces: Tally, page: PageSays) -> String {
        if surfaces.all == 0 {
            return self.label(match page {
                PageSays::NotAsked => "reason-nothing-speaks",
                PageSays::Fine => "reason-page-fine",
                PageSays::Trouble => "reason-page-trouble",
                PageSays::Unreadable => "reason-page-unreadable",
            });
        }
        let key = match page {
            PageSays::NotAsked => "reason-answers",
            PageSays::Fine => "reason-answers-page-fine",
            PageSays::Trouble => "reason-answers-page-trouble",
            PageSays::Unreadable => "reason-answers-page-unreadable",
        };
        self.text(
            key,
            [("good", surfaces.good.into()), ("all", surfaces.all.into())],
        )
    }

    fn fails(&self, requests: Tally, last: &Outcome, controls: Tally, page: PageSays) -> String {
        let failed = requests.bad();
        let how = self.outcome_brief(last);
        let ours = if controls.good == 0 {
            // Nothing vouches for our own network: the sentence must not either.
            let args = [
                ("failed", failed.into()),
                ("all", requests.all.into()),
                ("how", how.into()),
            ];
            self.text("reason-fails", args)
        } else if controls.bad() == 0 {
            let args = [
                ("failed", failed.into()),
                ("all", requests.all.into()),
                ("how", how.into()),
            ];
            self.text("reason-fails-net-fine", args)
        } else {
            let args = [
                ("failed", failed.into()),
                ("all", requests.all.into()),
                ("how", how.into()),
                ("good", controls.good.into()),
                ("controls", controls.all.into()),
            ];
            self.text("reason-fails-net-partly", args)
        };
        let theirs = match page {
            PageSays::NotAsked => return ours,
            PageSays::Fine => "reason-fails-page-fine",
            PageSays::Trouble => "reason-fails-page-trouble",
            PageSays::Unreadable => "reason-fails-page-unreadable",
        };
        format!("{ours} {}", self.label(theirs))
    }
}
