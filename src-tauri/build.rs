//! Names the window's commands to Tauri, so that each must be granted in `capabilities/`.

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let commands = tauri_build::AppManifest::new();
    let commands = commands.commands(&["snapshot", "ask", "query", "start_lamp", "hide"]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))?;
    let built = Path::new("../ui/dist/index.html");
    if built.is_file() {
        // The window carries the UI in itself: one that was built anew must not stay outside.
        println!("cargo::rerun-if-changed={}", built.display());
    } else {
        println!(
            "cargo::warning=ui/dist is missing, aldis-window cannot be built: run `cargo xtask run`, or `npm ci && npm run build` in ui/"
        );
    }
    Ok(())
}
