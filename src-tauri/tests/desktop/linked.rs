//! What the resident lamp is linked with.

use std::process::Command;

#[test]
fn the_lamp_links_no_web_engine() {
    let linked = Command::new("ldd")
        .arg(env!("CARGO_BIN_EXE_aldis-desktop"))
        .output()
        .expect("ldd is part of the C library's package");
    let linked = String::from_utf8(linked.stdout).unwrap();
    assert!(linked.contains("libc.so"), "{linked}");
    for banned in ["gtk", "gdk", "webkit", "javascriptcore", "gobject", "X11"] {
        let found = linked.lines().find(|line| line.contains(banned));
        assert_eq!(found, None, "{banned}");
    }
}
