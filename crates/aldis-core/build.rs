//! Finds the languages: every file in `locales/` is one.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads and writes files"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error, fs};

fn main() -> Result<(), Box<dyn error::Error>> {
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let files = fs::read_dir(&locales)?.map(|file| Ok(file?.path()));
    let mut files: Vec<PathBuf> = files.collect::<Result<_, std::io::Error>>()?;
    files.retain(|path| path.extension().is_some_and(|end| end == "ftl"));
    files.sort();
    let mut list = String::from("[\n");
    for file in files {
        let tag = file.file_stem().unwrap_or_default().to_string_lossy();
        let file = file.canonicalize()?;
        writeln!(list, "    ({tag:?}, include_str!({file:?})),")?;
    }
    list.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("locales.rs"), list)?;
    Ok(())
}
