//! Opens addresses in the system's browser: http and https, nothing else.

use anyhow::{Context, ensure};
use url::Url;

/// Opens `address`, which may come from anywhere.
///
/// # Errors
/// When it is not a web address, or the system has no browser.
pub fn open(address: &str) -> anyhow::Result<()> {
    let url = web_address(address)?;
    open::that_detached(url.as_str()).context("failed to open the browser")
}

fn web_address(address: &str) -> anyhow::Result<Url> {
    let url = Url::parse(address).context("not an address")?;
    ensure!(
        matches!(url.scheme(), "http" | "https"),
        "only web addresses are opened, not {}:",
        url.scheme()
    );
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_opened() {
        assert!(web_address("https://claude.ai/new?q=a%20b").is_ok());
        assert!(web_address("http://127.0.0.1:8080/").is_ok());
        for hostile in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "aldis://now",
            "mailto:a@b",
            "--help",
            "",
        ] {
            assert!(web_address(hostile).is_err(), "{hostile}");
        }
    }
}
