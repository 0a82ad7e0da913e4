//! Looks at everything that is asked for, once: settings, goals files, directives, references.

use std::collections::{BTreeMap, HashSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::book::Book;
use super::crew;
use super::mend::{Texts, read};
use super::walk::{Asked, Extent, Part, shown};
use crate::commands::console::Console;
use crate::commands::references::{self, Reading};
use crate::config::{Config, Levels};
use crate::data::{self, Goals};
use crate::diagnostic::{Applicability, Code, Diagnostic, Level};
use crate::directive::{Chapters, GoalProblems, OPENER, Scan};
use crate::emit::{self, Finding};
use crate::expand::{self, Page};
use crate::lint::{Facts, Questions};
use crate::render::Target;
use crate::source::{FileId, Sources, without_mark};

/// The name of standard input, as a path.
const STDIN: &str = "<stdin>";

/// A level that the command line sets.
#[derive(Clone, Copy, Debug)]
pub(super) enum Override {
    /// All warnings are errors.
    DenyWarnings,
    /// A code has a level.
    Set(&'static Code, Level),
}

/// What a look found.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// The texts that are spoken of.
    pub(super) sources: Sources,
    /// What is wrong, and how much it counts.
    pub(super) found: Vec<(Diagnostic, Level)>,
    /// Where the files lie.
    pub(super) paths: BTreeMap<FileId, PathBuf>,
    /// How many files were looked at.
    pub(super) files: usize,
    /// What could not be looked at.
    pub(super) failed: Vec<String>,
    /// What was left out, and why.
    pub(super) skipped: Vec<String>,
    /// What only the forge knows of the references; empty where it is not to be asked.
    pub(super) questions: Questions,
}

/// What the forge has to do with it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Online<'a> {
    /// Nothing.
    No,
    /// It is to be asked: the questions are collected, and nothing else is looked for in texts.
    Ask,
    /// It has answered.
    Answered(&'a Facts),
}

impl<'a> Online<'a> {
    fn facts(self) -> Option<&'a Facts> {
        match self {
            Online::No | Online::Ask => None,
            Online::Answered(facts) => Some(facts),
        }
    }
}

impl Round {
    /// What was found, in the order in which it is shown.
    pub(super) fn findings(&self) -> Vec<Finding<'_>> {
        let mut out: Vec<_> = self.found.iter().map(|(diagnostic, level)| Finding { diagnostic, level: *level }).collect();
        emit::sort(&self.sources, &mut out);
        out
    }

    /// Applies the fixes of what was found to `texts`. Returns how many findings are mended.
    pub(super) fn mend(&self, texts: &mut Texts, most: Applicability) -> usize {
        texts.pass(&self.sources, &self.paths, self.found.iter().map(|(it, _)| it), most)
    }

    fn add(&mut self, found: impl IntoIterator<Item = Diagnostic>, levels: &Levels) {
        let counted = found.into_iter().map(|it| (levels.of_diagnostic(&it), it)).filter(|(level, _)| *level != Level::Off);
        self.found.extend(counted.map(|(level, it)| (it, level)));
    }

    fn ask(&mut self, questions: Questions) {
        for (question, need) in questions {
            let known = self.questions.entry(question).or_insert(need);
            *known = need.max(*known);
        }
    }
}

/// Looks at what is asked for, with `texts` in place of what is on disk.
///
/// # Errors
///
/// Where a book or its goals files cannot be read.
pub(super) fn round(console: &Console, asked: &Asked, texts: &Texts, overrides: &[Override], online: Online<'_>) -> anyhow::Result<Round> {
    let mut round = Round::default();
    for (root, part) in &asked.parts {
        Looker { console, asked, texts, overrides, online, part, round: &mut round }.part(root.as_deref())?;
    }
    Ok(round)
}

/// Looks at the part of one book.
struct Looker<'a> {
    console: &'a Console,
    asked: &'a Asked,
    texts: &'a Texts,
    overrides: &'a [Override],
    online: Online<'a>,
    part: &'a Part,
    round: &'a mut Round,
}

impl Looker<'_> {
    fn part(mut self, root: Option<&Path>) -> anyhow::Result<()> {
        let book = match root {
            None => None,
            Some(root) => {
                let prefix = match shown(root, &self.asked.here) {
                    it if it.is_empty() || it.ends_with('/') => it,
                    it => format!("{it}/"),
                };
                Some(Book::open(self.console, &mut self.round.sources, root, &prefix, self.texts)?)
            }
        };
        let mut levels = book.as_ref().map(|it| it.config.levels.clone()).unwrap_or_default();
        for it in self.overrides {
            match it {
                Override::DenyWarnings => levels.deny_warnings(),
                Override::Set(code, level) => levels.set(code, *level),
            }
        }
        if let Some(book) = &book {
            self.round.files += usize::from(self.part.extent == Extent::Whole);
            self.round.add(book.setup.iter().cloned(), &levels);
        }
        let chapters = self.chapters(book.as_ref());
        self.goals_files(book.as_ref(), &chapters, &levels);
        self.lone_files(book.as_ref(), &levels);
        self.markdown(book.as_ref(), chapters, &levels);
        Ok(())
    }

    /// The chapters that pages can be linked to: all Markdown files of the source folder.
    fn chapters(&self, book: Option<&Book>) -> Vec<String> {
        let Some(book) = book.filter(|it| it.loaded.is_some()) else { return Vec::new() };
        let Ok(source) = book.layout.source.canonicalize() else { return Vec::new() };
        let name = |path: &Path| Some(path.strip_prefix(&source).ok()?.to_string_lossy().replace('\\', "/"));
        match self.part.extent {
            Extent::Whole => self.part.markdown.iter().filter_map(|it| name(it)).collect(),
            Extent::Part => {
                let all = ignore::WalkBuilder::new(&source).follow_links(true).standard_filters(false).build();
                all.flatten().filter(|it| it.path().extension().is_some_and(|it| it == "md")).filter_map(|it| name(it.path())).collect()
            }
        }
    }

    fn goals_files(&mut self, book: Option<&Book>, chapters: &[String], levels: &Levels) {
        let Some(book) = book else { return };
        let Some(loaded) = &book.loaded else { return };
        let mut wanted = HashSet::new();
        for (id, path) in &book.files {
            if self.part.wants(&path.canonicalize().unwrap_or_else(|_| path.clone())) {
                wanted.insert(*id);
                self.round.files += 1;
                self.round.paths.insert(*id, path.clone());
            }
        }
        let paths: HashSet<&str> = chapters.iter().map(String::as_str).collect();
        let mut found: Vec<Diagnostic> = loaded.found.iter().flatten().cloned().collect();
        for (goals, files) in loaded.periods.sets.iter().zip(&loaded.files) {
            found.extend(data::check_pages(goals, |path| paths.contains(path)));
            let wanted: Vec<_> = files.iter().copied().filter(|it| wanted.contains(it)).collect();
            found.extend(self.references(&wanted, Some(&book.config), goals));
        }
        let mut seen = HashSet::new(); // a file that belongs to several periods is read for each
        found.retain(|it| wanted.contains(&it.span.file) && seen.insert((it.span, it.code.name, it.message.clone())));
        self.round.add(found, levels);
    }

    /// Goals files that were named and belong to no book: each is one by itself.
    fn lone_files(&mut self, book: Option<&Book>, levels: &Levels) {
        let known = |path: &Path| {
            let files = book.map(|it| it.files.as_slice()).unwrap_or_default();
            files.iter().any(|(_, it)| it.canonicalize().is_ok_and(|it| it == path))
        };
        for path in self.part.toml.iter().filter(|it| !known(it)) {
            let Some(file) = self.open(path) else { continue };
            if !data::is_goals_file(self.round.sources.file(file).text()) {
                let shown = shown(path, &self.asked.here);
                self.round.failed.push(format!("`{shown}` is no goals file: it has neither `[project]` nor `[period]` nor a goal"));
                continue;
            }
            let (goals, mut found) = data::load(&self.round.sources, &[file]);
            found.extend(self.references(&[file], book.map(|it| &it.config), &goals));
            self.round.add(found, levels);
        }
    }

    /// What is wrong with the references of goals files, all of one period.
    fn references(&mut self, files: &[FileId], config: Option<&Config>, goals: &Goals) -> Vec<Diagnostic> {
        if let Online::Ask = self.online {
            let questions = references::questions_of_goals(&self.round.sources, files, config, goals);
            self.round.ask(questions);
            return Vec::new();
        }
        references::of_goals(&self.round.sources, files, config, goals, self.online.facts())
    }

    fn markdown(&mut self, book: Option<&Book>, chapters: Vec<String>, levels: &Levels) {
        let periods = book.and_then(|it| it.loaded.as_ref()).map(|it| &it.periods);
        let expands = book.filter(|it| it.loaded.as_ref().is_some_and(|it| it.is_readable()));
        let target = Target::of_renderer("html");
        let expander = expands.zip(periods).map(|(book, periods)| {
            let problems = periods.sets.iter().map(|_| GoalProblems::new()).collect();
            let pairs = chapters.into_iter().map(|it| (it.clone(), it));
            expand::Book::new(periods, problems, book.config.autolink, Chapters::new(pairs), target, book.layout.dialect)
        });
        let source = book.and_then(|it| it.layout.source.canonicalize().ok());
        let stdin = self.part.stdin.is_some().then(|| PathBuf::from(STDIN));
        let files: Vec<Job> = self
            .part
            .markdown
            .iter()
            .chain(&stdin)
            .map(|path| {
                let page = source.as_ref().and_then(|it| path.strip_prefix(it).ok()).map(|it| it.to_string_lossy().replace('\\', "/"));
                Job { file: self.round.sources.add(shown(path, &self.asked.here), ""), path: path.clone(), page }
            })
            .collect();
        let dialect = book.map(|it| it.layout.dialect).unwrap_or_default();
        let config = book.map(|it| &it.config);
        let (part, texts, online) = (self.part, self.texts, self.online);
        let look = |job: &Job| {
            let text = text_of(part, texts, &job.path)?;
            let goals = periods.map(|it| &it.sets[it.of_page(job.page())]);
            let may_expand = job.page.as_ref().map_or(Some(&job.path) == stdin.as_ref(), |it| it != "SUMMARY.md");
            let has_directives = may_expand && memchr::memmem::find(text.as_bytes(), OPENER.as_bytes()).is_some();
            let reading = Reading { dialect, config, goals, facts: online.facts() };
            let read = without_mark(&text);
            if let Online::Ask = online {
                return anyhow::Ok(Looked { questions: reading.questions(read, job.file), ..Looked::default() });
            }
            let (scan, found) = if has_directives {
                let (scan, found) = reading.text_with_directives(read, job.file);
                (Some(scan), found)
            } else {
                (None, reading.text(read, job.file))
            };
            // Of most files nothing is said: their texts need not wait.
            let text = if scan.is_none() && found.is_empty() { String::new() } else { text };
            Ok(Looked { text, scan, found, questions: Questions::new() })
        };
        let mut unexpanded = 0;
        let mut failed = BTreeMap::new();
        crew::each(&files, look, |index, looked| {
            let job = &files[index];
            let Looked { text, scan, mut found, questions } = match looked {
                Ok(looked) => looked,
                Err(error) => {
                    failed.insert(index, error);
                    return;
                }
            };
            let file = job.file;
            self.round.files += 1;
            self.round.ask(questions);
            if let Some(scan) = scan {
                let page = Page { path: job.page(), source_path: job.page() };
                match &expander {
                    Some(book) => found.extend(expand::mistakes(book, &page, without_mark(&text), scan)),
                    None => unexpanded += usize::from(periods.is_some()),
                }
            }
            if !found.is_empty() {
                self.round.sources.replace(file, text);
                self.round.paths.insert(file, job.path.clone());
            }
            self.round.add(found, levels);
        });
        for (index, error) in failed {
            self.fail(&files[index].path, &error);
        }
        if unexpanded > 0 {
            let text = "the directives were not looked at, since the goals files could not be read".to_owned();
            // where it is not said why, success would be a lie
            let is_said = self.round.found.iter().any(|(_, level)| *level == Level::Error);
            if is_said { &mut self.round.skipped } else { &mut self.round.failed }.push(text);
        }
    }

    /// Adds a file that is asked for. What cannot be read is said.
    fn open(&mut self, path: &Path) -> Option<FileId> {
        match text_of(self.part, self.texts, path) {
            Ok(text) => {
                self.round.files += 1;
                let file = self.round.sources.add(shown(path, &self.asked.here), text);
                self.round.paths.insert(file, path.to_owned());
                Some(file)
            }
            Err(error) => {
                self.fail(path, &error);
                None
            }
        }
    }

    fn fail(&mut self, path: &Path, error: &anyhow::Error) {
        let shown = shown(path, &self.asked.here);
        let why = match error.downcast_ref::<std::io::Error>() {
            Some(error) if error.kind() == ErrorKind::NotFound => "it has gone since".to_owned(),
            Some(_) | None => error.root_cause().to_string(),
        };
        self.round.failed.push(format!("cannot read `{shown}`: {why}"));
    }
}

/// A Markdown file that is to be looked at.
struct Job {
    file: FileId,
    path: PathBuf,
    /// Its path in the source folder of its book, where it is there.
    page: Option<String>,
}

/// What a look at one of them found.
#[derive(Default)]
struct Looked {
    /// Its text, where anything is to be said of it.
    text: String,
    /// Its directives, where it has any.
    scan: Option<Scan>,
    found: Vec<Diagnostic>,
    questions: Questions,
}

impl Job {
    fn page(&self) -> &str {
        self.page.as_deref().unwrap_or_default()
    }
}

/// The text of what is asked for, where nothing has mended it the one on disk.
fn text_of(part: &Part, texts: &Texts, path: &Path) -> anyhow::Result<String> {
    let mended = texts.new.get(path).cloned();
    let stdin = || part.stdin.clone().filter(|_| path.as_os_str() == STDIN);
    mended.or_else(stdin).map_or_else(|| read(path), Ok)
}
