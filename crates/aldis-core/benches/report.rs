//! Where the benchmarks' figures are written: `BENCHMARKS.md`, a section for each.

const REPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../BENCHMARKS.md");

/// Puts the section that begins with `head` (`"\n## …\n"`) in place of the one the report has, or at its
/// end.
pub(crate) fn write(head: &str, section: &str) {
    let report = std::fs::read_to_string(REPORT).unwrap_or_default();
    let written = std::fs::write(REPORT, with_section(&report, head, section));
    assert!(written.is_ok(), "{written:?}");
}

fn with_section(report: &str, head: &str, section: &str) -> String {
    let start = report.find(head).unwrap_or(report.len());
    let rest = report.get(start + head.len()..).unwrap_or_default();
    let next = rest.find("\n## ").map_or("", |at| &rest[at..]);
    format!("{}{section}{next}", &report[..start])
}
