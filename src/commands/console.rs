//! What a command says to people: messages on standard error, coloured where that is wanted.

use std::io::{self, IsTerminal as _, Write};

use crate::cli::{Color, Global};
use crate::diagnostic::Level;
use crate::emit::{self, Finding};
use crate::source::Sources;

/// rustc's width where there is no terminal.
const WIDTH: usize = 140;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verbosity {
    Quiet,
    Normal,
    Verbose,
}

/// Standard error, with the settings of the command line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    verbosity: Verbosity,
}

impl Console {
    /// Follows the command line; for what it does not say, `MDBOOK_LOG`.
    pub(super) fn new(global: &Global) -> Self {
        match global.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
        let verbosity = match (global.quiet, global.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => std::env::var("MDBOOK_LOG").map_or(Verbosity::Normal, |it| from_filter(&it)),
        };
        Console { verbosity }
    }

    /// Shows findings, warnings too unless it is to be quiet.
    pub(super) fn findings(&self, sources: &Sources, findings: &[Finding<'_>]) {
        let shown: Vec<_> = findings.iter().copied().filter(|it| self.shows(it.level)).collect();
        self.write(|out| emit::human::write(out, sources, &shown, width()));
    }

    /// Shows a finding in one line.
    pub(super) fn line(&self, sources: &Sources, finding: Finding<'_>) {
        if self.shows(finding.level) {
            self.write(|out| emit::human::write_line(out, sources, finding));
        }
    }

    /// Says what concerns no place: `error: …` or `warning: …`.
    pub(super) fn title(&self, level: Level, text: &str) {
        if self.shows(level) {
            self.write(|out| emit::human::write_title(out, level, text));
        }
    }

    /// The failure of something outside the book, with its causes.
    pub(super) fn failure(&self, error: &anyhow::Error) {
        self.title(Level::Error, &format!("{error:#}"));
    }

    /// Says what is done, where that is asked for.
    pub(super) fn detail(&self, text: &str) {
        if self.verbosity == Verbosity::Verbose {
            self.write(|out| writeln!(out, "{}", emit::human::visible(text)));
        }
    }

    /// The same without details, for work that is done a second time.
    pub(super) fn without_details(self) -> Self {
        Console { verbosity: self.verbosity.min(Verbosity::Normal) }
    }

    /// Says what a command was asked to say, on standard error, unless it is to be quiet.
    pub(super) fn say(&self, text: &str) {
        if self.verbosity > Verbosity::Quiet {
            self.write(|out| writeln!(out, "{text}"));
        }
    }

    /// Whether long work may show how far it is: on a terminal, unless it is to be quiet.
    pub(super) fn shows_progress(&self) -> bool {
        self.verbosity > Verbosity::Quiet && io::stderr().is_terminal()
    }

    /// Whether findings of a level are shown.
    pub(super) fn shows(&self, level: Level) -> bool {
        level == Level::Error || self.verbosity > Verbosity::Quiet
    }

    /// Writes in one piece. Where standard error is closed, nobody can be told.
    fn write(&self, text: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        let mut buffer = Vec::new();
        let _nobody_to_tell = text(&mut buffer).and_then(|()| anstream::stderr().lock().write_all(&buffer));
    }
}

/// The verbosity that a filter of mdBook's names: `debug`, or `mdbook_goals=debug` among others.
fn from_filter(filter: &str) -> Verbosity {
    let mut out = Verbosity::Normal;
    for part in filter.split(',').map(str::trim) {
        let level = match part.split_once('=') {
            None => part,
            Some(("mdbook_goals" | "mdbook-goals", level)) => level,
            Some(_) => continue,
        };
        out = match level.to_ascii_lowercase().as_str() {
            "off" | "error" => Verbosity::Quiet,
            "debug" | "trace" => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
    }
    out
}

fn width() -> usize {
    terminal_size::terminal_size_of(io::stderr()).map_or(WIDTH, |(width, _)| usize::from(width.0).max(40))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_name_a_verbosity() {
        for (filter, verbosity) in [
            ("", Verbosity::Normal),
            ("info", Verbosity::Normal),
            ("DEBUG", Verbosity::Verbose),
            ("error", Verbosity::Quiet),
            ("mdbook_html=trace", Verbosity::Normal),
            ("warn,mdbook-goals=trace", Verbosity::Verbose),
        ] {
            assert_eq!(from_filter(filter), verbosity, "{filter}");
        }
    }
}
