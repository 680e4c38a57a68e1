//! The list of commands and events, and the test that keeps `ui/src/lib/bindings.ts` fresh.

use tauri_specta::{Builder, collect_commands, collect_events};

use super::commands;

/// Everything the page may call and hear.
pub fn builder() -> Builder<tauri::Wry> {
    Builder::new()
        .commands(collect_commands![
            commands::snapshot,
            commands::ask,
            commands::query,
            commands::start_lamp,
            commands::hide
        ])
        .events(collect_events![
            commands::SnapshotChanged,
            commands::ConnectionChanged,
            commands::PageAsked
        ])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn the_pages_bindings_are_fresh() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/bindings.ts");
        let language = specta_typescript::Typescript::default();
        let fresh = super::builder().export_str(language).unwrap();
        let found = std::fs::read_to_string(&file).unwrap_or_default();
        // A checkout on Windows may have turned the line ends.
        if found.replace("\r\n", "\n") != fresh {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, fresh).unwrap();
            panic!("ui/src/lib/bindings.ts was stale; it is rewritten: look at it and commit it");
        }
    }
}
