//! What the detector can be made to do without, so that the bench can show what each part is good
//! for. Outside the bench nothing is ever left out.

/// The parts left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ablation {
    /// Failures count whatever our own network is like.
    pub gate: bool,
    /// The same outcome a moment later counts as much as the first.
    pub correlation: bool,
    /// One failing look is enough, if it is convincing.
    pub persistence: bool,
    /// The vendor's page is never read.
    pub page: bool,
}
