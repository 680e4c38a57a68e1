//! Who asked what and what they met, so that a test can count. Bounded.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

use crate::fault::Fault;
use crate::http::Request;
use crate::vendor::Part;

const KEPT: usize = 4096;
const MAX_TEXT: usize = 512;

/// One connection that came to a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// Milliseconds since the lab started.
    pub at_ms: u64,
    /// Where.
    pub part: Part,
    /// `GET …`; `None` when the connection met its fault before a request was read.
    pub method: Option<String>,
    /// Path and query.
    pub target: Option<String>,
    /// What the client calls itself.
    pub user_agent: Option<String>,
    /// The tag of the answer the client already has.
    pub if_none_match: Option<String>,
    /// What it met.
    pub fault: Fault,
}

#[derive(Debug)]
pub(crate) struct Log {
    started: Instant,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    seen: VecDeque<Seen>,
    counts: BTreeMap<Part, u64>,
}

impl Log {
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            kept: Mutex::default(),
        }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// A connection whose fault struck before a request was read.
    pub(crate) fn connection(&self, part: Part, fault: &Fault) {
        self.keep(part, None, fault);
    }

    pub(crate) fn request(&self, part: Part, request: &Request, fault: &Fault) {
        self.keep(part, Some(request), fault);
    }

    fn keep(&self, part: Part, request: Option<&Request>, fault: &Fault) {
        let header = |name| request.and_then(|request| request.header(name)).map(cut);
        let seen = Seen {
            at_ms: u64::try_from(self.elapsed().as_millis()).unwrap_or(u64::MAX),
            part,
            method: request.map(|request| cut(&request.method)),
            target: request.map(|request| cut(&request.target)),
            user_agent: header("user-agent"),
            if_none_match: header("if-none-match"),
            fault: fault.clone(),
        };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        *kept.counts.entry(part).or_default() += 1;
        if kept.seen.len() == KEPT {
            kept.seen.pop_front();
        }
        kept.seen.push_back(seen);
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.seen.iter().cloned().collect()
    }

    pub(crate) fn counts(&self) -> BTreeMap<Part, u64> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.counts.clone()
    }

    pub(crate) fn clear(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Kept::default();
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}
