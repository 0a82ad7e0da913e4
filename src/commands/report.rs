//! `report`: a period's report on standard output or in a file.

use std::cell::RefCell;

use anyhow::bail;

use super::book::Book;
use super::console::Console;
use super::{Outcome, given, output};
use crate::cli::{self, ReportFormat};
use crate::config::Levels;
use crate::data::Goals;
use crate::diagnostic::Level;
use crate::directive::{Anchors, Chapters, Context, Report, View};
use crate::emit;
use crate::query::{Arguments, Filter, Window};
use crate::report::{self, FrontMatter};
use crate::source::Sources;

/// Writes the report that `args` ask for.
pub(super) fn run(console: &Console, args: &cli::Report) -> anyhow::Result<Outcome> {
    if args.standalone && args.format != ReportFormat::Html {
        bail!("`--standalone` makes a page of HTML: add `--format html`, or leave it out");
    }
    if args.front_matter != cli::FrontMatter::None && args.format != ReportFormat::Markdown {
        bail!("`--front-matter` stands before a post in Markdown: leave `--format` out, or `--front-matter`");
    }
    let Book { mut sources, config, loaded, authors } = match Book::open(console, args.book.book.as_deref())? {
        Ok(book) => book,
        Err(outcome) => return Ok(outcome),
    };
    let given = arguments(&mut sources, args);
    let mut wrong = Vec::new();
    let chosen = given::period(&loaded.periods, &given, &mut wrong);
    let goals = &loaded.periods.sets[chosen];
    let window = Window::read(&given, &goals.period, &mut wrong);
    let filter = Filter::read(&given, goals, &window, &mut wrong);
    // What was asked for wrongly is no finding in the book, and no level of the book's is about it.
    let findings = emit::sorted(&sources, &wrong, &Levels::default());
    console.findings(&sources, &findings);
    if findings.iter().any(|it| it.level == Level::Error) {
        return Ok(Outcome::CouldNotRun);
    }
    let problems = loaded.goal_problems(&sources, &config).swap_remove(chosen);
    let view = View::new(goals, config.autolink, problems);
    let made = Report::new(&view, &filter, window);
    output(args.output.as_deref(), &document(args, &view, &made, authors))
}

/// The report in the form that is asked for.
fn document(args: &cli::Report, view: &View<'_>, made: &Report<'_>, authors: Vec<String>) -> String {
    let goals = view.goals;
    let chapters = Chapters::published(goals.project.site.as_deref());
    let anchors = RefCell::new(Anchors::default());
    let context = Context { view, chapters: &chapters, page: "", anchors: &anchors };
    match (args.format, args.standalone, args.front_matter) {
        (ReportFormat::Json, _, _) => report::json(view, made),
        (ReportFormat::Html, true, _) => report::page(&context, made),
        (ReportFormat::Html, false, _) => report::html(&context, made),
        (ReportFormat::Markdown, _, cli::FrontMatter::None) => report::markdown(&context, made, None),
        (ReportFormat::Markdown, _, cli::FrontMatter::Zola) => {
            let front_matter = FrontMatter { date: args.book.as_of.or_else(|| today(goals)), authors: publishers(authors, goals) };
            report::markdown(&context, made, Some(&front_matter))
        }
    }
}

/// The day that the data ends.
fn today(goals: &Goals) -> Option<jiff::civil::Date> {
    goals.newest_update().or(goals.period.end)
}

/// The book's authors, else the project.
fn publishers(authors: Vec<String>, goals: &Goals) -> Vec<String> {
    if authors.is_empty() { goals.project.name.iter().cloned().collect() } else { authors }
}

/// The options of the command line as those of a directive.
fn arguments(sources: &mut Sources, args: &cli::Report) -> Arguments {
    let order = match args.order {
        cli::Order::Oldest => None, // as without the option
        cli::Order::Newest => Some("newest"),
    };
    let options = [
        ("month", args.month.as_deref()),
        ("since", args.since.as_deref()),
        ("until", args.until.as_deref()),
        ("team", args.team.as_deref()),
        ("order", order),
        ("period", args.book.period.as_deref()),
    ];
    given::arguments(sources, "report", &options)
}
