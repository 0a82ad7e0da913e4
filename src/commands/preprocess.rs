//! Without a command: the book as mdBook sends it, with its directives expanded.
//!
//! Nothing is written before everything is known: standard input is read to its end, since mdBook
//! reads nothing before, and standard output gets the book only where nothing forbids it.

use std::collections::HashSet;
use std::io::{BufWriter, IsTerminal as _, Read as _};

use anyhow::Context as _;

use super::console::Console;
use super::load::{Place, load, prefix};
use super::locate::locate;
use super::references::{self, Reading};
use super::{Outcome, pages, stylesheet};
use crate::catalog;
use crate::config::{self, Autolink, Check, Config, OnError, Stylesheet};
use crate::data::{self, Periods, UNKNOWN_PAGE};
use crate::diagnostic::codes::UNORDERED_PREPROCESSOR;
use crate::diagnostic::{Diagnostic, Level, count};
use crate::directive::{self, Chapters, GoalProblems, OPENER};
use crate::emit::{self, Counts};
use crate::expand::{self, Added, Page, Plan};
use crate::host::{self, Context, Input, Order, SubChapter, Support};
use crate::markdown::Dialect;
use crate::render::Target;
use crate::source::{FileId, Sources, Span};

const ON_A_TERMINAL: &str = "\
This is a preprocessor of mdBook: mdBook runs it and sends the book on standard input.

  mdbook-goals init    wires the book in this folder, or says what is missing
  mdbook build         then builds it, with directives such as <<#goal 389>> expanded
  mdbook-goals --help  lists all commands

The guide: https://docs.rs/mdbook-goals";

/// Reads the book, expands its directives, writes the book.
pub(super) fn run(console: &Console) -> anyhow::Result<Outcome> {
    let mut stdin = std::io::stdin().lock();
    if stdin.is_terminal() {
        console.say(ON_A_TERMINAL);
        return Ok(Outcome::CouldNotRun);
    }
    let mut json = String::new();
    stdin.read_to_string(&mut json).context("cannot read the book as JSON from standard input")?;
    let input = host::read(&json)?;
    if input.context.renderer == "xgettext" {
        console.detail("the renderer xgettext gets the book as it was written");
        return output(&input, &Changes::default());
    }
    let run = Run::new(console, &input.context)?;
    run.book(&input)
}

fn output(input: &Input<'_>, changes: &Changes) -> anyhow::Result<Outcome> {
    let added = host::insert(input, &changes.added)?;
    let out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    host::write(out, input, &changes.texts, &added).context("cannot write the book to standard output")?;
    Ok(Outcome::Clean)
}

/// What becomes of the book.
#[derive(Default)]
struct Changes {
    /// The chapters whose texts change, by their index.
    texts: Vec<(usize, String)>,
    /// New chapters.
    added: Vec<SubChapter>,
    /// Where the data names pages that are chapters now.
    pages: HashSet<Span>,
}

/// What a run gathers.
struct Run<'a> {
    console: &'a Console,
    context: &'a Context,
    prefix: String,
    sources: Sources,
    config: Config,
    /// Mistakes that fail the build whatever `on-error` says: settings, and files that cannot be read.
    setup: Vec<Diagnostic>,
    /// Mistakes of the goals files and the chapters.
    content: Vec<Diagnostic>,
    /// What is wrong with references.
    references: Vec<Diagnostic>,
}

impl<'a> Run<'a> {
    fn new(console: &'a Console, context: &'a Context) -> anyhow::Result<Self> {
        let prefix = prefix(&context.root);
        let mut sources = Sources::default();
        let book_toml = match std::fs::read_to_string(context.root.join("book.toml")) {
            Ok(text) => Some(sources.add(format!("{prefix}book.toml"), text)),
            Err(_) => None, // mdBook reads books without one; all settings then come from elsewhere
        };
        let (config, setup) = config::read(&mut sources, context.settings(), book_toml, &catalog::codes());
        Ok(Run { console, context, prefix, sources, config, setup, content: Vec::new(), references: Vec::new() })
    }

    fn book(mut self, input: &Input<'_>) -> anyhow::Result<Outcome> {
        let place = Place { root: &self.context.root, prefix: &self.prefix };
        let mut loaded = load(self.console, place, &self.config, &mut self.sources, &mut self.setup)?;
        let paths: HashSet<_> = input.chapters.iter().flat_map(|it| [it.path.as_str(), it.source_path.as_str()]).collect();
        for (goals, found) in loaded.periods.sets.iter().zip(&mut loaded.found) {
            found.extend(data::check_pages(goals, |path| paths.contains(path)));
        }
        let readable = loaded.is_readable();
        if self.checks() {
            let of_goals = |(files, goals): (&Vec<_>, _)| references::of_goals(&self.sources, files, Some(&self.config), goals, None);
            self.references = loaded.files.iter().zip(&loaded.periods.sets).flat_map(of_goals).collect();
            let mut seen = HashSet::new(); // a file that belongs to several periods is read for each
            self.references.retain(|it| seen.insert((it.span, it.code.name, it.message.clone())));
        }
        let problems = loaded.goal_problems(&self.sources, &self.config);
        let changes = if readable || self.config.on_error == OnError::Warn {
            self.chapters(input, &loaded.periods, problems)?
        } else {
            Changes::default()
        };
        self.console.detail(&format!("{} of {} chapters changed", changes.texts.len(), input.chapters.len()));
        if !changes.added.is_empty() {
            self.console.detail(&count(changes.added.len(), "chapter added", "chapters added"));
        }
        let found = loaded.unique_found();
        self.content.extend(found.filter(|it| *it.code != UNKNOWN_PAGE || !changes.pages.contains(&it.span)));
        if self.report(readable) == Outcome::Findings {
            return Ok(Outcome::Findings);
        }
        output(input, &changes)
    }

    /// Whether references are looked at. What is wrong with them is said once a build, and what
    /// fails the build fails it at the first renderer.
    fn checks(&self) -> bool {
        self.config.check != Check::Off && self.context.is_first_renderer()
    }

    /// Expands each chapter; returns those that change, and those that are new.
    fn chapters(&mut self, input: &Input<'_>, periods: &Periods, problems: Vec<GoalProblems>) -> anyhow::Result<Changes> {
        let chapters = Chapters::new(input.chapters.iter().map(|it| (it.source_path.clone(), it.path.clone())));
        let html = self.context.html_output();
        let dialect = Dialect { definition_lists: html.definition_lists, admonitions: html.admonitions };
        let target = Target::of_renderer(&self.context.renderer);
        let mut book = expand::Book::new(periods, problems, self.config.autolink, chapters, target, dialect);
        let plan = self.plan(input, &book)?;
        book.add(&plan);
        let checks = self.checks();
        let every = self.config.autolink == Autolink::All || checks;
        let mut changed = Vec::new();
        for (index, chapter) in input.chapters.iter().enumerate() {
            if !every && !chapter.may_hold(OPENER) {
                continue;
            }
            let text = chapter.text()?;
            if !every && !text.contains(OPENER) {
                continue;
            }
            let mark = if text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
            let file = self.source(&chapter.source_path, text);
            let page = Page { path: &chapter.path, source_path: &chapter.source_path };
            let sent = self.sources.file(file).text();
            let expands = self.config.autolink == Autolink::All || sent.contains(OPENER);
            let (mut scan, mut wrong) = (None, Vec::new());
            let goals = Some(&periods.sets[periods.of_page(page.source_path)]);
            let reading = Reading { dialect, config: Some(&self.config), goals, facts: None };
            if checks && expands {
                let (directives, found) = reading.text_with_directives(sent, file);
                (scan, wrong) = (Some(directives), found);
            } else if checks {
                wrong = reading.text(sent, file);
            }
            let (text, mut problems) = match scan {
                Some(scan) => expand::scanned(&book, &page, sent, scan),
                None if expands => expand::chapter(&book, &page, file, sent),
                None => (None, Vec::new()),
            };
            if let Some(text) = text {
                changed.push((index, if mark.is_empty() { text } else { format!("{mark}{text}") }));
            }
            if problems.is_empty() && wrong.is_empty() {
                self.sources.release(file);
                continue;
            }
            let path = self.context.root.join(self.context.source_folder()).join(&chapter.source_path);
            let split = problems.len();
            problems.append(&mut wrong);
            locate(&mut self.sources, file, &path, &mut problems);
            self.references.extend(problems.drain(split..));
            self.content.append(&mut problems);
        }
        let added = plan.added().iter().map(|it| self.added(&book, periods, dialect, it)).collect();
        let pages = plan.added().iter().filter(|it| it.source_path.is_some()).filter_map(|it| it.chapter.page.as_ref());
        Ok(Changes { texts: changed, added, pages: pages.map(|it| it.span).collect() })
    }

    /// The text of a chapter's file, for messages.
    fn source(&mut self, source_path: &str, text: impl Into<String>) -> FileId {
        self.sources.add(format!("{}{}/{source_path}", self.prefix, self.context.source_folder()), text)
    }

    /// The chapters that directives add. Links lead to them from any chapter, so all are known
    /// before the first is expanded.
    fn plan(&mut self, input: &Input<'_>, book: &expand::Book<'_>) -> anyhow::Result<Plan> {
        let mut plan = Plan::new(input.chapters.iter().map(|it| it.path.as_str()));
        let folder = self.context.root.join(self.context.source_folder());
        for (index, chapter) in input.chapters.iter().enumerate().filter(|(_, it)| it.may_hold(expand::ADDS)) {
            let text = chapter.text()?;
            if text.contains(expand::ADDS) {
                let file = self.source(&chapter.source_path, text);
                let page = Page { path: &chapter.path, source_path: &chapter.source_path };
                plan.chapter(book, index, &page, file, self.sources.file(file).text(), |path| pages::read(&folder, path));
                self.sources.release(file);
            }
        }
        Ok(plan)
    }

    /// A new chapter with its text.
    fn added(&mut self, book: &expand::Book<'_>, periods: &Periods, dialect: Dialect, it: &Added) -> SubChapter {
        let (mut read, mut wrong) = (None, Vec::new());
        if let Some((path, text)) = it.source_path.as_ref().zip(it.text.as_ref()) {
            let file = self.source(path, text.as_str());
            let goals = Some(&periods.sets[periods.of_page(path)]);
            read = Some(if self.checks() {
                let (scan, found) = Reading { dialect, config: Some(&self.config), goals, facts: None }.text_with_directives(text, file);
                wrong = found;
                (file, scan)
            } else {
                (file, directive::scan(file, text, dialect))
            });
        }
        let file = read.as_ref().map(|(file, _)| *file);
        let (content, mut problems) = expand::added(book, it, read);
        if self.context.order() == Order::BeforeLinks {
            problems.retain(|it| *it.code != expand::UNREAD_INCLUDE); // they are read after us
        }
        if let Some(file) = file.filter(|_| problems.is_empty() && wrong.is_empty()) {
            self.sources.release(file);
        }
        self.references.append(&mut wrong);
        self.content.append(&mut problems);
        let (path, source_path) = (it.path.clone(), it.source_path.clone());
        SubChapter { parent: it.parent, name: it.chapter.title.clone(), path, source_path, content }
    }

    /// Shows what is wrong, and says whether the build fails. What fails nothing is shown for the
    /// first renderer alone.
    fn report(mut self, readable: bool) -> Outcome {
        let around = self.surroundings();
        let errors = |it: &[Diagnostic]| it.iter().any(|it| self.config.levels.of_diagnostic(it) == Level::Error);
        let denied = self.config.check == Check::Deny && errors(&self.references);
        let fails = errors(&self.setup) || errors(&around) || self.config.on_error == OnError::Fail && errors(&self.content) || denied;
        if !fails && !self.context.is_first_renderer() {
            return Outcome::Clean;
        }
        if let Support::Untested(range) = self.context.support() {
            let version = &self.context.mdbook_version;
            self.console.title(Level::Warning, &format!("mdbook-goals is not tested with mdBook {version}, only with {range}; going on"));
        }
        let around = emit::sorted(&self.sources, &around, &self.config.levels);
        for finding in &around {
            self.console.line(&self.sources, *finding);
        }
        let in_pages = errors(&self.content);
        self.setup.append(&mut self.content);
        self.setup.append(&mut self.references);
        let findings = emit::sorted(&self.sources, &self.setup, &self.config.levels);
        self.console.findings(&self.sources, &findings);
        let counts = Counts::of(around.iter().chain(&findings));
        if fails {
            let rest = if readable { "" } else { "; the chapters were not looked at, since the goals files could not be read" };
            self.console.title(Level::Error, &format!("{}{rest}", counts.phrase()));
            return Outcome::Findings;
        }
        if in_pages {
            self.console.title(Level::Warning, &format!("{}; the pages show them, as `on-error = \"warn\"` says", counts.phrase()));
        } else if counts.errors > 0 {
            self.console.title(Level::Warning, &format!("{}; the build goes on, as `check = \"warn\"` says", counts.phrase()));
        }
        Outcome::Clean
    }

    /// What is amiss around the book: the order of the preprocessors, the stylesheet.
    fn surroundings(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if self.context.order() == Order::BeforeLinks {
            let message = "mdBook's `links` runs after `goals`, so that directives in included files stay raw";
            out.push(Diagnostic::new(
                &UNORDERED_PREPROCESSOR,
                self.config.span,
                message,
                "write `after = [\"links\"]` in `[preprocessor.goals]`",
            ));
        }
        if self.context.renderer == "html" && self.config.stylesheet == Stylesheet::Check {
            out.extend(stylesheet::check(&self.context.root, self.context.additional_css(), self.config.span));
        }
        out
    }
}
