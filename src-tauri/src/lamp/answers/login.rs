//! Whether Aldis starts when the person signs in: a wish that the system keeps, not our settings.

#[cfg(target_os = "linux")]
mod autostart;

use std::path::Path;

use aldis_link::dirs::Dirs;

#[cfg(target_os = "linux")]
pub(super) use autostart::{is_on, set};

#[cfg(not(target_os = "linux"))]
pub(super) use launch::{is_on, set};

/// What this program has to be started with to find these directories again.
fn arguments(config: &Path, data: &Path) -> Vec<String> {
    let usual = Dirs::resolve(None, None);
    if usual.is_some_and(|usual| usual.config == config && usual.data == data) {
        return Vec::new();
    }
    let [config, data] = [config, data].map(|dir| dir.to_string_lossy().into_owned());
    vec![
        "--config-dir".to_owned(),
        config,
        "--data-dir".to_owned(),
        data,
    ]
}

#[cfg(not(target_os = "linux"))]
mod launch {
    use std::path::Path;

    use anyhow::Context;
    use auto_launch::{AutoLaunch, AutoLaunchBuilder, WindowsEnableMode};

    use super::arguments;

    /// Whether it does; `None` where the system cannot say.
    pub(in super::super) fn is_on(config: &Path, data: &Path) -> Option<bool> {
        let launch = launch(config, data).ok()?;
        launch.is_enabled().ok()
    }

    /// Makes it so.
    pub(in super::super) fn set(on: bool, config: &Path, data: &Path) -> anyhow::Result<()> {
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
            .set_windows_enable_mode(WindowsEnableMode::CurrentUser)
            .set_args(&arguments(config, data));
        builder.build().context("this system cannot do that")
    }
}
