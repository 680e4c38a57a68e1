//! Habits of the tree that no compiler checks. What a line of code may say is clippy's business.

use std::path::Path;
use std::process::Command;

fn assert_no_file(why: &str, is_wrong: impl Fn(&str, &str) -> bool) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut git = Command::new("git");
    let listed = git.args(["ls-files", "-z"]).current_dir(&root).output();
    let names = String::from_utf8(listed.unwrap().stdout).unwrap();
    assert!(names.contains("Cargo.toml"), "git does not list this tree");
    for name in names.split_terminator('\0') {
        let bytes = std::fs::read(root.join(name)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!is_wrong(name, &text), "{name} {why}");
    }
}

/// Up to where a file's tests begin, not where it only says that they are in another file.
fn without_tests(text: &str) -> &str {
    let mut marks = text.match_indices("\n#[cfg(test)]\nmod ");
    let tests = marks.find(|(at, mark)| {
        let name = text[at + mark.len()..].lines().next();
        name.is_some_and(|name| !name.ends_with(';'))
    });
    tests.map_or(text, |(at, _)| &text[..at])
}

#[test]
fn no_file_is_too_long_to_read_in_one_sitting() {
    assert_no_file("has more than 500 lines: cut it in two", |name, text| {
        let end = name.rsplit('.').next().unwrap_or_default();
        let excused = ["tests/", "/tests.rs", ".test.ts", "/bindings.ts"];
        let counts = !excused.iter().any(|part| name.contains(part));
        ["rs", "svelte", "ts"].contains(&end) && counts && without_tests(text).lines().count() > 500
    });
}

#[test]
fn nobody_lets_the_desktop_unwrap() {
    assert_no_file("switches off the lint that finds unwraps", |name, text| {
        name.starts_with("src-tauri/") && text.contains("clippy::unwrap_used")
    });
}

#[test]
fn fixtures_say_whose_page_how_bad_and_when() {
    let kinds = [".json", ".html", ".xml"];
    assert_no_file("is not <provider>-<severity>-<date>.<kind>", |name, _| {
        let stem = kinds.iter().find_map(|kind| name.strip_suffix(kind));
        let file = stem.and_then(|stem| stem.rsplit('/').next());
        let shape = file.map(|file| file.replace(|c: char| c.is_ascii_digit(), "0"));
        let words = shape.and_then(|shape| Some(shape.strip_suffix("-0000-00-00")?.to_owned()));
        let named_well = words.is_some_and(|words| words.contains('-'));
        name.starts_with("tests/fixtures/page/") && !named_well
    });
}

#[test]
fn nothing_names_the_machine_it_was_written_on() {
    let folders = [["/wo", "rk/"].concat(), ["/ro", "ot/"].concat()];
    assert_no_file("names a folder of one machine", |_, text| {
        folders.iter().any(|folder| text.contains(folder))
    });
}
