//! Starting another program: shown before it runs, with its failure put into words. What is shown goes to standard
//! error, so that what the program prints can be piped on.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, bail};

/// One program call, in a folder of the tree.
pub(crate) struct Call {
    program: String,
    command: Command,
    arguments: Vec<String>,
}

impl Call {
    /// Programs are looked up here, because on Windows `npm` is a script that only a look-up finds.
    pub(crate) fn new(program: &str, folder: &Path) -> anyhow::Result<Self> {
        let path = which::which(program)
            .with_context(|| format!("failed to find the program {program}"))?;
        Ok(Self::at(program, path, folder))
    }

    /// The cargo that started this chore.
    pub(crate) fn cargo(folder: &Path) -> Self {
        let path = std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
        Self::at("cargo", path, folder)
    }

    /// A program at a path known beforehand.
    pub(crate) fn at(name: &str, path: PathBuf, folder: &Path) -> Self {
        let mut command = Command::new(path);
        command.current_dir(folder);
        Self {
            program: name.to_owned(),
            command,
            arguments: Vec::new(),
        }
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        for argument in arguments {
            self.arguments
                .push(argument.as_ref().to_string_lossy().into_owned());
            self.command.arg(argument);
        }
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Runs it with this terminal, and fails if it does.
    pub(crate) fn run(mut self) -> anyhow::Result<()> {
        eprintln!("$ {self}");
        let status = self
            .command
            .status()
            .with_context(|| format!("failed to start {}", self.program))?;
        if !status.success() {
            bail!("`{self}` failed ({status})");
        }
        Ok(())
    }

    /// Hands this terminal over to it: signals reach it and nothing else, and its exit code is ours.
    #[cfg(unix)]
    pub(crate) fn take_over(mut self) -> anyhow::Result<ExitCode> {
        use std::os::unix::process::CommandExt as _;

        eprintln!("$ {self}");
        Err(self.command.exec()).with_context(|| format!("failed to start {}", self.program))
    }

    /// Runs it with this terminal; its exit code is ours.
    #[cfg(not(unix))]
    pub(crate) fn take_over(mut self) -> anyhow::Result<ExitCode> {
        eprintln!("$ {self}");
        let status = self
            .command
            .status()
            .with_context(|| format!("failed to start {}", self.program))?;
        let code = status.code().and_then(|code| u8::try_from(code).ok());
        Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
    }

    /// Runs it in silence and gives what it printed, or nothing if it failed.
    pub(crate) fn answer(mut self) -> Option<String> {
        let output = self
            .command
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl fmt::Display for Call {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.program)?;
        for argument in &self.arguments {
            write!(out, " {argument}")?;
        }
        Ok(())
    }
}
