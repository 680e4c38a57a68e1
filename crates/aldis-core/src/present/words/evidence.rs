//! The evidence behind a health, piece by piece: what each moved, or why it counts for nothing. How
//! far is said in words; a bare percentage would promise a precision that nobody has.

use super::{Arg, Words, quoted};
use crate::belief::Opinion;
use crate::drift::Speed;
use crate::likelihood::PageSign;
use crate::page::LeftOut;
use crate::snapshot::{
    Common, DriftEvidence, Drifting, Ignored, PageEvidence, SaidBroken, Usual, Worth,
};
use crate::time::Timestamp;
use crate::vantage::Culprit;

/// From how many nats on a piece of evidence is worth a word, and a stronger one.
const A_LITTLE: f64 = 0.05;
const SOMEWHAT: f64 = 1.0;
const STRONGLY: f64 = 3.0;
/// From so many looks on a habit is known, and not assumed.
const LEARNED: u32 = 50;
/// Below this share nothing to speak of is lost.
const LOSSY: f64 = 0.02;

impl Words {
    /// What a look was worth: "speaks strongly for an outage", "does not count: …".
    pub fn worth(&self, worth: &Worth) -> String {
        match worth {
            Worth::Counted { moved, repeats } => {
                let moved = self.moved(*moved);
                if *repeats {
                    return self.text("evidence-repeats", [("moved", moved.into())]);
                }
                moved
            }
            Worth::Ignored(why) => {
                let why = self.label(ignored_key(*why));
                self.text("evidence-ignored", [("why", why.into())])
            }
        }
    }

    /// How far so many nats move the belief that something is wrong.
    fn moved(&self, nats: f64) -> String {
        let far = nats.abs();
        let key = if far < A_LITTLE {
            "evidence-moves-nothing"
        } else {
            match (nats > 0.0, far) {
                (true, far) if far >= STRONGLY => "evidence-outage-strongly",
                (true, far) if far >= SOMEWHAT => "evidence-outage-somewhat",
                (true, _) => "evidence-outage-little",
                (false, far) if far >= STRONGLY => "evidence-working-strongly",
                (false, far) if far >= SOMEWHAT => "evidence-working-somewhat",
                (false, _) => "evidence-working-little",
            }
        };
        self.label(key)
    }

    /// What the looks at a surface come to.
    pub fn opinion(&self, opinion: Opinion) -> String {
        self.label(match opinion {
            Opinion::Blank => "opinion-blank",
            Opinion::Works => "opinion-works",
            Opinion::Suspect => "opinion-suspect",
            Opinion::Unreliable => "opinion-unreliable",
            Opinion::Out => "opinion-out",
            Opinion::Recovering => "opinion-recovering",
        })
    }

    /// "When nothing is wrong, about 1 of 200 test requests fails all the same."
    pub fn usual(&self, usual: Usual) -> String {
        let key = if usual.looks < LEARNED {
            "evidence-usual-assumed"
        } else {
            "evidence-usual-learned"
        };
        let args = [
            ("all", one_in(usual.failure_rate).into()),
            ("looks", usual.looks.into()),
        ];
        self.text(key, args)
    }

    /// What is slowly becoming of a surface: how fast it answers and how often it failed in the last
    /// hour, and what that comes to; `None` while there is nothing to compare.
    pub fn drift(&self, drift: &DriftEvidence) -> Option<String> {
        let speed = drift.speed?;
        let [usual, lately] = self.speeds(speed);
        let args = [
            usual,
            lately,
            ("failed", drift.hour.bad().into()),
            ("all", drift.hour.all.into()),
        ];
        Some(self.text(drift_key(drift.found), args))
    }

    pub(super) fn speeds(&self, speed: Speed) -> [(&'static str, Arg<'static>); 2] {
        [
            ("usual", self.latency(speed.usual).into()),
            ("lately", self.latency(speed.lately).into()),
        ]
    }

    /// What the vendor's page adds: its word, how long it has been silent, and how far that goes.
    pub fn page_evidence(&self, page: &PageEvidence) -> String {
        let moved = self.moved(page.moved);
        match (page.sign, page.failing_for) {
            (PageSign::Nothing, _) => self.label("evidence-page-nothing"),
            (PageSign::Silent, None) => self.label("evidence-page-well"),
            (PageSign::Silent, Some(failing_for)) => {
                let args = [
                    ("duration", self.duration(failing_for).into()),
                    ("moved", moved.into()),
                ];
                self.text("evidence-page-silent", args)
            }
            (PageSign::Incident, _) => {
                self.text("evidence-page-incident", [("moved", moved.into())])
            }
            (PageSign::Critical, _) => {
                self.text("evidence-page-critical", [("moved", moved.into())])
            }
        }
    }

    /// An open incident on a vendor's page that counts for nothing, and why.
    pub fn left_out(&self, title: &str, why: LeftOut) -> String {
        let key = match why {
            LeftOut::Noise => "evidence-left-out-noise",
            LeftOut::ElsewhereOnly => "evidence-left-out-elsewhere",
            LeftOut::Permanent => "evidence-left-out-permanent",
        };
        self.text(key, [("title", quoted(title).into())])
    }

    /// What the user said, and what that is worth.
    pub fn said_broken(&self, said: &SaidBroken, now: Timestamp) -> String {
        let args = [
            ("time", self.clock(said.at, now).into()),
            ("moved", self.moved(said.moved).into()),
        ];
        self.text("evidence-said-broken", args)
    }

    /// What it has in common with others that fail.
    pub fn common(&self, common: &Common) -> String {
        match common {
            Common::Upstream {
                name,
                reported: true,
            } => self.text(
                "evidence-upstream-reported",
                [("name", name.as_str().into())],
            ),
            Common::Upstream {
                name,
                reported: false,
            } => self.text("evidence-upstream-shared", [("name", name.as_str().into())]),
            Common::Way => self.label("evidence-way"),
        }
    }

    /// What gets lost on our own side of the line.
    pub fn loss(&self, share: f64) -> String {
        if share < LOSSY {
            return self.label("evidence-loss-none");
        }
        self.text("evidence-loss", [("all", one_in(share).into())])
    }
}

const fn drift_key(found: Drifting) -> &'static str {
    match found {
        Drifting::No => "evidence-drift",
        Drifting::Slow => "evidence-drift-slow",
        Drifting::Failing => "evidence-drift-failing",
        Drifting::WithOthers => "evidence-drift-with-others",
    }
}

const fn ignored_key(why: Ignored) -> &'static str {
    match why {
        Ignored::OurNetwork(None | Some(Culprit::Slow)) => "ignored-our-network",
        Ignored::OurNetwork(Some(Culprit::Resolver)) => "ignored-resolver",
        Ignored::OurNetwork(Some(Culprit::Proxy)) => "ignored-proxy",
        Ignored::OurNetwork(Some(Culprit::Interception)) => "ignored-interception",
        Ignored::OurNetwork(Some(Culprit::Clock)) => "ignored-clock",
        Ignored::NameUnchecked => "ignored-name-unchecked",
        Ignored::BotWall => "ignored-bot-wall",
        Ignored::AskedTooOften => "ignored-asked-too-often",
        Ignored::NeverLetIn => "ignored-never-let-in",
        Ignored::OwnAccount => "ignored-own-account",
        Ignored::UnknownAnswer => "ignored-unknown-answer",
        Ignored::NotTheService => "ignored-not-the-service",
        Ignored::BeforeGap => "ignored-before-gap",
    }
}

/// One in how many, to two digits.
fn one_in(share: f64) -> u64 {
    let whole = std::time::Duration::try_from_secs_f64((1.0 / share).round());
    let all = whole.map_or(u64::MAX, |it| it.as_secs());
    let unit = 10_u64.pow(all.checked_ilog10().unwrap_or(0).saturating_sub(1));
    (all + unit / 2) / unit * unit
}
