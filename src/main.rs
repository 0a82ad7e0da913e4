//! The binary: arguments, command, exit code.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    mdbook_goals::commands::run(mdbook_goals::cli::Cli::parse()).into()
}
