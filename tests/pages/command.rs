//! `aldis decode` as a process.

use std::path::Path;

use serde_json::Value;

#[test]
fn the_command_line_says_what_it_read_and_exits_2_for_what_it_cannot() {
    let home = tempfile::tempdir().unwrap();
    let decode_in = |folder: &str, format: &str, file: &str, more: &[&str]| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../tests/fixtures/page")
            .join(folder)
            .join(file);
        let mut aldis = std::process::Command::new(env!("CARGO_BIN_EXE_aldis"));
        aldis
            .env("ALDIS_CONFIG_DIR", home.path())
            .env("ALDIS_DATA_DIR", home.path());
        let out = aldis
            .args(["decode", "--format", format])
            .args(more)
            .arg(path)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (out.status.code(), text(out.stdout), text(out.stderr))
    };
    let decode = |format: &str, file: &str, more: &[&str]| decode_in(format, format, file, more);
    let (code, json, complaint) = decode(
        "incident_io_widget",
        "harbor-major-2026-10-09.json",
        &["--service", "chatgpt"],
    );
    let read: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, complaint.as_str()), (Some(0), ""));
    assert_eq!(read["format"], "incident_io_widget");
    assert_eq!(read["verdict"]["service"], "chatgpt");
    for (file, reason) in [
        ("harbor-empty-2022-12-21.json", "it is empty"),
        (
            "harbor-page-2026-10-09.html",
            "a web page came where data was due",
        ),
        ("harbor-bare-2026-10-09.json", "“components” is missing"),
        (
            "harbor-nowhere-2026-10-09.json",
            "cannot be read: No such file",
        ),
    ] {
        let (code, json, complaint) = decode("statuspage", file, &[]);
        assert_eq!((code, json.as_str()), (Some(2), ""), "{file}");
        assert!(complaint.contains(reason), "{file}: {complaint}");
    }
    let (code, _, complaint) = decode("smoke", "x-y-2026-10-09.json", &[]);
    assert_eq!(code, Some(2));
    assert!(complaint.contains("incident_io_native"), "{complaint}");
    for (folder, file) in [
        ("statuspage", "harbor-major-2026-10-09.json"),
        ("incident_io", "harbor-major-2025-11-14.json"),
        ("incident_io_widget", "harbor-major-2026-10-09.json"),
        ("incident_io_native", "harbor-major-2026-03-17.json"),
    ] {
        let found = decode_in(folder, "auto", file, &[]);
        assert_eq!(found, decode(folder, file, &[]), "{folder}");
        assert_eq!(found.0, Some(0), "{folder}");
    }
    for (file, reason) in [
        ("harbor-empty-2022-12-21.json", "it is empty"),
        ("harbor-page-2026-10-09.html", "a web page came"),
        ("harbor-bare-2026-10-09.json", "it has the marks of none"),
    ] {
        let (code, json, complaint) = decode_in("statuspage", "auto", file, &[]);
        assert_eq!((code, json.as_str()), (Some(2), ""), "{file}");
        assert!(complaint.contains(reason), "{file}: {complaint}");
    }
}
