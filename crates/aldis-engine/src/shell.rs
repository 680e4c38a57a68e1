//! What the engine asks of whatever it runs in: a lamp, a terminal, a test. Nothing else.

use aldis_core::Timestamp;
use aldis_core::event::Transition;
use aldis_core::present::notice::Notice;
use aldis_core::vantage::Vantage;

/// What the engine runs in. Both calls come from the engine's own task, in the order things were
/// decided, and must not block: whoever needs long hands the work on and reports failure through
/// [`crate::Handle::report_fault`].
pub trait Shell: Send + Sync + 'static {
    /// Tells the user. An error says that nobody could be told; it is shown, and nothing stops.
    fn notify(&self, notice: Notice) -> anyhow::Result<()>;

    /// Tells scripts: the lines of `aldis watch --json` besides snapshots. A notice is announced
    /// whether or not somebody could be told.
    fn announce(&self, announcement: Announcement);
}

/// Something worth a line to a script.
#[derive(Clone, Debug, PartialEq)]
pub enum Announcement {
    /// A service's health changed.
    Transition(Transition),
    /// Our own vantage changed.
    Vantage {
        /// When.
        at: Timestamp,
        /// Before.
        from: Vantage,
        /// After.
        to: Vantage,
    },
    /// The user is told something.
    Notice(Notice),
}
