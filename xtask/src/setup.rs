//! Makes the machine ready for a purpose, or says in one command what a person has to do. What is missing and
//! what follows from it is decided in `need` and `plan`.

use std::path::Path;

use anyhow::bail;

use crate::command::Call;
use crate::machine;
use crate::need::{Need, Purpose, missing};
use crate::plan::{self, Plan};
use crate::system::System;

/// Installs what is missing; an error names what is still missing and what to do.
pub(crate) fn install(system: &System, purpose: Purpose, root: &Path) -> anyhow::Result<()> {
    let absent = missing(system, purpose, &machine::has);
    if absent.is_empty() {
        return Ok(());
    }
    eprintln!("Missing on this machine: {}.", names(&absent));
    match plan::plan(system, &absent, machine::authority()) {
        Plan::Nothing => {}
        Plan::Install(calls) => {
            for call in calls {
                perform(&call, root)?;
            }
        }
        Plan::Paste(command) => {
            bail!("some things have to be installed first; paste this:\n\n    {command}\n")
        }
        Plan::ByHand(names) => bail!(
            "install these with the package manager of this system: {}",
            names.join(", ")
        ),
    }
    let still = missing(system, purpose, &machine::has);
    if !still.is_empty() {
        bail!(
            "after installing, these are still missing or too old: {}",
            names(&still)
        );
    }
    Ok(())
}

/// Says what `install` would do.
pub(crate) fn describe(system: &System, purpose: Purpose) {
    let absent = missing(system, purpose, &machine::has);
    if absent.is_empty() {
        println!("System: nothing is missing.");
        return;
    }
    println!("System: missing {}.", names(&absent));
    match plan::plan(system, &absent, machine::authority()) {
        Plan::Nothing => {}
        Plan::Install(calls) => {
            for call in calls {
                println!("    would run: {call}");
            }
        }
        Plan::Paste(command) => println!("    would ask you to paste: {command}"),
        Plan::ByHand(_) => {
            println!("    would ask you to install them with the package manager of this system")
        }
    }
}

fn perform(call: &plan::Call, root: &Path) -> anyhow::Result<()> {
    let [program, arguments @ ..] = call.words.as_slice() else {
        return Ok(());
    };
    match Call::new(program, root)?.args(arguments).run() {
        Err(error) if !call.must_pass => {
            eprintln!("warning: {error:#}; going on");
            Ok(())
        }
        outcome => outcome,
    }
}

fn names(needs: &[&Need]) -> String {
    needs
        .iter()
        .map(|need| need.what)
        .collect::<Vec<_>>()
        .join(", ")
}
