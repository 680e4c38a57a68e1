//! Whether Aldis starts when the person signs in: a wish that the system keeps, not our settings.

use std::path::Path;

use aldis_link::dirs::Dirs;
use anyhow::Context;
use auto_launch::{AutoLaunch, AutoLaunchBuilder, WindowsEnableMode};

/// Whether it does; `None` where the system cannot say.
pub(super) fn is_on(config: &Path, data: &Path) -> Option<bool> {
    let launch = launch(config, data).ok()?;
    launch.is_enabled().ok()
}

/// Makes it so.
pub(super) fn set(on: bool, config: &Path, data: &Path) -> anyhow::Result<()> {
    let launch = launch(config, data)?;
    let done = if on {
        launch.enable()
    } else {
        launch.disable()
    };
    done.context("the system did not take it")
}

fn launch(config: &Path, data: &Path) -> anyhow::Result<AutoLaunch> {
    let program = std::env::current_exe().context("this program cannot be found")?;
    let mut builder = AutoLaunchBuilder::new();
    builder
        .set_app_name("Aldis")
        .set_app_path(
            program
                .to_str()
                .context("this program has a strange name")?,
        )
        .set_windows_enable_mode(WindowsEnableMode::CurrentUser);
    let usual = Dirs::resolve(None, None);
    let is_usual = usual.is_some_and(|usual| usual.config == config && usual.data == data);
    if !is_usual {
        let dirs = [config, data].map(|dir| dir.to_string_lossy().into_owned());
        let [config, data] = dirs;
        builder.set_args(&["--config-dir", &config, "--data-dir", &data]);
    }
    builder.build().context("this system cannot do that")
}
