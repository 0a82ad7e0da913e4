//! `check [PATH…]`: references, directives and goals files, without mdBook.
//!
//! `walk` finds what there is to look at, `look` looks at it, `online` asks the forge what only the
//! forge knows, `mend` keeps the texts that fixes change; what was found is said here.

mod book;
mod crew;
mod look;
mod mend;
mod online;
mod walk;

use std::io::{self, ErrorKind, Write};

use anyhow::Context as _;

use super::Outcome;
use super::console::Console;
use crate::catalog;
use crate::cli;
use crate::diagnostic::{Adjustable, Applicability, Code, Level, count, did_you_mean};
use crate::emit::{self, Colour, Counts, Finding, Format};
use crate::fix;
use look::{Online, Override, Round};
use mend::Texts;

/// rustc's width where there is no terminal.
const WIDTH: usize = 140;
/// Fixes that touch each other need a pass each; no text needs more than a few.
const PASSES: usize = 20;

/// What becomes of fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fixes {
    Count,
    Show,
    Apply,
}

/// Checks what is asked for.
pub(super) fn run(console: &Console, given: &cli::Check) -> anyhow::Result<Outcome> {
    let fixes = match (given.diff, given.fix) {
        (true, _) => Fixes::Show,
        (false, true) => Fixes::Apply,
        (false, false) => Fixes::Count,
    };
    let overrides = match overrides(given) {
        Ok(_) if given.also_unsafe && fixes == Fixes::Count => {
            return refuse(console, "`--unsafe` says which fixes: it goes with `--fix` or `--diff`");
        }
        Ok(_) if fixes == Fixes::Apply && given.paths.iter().any(|it| walk::is_stdin(it)) => {
            return refuse(console, "`--fix` cannot change standard input; `--diff` shows what it would change");
        }
        Ok(overrides) => overrides,
        Err(message) => return refuse(console, &message),
    };
    let asked = walk::asked(&given.paths)?;
    let most = if given.also_unsafe { Applicability::Unsafe } else { Applicability::Safe };
    let mut texts = Texts::default();
    let answers = if given.online {
        let kept = online::place(given, &asked)?;
        let questions = look::round(&console.without_details(), &asked, &texts, &overrides, Online::Ask)?.questions;
        Some(online::ask(console, &questions, kept))
    } else {
        None
    };
    let looked_up = answers.as_ref().map(|it| it.number);
    let online = answers.as_ref().map_or(Online::No, |it| Online::Answered(&it.facts));
    let mut round = look::round(console, &asked, &texts, &overrides, online)?;
    let unanswered = answers.iter().flat_map(|it| &it.failed);
    let failed = asked.failed.iter().chain(&round.failed).chain(unanswered).fold(false, |_, it| {
        console.title(Level::Error, it);
        true
    });
    for it in asked.skipped.iter().chain(&round.skipped) {
        console.title(Level::Warning, it);
    }
    let mut refused = Vec::new();
    let summary = match fixes {
        Fixes::Count => {
            write_findings(console, given, &round)?;
            summary(&round, looked_up)
        }
        Fixes::Show => {
            let mended = mend_all(&mut texts, most, &round, |texts| look::round(console, &asked, texts, &overrides, online))?.0;
            to_stdout(Colour::Plain, |out| texts.diff(out))?;
            let option = if given.also_unsafe { "--fix --unsafe" } else { "--fix" };
            format!("`{option}` would mend {} in {}", count(mended, "finding", "findings"), count(texts.len(), "file", "files"))
        }
        Fixes::Apply => {
            let (mended, last) = mend_all(&mut texts, most, &round, |texts| look::round(console, &asked, texts, &overrides, online))?;
            if let Some(last) = last {
                round = last;
            }
            refused = texts.write();
            if !refused.is_empty() {
                round = look::round(console, &asked, &texts, &overrides, online)?;
            }
            write_findings(console, given, &round)?;
            match mended {
                0 => summary(&round, looked_up),
                _ => format!(
                    "mended {} in {}; {}",
                    count(mended, "finding", "findings"),
                    count(texts.len(), "file", "files"),
                    summary(&round, looked_up)
                ),
            }
        }
    };
    for it in &refused {
        console.title(Level::Error, it);
    }
    console.say(&summary);
    Ok(match Counts::of(&round.findings()).errors {
        _ if failed || !refused.is_empty() => Outcome::CouldNotRun,
        0 => Outcome::Clean,
        _ => Outcome::Findings,
    })
}

fn refuse(console: &Console, message: &str) -> anyhow::Result<Outcome> {
    console.title(Level::Error, message);
    Ok(Outcome::CouldNotRun)
}

/// Applies fixes to texts until there is nothing more to mend. Returns how many findings were
/// mended, and what is left of them in the new texts where any were.
fn mend_all(
    texts: &mut Texts,
    most: Applicability,
    first: &Round,
    look: impl Fn(&Texts) -> anyhow::Result<Round>,
) -> anyhow::Result<(usize, Option<Round>)> {
    let mut mended = first.mend(texts, most);
    if mended == 0 {
        return Ok((0, None));
    }
    let mut round = look(texts)?;
    for _ in 1..PASSES {
        match round.mend(texts, most) {
            0 => break,
            more => mended += more,
        }
        round = look(texts)?;
    }
    Ok((mended, Some(round)))
}

/// The levels of the command line, or what is wrong with them.
fn overrides(given: &cli::Check) -> Result<Vec<Override>, String> {
    let mut out = Vec::new();
    // what forbids more has the last word
    for (names, level) in [(&given.allow, Level::Off), (&given.warn, Level::Warning), (&given.deny, Level::Error)] {
        for name in names {
            if name == "warnings" && level == Level::Error {
                out.push(Override::DenyWarnings);
                continue;
            }
            out.push(Override::Set(code(name)?, level));
        }
    }
    Ok(out)
}

fn code(name: &str) -> Result<&'static Code, String> {
    let Some(entry) = catalog::find(name) else {
        let help = did_you_mean("code", name, catalog::ENTRIES.iter().map(|it| it.code.name));
        return Err(format!("unknown code `{name}`: {help} (`mdbook-goals explain` lists all codes)"));
    };
    match entry.code.adjustable {
        Adjustable::Yes => Ok(entry.code),
        Adjustable::No => Err(format!("the level of `{name}` cannot be set")),
    }
}

/// The findings in the format that is asked for, on standard output.
fn write_findings(console: &Console, given: &cli::Check, round: &Round) -> anyhow::Result<()> {
    let format = format(given);
    let shown: Vec<Finding<'_>> = round.findings().into_iter().filter(|it| console.shows(it.level)).collect();
    let width = terminal_size::terminal_size_of(io::stdout()).map_or(WIDTH, |(width, _)| usize::from(width.0).max(40));
    to_stdout(format.colour, |out| (format.write)(out, &round.sources, &shown, width))
}

fn format(given: &cli::Check) -> &'static Format {
    let in_actions = || std::env::var("GITHUB_ACTIONS").is_ok_and(|it| it == "true").then_some("github");
    let [usual, ..] = &emit::FORMATS;
    given.format.as_deref().or_else(in_actions).and_then(emit::format).unwrap_or(usual)
}

/// Writes in one piece. A reader that has seen enough is no failure.
fn to_stdout(colour: Colour, text: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let mut buffer = Vec::new();
    let written = text(&mut buffer).and_then(|()| match colour {
        Colour::Styled => anstream::stdout().lock().write_all(&buffer),
        Colour::Plain => io::stdout().lock().write_all(&buffer),
    });
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("cannot write to standard output"),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// `12 files checked, 57 references looked up: 1 error, 2 warnings; `--fix` mends 1, with `--unsafe` 1 more`.
fn summary(round: &Round, looked_up: Option<usize>) -> String {
    let findings = round.findings();
    let looked_up = looked_up.map(|it| format!(", {} looked up", count(it, "reference", "references"))).unwrap_or_default();
    let mut out = format!("{} checked{looked_up}: {}", count(round.files, "file", "files"), Counts::of(&findings).phrase());
    let mends = |most| findings.iter().filter(|it| fix::choice(it.diagnostic, most).is_some()).count();
    let (safe, all) = (mends(Applicability::Safe), mends(Applicability::Unsafe));
    match (safe, all - safe) {
        (0, 0) => {}
        (0, more) => out.push_str(&format!("; `--fix --unsafe` mends {more}")),
        (safe, 0) => out.push_str(&format!("; `--fix` mends {safe}")),
        (safe, more) => out.push_str(&format!("; `--fix` mends {safe}, with `--unsafe` {more} more")),
    }
    out
}
