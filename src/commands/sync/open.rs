//! The goals files of one period, with their paths: unlike other commands, sync also works on files
//! whose goals are not complete yet.

use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::catalog;
use crate::cli;
use crate::commands::console::Console;
use crate::commands::files::Files;
use crate::commands::load::prefix;
use crate::commands::{Outcome, book};
use crate::config::{self, Config};
use crate::data::{self, Goals};
use crate::diagnostic::codes::INVALID_TOML;
use crate::diagnostic::{Diagnostic, Level, did_you_mean};
use crate::emit::{self, Counts};
use crate::source::{FileId, Sources, Spanned};

/// One period's goals files.
pub(super) struct Open {
    pub(super) sources: Sources,
    pub(super) config: Config,
    /// The files in their order, each with its path.
    pub(super) files: Vec<(FileId, PathBuf)>,
    pub(super) goals: Goals,
}

/// Reads the files that `book.toml` names for the wanted period.
///
/// The error side is how the command ends where the settings or the files cannot be used: that has
/// been shown. All other mistakes are those of a build.
pub(super) fn open(console: &Console, wanted: &cli::Book) -> anyhow::Result<Result<Open, Outcome>> {
    let root = book::find(wanted.book.as_deref())?;
    let path = root.join("book.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    if let Some(outcome) = book::refuse_invalid(console, &path, &text) {
        return Ok(Err(outcome));
    }
    let prefix = prefix(&root);
    let mut sources = Sources::default();
    let book_toml = sources.add(format!("{prefix}book.toml"), text);
    let (config, mut problems) = config::read_book_toml(&mut sources, book_toml, &catalog::codes());
    let mut read = Files::new(&root, &prefix);
    let ids = read.set(&mut sources, patterns(&config, wanted.period.as_deref())?)?;
    let files: Vec<_> = ids.iter().map(|&id| (id, read.path(id).to_owned())).collect();
    problems.append(&mut read.problems);
    let (goals, found) = data::load(&sources, &ids);
    problems.extend(found.into_iter().filter(|it| *it.code == INVALID_TOML));
    let out = Open { sources, config, files, goals };
    if out.show(console, &problems) > 0 || out.files.is_empty() {
        console.title(Level::Error, "the goals files cannot be used as they are; nothing was fetched or changed");
        return Ok(Err(Outcome::CouldNotRun));
    }
    Ok(Ok(out))
}

/// What the book names for the period `name`, else for the default one, else for the last one.
fn patterns<'c>(config: &'c Config, name: Option<&str>) -> anyhow::Result<&'c [Spanned<String>]> {
    let periods = &config.periods;
    let Some(name) = name.or(config.default_period.as_deref()) else {
        return Ok(periods.last().map_or(&config.data, |(_, it)| it));
    };
    match periods.iter().find(|(it, _)| it.value == name) {
        Some((_, patterns)) => Ok(patterns),
        None if periods.is_empty() => bail!("the book has one period: leave out `--period {name}`"),
        None => {
            let help = did_you_mean("period", name, periods.iter().map(|(it, _)| it.value.as_str()));
            bail!("the book has no period `{name}`: {help}")
        }
    }
}

impl Open {
    /// Shows findings and returns how many are errors.
    pub(super) fn show(&self, console: &Console, findings: &[Diagnostic]) -> usize {
        let sorted = emit::sorted(&self.sources, findings, &self.config.levels);
        console.findings(&self.sources, &sorted);
        Counts::of(&sorted).errors
    }
}
