//! The detector bench: rules against each other in whole laptop-months. `cargo xtask bench` runs it;
//! what it measures is in `aldis_lab::{world, simulate, rules, score}`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it talks to the person at the terminal"
)]

mod arguments;
mod plot;
mod report;
mod work;

use std::fs;
use std::path::Path;

use aldis_lab::score::{differences, scorecard};
use aldis_lab::world::World;
use anyhow::Context as _;
use clap::Parser as _;
use serde_json::{Value, json};

use arguments::Arguments;
use work::{Task, run_all, scored, tasks, timing};

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    if let Some(root) = &arguments.write {
        return write(root);
    }
    let worlds = arguments.worlds()?;
    let tasks = tasks(&worlds, &arguments.rules());
    let runs = run_all(&tasks)?;
    eprint!("{}", timing(&tasks, &runs));
    if arguments.json {
        for (task, run) in tasks.iter().zip(&runs) {
            println!("{}", line(task, run)?);
        }
    } else {
        let scored = scored(&tasks, &runs);
        println!("{}\n{}", scorecard(&scored), differences(&scored));
    }
    Ok(())
}

/// A run as CONTRACTS.md wants it.
fn line(task: &Task<'_>, run: &work::Timed) -> anyhow::Result<Value> {
    let mut line = json!({ "world": task.world.name, "rule": task.rule.word() });
    let run = serde_json::to_value(&run.run).context("failed to write a run as JSON")?;
    if let (Some(line), Value::Object(run)) = (line.as_object_mut(), run) {
        line.extend(run);
    }
    Ok(line)
}

/// Writes the report and its picture.
fn write(root: &Path) -> anyhow::Result<()> {
    let report = report::report(|worlds: &[World], rules| {
        let tasks = tasks(worlds, rules);
        let runs = run_all(&tasks)?;
        eprint!("{}", timing(&tasks, &runs));
        Ok(scored(&tasks, &runs))
    })?;
    for (name, text) in [
        (report::TEXT, &report.text),
        (report::PICTURE, &report.picture),
    ] {
        let path = root.join(name);
        fs::write(&path, text).with_context(|| format!("failed to write {}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}
