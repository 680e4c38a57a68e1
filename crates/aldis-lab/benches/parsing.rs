//! How fast the two largest kinds of pages are read, beside plain JSON parsing of the same bytes in the
//! same run: the recorded documents beside the tree where they are, else made-up ones of their size.

use std::hint::black_box;
use std::path::Path;

use aldis_core::page::{self, Format};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value, json};

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

fn parsing(criterion: &mut Criterion) {
    for page in pages() {
        let mut group = criterion.benchmark_group(page.name);
        group.throughput(Throughput::Bytes(page.bytes.len() as u64));
        group.bench_function("aldis", |bench| {
            bench.iter(|| page::parse(page.format, black_box(&page.bytes)));
        });
        group.bench_function("json", |bench| {
            bench.iter(|| serde_json::from_slice::<Value>(black_box(&page.bytes)));
        });
        group.finish();
    }
}

criterion_group!(benches, parsing);
criterion_main!(benches);
