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
use std::process::ExitCode;

use aldis_lab::score::{differences, scorecard, verdict};
use aldis_lab::simulate::Run;
use aldis_lab::world::World;
use anyhow::Context as _;
use clap::Parser as _;
use serde::Serialize;

use arguments::{Arguments, Chosen};
use work::{run_all, scored, tasks, timing};

fn main() -> ExitCode {
    match bench(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn bench(arguments: &Arguments) -> anyhow::Result<()> {
    if let Some(root) = &arguments.write {
        return write(root);
    }
    let worlds = arguments.worlds()?;
    let tasks = tasks(&worlds, &arguments.rules());
    let runs = run_all(&tasks)?;
    eprint!("{}", timing(&tasks, &runs));
    if arguments.json {
        for (task, run) in tasks.iter().zip(&runs) {
            let line = Line {
                world: &task.world.name,
                rule: task.rule.word(),
                run: &run.run,
            };
            println!("{}", serde_json::to_string(&line)?);
        }
    } else {
        let scored = scored(&tasks, &runs);
        println!("{}\n{}", scorecard(&scored), differences(&scored));
        if arguments.rule == Chosen::All {
            println!("{}", verdict(&scored));
        }
    }
    Ok(())
}

/// Where what others wrote begins, whichever comes first: `cargo bench`, or a person.
const APPENDICES: [&str; 3] = [
    "\n## Speed and memory",
    "\n## The window",
    "\n## Reading pages",
];

/// A run as CONTRACTS.md wants it.
#[derive(Serialize)]
struct Line<'a> {
    world: &'a str,
    rule: &'static str,
    #[serde(flatten)]
    run: &'a Run,
}

/// What others wrote at the end of the file.
fn appendix(path: &Path) -> String {
    let old = fs::read_to_string(path).unwrap_or_default();
    let starts = APPENDICES.iter().filter_map(|head| old.find(head));
    starts
        .min()
        .map(|start| old[start..].to_owned())
        .unwrap_or_default()
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
        let text = text.to_owned() + &appendix(&path);
        fs::write(&path, text).with_context(|| format!("failed to write {}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}
