//! BENCHMARKS.md: which worlds are played, what came out, and what that does not say.

use aldis_lab::rules::Rule;
use aldis_lab::score::{Scored, differences, scorecard};
use aldis_lab::world::{Recipe, World, generate};

use crate::plot;

/// The report, in the root of the source tree.
pub(crate) const TEXT: &str = "BENCHMARKS.md";
/// Its picture.
pub(crate) const PICTURE: &str = "docs/detection-delay.svg";
/// The worlds reported on. Nothing was tuned on them: for that there are those below 2000.
const SEEDS: std::ops::Range<u64> = 5_000..5_035;

/// The report and its picture.
pub(crate) struct Report {
    pub(crate) text: String,
    pub(crate) picture: String,
}

/// Plays the worlds with `run` and writes down what came out.
pub(crate) fn report(
    run: impl Fn(&[World], &[Rule]) -> anyhow::Result<Scored>,
) -> anyhow::Result<Report> {
    let played = |recipe: Recipe, rules: &[Rule]| {
        let worlds: Vec<World> = SEEDS.map(|seed| generate(seed, recipe)).collect();
        run(&worlds, rules)
    };
    let usual = Recipe::default();
    let keys = played(usual, &Rule::ALL)?;
    let without_keys = Recipe {
        keys: false,
        ..usual
    };
    let stormy = Recipe {
        noise: 3.0,
        ..usual
    };
    let no_keys = played(without_keys, &Rule::ALL)?;
    let noisy = played(stormy, &Rule::ALL)?;
    let parts = played(usual, &Rule::ABLATIONS)?;
    let text = format!(
        "{HEAD}\n## With the user's own key\n\n{}\n![{ALT}]({PICTURE})\n\n{}\n\
         ## Without a key\n\n{NO_KEYS}\n\n{}\n\
         ## Three times the noise\n\n{}\n\
         ## What each part is good for\n\n{PARTS}\n\n{}\n{FOOT}",
        scorecard(&keys),
        differences(&keys),
        scorecard(&no_keys),
        scorecard(&noisy),
        scorecard(&parts),
    );
    Ok(Report {
        picture: plot::delays(&keys)?,
        text,
    })
}

const ALT: &str = "Share of outages seen, by minutes, for each rule";

const HEAD: &str = "\
# Benchmarks

`cargo xtask bench --write` writes this file. It plays 35 laptop-months (seeds 5000 to 5034) to the
real detector, in virtual time, and to the rules that other monitors ship, in the same worlds with
the same answers. The worlds are made from measured figures where there are any: how long outages of
chatbots last, how much fails, how late the vendor's page is (sources and assumptions:
`crates/aldis-lab/src/world/figures.rs`). Nothing was tuned on these seeds; those below 2000 are for
that.

| rule | what it does |
|---|---|
| aldis | the detector of this program, as it comes |
| official | the vendor's page every 5 minutes, believed as it stands |
| consecutive3 | every surface each minute, 3 failures in a row, 2 successes to clear (Gatus as it comes) |
| kuma | every surface each minute, 1 failure (Uptime Kuma as it comes) |
| blackbox5m | every surface each minute, failing for 5 minutes (Blackbox exporter with its customary alert) |

How to read it:

- *Outages* count where the laptop was awake and online in them. The columns from *≥ 90 %* to
  *< 10 %* are by the share of requests that fails at the peak; *page only* are those of login or
  one feature, which none of our looks sees. *96 %, 2.1 / 8 min of 40* means: 96 % of 40 seen before
  their end, half of those within 2.1 minutes of the first second somebody could have seen it, nine
  of ten within 8. Whoever cries all the time is right by chance too: hold the share against the false
  alarms.
- A *false alarm* touches no outage up to 90 minutes after its end; *lasting* is how long it stood in
  the median. *Wrong blame* counts alarms that began while nothing at all could be reached.
- *Flaps*: how often a seen outage was cleared and raised again while we could see. *Cleared after*:
  from its end to the all-clear, in the median, counting the time awake; *too soon*: more than five
  minutes before its end.
- *Requests a day* are all that the vendor gets; controls are asked of others.
- In brackets: 95 % intervals of a bootstrap over the laptop-months.
";

const NO_KEYS: &str = "\
Without a key nothing asks the model itself. An outage of inference alone, 55 % in these worlds, then
shows nowhere but on the vendor's page.";

const PARTS: &str = "\
The detector, with the user's own key, without one of its parts: judging by the state of our own
network (*gate*), counting the same outcome a moment later for less (*correlation*), waiting for more
than one failing look (*persistence*), the vendor's *page*.";

const FOOT: &str = "\
## What this does not say

- The worlds and the detector were designed together. Which layer an outage shows in is the weakest
  assumption, and it moves the share that is seen.
- One vendor at a time: what several vendors failing at once tell is not in these worlds, and
  neither are slow answers that still arrive.
- Error rates are from the incident texts of one vendor of code hosting; vendors of chatbots seldom
  state any.
";

#[cfg(test)]
mod tests {
    use super::*;
    use aldis_lab::score::score;
    use aldis_lab::world::Scene;

    #[test]
    fn the_report_has_every_section_and_a_row_for_every_rule_in_each() {
        let two_days = |worlds: &[World], rules: &[Rule]| {
            let mut world = worlds[0].clone();
            world.days = 2.0;
            let run = |rule: Rule| Ok((rule, vec![score(&world, &rule.run(&Scene::new(&world))?)]));
            rules.iter().map(|&rule| run(rule)).collect()
        };
        let report = report(two_days).unwrap();
        for rule in Rule::ALL {
            let rows = report.text.matches(&format!("\n| {rule} |")).count();
            assert_eq!(rows, if rule == Rule::Aldis { 9 } else { 8 }, "{rule}");
        }
        for head in [
            "With the user's own key",
            "Without a key",
            "Three times",
            "without-gate",
        ] {
            assert!(report.text.contains(head), "{head}");
        }
        assert!(report.text.contains(&format!("]({PICTURE})")));
    }
}
