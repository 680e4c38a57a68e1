//! The detector bench: rules against each other in whole laptop-months. `cargo xtask bench` runs it;
//! what it measures is in `aldis_lab::{world, simulate, rules, score}`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it talks to the person at the terminal"
)]

mod arguments;
mod work;

use std::time::Instant;

use aldis_lab::score::{Scored, differences, score, scorecard};
use anyhow::Context as _;
use clap::Parser as _;
use serde_json::json;

use arguments::Arguments;
use work::{Task, run_all};

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let worlds = arguments.worlds()?;
    let rules = arguments.rules();
    let begun = Instant::now();
    let tasks: Vec<Task<'_>> = worlds
        .iter()
        .flat_map(|world| rules.iter().map(move |&rule| Task { world, rule }))
        .collect();
    let runs = run_all(&tasks)?;
    eprintln!(
        "{} runs in {:.1} s",
        runs.len(),
        begun.elapsed().as_secs_f64()
    );
    if arguments.json {
        for (task, run) in tasks.iter().zip(&runs) {
            let mut line = json!({ "world": task.world.name, "rule": task.rule.word() });
            let run = serde_json::to_value(run).context("failed to write a run as JSON")?;
            if let (Some(line), serde_json::Value::Object(run)) = (line.as_object_mut(), run) {
                line.extend(run);
            }
            println!("{line}");
        }
        return Ok(());
    }
    let mut scored: Scored = rules.iter().map(|&rule| (rule, Vec::new())).collect();
    for (task, run) in tasks.iter().zip(&runs) {
        let months = scored.iter_mut().find(|(rule, _)| *rule == task.rule);
        let (_, months) = months.context("a rule that was not asked for")?;
        months.push(score(task.world, run));
    }
    println!("{}\n{}", scorecard(&scored), differences(&scored));
    Ok(())
}
