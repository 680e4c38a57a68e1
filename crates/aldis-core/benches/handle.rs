//! How long one call of `Monitor::handle` takes, and how much memory a service takes, by the number of
//! services watched. The world goes on meanwhile: looks come due and end, and all are well, or half of
//! them have failed at once. With `--write` the figures go into `BENCHMARKS.md`, as a section of their own.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads the clock and writes its report"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;
use crowd::{Crowd, catalogue_of};
use peak_alloc::PeakAlloc;

mod crowd;
mod report;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
/// By then each was looked at several times.
const SETTLED: Duration = Duration::from_secs(80 * 60);
/// By then all that fail were called out and told of.
const FALLEN: Duration = Duration::from_secs(10 * 60);
const HEAD: &str = "\n## Speed and memory\n";

/// What came out for one size.
struct Figures {
    services: usize,
    /// Memory for catalogue and monitor together, in bytes.
    bytes: usize,
    well: Pace,
    /// From the moment at which half of them began to fail.
    falling: Pace,
    /// Once they were called out and told of.
    fallen: Pace,
}

/// What the calls in a stretch of the crowd's world took.
#[derive(Default)]
struct Pace {
    calls: u64,
    took: Duration,
    /// In the crowd's world.
    lasted: Duration,
}

impl Pace {
    /// A call in microseconds, and an hour of watching a service in milliseconds.
    fn of(&self, services: usize) -> (f64, f64) {
        let call = self.took.as_secs_f64() * 1e6 / self.calls as f64;
        let hours = self.lasted.as_secs_f64() / 3_600.0;
        let hourly = self.took.as_secs_f64() * 1e3 / hours / services as f64;
        (call, hourly)
    }

    /// Lets the crowd live for a while.
    fn over(crowd: &mut Crowd, span: Duration) -> Self {
        let mut pace = Self::default();
        let from = crowd.age();
        while crowd.age() < from + span {
            pace.took += step(crowd);
            pace.calls += 1;
        }
        pace.lasted = crowd.age() - from;
        pace
    }
}

impl Figures {
    fn row(&self) -> String {
        let Self { services, .. } = *self;
        let kib = self.bytes as f64 / 1_024.0 / services as f64;
        let (call, hourly) = self.well.of(services);
        let (falling, fallen) = (self.falling.of(services), self.fallen.of(services));
        format!(
            "| {services} | {call:.1} µs | {hourly:.2} ms | {:.1} µs | {:.2} ms | {:.2} ms | {kib:.1} KiB |",
            fallen.0, falling.1, fallen.1
        )
    }
}

fn measure(criterion: &mut Criterion, services: usize) -> Figures {
    let before = MEMORY.current_usage();
    let mut crowd = Crowd::over(catalogue_of(services));
    Pace::over(&mut crowd, SETTLED);
    let bytes = MEMORY.current_usage() - before;
    assert_eq!(crowd.well(), services, "all are known to be well");
    let well = watch(criterion, &mut crowd, &format!("well/{services}"));
    crowd.fail_half();
    let falling = Pace::over(&mut crowd, FALLEN);
    assert_eq!(crowd.out(), services / 2, "half of them are out");
    let fallen = watch(criterion, &mut crowd, &format!("half-out/{services}"));
    Figures {
        services,
        bytes,
        well,
        falling,
        fallen,
    }
}

fn watch(criterion: &mut Criterion, crowd: &mut Crowd, name: &str) -> Pace {
    let mut pace = Pace::default();
    let mut group = criterion.benchmark_group("handle");
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|calls| {
            let age = crowd.age();
            let took = (0..calls).map(|_| step(crowd)).sum();
            pace.calls += calls;
            pace.took += took;
            pace.lasted += crowd.age() - age;
            took
        });
    });
    group.finish();
    pace
}

/// Lets the next thing happen; how long the monitor took for it.
fn step(crowd: &mut Crowd) -> Duration {
    let event = crowd.next_event();
    let began = Instant::now();
    let (effects, wakes) = black_box(crowd.handle(event));
    let took = began.elapsed();
    black_box(wakes);
    crowd.start(effects);
    took
}

fn section(figures: &[Figures]) -> String {
    let mut text = format!(
        "{HEAD}
`cargo bench -p aldis-core --bench handle -- --write` writes this section: one call of
`Monitor::handle` in a world in which looks come due and end, each service with two surfaces and a page,
and the memory of catalogue and monitor after {} minutes in which all are well. Then every other service
stands on a cloud that fails: \"falling\" are the first {} minutes of that, in which all of those are
found out and told of, \"half out\" is what comes after. A call is about one service; those at rest, and
those that are not where they are many, are assessed together, at most once in a millisecond for each of
them, so that what a service costs in an hour has a ceiling: few are assessed at every call, many less
often. These are wall-clock means of one run: on a machine busy with other things they came out up to
seven times larger.

| services | a call, in the mean | a service, an hour of watching | a call, half out | a service, an hour of falling | a service, an hour of half out | memory a service |
|---|---|---|---|---|---|---|
",
        SETTLED.as_secs() / 60,
        FALLEN.as_secs() / 60,
    );
    for figures in figures {
        // Writing to memory cannot fail.
        let _ = writeln!(text, "{}", figures.row());
    }
    text
}

fn main() {
    let write = std::env::args().any(|it| it == "--write");
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(2));
    if !write {
        criterion = criterion.configure_from_args();
    }
    let figures: Vec<_> = SIZES
        .into_iter()
        .map(|services| measure(&mut criterion, services))
        .collect();
    criterion.final_summary();
    let section = section(&figures);
    println!("{section}");
    if write {
        report::write(HEAD, &section);
    }
}
