//! What can be done to a running lab: set faults, post on pages, read what was asked.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use aldis_core::time::Timestamp;
use thiserror::Error;
use tokio::sync::{mpsc, oneshot};

use crate::fault::{Fault, Setting, When};
use crate::log::{Log, Seen};
use crate::page::{Impact, Maintenance, PageState, Post, UnknownComponent};
use crate::port::{self, Door};
use crate::tls::Certificates;
use crate::vendor::{Part, Vendor};

/// A handle on a running lab. Cheap to clone; useless once the [`crate::Lab`] is dropped.
#[derive(Clone)]
pub struct Stage(Arc<Inner>);

struct Inner {
    ports: BTreeMap<Part, Handle>,
    settings: Mutex<BTreeMap<Part, Setting>>,
    pages: Mutex<BTreeMap<Vendor, PageState>>,
    certificates: Certificates,
    log: Log,
}

pub(crate) struct Handle {
    pub(crate) address: SocketAddr,
    pub(crate) requests: mpsc::Sender<port::Request>,
}

/// Why the lab did not do what it was asked.
#[derive(Debug, Error)]
pub enum LabError {
    /// A closed port meets everybody.
    #[error("a closed or full port meets every connection, so `when` can only be `always`")]
    PortFaultIsAlways,
    /// The lab has no page for this vendor.
    #[error("the lab plays no status page for {}", .0.word())]
    NoPage(Vendor),
    /// The post names what is not there.
    #[error(transparent)]
    UnknownComponent(#[from] UnknownComponent),
    /// The listener could not be changed.
    #[error("the port of {part} could not be changed")]
    Port {
        /// Whose.
        part: Part,
        /// What the system said.
        source: std::io::Error,
    },
    /// The lab has ended.
    #[error("the lab has ended")]
    Ended,
}

impl Stage {
    pub(crate) fn new(ports: BTreeMap<Part, Handle>, certificates: Certificates) -> Self {
        let now = now();
        let pages = Vendor::ALL
            .into_iter()
            .filter_map(|vendor| Some((vendor, PageState::idle(vendor, now)?)))
            .collect();
        Self(Arc::new(Inner {
            ports,
            settings: Mutex::default(),
            pages: Mutex::new(pages),
            certificates,
            log: Log::new(),
        }))
    }

    /// Makes every further connection to `part` meet `fault`. When this returns it holds.
    pub async fn set(&self, part: Part, fault: Fault) -> Result<(), LabError> {
        self.set_when(part, fault, When::Always).await
    }

    /// Makes some of the further connections to `part` meet `fault`; counting starts anew.
    pub async fn set_when(&self, part: Part, fault: Fault, when: When) -> Result<(), LabError> {
        if fault.closes_port() && when != When::Always {
            return Err(LabError::PortFaultIsAlways);
        }
        let door = door(&fault);
        self.settings().insert(part, Setting::new(fault, when));
        self.turn(part, door).await
    }

    /// Every part works again; pages keep what was posted.
    pub async fn heal(&self) -> Result<(), LabError> {
        for part in Part::all() {
            self.set(part, Fault::None).await?;
        }
        Ok(())
    }

    async fn turn(&self, part: Part, door: Door) -> Result<(), LabError> {
        let port = self.0.ports.get(&part).ok_or(LabError::Ended)?;
        let (done, answered) = oneshot::channel();
        let asked = port.requests.send(port::Request { door, done }).await;
        asked.map_err(|_| LabError::Ended)?;
        let turned = answered.await.map_err(|_| LabError::Ended)?;
        turned.map_err(|source| LabError::Port { part, source })
    }

    /// Posts on a vendor's status page, with the present time.
    pub fn post(&self, vendor: Vendor, post: Post) -> Result<(), LabError> {
        let mut pages = self.pages();
        let page = pages.get_mut(&vendor).ok_or(LabError::NoPage(vendor))?;
        Ok(page.post(post, now())?)
    }

    /// Announces work on a vendor's status page, begins it or ends it, with the present time.
    pub fn maintain(&self, vendor: Vendor, maintenance: Maintenance) -> Result<(), LabError> {
        let mut pages = self.pages();
        let page = pages.get_mut(&vendor).ok_or(LabError::NoPage(vendor))?;
        Ok(page.maintain(maintenance, now())?)
    }

    /// Makes a page's headline say something else than its parts do, as real ones do; `None`
    /// makes it honest again.
    pub fn headline(&self, vendor: Vendor, says: Option<Impact>) -> Result<(), LabError> {
        let mut pages = self.pages();
        let page = pages.get_mut(&vendor).ok_or(LabError::NoPage(vendor))?;
        page.indicator = says;
        page.updated_at = now();
        Ok(())
    }

    /// Takes everything ever posted off every page.
    pub fn wipe_pages(&self) {
        let now = now();
        let mut pages = self.pages();
        for (vendor, page) in pages.iter_mut() {
            if let Some(idle) = PageState::idle(*vendor, now) {
                *page = idle;
            }
        }
    }

    /// `http://127.0.0.1:PORT` of a part, without a slash at its end.
    pub fn url(&self, part: Part) -> String {
        format!("http://{}", self.address(part))
    }

    /// The same over TLS: every port speaks both.
    pub fn https_url(&self, part: Part) -> String {
        format!("https://{}", self.address(part))
    }

    /// Where redirects away lead: another host than the parts'.
    pub fn portal_url(&self) -> String {
        format!(
            "http://localhost:{}/sign-in",
            self.address(Part::Portal).port()
        )
    }

    /// Where a part listens.
    pub fn address(&self, part: Part) -> SocketAddr {
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        self.0.ports.get(&part).map_or(nowhere, |port| port.address)
    }

    /// The certificate a client must trust to use [`Stage::https_url`].
    pub fn authority_pem(&self) -> &str {
        self.0.certificates.authority_pem()
    }

    /// What each part's next connections meet, healthy ones left out.
    pub fn faults(&self) -> BTreeMap<Part, (Fault, When)> {
        let settings = self.settings();
        settings
            .iter()
            .filter(|(_, setting)| setting.fault != Fault::None)
            .map(|(part, setting)| (*part, (setting.fault.clone(), setting.when)))
            .collect()
    }

    /// The last few thousand connections, oldest first.
    pub fn seen(&self) -> Vec<Seen> {
        self.0.log.seen()
    }

    /// How many connections each part had since the start or the last [`Stage::forget`].
    pub fn counts(&self) -> BTreeMap<Part, u64> {
        self.0.log.counts()
    }

    /// Forgets what was asked so far.
    pub fn forget(&self) {
        self.0.log.clear();
    }

    pub(crate) fn draw(&self, part: Part) -> Fault {
        let mut settings = self.settings();
        settings.entry(part).or_default().next()
    }

    pub(crate) fn with_page<T>(
        &self,
        vendor: Vendor,
        read: impl FnOnce(&PageState) -> Option<T>,
    ) -> Option<T> {
        self.pages().get(&vendor).and_then(read)
    }

    pub(crate) fn certificates(&self) -> &Certificates {
        &self.0.certificates
    }

    pub(crate) fn log(&self) -> &Log {
        &self.0.log
    }

    fn settings(&self) -> std::sync::MutexGuard<'_, BTreeMap<Part, Setting>> {
        self.0
            .settings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, BTreeMap<Vendor, PageState>> {
        self.0.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const fn door(fault: &Fault) -> Door {
    if matches!(fault, Fault::Refuse) {
        Door::Closed
    } else if fault.closes_port() {
        Door::Full
    } else {
        Door::Open
    }
}

fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
