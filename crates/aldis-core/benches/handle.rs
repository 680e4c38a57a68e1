//! How long one call of `Monitor::handle` takes, by the number of services watched. The world goes on
//! meanwhile: looks come due and end. Memory is measured beside the detector bench.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use crowd::{Crowd, catalogue_of};

mod crowd;

fn handle(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("handle");
    for services in [10_usize, 100, 1_000, 10_000] {
        let mut crowd = Crowd::over(catalogue_of(services));
        for _ in 0..(services * 4).min(2_000) {
            crowd.step();
        }
        group.throughput(Throughput::Elements(
            u64::try_from(services).unwrap_or(u64::MAX),
        ));
        group.sample_size(20);
        group.bench_function(BenchmarkId::from_parameter(services), |bencher| {
            bencher.iter(|| black_box(crowd.step()));
        });
    }
    group.finish();
}

criterion_group!(benches, handle);
criterion_main!(benches);
