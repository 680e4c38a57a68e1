//! The desktop shell: two thin programs on one engine.

pub mod lamp;
pub mod window;

/// Whether there is a screen to show a window on. Without one the toolkit of a Linux desktop
/// panics; a person is owed a sentence.
pub(crate) fn has_display() -> bool {
    let names = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || names("DISPLAY") || names("WAYLAND_DISPLAY")
}

/// Says on the terminal why `program` does not run: whoever starts it by hand has to see it.
#[expect(clippy::print_stderr, reason = "there may be no log to say it in")]
pub fn complain(program: &str, error: &anyhow::Error) {
    eprintln!("{program}: {error:#}");
}
