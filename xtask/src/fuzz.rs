//! `cargo xtask fuzz`: throws damaged and made-up status pages at every format. The targets and what they
//! hold to are in `fuzz/`; here is only what they start from and how long they run.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};

use crate::command::Call;

/// What every change has to pass, about a minute on two cores. Counted, and begun with nothing but
/// the tree, so that it tries the same each time: a find of chance would turn an innocent change down.
const GATE: [(Target, u32); 2] = [(Target::Parse, 600_000), (Target::Damage, 60_000)];

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Formats to read made-up pages in, one after the other; all of them at once where none is named.
    #[arg(value_name = "FORMAT")]
    formats: Vec<String>,
    /// How long, for each format named or for all of them.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// Damage the fixtures instead.
    #[arg(long, conflicts_with = "formats")]
    damage: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    /// Any bytes as any format.
    Parse,
    /// Fixtures that bring no good news, damaged.
    Damage,
}

/// When a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    After(Duration),
    /// After so many inputs.
    Inputs(u32),
}

impl Target {
    fn name(self) -> &'static str {
        match self {
            Self::Parse => "parse",
            Self::Damage => "damage",
        }
    }
}

pub(crate) fn fuzz(root: &Path, options: &Options) -> anyhow::Result<ExitCode> {
    let end = End::After(Duration::from_secs(options.seconds));
    if options.damage {
        run(root, Target::Damage, None, end)?;
    } else if options.formats.is_empty() {
        run(root, Target::Parse, None, end)?;
    }
    for format in &options.formats {
        run(root, Target::Parse, Some(format), end)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What every change has to pass. Windows has no fuzzer that stable compilers can link.
pub(crate) fn gate(root: &Path) -> anyhow::Result<()> {
    if cfg!(windows) {
        println!("Fuzzing is left to the other systems.");
        return Ok(());
    }
    GATE.iter()
        .try_for_each(|(target, inputs)| run(root, *target, None, End::Inputs(*inputs)))
}

fn run(root: &Path, target: Target, format: Option<&str>, end: End) -> anyhow::Result<()> {
    let fuzz = root.join("fuzz");
    let built = built(
        root,
        std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from),
    );
    let (name, bound) = match end {
        End::After(time) => (
            format.unwrap_or("all"),
            vec![format!("-max_total_time={}", time.as_secs())],
        ),
        // What other processes found comes in by the clock, and is not taken in.
        End::Inputs(inputs) => (
            "gate",
            vec![
                format!("-runs={inputs}"),
                "-seed=1".to_owned(),
                "-reload=0".to_owned(),
                // What is compared are addresses too, and the system gives others each time.
                "-use_cmp=0".to_owned(),
            ],
        ),
    };
    let found = built
        .join("fuzz-found")
        .join(format!("{}-{name}", target.name()));
    match end {
        End::After(_) => make_folder(&found)?,
        End::Inputs(_) => make_empty(&found)?,
    }
    let mut inputs = vec![found.clone().into_os_string()];
    if target == Target::Parse {
        let kept = fuzz.join("corpus/parse");
        let kept = format.map_or_else(|| kept.clone(), |format| kept.join(format));
        let mut folders = vec![seeds(root, &built, format)?];
        folders.extend(kept.is_dir().then_some(kept));
        match end {
            End::After(_) => inputs.extend(folders.into_iter().map(PathBuf::into_os_string)),
            End::Inputs(_) => inputs.push(in_order(&folders, &built.join("fuzz-seeds/gate.list"))?),
        }
    }
    Call::cargo(&fuzz)
        // What the tree itself asks for in `fuzz/.cargo` would not count.
        .without_env("RUSTFLAGS")
        .without_env("CARGO_ENCODED_RUSTFLAGS")
        .args(["run", "--quiet", "--release", "--locked", "--target-dir"])
        .args([&built])
        .args(["--bin", target.name(), "--"])
        .args(inputs)
        .args(bound)
        .args([format!("-artifact_prefix={}/", found.display())])
        .args([
            "-max_len=65536",
            "-timeout=10",
            "-rss_limit_mb=1024",
            "-print_final_stats=1",
            "-verbosity=0",
        ])
        .run()
}

/// Where cargo builds.
fn built(root: &Path, told: Option<PathBuf>) -> PathBuf {
    told.map_or_else(|| root.join("target"), |told| root.join(told))
}

/// All files below `folders` in one order, as an option of libFuzzer's: it reads folders in whatever
/// order the file system keeps, and what it tries next depends on it. The names are left in `list`.
fn in_order(folders: &[PathBuf], list: &Path) -> anyhow::Result<OsString> {
    let mut names = Vec::new();
    for folder in folders {
        for file in files(folder)? {
            match file.to_str().filter(|name| !name.contains(',')) {
                Some(name) => names.push(name.to_owned()),
                None => bail!(
                    "libFuzzer cannot be told of {}: its path has to be UTF-8 without a comma",
                    file.display()
                ),
            }
        }
    }
    std::fs::write(list, names.join(","))
        .with_context(|| format!("failed to write {}", list.display()))?;
    let mut option = OsString::from("-seed_inputs=@");
    option.push(list);
    Ok(option)
}

/// All files below a folder, sorted by their names within it.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in entries(folder)? {
        if entry.is_dir() {
            files.extend(self::files(&entry)?);
        } else {
            files.push(entry);
        }
    }
    Ok(files)
}

/// Every fixture as an input: its format in the first line, then the document.
fn seeds(root: &Path, built: &Path, format: Option<&str>) -> anyhow::Result<PathBuf> {
    let mut folders = entries(&root.join("tests/fixtures/page"))?;
    folders.retain(|folder| format.is_none_or(|format| name(folder).is_ok_and(|it| it == format)));
    if folders.is_empty() {
        bail!(
            "there are no fixtures of the format {}",
            format.unwrap_or_default()
        );
    }
    let seeds = built.join("fuzz-seeds").join(format.unwrap_or("all"));
    // A fixture that is no more is no input.
    make_empty(&seeds)?;
    for folder in folders {
        let name = name(&folder)?;
        for page in entries(&folder)? {
            let document = std::fs::read(&page)
                .with_context(|| format!("failed to read {}", page.display()))?;
            let input = [name.as_bytes(), b"\n", &document].concat();
            let seed = seeds.join(format!("{name}-{}", self::name(&page)?));
            std::fs::write(&seed, input)
                .with_context(|| format!("failed to write {}", seed.display()))?;
        }
    }
    Ok(seeds)
}

fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let reading = || format!("failed to read {}", folder.display());
    let entries = std::fs::read_dir(folder).with_context(reading)?;
    let paths = entries.map(|entry| Ok(entry.with_context(reading)?.path()));
    let mut paths = paths.collect::<anyhow::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> anyhow::Result<&str> {
    path.file_name()
        .and_then(|name| name.to_str())
        .with_context(|| format!("{} has no name", path.display()))
}

fn make_empty(folder: &Path) -> anyhow::Result<()> {
    if folder.is_dir() {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("failed to remove {}", folder.display()))?;
    }
    make_folder(folder)
}

fn make_folder(folder: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("failed to create {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fixture_of_a_format_becomes_an_input_that_names_it() {
        let root = tempfile::tempdir().unwrap();
        let pages = root.path().join("tests/fixtures/page");
        for format in ["rss", "atom"] {
            std::fs::create_dir_all(pages.join(format)).unwrap();
            std::fs::write(pages.join(format).join("a.xml"), "<x/>").unwrap();
        }
        let built = built(root.path(), None);
        let all = seeds(root.path(), &built, None).unwrap();
        assert_eq!(entries(&all).unwrap().len(), 2);
        std::fs::remove_file(pages.join("atom/a.xml")).unwrap();
        let left = seeds(root.path(), &built, None).unwrap();
        assert_eq!(entries(&left).unwrap().len(), 1);
        let one = seeds(root.path(), &built, Some("rss")).unwrap();
        let input = std::fs::read_to_string(one.join("rss-a.xml")).unwrap();
        assert_eq!(input, "rss\n<x/>");
        assert_eq!(entries(&one).unwrap().len(), 1);
        let elsewhere = pages.to_str().unwrap();
        for none in ["fax", "..", elsewhere] {
            assert!(seeds(root.path(), &built, Some(none)).is_err());
        }
        assert!(pages.join("rss/a.xml").is_file() && one.is_dir());
    }

    #[test]
    fn the_gate_names_its_inputs_in_one_order() {
        let root = tempfile::tempdir().unwrap();
        let (list, folder) = (root.path().join("list"), root.path().join("all"));
        for name in ["b/2", "a/3", "b/1", "c"] {
            let path = folder.join(name);
            make_folder(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        in_order(std::slice::from_ref(&folder), &list).unwrap();
        let named = std::fs::read_to_string(&list).unwrap();
        let named: Vec<&Path> = named.split(',').map(Path::new).collect();
        assert_eq!(
            named,
            ["a/3", "b/1", "b/2", "c"].map(|name| folder.join(name))
        );

        make_folder(&folder.join("a,b")).unwrap();
        std::fs::write(folder.join("a,b/1"), "").unwrap();
        assert!(in_order(&[folder], &list).is_err());
    }
}
