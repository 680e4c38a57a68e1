//! How long one call of `Monitor::handle` takes, and how much memory a service takes, by the number of
//! services watched. The world goes on meanwhile: looks come due and end, and all are well. With
//! `--write` the figures go into `BENCHMARKS.md`, as a section of their own.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads the clock and writes its report"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion};
use crowd::{Crowd, catalogue_of};
use peak_alloc::PeakAlloc;

mod crowd;
mod report;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
/// By then each was looked at several times.
const SETTLED: Duration = Duration::from_secs(80 * 60);
const HEAD: &str = "\n## Speed and memory\n";

/// What came out for one size.
struct Figures {
    services: usize,
    /// Memory for catalogue and monitor together, in bytes.
    bytes: usize,
    calls: u64,
    took: Duration,
    /// In the crowd's world.
    lasted: Duration,
}

impl Figures {
    fn row(&self) -> String {
        let services = self.services as f64;
        let call = self.took.as_secs_f64() * 1e6 / self.calls as f64;
        let hours = self.lasted.as_secs_f64() / 3_600.0;
        let hourly = self.took.as_secs_f64() * 1e3 / hours / services;
        let kib = self.bytes as f64 / 1_024.0 / services;
        format!("| {services} | {call:.1} µs | {hourly:.2} ms | {kib:.1} KiB |")
    }
}

fn measure(criterion: &mut Criterion, services: usize) -> Figures {
    let before = MEMORY.current_usage();
    let mut crowd = Crowd::over(catalogue_of(services));
    while crowd.age() < SETTLED {
        step(&mut crowd);
    }
    let bytes = MEMORY.current_usage() - before;
    assert_eq!(crowd.well(), services, "all are known to be well");
    let mut figures = Figures {
        services,
        bytes,
        calls: 0,
        took: Duration::ZERO,
        lasted: Duration::ZERO,
    };
    let mut group = criterion.benchmark_group("handle");
    group.bench_function(BenchmarkId::from_parameter(services), |bencher| {
        bencher.iter_custom(|calls| {
            let age = crowd.age();
            let took = (0..calls).map(|_| step(&mut crowd)).sum();
            figures.calls += calls;
            figures.took += took;
            figures.lasted += crowd.age() - age;
            took
        });
    });
    group.finish();
    figures
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
`Monitor::handle` in a world in which all services are well, each with two surfaces and a page, looks
come due and end, and the memory of catalogue and monitor after {} minutes of that. A call is about one
service; those at rest are assessed together, at most once in a millisecond for each of them, so that
what a service costs in an hour has a ceiling: few are assessed at every call, many less often. These
are wall-clock means of one run: on a machine busy with other things they came out up to seven times
larger.

| services | a call, in the mean | a service, an hour of watching | memory a service |
|---|---|---|---|
",
        SETTLED.as_secs() / 60
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
