//! How the web engine draws where there is no graphics card.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// WebKitGTK's way of handing frames over by graphics memory. Without a card it only costs: a third
/// longer until something is painted, and 80 MiB more.
const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Starts this program anew, in the same process, with the environment that suits a machine
/// without a graphics card: the environment of a running program cannot be changed safely.
/// Returns where that is not needed or does not work.
pub fn suit_the_machine() {
    use std::os::unix::process::CommandExt;
    if std::env::var_os(SWITCH).is_some() || has_card(Path::new("/dev/dri")) {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        let arguments = std::env::args_os().skip(1);
        let error = Command::new(program)
            .args(arguments)
            .env(SWITCH, "1")
            .exec();
        tracing::warn!(%error, "failed to start anew without graphics memory");
    }
}

/// Whether there is a device to draw with.
fn has_card(devices: &Path) -> bool {
    let is_card = |name: &OsStr| name.to_string_lossy().starts_with("renderD");
    std::fs::read_dir(devices).is_ok_and(|devices| {
        devices
            .filter_map(Result::ok)
            .any(|device| is_card(&device.file_name()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_without_a_renderer_is_no_graphics_card() {
        let devices = tempfile::tempdir().unwrap();
        assert!(!has_card(&devices.path().join("none")));
        std::fs::write(devices.path().join("card0"), "").unwrap();
        assert!(!has_card(devices.path()));
        std::fs::write(devices.path().join("renderD128"), "").unwrap();
        assert!(has_card(devices.path()));
    }
}
