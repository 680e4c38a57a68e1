//! How fast the two largest kinds of pages are read and how much memory that takes, beside plain JSON
//! parsing of the same bytes in the same run: the recorded documents beside the tree where they are,
//! else made-up ones of their size. With `--write` the figures go into `BENCHMARKS.md`.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a benchmark reads the clock and writes its report"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use aldis_core::page::{self, Format};
use criterion::{Criterion, Throughput};
use peak_alloc::PeakAlloc;
use serde_json::{Value, json};

mod report;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const HEAD: &str = "\n## Reading pages\n";
const MIB: f64 = 1_048_576.0;

/// One document and how it is named.
struct Page {
    name: &'static str,
    format: Format,
    bytes: Vec<u8>,
}

fn pages() -> [Page; 2] {
    let cloudflare = "statuspage/cloudflare-2025-11-18T1422.summary.json";
    let google = "google/cloud-outage-2025-06-12.json";
    [
        Page {
            name: "cloudflare",
            format: Format::Statuspage,
            bytes: recorded(cloudflare).unwrap_or_else(|| made_up(&summary())),
        },
        Page {
            name: "google",
            format: Format::Google,
            bytes: recorded(google).unwrap_or_else(|| made_up(&incidents())),
        },
    ]
}

fn recorded(name: &str) -> Option<Vec<u8>> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("ALDIS_SHARED").map_or(beside, Into::into);
    std::fs::read(shared.join("recorded").join(name)).ok()
}

fn made_up(document: &Value) -> Vec<u8> {
    document.to_string().into_bytes()
}

/// 600 components and a hundred windows: 390 KB.
fn summary() -> Value {
    let at = "2025-11-18T14:22:00.000Z";
    let component = |number: usize| {
        json!({"id": format!("{number:012}"), "name": format!("City {number} (ABC)"),
            "status": "operational", "created_at": at, "updated_at": at, "position": number,
            "description": null, "showcase": false, "start_date": null, "group_id": "000000000000",
            "page_id": "yh6f0r4529hb", "group": false, "only_show_if_degraded": false})
    };
    let window = |number: usize| {
        let update = json!({"id": format!("u{number}"), "status": "scheduled", "created_at": at,
            "body": "Traffic might be re-routed from this location. ".repeat(12)});
        json!({"id": format!("m{number}"), "name": "Scheduled maintenance", "status": "scheduled",
            "impact": "maintenance", "scheduled_for": at, "scheduled_until": at,
            "created_at": at, "updated_at": at, "incident_updates": [update],
            "components": [component(number), component(number + 1)]})
    };
    json!({"page": {"id": "yh6f0r4529hb", "name": "Made up", "time_zone": "Etc/UTC", "updated_at": at},
        "status": {"indicator": "critical", "description": "-"}, "incidents": [],
        "components": (0..600).map(component).collect::<Vec<_>>(),
        "scheduled_maintenances": (0..100).map(window).collect::<Vec<_>>()})
}

/// 130 incidents with seven messages each: 1.2 MB.
fn incidents() -> Value {
    let at = "2025-06-12T18:46:00+00:00";
    let update = json!({"created": at, "modified": at, "when": at, "status": "SERVICE_DISRUPTION",
        "text": "**Summary**\nWe are looking at errors. ".repeat(25),
        "affected_locations": [{"title": "Global", "id": "global"}]});
    let incident = |number: usize| {
        json!({"id": format!("id{number}"), "number": number.to_string(), "begin": at, "end": at,
            "created": at, "modified": at, "external_desc": "Errors", "uri": "incidents/1",
            "updates": vec![update.clone(); 7], "most_recent_update": update,
            "status_impact": "SERVICE_DISRUPTION", "severity": "medium", "service_key": "zall",
            "service_name": "Multiple Products",
            "affected_products": [{"title": "Chat", "id": "chat"}]})
    };
    (0..130).map(incident).collect()
}

/// One way of reading one document.
struct Figures {
    calls: u64,
    took: Duration,
    /// The most memory at any moment, beside the document.
    peak: usize,
}

impl Figures {
    fn mib_a_second(&self, bytes: usize) -> f64 {
        bytes as f64 * self.calls as f64 / MIB / self.took.as_secs_f64()
    }
}

fn measure<T>(criterion: &mut Criterion, page: &Page, way: &str, read: impl Fn() -> T) -> Figures {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    drop(black_box(read()));
    let mut figures = Figures {
        calls: 0,
        took: Duration::ZERO,
        peak: MEMORY.peak_usage() - before,
    };
    let mut group = criterion.benchmark_group(page.name);
    group.throughput(Throughput::Bytes(page.bytes.len() as u64));
    group.bench_function(way, |bencher| {
        bencher.iter_custom(|calls| {
            let began = Instant::now();
            (0..calls).for_each(|_| drop(black_box(read())));
            let took = began.elapsed();
            figures.calls += calls;
            figures.took += took;
            took
        });
    });
    group.finish();
    figures
}

fn row(criterion: &mut Criterion, page: &Page) -> String {
    let bytes = page.bytes.len();
    let json = measure(criterion, page, "json", || {
        serde_json::from_slice::<Value>(black_box(&page.bytes))
    });
    let aldis = measure(criterion, page, "aldis", || {
        page::parse(page.format, black_box(&page.bytes))
    });
    let (ours, theirs) = (aldis.mib_a_second(bytes), json.mib_a_second(bytes));
    format!(
        "| {} | {} KB | {ours:.0} MiB/s | {theirs:.0} MiB/s | {:.2} | {:.1} MiB | {:.1} MiB |",
        page.name,
        bytes / 1_000,
        ours / theirs,
        aldis.peak as f64 / MIB,
        json.peak as f64 / MIB,
    )
}

fn section(rows: &[String]) -> String {
    let mut text = format!(
        "{HEAD}
`cargo bench -p aldis-core --bench parsing -- --write` writes this section: reading a whole page, from
bytes to what it says, beside parsing the same bytes into a `serde_json::Value`, in one run; and the most
memory either takes at any moment, beside the bytes. Only the ratio carries over to other machines.
A document beyond 8 MiB is not read at all, and the fuzzer holds every reader to 1 MiB and 256 bytes for
each byte of the document.

| page | size | Aldis | plain JSON | ratio | peak, Aldis | peak, plain JSON |
|---|---|---|---|---|---|---|
"
    );
    for row in rows {
        // Writing to memory cannot fail.
        let _ = writeln!(text, "{row}");
    }
    text
}

fn main() {
    let write = std::env::args().any(|it| it == "--write");
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));
    if !write {
        criterion = criterion.configure_from_args();
    }
    let rows: Vec<String> = pages()
        .iter()
        .map(|page| row(&mut criterion, page))
        .collect();
    criterion.final_summary();
    let section = section(&rows);
    println!("{section}");
    if write {
        report::write(HEAD, &section);
    }
}
