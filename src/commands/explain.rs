//! `explain [CODE]`: a code's page of the guide, or the list of all codes.

use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};

use anyhow::Context as _;

use super::Outcome;
use super::console::Console;
use crate::catalog;
use crate::diagnostic::{Level, did_you_mean};

/// Prints the page of `code`, or the list.
pub(super) fn run(console: &Console, code: Option<&str>) -> anyhow::Result<Outcome> {
    let text = match code {
        None => list(),
        Some(name) => match catalog::find(name.trim_matches(['[', ']', '`'])) {
            Some(entry) => {
                let page = entry.page.replace(r"\{{#", "{{#"); // escaped for the mdBook that builds the guide
                if std::io::stdout().is_terminal() { plain(&page) } else { page }
            }
            None => {
                let help = did_you_mean("code", name, catalog::ENTRIES.iter().map(|it| it.code.name));
                console.title(Level::Error, &format!("unknown code `{name}`: {help}"));
                return Ok(Outcome::CouldNotRun);
            }
        },
    };
    std::io::stdout().write_all(text.as_bytes()).context("cannot write to standard output")?;
    Ok(Outcome::Clean)
}

fn list() -> String {
    let width = catalog::ENTRIES.iter().map(|it| it.code.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for entry in catalog::ENTRIES {
        let _infallible = writeln!(out, "{:width$}  {:16}{}", entry.code.name, catalog::level(entry.code), entry.code.about);
    }
    out
}

/// The page for a terminal: code blocks indented in place of fences. All other Markdown reads well
/// as it is.
fn plain(page: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            inside = !inside;
        } else if inside && !line.is_empty() {
            let _infallible = writeln!(out, "    {line}");
        } else {
            let _infallible = writeln!(out, "{line}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_become_indentation() {
        assert_eq!(plain("# A\n\n```toml\nx = 1\n\ny\n```\nB\n"), "# A\n\n    x = 1\n\n    y\nB\n");
    }
}
