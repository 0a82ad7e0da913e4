//! `export`: goals and updates for other programs, on standard output or in a file.

use super::book::Book;
use super::console::Console;
use super::{Outcome, given, output};
use crate::cli::{self, ExportFormat};
use crate::directive::View;
use crate::export;

/// Writes the export that `args` ask for.
pub(super) fn run(console: &Console, args: &cli::Export) -> anyhow::Result<Outcome> {
    let mut book = match Book::open(console, args.book.book.as_deref())? {
        Ok(book) => book,
        Err(outcome) => return Ok(outcome),
    };
    let chosen = match given::period_of(console, &mut book, "export", args.book.period.as_deref()) {
        Ok(chosen) => chosen,
        Err(outcome) => return Ok(outcome),
    };
    let problems = book.loaded.goal_problems(&book.sources, &book.config).swap_remove(chosen);
    let view = View::new(&book.loaded.periods.sets[chosen], book.config.autolink, problems);
    let text = match args.format {
        ExportFormat::Json => export::json(&view),
        ExportFormat::Csv => export::csv(&view),
        ExportFormat::Atom => export::atom(&view, args.book.as_of),
    };
    output(args.output.as_deref(), &text)
}
