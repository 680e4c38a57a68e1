//! Spreads runs over the processors.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use aldis_lab::rules::Rule;
use aldis_lab::simulate::Run;
use aldis_lab::world::{Scene, World};
use anyhow::{Context as _, anyhow};

/// One rule in one world.
#[derive(Clone, Copy)]
pub(crate) struct Task<'w> {
    pub(crate) world: &'w World,
    pub(crate) rule: Rule,
}

/// Runs every task; the results are in the order of the tasks.
pub(crate) fn run_all(tasks: &[Task<'_>]) -> anyhow::Result<Vec<Run>> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(tasks.len()));
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers.min(tasks.len()) {
            scope.spawn(|| {
                while let Some((index, task)) = take(&next, tasks) {
                    let run = task.rule.run(&Scene::new(task.world));
                    let run = run.with_context(|| format!("{} in {}", task.rule, task.world.name));
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
