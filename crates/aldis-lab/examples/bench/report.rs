//! BENCHMARKS.md: which worlds are played, what came out, and what that does not say.

use std::ops::Range;

use aldis_lab::rules::Rule;
use aldis_lab::score::{Scored, ablated, cost, differences, scorecard, verdict};
use aldis_lab::world::{Recipe, World, generate};

use crate::plot;

/// The report, in the root of the source tree.
pub(crate) const TEXT: &str = "BENCHMARKS.md";
/// Its picture.
pub(crate) const PICTURE: &str = "docs/detection-delay.svg";
/// The worlds reported on. Nothing was tuned on them: for that there are those below 2000.
const SEEDS: Range<u64> = 5_000..5_035;
/// So many more that the figures of each class stand on hundreds of outages.
const MORE_SEEDS: Range<u64> = 6_000..6_200;

/// The report and its picture.
pub(crate) struct Report {
    pub(crate) text: String,
    pub(crate) picture: String,
}

/// Plays the worlds with `run` and writes down what came out.
pub(crate) fn report(
    run: impl Fn(&[World], &[Rule]) -> anyhow::Result<Scored>,
) -> anyhow::Result<Report> {
    let played = |seeds: Range<u64>, recipe: Recipe, rules: &[Rule]| {
        let worlds: Vec<World> = seeds.map(|seed| generate(seed, recipe)).collect();
        run(&worlds, rules)
    };
    let usual = Recipe::default();
    let without_keys = Recipe {
        keys: false,
        ..usual
    };
    let stormy = Recipe {
        noise: 3.0,
        ..usual
    };
    let keys = played(SEEDS, usual, &Rule::ALL)?;
    let no_keys = played(SEEDS, without_keys, &Rule::ALL)?;
    let noisy = played(SEEDS, stormy, &Rule::ALL)?;
    let parts = played(SEEDS, usual, &Rule::ABLATIONS)?;
    let more = played(MORE_SEEDS, usual, &Rule::ALL)?;
    let compared = |scored: &Scored| {
        let (tables, differences) = (scorecard(scored), differences(scored));
        format!("{tables}\n{differences}\n{}", verdict(scored))
    };
    let text = format!(
        "{HEAD}\n## With the user's own key\n\n{}\n{}\n![{ALT}]({PICTURE})\n\n\
         ## The same in 200 other months\n\n{MORE}\n\n{}\n\
         ## Without a key\n\n{NO_KEYS}\n\n{}\n\
         ## Three times the noise\n\n{}\n\
         ## What each part is good for\n\n{PARTS}\n\n{}\n{}\n{}\n{FOOT}",
        compared(&keys),
        cost(&keys),
        compared(&more),
        compared(&no_keys),
        compared(&noisy),
        scorecard(&parts),
        differences(&parts),
        ablated(&parts),
    );
    Ok(Report {
        picture: plot::delays(&keys)?,
        text,
    })
}

const ALT: &str = "Share of outages seen, by minutes, for each rule";

const HEAD: &str = "\
# Benchmarks

What wrote what is here:

| section | written by |
|---|---|
| everything up to *What this does not say* | `cargo xtask bench --write` |
| *Speed and memory*, *Reading pages* | `cargo bench -p aldis-core --bench handle -- --write`, and `--bench parsing` |
| all of these, one after the other | `cargo xtask bench --write --all` |
| *The window* | by hand, from what the command named there prints: it needs a display and a release |

The bench plays laptop-months to the real detector, in virtual time, and to the rules that other
monitors ship, in the same worlds with the same answers: 35 of them, seeds 5000 to 5034, and where it is
said 200 more. The worlds are made from measured figures where there are any: how long outages of
chatbots last, how much fails, how late the vendor's page is (sources and assumptions:
`crates/aldis-lab/src/world/figures.rs`). Nothing was tuned on these seeds; those below 2000 are for
that.

| rule | what it does |
|---|---|
| aldis | the detector of this program, as it comes |
| official | the vendor's page every 5 minutes, believed as it stands |
| consecutive3 | every surface each minute, 3 failures in a row, 2 successes to clear (Gatus as it comes) |
| kuma | every surface each minute, 1 failure (Uptime Kuma as it comes) |
| blackbox5m | every surface each minute, failing for 5 minutes, told 30 seconds later (Blackbox exporter with its customary alert, Alertmanager as it comes) |

The timers of the others go on after sleep where they stopped, as those of the runtimes they use do: none
of them looks in the very second the lid is opened. Left out in favour of blackbox5m: that Prometheus
evaluates its rules only once a minute, and that Alertmanager tells of the end up to five minutes late.

How to read it:

- *Outages* count where the laptop was awake and online in them. The columns from *≥ 90 %* to
  *< 10 %* are by the share of requests that fails at the peak; *page only* are those of login or
  one feature, which none of our looks sees.
- *Seen before the end*: an alarm was raised in it, or one that had been raised rightly in an earlier outage
  still stood. One that stood for no reason does not count. *By ourselves*: the share of those seen that
  looks of the rule itself saw before the page told of them. *By chance*: the share of outages that the
  false alarms alone would have met if the outages had come in other weeks; whoever cries all the time is
  often right by chance.
- *Minutes to the alarm*: from the first second somebody could have seen it, in the median, and after the
  stroke what nine of ten are below.
- A *false alarm* was raised neither in an outage nor within 90 minutes of its end; *lasting* is how long
  it stood in the median. *Wrong blame* counts alarms that began while nothing at all could be reached.
- *Flaps*: how often a seen outage was cleared and raised again while we could see. *Cleared after*:
  from its end to the all-clear, in the median over those not cleared before it, counting the time awake;
  *too soon*: the share cleared more than five minutes before the end.
- *Requests a day* are all that the vendor gets; controls are asked of others.
- In brackets: 95 % intervals of a bootstrap over the laptop-months. Below the tables, how aldis differs
  from each of the others in the same months, and what that comes to.
";

const MORE: &str = "\
In 35 months there are too few outages of a class for its median to stand still. These are 200 others,
seeds 6000 to 6199, with the user's own key; nothing was tuned on them either.";

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
            // Four tables and a difference for each of four kinds of months, and the head; ours, instead of
            // the differences, four tables of the parts.
            assert_eq!(rows, 4 * 5 + 1, "{rule}");
        }
        for head in [
            "With the user's own key",
            "200 other months",
            "Without a key",
            "Three times",
            "- It has a tenth of the false alarms, or less, of:",
            "completions a day",
            "- without-correlation: ",
            "without-gate",
        ] {
            assert!(report.text.contains(head), "{head}");
        }
        assert!(report.text.contains(&format!("]({PICTURE})")));
    }
}
