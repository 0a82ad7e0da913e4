//! The goals files of a book, from its settings to goals: for a build and for commands alike.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::console::Console;
use super::files::Files;
use crate::config::{Config, OnError};
use crate::data::{self, Goal, Periods};
use crate::diagnostic::codes::{INVALID_TOML, INVALID_VALUE};
use crate::diagnostic::{Diagnostic, Level};
use crate::directive::GoalProblems;
use crate::fragment::Problem;
use crate::host::display_prefix;
use crate::source::{FileId, Sources};

/// Where a book is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// Its folder.
    pub(super) root: &'a Path,
    /// What stands before its paths when they are shown.
    pub(super) prefix: &'a str,
}

/// The goals files as they were read; the lists go in step, an entry for each period.
pub(super) struct Loaded {
    /// The goals.
    pub(super) periods: Periods,
    /// What is wrong in their files.
    pub(super) found: Vec<Vec<Diagnostic>>,
    /// The files of each period.
    pub(super) files: Vec<Vec<FileId>>,
    /// Whether all files that the book names are there and text.
    readable: bool,
}

/// Reads the goals files of all periods. What the settings name wrongly goes into `setup`.
///
/// # Errors
///
/// Where the system does not let a file be read.
pub(super) fn load(
    console: &Console,
    place: Place<'_>,
    config: &Config,
    sources: &mut Sources,
    setup: &mut Vec<Diagnostic>,
) -> anyhow::Result<Loaded> {
    load_from(console, &mut Files::new(place.root, place.prefix), config, sources, setup)
}

/// The same with a reader of files that the caller keeps.
///
/// # Errors
///
/// Where the system does not let a file be read.
pub(super) fn load_from(
    console: &Console,
    read: &mut Files<'_>,
    config: &Config,
    sources: &mut Sources,
    setup: &mut Vec<Diagnostic>,
) -> anyhow::Result<Loaded> {
    let mut names = Vec::new();
    let mut files = Vec::new();
    if config.periods.is_empty() {
        files.push(read.set(sources, &config.data)?);
    }
    for (name, patterns) in &config.periods {
        names.push(name.clone());
        files.push(read.set(sources, patterns)?);
    }
    let readable = read.problems.is_empty() && files.iter().all(|it| !it.is_empty());
    setup.append(&mut read.problems);
    let (sets, found): (Vec<_>, Vec<_>) = files.iter().map(|it| data::load(sources, it)).unzip();
    for (goals, files) in sets.iter().zip(&files) {
        console.detail(&format!("period {:?}: goals: {}, files: {}", goals.period.name, goals.goals.len(), files.len()));
    }
    for (name, goals) in names.iter().zip(&sets) {
        let said = &goals.period.name;
        if !said.is_empty() && *said != name.value {
            let message = format!("the goals files of `{}` say that their period is `{said}`", name.value);
            let help = format!("write `{said} = […]` here, or `name = \"{}\"` under `[period]` there", name.value);
            setup.push(Diagnostic::new(&INVALID_VALUE, name.span, message, help));
        }
    }
    let default = config.default_period.as_ref().and_then(|name| names.iter().position(|it| it.value == *name));
    let periods = Periods { default: default.unwrap_or(sets.len() - 1), sets };
    Ok(Loaded { periods, found, files, readable })
}

impl Loaded {
    /// Whether all files are there and TOML.
    pub(super) fn is_readable(&self) -> bool {
        self.readable && !self.found.iter().flatten().any(|it| *it.code == INVALID_TOML)
    }

    /// For each period, the errors in the data of each goal, where the pages are to show them.
    pub(super) fn goal_problems(&self, sources: &Sources, config: &Config) -> Vec<GoalProblems> {
        let of_period = |((goals, files), found): ((&data::Goals, &Vec<FileId>), &Vec<Diagnostic>)| {
            if config.on_error == OnError::Fail || found.is_empty() {
                return GoalProblems::new();
            }
            let problems = data::Problems::new(sources, files, found);
            let errors = |goal: &Goal| {
                let errors = problems.of(&goal.id).iter().filter(|it| config.levels.of_diagnostic(it) == Level::Error);
                errors.map(|it| Problem { code: it.code.name, message: it.message.clone() }).collect()
            };
            goals.goals.iter().map(|it| (it.id.clone(), errors(it))).collect()
        };
        self.periods.sets.iter().zip(&self.files).zip(&self.found).map(of_period).collect()
    }

    /// What is wrong in the files, each once: a file that belongs to several periods is read for
    /// each of them.
    pub(super) fn unique_found(&self) -> impl Iterator<Item = Diagnostic> {
        let mut seen = HashSet::new();
        self.found.iter().flatten().filter(move |it| seen.insert((it.span, it.code.name, it.message.clone()))).cloned()
    }
}

/// What stands before the paths of the book in `root`: the way to it from the current folder.
pub(super) fn prefix(root: &Path) -> String {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let current = std::env::current_dir().unwrap_or_else(|_| PathBuf::new());
    display_prefix(&real(root), &real(&current))
}
