//! The rows of the table: what is promised, and how each promise is measured.
//!
//! To add one, add a line to [`ROWS`] and, where it is of a new kind, a [`Kind`] with its function.

use crate::book::{self, Directives, OnDisk, Wanted};
use crate::measure::{Comparison, Rounds, compare, mean};
use crate::program::{Program, Run};
use crate::{goals, toml_alone};
use anyhow::Context;
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_goals::data;
use mdbook_goals::source::Sources;
use pulldown_cmark::{Options, Parser};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A promise.
pub(crate) struct Row {
    /// What `cargo bench -- NAME` calls it.
    pub(crate) name: &'static str,
    /// What is divided by what.
    pub(crate) what: &'static str,
    /// The ratio that it must not exceed; `None` where it is only reported.
    pub(crate) limit: Option<f64>,
    kind: Kind,
}

enum Kind {
    Wall(Wanted),
    Instructions(Wanted),
    Memory(Wanted),
    Growth { small: Wanted, large: Wanted },
    Build(Wanted),
    Load { bytes: usize },
    Check(Wanted, Baseline),
    CheckGrowth { small: Wanted, large: Wanted },
    CheckBeside(Wanted, Checker),
    Report { bytes: usize },
}

/// What the checks are measured against.
#[derive(Clone, Copy)]
enum Baseline {
    /// pulldown-cmark's own parse of texts that are in memory.
    Parse,
    /// The same, and before it the reading of the files.
    ReadAndParse,
}

/// What came out.
pub(crate) enum Measured {
    /// A ratio, with the two figures for people.
    Ratio { value: f64, figures: String },
    /// It could not be measured on this machine, and why.
    Not(&'static str),
}

impl Measured {
    /// The ratio, where there is one.
    pub(crate) fn value(&self) -> Option<f64> {
        match self {
            Measured::Ratio { value, .. } => Some(*value),
            Measured::Not(_) => None,
        }
    }
}

const fn row(name: &'static str, what: &'static str, limit: f64, kind: Kind) -> Row {
    Row { name, what, limit: Some(limit), kind }
}

const fn facts(chapters: usize, percent: usize) -> Wanted {
    Wanted { chapters, percent, directives: Directives::Facts, goals_bytes: GOALS_BYTES }
}

/// The size of most books' goals file, in bytes.
const GOALS_BYTES: usize = 100_000;
const ONE_CHAPTER: Wanted = Wanted { goals_bytes: 10_000, ..facts(1, 100) };
const CARDS: Wanted = Wanted { directives: Directives::Cards, ..facts(1_000, 30) };

/// Other programs that look at links in Markdown, or at Markdown.
type Checker = (&'static str, &'static [&'static str]);
const LYCHEE: Checker = ("lychee", &["--offline", "--no-progress", "--quiet", "--extensions", "md"]);
const RUMDL: Checker = ("rumdl", &["check", "--no-cache", "--quiet"]);

/// Every row, in the order of the table. "The no-op" is `benches/noop.rs`.
pub(crate) const ROWS: &[Row] = &[
    row("wall-1000-2", "wall / no-op's, 1,000 chapters, directives in 2 %", 0.35, Kind::Wall(facts(1_000, 2))),
    row("wall-1000-30", "wall / no-op's, 1,000 chapters, directives in 30 %", 0.6, Kind::Wall(facts(1_000, 30))),
    row("wall-1000-100", "wall / no-op's, 1,000 chapters, directives in all", 0.8, Kind::Wall(facts(1_000, 100))),
    row("wall-10000-2", "wall / no-op's, 10,000 chapters, directives in 2 %", 0.35, Kind::Wall(facts(10_000, 2))),
    row("wall-10000-30", "wall / no-op's, 10,000 chapters, directives in 30 %", 0.6, Kind::Wall(facts(10_000, 30))),
    row("wall-10000-100", "wall / no-op's, 10,000 chapters, directives in all", 0.8, Kind::Wall(facts(10_000, 100))),
    row("instructions", "instructions / no-op's, 100 chapters, directives in all", 0.5, Kind::Instructions(facts(100, 100))),
    row("memory-2", "peak memory / (input + output), 10,000 chapters, 2 %", 1.3, Kind::Memory(facts(10_000, 2))),
    row("memory-100", "peak memory / (input + output), 10,000 chapters, all", 1.3, Kind::Memory(facts(10_000, 100))),
    row(
        "growth",
        "instructions per chapter, 10,000 chapters / 1,000, 30 %",
        1.1,
        Kind::Growth { small: facts(1_000, 30), large: facts(10_000, 30) },
    ),
    row("build", "whole `mdbook build` (HTML) / with no-op, 1,000 chapters, 2 %", 1.02, Kind::Build(facts(1_000, 2))),
    row("load-0.1", "loading a goals file of 0.1 MB / toml alone with spans", 1.5, Kind::Load { bytes: 100_000 }),
    row("load-10", "loading a goals file of 10 MB / toml alone with spans", 1.5, Kind::Load { bytes: 10_000_000 }),
    row("one-chapter", "wall / no-op's, one chapter with three directives, goals file of 10 KB", 3.0, Kind::Wall(ONE_CHAPTER)),
    row("one-chapter-0.1", "wall / no-op's, one chapter with three directives, goals file of 0.1 MB", 3.0, Kind::Wall(facts(1, 100))),
    row(
        "check-1000-30",
        "check / pulldown-cmark's own parse of the same text, 1,000 chapters, 30 %",
        1.6,
        Kind::Check(facts(1_000, 30), Baseline::Parse),
    ),
    row(
        "check-1000-100",
        "check / pulldown-cmark's own parse of the same text, 1,000 chapters, all",
        1.6,
        Kind::Check(facts(1_000, 100), Baseline::Parse),
    ),
    row(
        "check-10000-2",
        "check / pulldown-cmark's own parse of the same text, 10,000 chapters, 2 %",
        1.6,
        Kind::Check(facts(10_000, 2), Baseline::Parse),
    ),
    row(
        "check-files-30",
        "check / reading the same files and parsing them, on one core, 1,000 chapters, 30 %",
        1.6,
        Kind::Check(facts(1_000, 30), Baseline::ReadAndParse),
    ),
    row(
        "check-growth",
        "instructions of check per chapter, 10,000 chapters / 1,000, 30 %",
        1.1,
        Kind::CheckGrowth { small: facts(1_000, 30), large: facts(10_000, 30) },
    ),
    row("lychee", "check / `lychee --offline` on the same folder, 1,000 chapters, 30 %", 1.0, Kind::CheckBeside(facts(1_000, 30), LYCHEE)),
    row("rumdl", "check / `rumdl check` on the same folder, 1,000 chapters, 30 %", 1.0, Kind::CheckBeside(facts(1_000, 30), RUMDL)),
    row("report", "a report over goals files of 20 MB / of 10 MB, as HTML", 2.2, Kind::Report { bytes: 10_000_000 }),
    Row { name: "cards", what: "wall / no-op's, 1,000 chapters, three cards with updates in 30 %", limit: None, kind: Kind::Wall(CARDS) },
];

/// Where the books lie, and the two programs.
pub(crate) struct Workshop {
    folder: TempDir,
    ours: Program,
    noop: Program,
}

impl Workshop {
    /// An empty folder, which is deleted at the end.
    pub(crate) fn new() -> anyhow::Result<Self> {
        Ok(Workshop { folder: tempfile::tempdir()?, ours: Program::ours(), noop: Program::noop()? })
    }

    /// The wanted book, with a proof that both programs do their work on it.
    fn book(&self, wanted: Wanted) -> anyhow::Result<OnDisk> {
        let root = self.folder.path().join(wanted.folder());
        let is_new = !root.exists();
        let book = book::write(wanted, &root, |root| self.ours.init(root))?;
        if is_new {
            let has_directives = |program: &Program| {
                let output = program.output(&book.input)?;
                serde_json::from_slice::<serde::de::IgnoredAny>(&output).context("the output is no JSON")?;
                anyhow::Ok(memchr::memmem::find(&output, b"<<#").is_some())
            };
            anyhow::ensure!(has_directives(&self.noop)?, "the book has no directives");
            anyhow::ensure!(!has_directives(&self.ours)?, "the program left directives as they were");
        }
        Ok(book)
    }
}

impl Row {
    /// Measures the row, which may take a minute.
    pub(crate) fn measure(&self, workshop: &Workshop) -> anyhow::Result<Measured> {
        match self.kind {
            Kind::Wall(wanted) => wall(workshop, wanted),
            Kind::Instructions(wanted) => instructions(workshop, wanted),
            Kind::Memory(wanted) => memory(workshop, wanted),
            Kind::Growth { small, large } => growth(workshop, small, large),
            Kind::Build(wanted) => build(workshop, wanted),
            Kind::Load { bytes } => load(bytes),
            Kind::Check(wanted, baseline) => check(workshop, wanted, baseline),
            Kind::CheckGrowth { small, large } => check_growth(workshop, small, large),
            Kind::CheckBeside(wanted, checker) => check_beside(workshop, wanted, checker),
            Kind::Report { bytes } => report(workshop, bytes),
        }
        .with_context(|| format!("the row `{}`", self.name))
    }
}

fn wall(workshop: &Workshop, wanted: Wanted) -> anyhow::Result<Measured> {
    let book = workshop.book(wanted)?;
    let wall = |program: &Program| program.run(&book.input).map(|Run { wall, .. }| wall);
    let rounds = Rounds { least: 5, most: 101, budget: Duration::from_secs(5) };
    Ok(times(&compare(rounds, || wall(&workshop.ours), || wall(&workshop.noop))?))
}

fn instructions(workshop: &Workshop, wanted: Wanted) -> anyhow::Result<Measured> {
    let book = workshop.book(wanted)?;
    let Some((ours, noop)) = workshop.ours.instructions(&book.input)?.zip(workshop.noop.instructions(&book.input)?) else {
        return Ok(NO_VALGRIND);
    };
    Ok(quotient(ours as f64 / 1e6, noop as f64 / 1e6, "M"))
}

fn memory(workshop: &Workshop, wanted: Wanted) -> anyhow::Result<Measured> {
    let book = workshop.book(wanted)?;
    let Run { output_bytes, peak_bytes: Some(peak), .. } = workshop.ours.run_watched(&book.input)? else {
        return Ok(Measured::Not("there is no /proc on this system"));
    };
    Ok(quotient(peak as f64 / 1e6, (book.input_bytes + output_bytes) as f64 / 1e6, "MB"))
}

fn growth(workshop: &Workshop, small: Wanted, large: Wanted) -> anyhow::Result<Measured> {
    let per_chapter = |wanted: Wanted| {
        let count = workshop.ours.instructions(&workshop.book(wanted)?.input)?;
        anyhow::Ok(count.map(|count| count as f64 / wanted.chapters as f64 / 1e3))
    };
    let Some((large, small)) = per_chapter(large)?.zip(per_chapter(small)?) else {
        return Ok(NO_VALGRIND);
    };
    Ok(quotient(large, small, "k"))
}

/// The folder is the same for both, and so is what mdBook writes but for the directives.
fn build(workshop: &Workshop, wanted: Wanted) -> anyhow::Result<Measured> {
    let book = workshop.book(wanted)?;
    book::write_sources(wanted, &book)?;
    let build = |program: &Program| {
        let mut config = Config::from_disk(book.root.join("book.toml"))?;
        config.set("preprocessor.goals.command", program.command_line())?;
        let start = Instant::now();
        MDBook::load_with_config(&book.root, config)?.build()?;
        Ok(start.elapsed())
    };
    let rounds = Rounds { least: 5, most: 15, budget: Duration::from_secs(60) };
    Ok(times(&compare(rounds, || build(&workshop.ours), || build(&workshop.noop))?))
}

fn load(bytes: usize) -> anyhow::Result<Measured> {
    let file = goals::file(bytes);
    let mut sources = Sources::default();
    let id = sources.add("goals.toml", file.text.as_str());
    let ours = || {
        let (goals, mistakes) = data::load(&sources, &[id]);
        anyhow::ensure!(goals.goals.len() == file.goals && mistakes.is_empty(), "the goals file is read wrong: {mistakes:?}");
        Ok(goals)
    };
    let theirs = || {
        let goals: toml_alone::GoalsFile = toml::from_str(&file.text)?;
        anyhow::ensure!(goals.goals() == file.goals, "the goals file is read wrong");
        Ok(goals)
    };
    let times_each = u32::try_from(10_000_000 / bytes)?.min(20);
    let rounds = Rounds { least: 5, most: 51, budget: Duration::from_secs(5) };
    Ok(times(&compare(rounds, || mean(times_each, ours), || mean(times_each, theirs))?))
}

/// The whole command on all cores, its start and its reading of files included, against a parse on
/// one core.
fn check(workshop: &Workshop, wanted: Wanted, baseline: Baseline) -> anyhow::Result<Measured> {
    let book = workshop.book(wanted)?;
    book::write_sources(wanted, &book)?;
    let program = Program::check(&book.root);
    let texts = book::texts(&book)?;
    let parse = || {
        let start = Instant::now();
        let read = match baseline {
            Baseline::Parse => None,
            Baseline::ReadAndParse => Some(book::texts(&book)?),
        };
        for text in read.as_ref().unwrap_or(&texts) {
            std::hint::black_box(Parser::new_ext(text, OPTIONS).into_offset_iter().count());
        }
        Ok(start.elapsed())
    };
    let rounds = Rounds { least: 5, most: 31, budget: Duration::from_secs(10) };
    Ok(times(&compare(rounds, || program.run(&book.input).map(|it| it.wall), parse)?))
}

/// What mdBook 0.5 switches on.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_GFM);

fn check_growth(workshop: &Workshop, small: Wanted, large: Wanted) -> anyhow::Result<Measured> {
    let per_chapter = |wanted: Wanted| {
        let book = workshop.book(wanted)?;
        book::write_sources(wanted, &book)?;
        let count = Program::check(&book.root).instructions(&book.input)?;
        anyhow::Ok(count.map(|count| count as f64 / wanted.chapters as f64 / 1e3))
    };
    let Some((large, small)) = per_chapter(large)?.zip(per_chapter(small)?) else {
        return Ok(NO_VALGRIND);
    };
    Ok(quotient(large, small, "k"))
}

/// Both look at all Markdown files of one folder. They find different things, and ours nothing in
/// these texts.
fn check_beside(workshop: &Workshop, wanted: Wanted, (name, arguments): Checker) -> anyhow::Result<Measured> {
    let book = workshop.book(wanted)?;
    book::write_sources(wanted, &book)?;
    let Some(theirs) = Program::installed(name, arguments, &book.root.join("src")) else {
        return Ok(Measured::Not("it is not installed"));
    };
    let ours = Program::check(&book.root);
    let wall = |program: &Program| program.run(&book.input).map(|it| it.wall);
    let rounds = Rounds { least: 5, most: 31, budget: Duration::from_secs(10) };
    Ok(times(&compare(rounds, || wall(&ours), || wall(&theirs))?))
}

/// The whole command over a goals file of `bytes` bytes and over one of twice as many.
fn report(workshop: &Workshop, bytes: usize) -> anyhow::Result<Measured> {
    let book = |bytes: usize| {
        let root = workshop.folder.path().join(format!("report-{bytes}"));
        let input = book::write_for_report(&root, bytes)?;
        anyhow::Ok((Program::report(&root), input))
    };
    let ((small, input), (large, _)) = (book(bytes)?, book(2 * bytes)?);
    let wall = |program: &Program| program.run(&input).map(|it| it.wall);
    let rounds = Rounds { least: 5, most: 15, budget: Duration::from_secs(20) };
    Ok(times(&compare(rounds, || wall(&large), || wall(&small))?))
}

const NO_VALGRIND: Measured = Measured::Not("valgrind is not installed");

fn times(comparison: &Comparison) -> Measured {
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    let figures = format!("{:.1} ms / {:.1} ms", milliseconds(comparison.ours), milliseconds(comparison.theirs));
    Measured::Ratio { value: comparison.ratio, figures }
}

fn quotient(over: f64, under: f64, unit: &str) -> Measured {
    Measured::Ratio { value: over / under, figures: format!("{over:.1} {unit} / {under:.1} {unit}") }
}
