//! `completions SHELL`: the shell's completion script on standard output.

use std::io::Write as _;

use anyhow::Context as _;
use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Outcome;
use crate::cli::Cli;

/// Prints the script.
pub(super) fn run(shell: Shell) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "mdbook-goals", &mut script);
    std::io::stdout().write_all(&script).context("cannot write to standard output")?;
    Ok(Outcome::Clean)
}
