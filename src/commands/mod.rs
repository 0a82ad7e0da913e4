//! One file a command. Here is all I/O but the forge's.
//!
//! To add a command: a variant of [`crate::cli::Command`], a file here with a `run` that returns
//! an [`Outcome`], a line in [`run`], a section in the guide's page on the command line.

mod book;
mod check;
mod completions;
mod console;
mod explain;
mod export;
mod files;
mod given;
mod import;
mod init;
mod load;
mod locate;
mod pages;
mod preprocess;
mod progress;
mod references;
mod replace;
mod report;
mod schema;
mod stale;
mod stylesheet;
mod supports;
mod sync;

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use crate::cli::{Cli, Command};
use console::Console;
use replace::{NewFile, write_all};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was wrong, or nothing that fails.
    Clean,
    /// Something was found at error level.
    Findings,
    /// The command could not run: usage, I/O, bad input.
    CouldNotRun,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Clean => ExitCode::SUCCESS,
            Outcome::Findings => ExitCode::from(1),
            Outcome::CouldNotRun => ExitCode::from(2),
        }
    }
}

/// Runs the command that the arguments name. What went wrong outside the book is said on standard
/// error.
pub fn run(cli: Cli) -> Outcome {
    let console = Console::new(&cli.global);
    let result = match cli.command {
        None => preprocess::run(&console),
        Some(Command::Supports { .. }) => Ok(supports::run()),
        Some(Command::Init { book, dry_run }) => {
            init::run(&console, book.as_deref(), if dry_run { init::Mode::Show } else { init::Mode::Write })
        }
        Some(Command::Import { folder, output }) => import::run(&console, &folder, output.as_deref()),
        Some(Command::Check(given)) => check::run(&console, &given),
        Some(Command::Report(args)) => report::run(&console, &args),
        Some(Command::Export(args)) => export::run(&console, &args),
        Some(Command::Stale(args)) => stale::run(&console, &args),
        Some(Command::Explain { code }) => explain::run(&console, code.as_deref()),
        Some(Command::Completions { shell }) => completions::run(shell),
        Some(Command::Schema { what }) => schema::run(what),
        Some(Command::Sync(wanted)) => sync::run(&console, &wanted),
    };
    result.unwrap_or_else(|error| {
        console.failure(&error);
        Outcome::CouldNotRun
    })
}

/// Writes what a command was asked for: into a file, which is replaced whole, or on standard output.
fn output(path: Option<&Path>, text: &str) -> anyhow::Result<Outcome> {
    match path {
        Some(path) => write_all(&[NewFile { path: path.to_owned(), text: text.to_owned() }])?,
        None => std::io::stdout().lock().write_all(text.as_bytes()).context("cannot write to standard output")?,
    }
    Ok(Outcome::Clean)
}
