//! The gates a change has to pass, their order, and the summary. What a gate runs is in `test`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// One check that has to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gate {
    Format,
    WebPackages,
    WebTypes,
    WebLint,
    WebTests,
    WebBuild,
    WebBrowser,
    Clippy,
    Tests,
    Fuzz,
    Docs,
    Dependencies,
    Licences,
    Advisories,
    TreeUnchanged,
}

/// Every gate, in the order they run.
pub(crate) fn all() -> impl Iterator<Item = Gate> {
    [
        Gate::Format,
        Gate::WebPackages,
        Gate::WebTypes,
        Gate::WebLint,
        Gate::WebTests,
        Gate::WebBuild,
        Gate::WebBrowser,
        Gate::Clippy,
        Gate::Tests,
        Gate::Fuzz,
        Gate::Docs,
        Gate::Dependencies,
        Gate::Licences,
        Gate::Advisories,
        Gate::TreeUnchanged,
    ]
    .into_iter()
}

impl Gate {
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Format => "formatting",
            Self::WebPackages => "UI packages",
            Self::WebTypes => "UI types",
            Self::WebLint => "UI lint",
            Self::WebTests => "UI tests",
            Self::WebBuild => "UI build",
            Self::WebBrowser => "UI in a browser",
            Self::Clippy => "clippy",
            Self::Tests => "tests",
            Self::Fuzz => "fuzzing, about a minute",
            Self::Docs => "documentation",
            Self::Dependencies => "dependencies: bans, licences, sources",
            Self::Licences => "list of licences",
            Self::Advisories => "dependencies: known vulnerabilities",
            Self::TreeUnchanged => "generated files are fresh",
        }
    }

    /// The gate without whose pass this one says nothing: the window has the built UI inside.
    fn after(self) -> Option<Self> {
        match self {
            Self::WebTypes | Self::WebLint | Self::WebTests | Self::WebBuild | Self::WebBrowser => {
                Some(Self::WebPackages)
            }
            Self::Clippy | Self::Tests | Self::Docs => Some(Self::WebBuild),
            Self::Format
            | Self::WebPackages
            | Self::Fuzz
            | Self::Dependencies
            | Self::Licences
            | Self::Advisories
            | Self::TreeUnchanged => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Passed,
    Failed(String),
    NotRun(Gate),
}

#[derive(Debug)]
pub(crate) struct Judged {
    gate: Gate,
    verdict: Verdict,
    took: Duration,
}

/// Runs every gate it can, so that one run tells everything that is wrong.
pub(crate) fn judge(
    gates: &[Gate],
    run: &mut dyn FnMut(Gate) -> anyhow::Result<()>,
) -> Vec<Judged> {
    let mut results: Vec<Judged> = Vec::new();
    for &gate in gates {
        let begun = Instant::now();
        let verdict = match gate.after().filter(|&before| !passed(&results, before)) {
            Some(before) => Verdict::NotRun(before),
            None => run(gate).map_or_else(
                |error| Verdict::Failed(format!("{error:#}")),
                |()| Verdict::Passed,
            ),
        };
        if let Verdict::Failed(why) = &verdict {
            println!("FAILED: {why}");
        }
        results.push(Judged {
            gate,
            verdict,
            took: begun.elapsed(),
        });
    }
    results
}

fn passed(results: &[Judged], gate: Gate) -> bool {
    results
        .iter()
        .any(|result| result.gate == gate && result.verdict == Verdict::Passed)
}

pub(crate) fn all_passed(results: &[Judged]) -> bool {
    results
        .iter()
        .all(|result| result.verdict == Verdict::Passed)
}

/// A table of all gates, and a last line that says whether all is well.
pub(crate) fn summary(results: &[Judged]) -> String {
    let mut text = String::new();
    for Judged {
        gate,
        verdict,
        took,
    } in results
    {
        let word = match verdict {
            Verdict::Passed => "passed".to_owned(),
            Verdict::Failed(why) => format!("FAILED: {why}"),
            Verdict::NotRun(before) => format!("NOT RUN, because of {}", before.label()),
        };
        let _infallible = writeln!(
            text,
            "{:<38} {:>7.1} s  {word}",
            gate.label(),
            took.as_secs_f64()
        );
    }
    let total: Duration = results.iter().map(|result| result.took).sum();
    let bad = results
        .iter()
        .filter(|result| result.verdict != Verdict::Passed)
        .count();
    let verdict = match bad {
        0 => format!("All {} gates are passed", results.len()),
        _ => format!("{bad} of {} gates are NOT passed", results.len()),
    };
    let _infallible = writeln!(text, "{verdict} ({:.0} s).", total.as_secs_f64());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(broken: &[Gate]) -> (Vec<Judged>, Vec<Gate>) {
        let mut ran = Vec::new();
        let gates: Vec<Gate> = all().collect();
        let results = judge(&gates, &mut |gate| {
            ran.push(gate);
            if broken.contains(&gate) {
                anyhow::bail!("it broke")
            } else {
                Ok(())
            }
        });
        (results, ran)
    }

    #[test]
    fn a_clean_tree_passes_every_gate_in_order() {
        let (results, ran) = judged(&[]);
        assert!(all_passed(&results));
        assert_eq!(ran, all().collect::<Vec<_>>());
        assert!(summary(&results).contains("All 15 gates are passed"));
    }

    #[test]
    fn a_failed_gate_does_not_hide_the_ones_that_do_not_need_it() {
        let (results, ran) = judged(&[Gate::Clippy]);
        assert!(!all_passed(&results));
        assert_eq!(ran.len(), results.len());
        let summary = summary(&results);
        assert!(summary.contains("FAILED: it broke"), "{summary}");
        assert!(
            summary.contains("1 of 15 gates are NOT passed"),
            "{summary}"
        );
    }

    #[test]
    fn without_the_ui_the_programs_that_hold_it_are_not_tried_and_not_passed() {
        let (results, ran) = judged(&[Gate::WebPackages]);
        for gate in [Gate::WebBuild, Gate::Clippy, Gate::Tests, Gate::Docs] {
            assert!(!ran.contains(&gate), "{gate:?}");
        }
        assert!(ran.contains(&Gate::Dependencies));
        assert!(!all_passed(&results));
        assert!(summary(&results).contains("NOT RUN, because of UI build"));
    }
}
