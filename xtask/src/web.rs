//! The UI's packages and its build, done only when something they are made from is newer.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::command::Call;

/// The `ui` folder of the tree.
pub(crate) struct Web {
    ui: PathBuf,
    locales: PathBuf,
}

impl Web {
    pub(crate) fn of(root: &Path) -> Self {
        Self {
            ui: root.join("ui"),
            locales: root.join("locales"),
        }
    }

    fn packages_are_stale(&self) -> bool {
        let made = newest(&self.ui.join("node_modules/.package-lock.json"));
        made < newest(&self.ui.join("package-lock.json")).max(newest(&self.ui.join("package.json")))
            || made.is_none()
    }

    fn build_is_stale(&self) -> bool {
        let made = newest(&self.ui.join("dist/index.html"));
        made < newest(&self.ui).max(newest(&self.locales)) || made.is_none()
    }

    pub(crate) fn refresh_packages(&self) -> anyhow::Result<()> {
        if self.packages_are_stale() {
            self.npm(&["ci", "--no-audit", "--no-fund"])?;
        }
        Ok(())
    }

    pub(crate) fn script(&self, name: &str) -> anyhow::Result<()> {
        self.npm(&["run", name])
    }

    /// Brings packages and build up to date.
    pub(crate) fn prepare(&self) -> anyhow::Result<()> {
        self.refresh_packages()?;
        if self.build_is_stale() {
            self.script("build")?;
        }
        Ok(())
    }

    pub(crate) fn describe(&self) {
        if self.packages_are_stale() {
            println!("UI packages: would run `npm ci` in ui/.");
        } else {
            println!("UI packages: up to date.");
        }
    }

    fn npm(&self, arguments: &[&str]) -> anyhow::Result<()> {
        Call::new("npm", &self.ui)?.args(arguments).run()
    }
}

/// When the newest file at or below `path` was changed; what npm and the build put there does not count below it.
fn newest(path: &Path) -> Option<SystemTime> {
    let entries = match fs::metadata(path) {
        Ok(found) if found.is_dir() => fs::read_dir(path).ok()?,
        Ok(found) => return found.modified().ok(),
        Err(_) => return None,
    };
    entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name() != "node_modules" && entry.file_name() != "dist")
        .filter_map(|entry| newest(&entry.path()))
        .max()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn write(path: &Path, age_s: u64) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let file = fs::File::create(path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(age_s))
            .unwrap();
    }

    fn tree() -> (tempfile::TempDir, Web) {
        let root = tempfile::tempdir().unwrap();
        let web = Web::of(root.path());
        write(&root.path().join("ui/package.json"), 90);
        write(&root.path().join("ui/package-lock.json"), 80);
        write(&root.path().join("ui/src/App.svelte"), 60);
        write(&root.path().join("locales/en.ftl"), 60);
        (root, web)
    }

    #[test]
    fn a_fresh_clone_has_no_packages_and_no_build() {
        let (_root, web) = tree();
        assert!(web.packages_are_stale());
        assert!(web.build_is_stale());
    }

    #[test]
    fn packages_are_stale_once_the_lock_file_is_newer() {
        let (root, web) = tree();
        write(&root.path().join("ui/node_modules/.package-lock.json"), 70);
        assert!(!web.packages_are_stale());
        write(&root.path().join("ui/package-lock.json"), 10);
        assert!(web.packages_are_stale());
    }

    #[test]
    fn the_build_is_stale_once_a_source_or_a_locale_is_newer() {
        let (root, web) = tree();
        write(&root.path().join("ui/dist/index.html"), 50);
        write(&root.path().join("ui/node_modules/x/index.js"), 10);
        write(&root.path().join("ui/dist/assets/app.js"), 10);
        assert!(!web.build_is_stale());
        write(&root.path().join("locales/vi.ftl"), 10);
        assert!(web.build_is_stale());
        write(&root.path().join("ui/dist/index.html"), 5);
        assert!(!web.build_is_stale());
        write(&root.path().join("ui/src/App.svelte"), 1);
        assert!(web.build_is_stale());
    }
}
