//! Spreads runs over the processors and sorts what comes back.

use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use aldis_lab::rules::Rule;
use aldis_lab::score::{Scored, score};
use aldis_lab::simulate::Run;
use aldis_lab::world::{Scene, World};
use anyhow::{Context as _, anyhow};

/// One rule in one world.
#[derive(Clone, Copy)]
pub(crate) struct Task<'w> {
    pub(crate) world: &'w World,
    pub(crate) rule: Rule,
}

/// A run and how long the processor took for it.
pub(crate) struct Timed {
    pub(crate) run: Run,
    took: Duration,
}

/// Every rule in every world.
pub(crate) fn tasks<'w>(worlds: &'w [World], rules: &[Rule]) -> Vec<Task<'w>> {
    let each = worlds
        .iter()
        .flat_map(|world| rules.iter().map(move |&rule| Task { world, rule }));
    each.collect()
}

/// Runs every task; the results are in the order of the tasks.
pub(crate) fn run_all(tasks: &[Task<'_>]) -> anyhow::Result<Vec<Timed>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(tasks.len()));
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers.min(tasks.len()) {
            scope.spawn(|| {
                while let Some((index, task)) = take(&next, tasks) {
                    let run = timed(task);
                    if let Ok(mut done) = done.lock() {
                        done.push((index, run));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().map_err(|_| anyhow!("a worker failed"))?;
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, run)| run).collect()
}

fn take<'t, 'w>(next: &AtomicUsize, tasks: &'t [Task<'w>]) -> Option<(usize, &'t Task<'w>)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    tasks.get(index).map(|task| (index, task))
}

fn timed(task: &Task<'_>) -> anyhow::Result<Timed> {
    let begun = Instant::now();
    let run = task.rule.run(&Scene::new(task.world));
    let run = run.with_context(|| format!("{} in {}", task.rule, task.world.name))?;
    let took = begun.elapsed();
    Ok(Timed { run, took })
}

/// Scores every run, by rule.
pub(crate) fn scored(tasks: &[Task<'_>], runs: &[Timed]) -> Scored {
    let mut scored = Scored::new();
    for (task, timed) in tasks.iter().zip(runs) {
        let month = score(task.world, &timed.run);
        match scored.iter_mut().find(|(rule, _)| *rule == task.rule) {
            Some((_, months)) => months.push(month),
            None => scored.push((task.rule, vec![month])),
        }
    }
    scored
}

/// How long a run took, by rule, for the person at the terminal.
pub(crate) fn timing(tasks: &[Task<'_>], runs: &[Timed]) -> String {
    let mut out = String::new();
    let mut rules: Vec<Rule> = tasks.iter().map(|it| it.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    for rule in rules {
        let pairs = tasks.iter().zip(runs);
        let took: Vec<Duration> = pairs
            .filter(|(task, _)| task.rule == rule)
            .map(|(_, run)| run.took)
            .collect();
        let Ok(count @ 1..) = u32::try_from(took.len()) else {
            continue;
        };
        let mean = took.iter().sum::<Duration>() / count;
        let _ = writeln!(out, "{rule}: {count} worlds, {} ms each", mean.as_millis());
    }
    out
}
