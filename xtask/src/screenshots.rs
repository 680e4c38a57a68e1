//! `cargo xtask screenshots`: takes the pictures in `docs/screenshots` anew, from the window with its sample for
//! a lamp. To be looked at one by one before they are committed.

use std::path::Path;
use std::process::ExitCode;

use crate::need::Purpose;
use crate::web::Web;
use crate::{machine, setup};

pub(crate) fn screenshots(root: &Path) -> anyhow::Result<ExitCode> {
    setup::install(&machine::system(), Purpose::Test, root)?;
    let web = Web::of(root);
    web.refresh_packages()?;
    web.script("screenshots")?;
    Ok(ExitCode::SUCCESS)
}
