//! What the process says when it ends: the exit codes of CONTRACTS.md.

use std::process::ExitCode;

use aldis_core::{Health, Snapshot};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It did what it should; of `check`: everything works, or is under announced maintenance.
    Fine,
    /// Something is degraded or out.
    Trouble,
    /// The command line, the files or the terminal make it impossible.
    Usage,
    /// Nothing is seen to be wrong, but not everything could be seen.
    CannotTell,
}

impl Exit {
    /// Of a check that saw this.
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        Self::of_worst(snapshot.services.iter().map(|service| service.health).max())
    }

    fn of_worst(health: Option<Health>) -> Self {
        match health {
            Some(Health::Operational | Health::Maintenance) => Self::Fine,
            Some(Health::Degraded | Health::PartialOutage | Health::MajorOutage) => Self::Trouble,
            Some(Health::Unknown) | None => Self::CannotTell,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Trouble => 1,
            Exit::Usage => 2,
            Exit::CannotTell => 3,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_seen_is_not_fine_and_hides_no_trouble() {
        let of = |all: &[Health]| Exit::of_worst(all.iter().copied().max());
        assert_eq!(of(&[Health::Operational]), Exit::Fine);
        assert_eq!(of(&[Health::Operational, Health::Maintenance]), Exit::Fine);
        assert_eq!(
            of(&[Health::Operational, Health::Unknown]),
            Exit::CannotTell
        );
        assert_eq!(of(&[Health::Unknown, Health::Degraded]), Exit::Trouble);
        assert_eq!(
            of(&[Health::MajorOutage, Health::Operational]),
            Exit::Trouble
        );
        assert_eq!(of(&[]), Exit::CannotTell);
    }
}
