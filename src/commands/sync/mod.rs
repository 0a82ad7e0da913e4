//! `sync`: the tracking issues and their comments into the goals files.
//!
//! Everything is fetched before anything is written, and either all files are written or none is.

mod fetch;
mod open;
mod wanted;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::Outcome;
use super::console::Console;
use super::progress::Bar;
use super::replace::{NewFile, write_all};
use crate::cli;
use crate::diagnostic::{Level, count};
use crate::forge::{Address, Api, Filter, Forge, Policy, find_token};
use crate::source::{FileId, Sources};
use crate::sync::{self, Merged, Options, Prune};
use open::open;

/// Fetches, merges, and writes or shows.
pub(super) fn run(console: &Console, wanted: &cli::Sync) -> anyhow::Result<Outcome> {
    let set = match open(console, &wanted.book)? {
        Ok(set) => set,
        Err(outcome) => return Ok(outcome),
    };
    let bar = Bar::new(*console);
    let address = Address::find(&set.goals.project.forge)?;
    let token = find_token(&address)?;
    let forge = Forge::new(address, token, Policy::default(), bar.say());
    if forge.api() == Api::Rest {
        console.title(
            Level::Warning,
            "without a token, minimised comments come in like others, and GitHub allows few requests; \
             set GITHUB_TOKEN, or run `gh auth login`",
        );
    }
    let filter = Filter { milestone: wanted.milestone.clone(), label: wanted.label.clone() };
    let issues = wanted::issues(&forge, &set.goals, &wanted.goal, &filter)?;
    console.detail(&format!("{} issues to fetch", issues.len()));
    let (fetched, mut findings) = fetch::all(&forge, &bar, &issues, wanted.since)?;

    let files: Vec<_> = set.files.iter().map(|(id, _)| *id).collect();
    let options = Options { ignore: &set.goals.project.ignore_comments, prune: if wanted.prune { Prune::Yes } else { Prune::No } };
    let merged = sync::merge(&set.sources, &files, &fetched, &options);
    findings.extend(merged.findings.iter().cloned());
    let changes = changes(&set.sources, &set.files, &merged)?;
    if wanted.diff {
        show(&set.sources, &merged)?;
    } else if !wanted.dry_run {
        write_all(&changes)?;
    }
    let errors = set.show(console, &findings);
    let mode = if wanted.diff || wanted.dry_run { Mode::Show } else { Mode::Write };
    console.say(&summary(&set.sources, fetched.len(), &merged, mode));
    Ok(if errors > 0 { Outcome::Findings } else { Outcome::Clean })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Write,
    Show,
}

/// The new files, for which nobody has changed the old ones in the meantime.
fn changes(sources: &Sources, files: &[(FileId, PathBuf)], merged: &Merged) -> anyhow::Result<Vec<NewFile>> {
    let mut out = Vec::new();
    for (id, text) in &merged.texts {
        let Some((_, path)) = files.iter().find(|(it, _)| it == id) else { continue };
        let mark = unchanged(path, sources.file(*id).text())?;
        out.push(NewFile { path: path.clone(), text: format!("{mark}{text}") });
    }
    Ok(out)
}

/// Fails where the file is no longer as it was read. Returns its byte order mark, or nothing.
fn unchanged(path: &Path, text: &str) -> anyhow::Result<&'static str> {
    const MARK: &str = "\u{feff}";
    let now = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let (mark, rest) = match now.strip_prefix(MARK.as_bytes()) {
        Some(rest) => (MARK, rest),
        None => ("", now.as_slice()),
    };
    if rest != text.as_bytes() {
        bail!("`{}` was changed while sync ran, so nothing was written; run it again", path.display());
    }
    Ok(mark)
}

/// Prints a unified diff.
fn show(sources: &Sources, merged: &Merged) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for (id, text) in &merged.texts {
        let file = sources.file(*id);
        let diff = similar::TextDiff::from_lines(file.text(), text.as_str());
        let (old, new) = (format!("a/{}", file.path()), format!("b/{}", file.path()));
        diff.unified_diff().header(&old, &new).to_writer(&mut out).context("cannot write to standard output")?;
    }
    out.flush().context("cannot write to standard output")
}

/// What was done, in one line.
fn summary(sources: &Sources, issues: usize, merged: &Merged, mode: Mode) -> String {
    let it = merged.counts;
    let some = |n: usize, one: &str, many: &str| (n > 0).then(|| count(n, one, many));
    let parts: Vec<_> = [
        some(it.goals, "goal added", "goals added"),
        some(it.facts, "goal with a new title, state or progress", "goals with a new title, state or progress"),
        some(it.added, "update added", "updates added"),
        some(it.changed, "update changed", "updates changed"),
        some(it.hidden, "update hidden", "updates hidden"),
        some(it.removed, "update removed", "updates removed"),
        some(it.noted, "text of your own noted", "texts of your own noted"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let issues = some(issues, "issue", "issues").unwrap_or_else(|| "no issue".to_owned());
    if merged.texts.is_empty() {
        return format!("{issues} fetched; nothing new, and nothing was written.");
    }
    let files: Vec<_> = merged.texts.iter().map(|(id, _)| sources.file(*id).path()).collect();
    let end = match mode {
        Mode::Write => format!("wrote {}.", files.join(", ")),
        Mode::Show => format!("{} would change; nothing was written.", files.join(", ")),
    };
    format!("{issues} fetched: {}; {end}", parts.join(", "))
}
