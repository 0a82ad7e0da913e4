//! What a directive sees: the data of its period, and the page that it stands on.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::UNKNOWN_GOAL;
use crate::config::Autolink;
use crate::data::{self, Goal, GoalId, Goals, Login, Lookup, Person, Theme, Update};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::edit::Edit;
use crate::excerpt::{self, Linker, Tldr};
use crate::fragment::{Block, Cut, Inline, Link, Problem, Shared};
use crate::markdown::TakenId;
use crate::query::Length;
use crate::source::{Span, Spanned};

/// The mistakes in the data of goals that their cards show.
pub type GoalProblems = HashMap<GoalId, Vec<Problem>>;

/// One period's goals, with what is read from them once for all chapters.
#[derive(Debug)]
pub struct View<'a> {
    /// The goals.
    pub goals: &'a Goals,
    /// The goals and people, by name.
    pub lookup: Lookup<'a>,
    linker: Linker<'a>,
    problems: GoalProblems,
    /// Excerpts that were made before, by the place of the update's body.
    excerpts: RefCell<HashMap<(Span, Length), (Shared, Cut)>>,
    /// Lines that were read before, by their text.
    lines: RefCell<HashMap<String, Vec<Inline>>>,
}

impl<'a> View<'a> {
    /// A view of `goals`.
    pub fn new(goals: &'a Goals, autolink: Autolink, problems: GoalProblems) -> Self {
        let linker = Linker::new(goals, autolink);
        View { goals, lookup: Lookup::new(goals), linker, problems, excerpts: RefCell::default(), lines: RefCell::default() }
    }

    /// Other people's Markdown, as blocks.
    pub fn blocks(&self, text: &str) -> Vec<Block> {
        excerpt::blocks(text, &self.linker)
    }

    /// A field of inline Markdown, as a piece of a line. It is read once, however often it is shown.
    pub fn line(&self, text: &str) -> Vec<Inline> {
        if let Some(known) = self.lines.borrow().get(text) {
            return known.clone();
        }
        let made = excerpt::line(text, &self.linker);
        self.lines.borrow_mut().insert(text.to_owned(), made.clone());
        made
    }

    /// An update's text, or its beginning. It is read once, however often it is shown.
    pub fn excerpt(&self, update: &Update, length: Length) -> (Shared, Cut) {
        let key = (update.body.span, length);
        if let Some((blocks, cut)) = self.excerpts.borrow().get(&key) {
            return (blocks.clone(), *cut);
        }
        let linker = self.linker.on_page(update.url.as_deref());
        let (blocks, cut) = match length {
            Length::Full => (excerpt::blocks(&update.body, &linker), Cut::Whole),
            Length::Words(words) => excerpt::cut(&update.body, words, &linker),
        };
        let made = (Shared::new(blocks), cut);
        self.excerpts.borrow_mut().insert(key, made.clone());
        made
    }

    /// An update's summary.
    pub fn tldr(&self, update: &Update) -> Option<Tldr> {
        excerpt::tldr(update, &self.linker)
    }

    /// An update's requests for help.
    pub fn help_wanted(&self, update: &Update) -> Vec<Vec<Block>> {
        excerpt::help_wanted(update, &self.linker)
    }

    /// The edits that make links of the bare references in a chapter's own text.
    pub fn automatic_links(&self, text: &str, prose: &[Range<usize>]) -> Vec<Edit> {
        excerpt::autolink(text, prose, &self.linker)
    }

    /// A goal's title.
    pub fn title(&self, goal: &Goal) -> Vec<Inline> {
        self.line(&goal.title)
    }

    /// Somebody, linked to the forge where it is a login.
    pub fn person(&self, person: &Person) -> Vec<Inline> {
        match person {
            Person::Login(login) => vec![self.login(login)],
            Person::Text(text) => self.line(text),
        }
    }

    fn login(&self, login: &Login) -> Inline {
        let name = vec![Inline::Isolated(vec![Inline::Text(self.lookup.display_name(login))])];
        Inline::Link(Link { url: self.goals.person_url(login), title: None, content: name })
    }

    /// The mistakes in a goal's data that its card shows.
    pub fn problems(&self, goal: &Goal) -> Vec<Problem> {
        self.problems.get(&goal.id).cloned().unwrap_or_default()
    }

    /// The same as blocks, for what is no card.
    pub fn problem_boxes(&self, goal: &Goal) -> Vec<Block> {
        self.problems(goal).into_iter().map(Block::Problem).collect()
    }
}

/// What a chapter that `chapters` adds tells of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A goal.
    Goal {
        /// The name of its period.
        period: String,
        /// Its key.
        id: GoalId,
    },
    /// A theme with its goals.
    Theme {
        /// The name of its period.
        period: String,
        /// Its key.
        key: String,
    },
    /// A report.
    Report {
        /// The name of its period.
        period: String,
        /// The keys of the teams whose goals are in it; empty: of all.
        teams: Vec<String>,
    },
}

impl Subject {
    /// A goal of `goals`.
    pub fn goal(goals: &Goals, goal: &Goal) -> Self {
        Subject::Goal { period: goals.period.name.clone(), id: goal.id.clone() }
    }

    /// A theme of `goals`.
    pub fn theme(goals: &Goals, theme: &Theme) -> Self {
        Subject::Theme { period: goals.period.name.clone(), key: theme.key.clone() }
    }

    /// The name of its period.
    pub fn period(&self) -> &str {
        match self {
            Subject::Goal { period, .. } | Subject::Theme { period, .. } | Subject::Report { period, .. } => period,
        }
    }
}

/// The chapters of the book: where each stands in it now, by its path in the source folder.
#[derive(Debug, Default)]
pub struct Chapters {
    by_source: HashMap<String, String>,
    /// Those that `chapters` adds, by what they tell of.
    added: HashMap<Subject, String>,
    /// Where the book is published, for links from elsewhere.
    site: Option<String>,
}

impl Chapters {
    /// Collects pairs of a chapter's path in the source folder and its path in the book, which
    /// differ for `README.md`. Paths have `/` between their parts.
    pub fn new(chapters: impl IntoIterator<Item = (String, String)>) -> Self {
        Chapters { by_source: chapters.into_iter().collect(), added: HashMap::new(), site: None }
    }

    /// Adds the chapter at `path` in the book, which tells of `subject` and is the file
    /// `source_path` of the source folder, where it is one.
    pub fn add(&mut self, subject: Subject, path: &str, source_path: Option<&str>) {
        self.added.insert(subject, path.to_owned());
        if let Some(source_path) = source_path {
            self.by_source.insert(source_path.to_owned(), path.to_owned());
        }
    }

    /// Whether the chapter at `path` has been added.
    pub fn is_added(&self, path: &str) -> bool {
        self.added.values().any(|it| it == path)
    }

    /// The chapters of a book that is published at `site`, for a page that stands elsewhere. Where
    /// that is not known, no chapter can be linked.
    pub fn published(site: Option<&str>) -> Self {
        Chapters { by_source: HashMap::new(), added: HashMap::new(), site: site.map(|it| it.trim_end_matches('/').to_owned()) }
    }

    /// Whether a file of the source folder is a chapter.
    pub fn holds(&self, source_path: &str) -> bool {
        self.by_source.contains_key(source_path)
    }

    /// The link from the chapter at `page` to the chapter that is `source_path` in the source
    /// folder; `None` where there is no such chapter.
    fn link(&self, page: &str, source_path: &str) -> Option<String> {
        if let Some(site) = &self.site {
            let path = as_index(source_path);
            return Some(format!("{site}/{}.html", path.strip_suffix(".md").unwrap_or(&path)));
        }
        let target = self.by_source.get(source_path)?;
        Some(relative(page, &as_index(target)))
    }

    /// The link to the chapter that has been added for a subject, which is asked for only where
    /// there are such chapters.
    fn link_to(&self, page: &str, subject: impl FnOnce() -> Subject) -> Option<String> {
        let target = if self.added.is_empty() { None } else { self.added.get(&subject()) }?;
        Some(relative(page, &as_index(target)))
    }
}

/// mdBook makes `index.html` of `README.md`, also where its `index` preprocessor runs after us and
/// the path still says `README.md`.
pub(crate) fn as_index(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    match (folder, name.eq_ignore_ascii_case("README.md")) {
        (_, false) => path.to_owned(),
        ("", true) => "index.md".to_owned(),
        (folder, true) => format!("{folder}/index.md"),
    }
}

/// The path from the folder of the chapter `from` to the chapter `to`.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len().saturating_sub(1);
    let shared = from.iter().take(folders).zip(&to).take_while(|(a, b)| a == b).count().min(to.len() - 1);
    let mut parts = vec![".."; folders - shared];
    parts.extend(to.iter().skip(shared));
    parts.join("/")
}

/// The ids of one page.
#[derive(Debug, Default)]
pub struct Anchors {
    /// Those of the page's own headings and HTML, until the first id is wanted.
    own: Vec<TakenId>,
    taken: HashSet<String>,
    /// How often an id was wanted: a page may show one goal thousands of times.
    wanted: HashMap<String, usize>,
}

impl Anchors {
    /// A page whose own headings and HTML take these ids.
    pub fn new(own: Vec<TakenId>) -> Self {
        Anchors { own, ..Anchors::default() }
    }

    /// An id that nothing else on the page has: `wanted`, else with the next free number behind it.
    fn claim(&mut self, wanted: &str) -> String {
        self.taken.extend(self.own.drain(..).map(TakenId::id));
        let times = self.wanted.entry(wanted.to_owned()).or_default();
        loop {
            *times += 1;
            let id = if *times == 1 { wanted.to_owned() } else { format!("{wanted}-{times}") };
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// What a directive sees.
#[derive(Debug)]
pub struct Context<'a> {
    /// The data of its period.
    pub view: &'a View<'a>,
    /// The chapters of the book.
    pub chapters: &'a Chapters,
    /// The path of the page in the book, with `/` between its parts.
    pub page: &'a str,
    /// The ids of the page.
    pub anchors: &'a RefCell<Anchors>,
}

impl<'a> Context<'a> {
    /// The goal that a word names; one that is none is reported.
    pub fn goal(&self, word: &Spanned<String>, report: &mut Vec<Diagnostic>) -> Option<&'a Goal> {
        let found = data::find_goal(self.view.goals, &self.view.lookup, word);
        if found.is_none() {
            let goals = &self.view.goals.goals;
            let message = format!("there is no goal `{}` in the period {}", word.value, self.view.goals.period.name);
            let help = did_you_mean("goal", word, goals.iter().map(|it| it.id.as_str()));
            report.push(Diagnostic::new(&UNKNOWN_GOAL, word.span, message, help));
        }
        found
    }

    /// An id for a goal's card on this page.
    pub fn anchor(&self, goal: &Goal) -> String {
        self.claim("goal", goal.id.as_str())
    }

    /// An id on this page for the thing of the kind `kind` that is called `name`.
    pub(super) fn claim(&self, kind: &str, name: &str) -> String {
        let name: String = name.chars().map(|it| if it.is_alphanumeric() { it } else { '-' }).collect();
        self.anchors.borrow_mut().claim(&format!("{kind}-{name}"))
    }

    /// The link to a chapter of the book, by its path in the source folder.
    pub fn chapter_url(&self, source_path: &str) -> Option<String> {
        self.chapters.link(self.page, source_path)
    }

    /// Where a goal is told of: its chapter in this book, else its tracking issue.
    pub fn goal_url(&self, goal: &Goal) -> Option<String> {
        self.goal_chapter(goal).or_else(|| goal.issue.as_ref().map(|it| self.view.goals.issue_url(it)))
    }

    /// A goal's chapter in this book: its `page`, else the one that `chapters` has added.
    pub fn goal_chapter(&self, goal: &Goal) -> Option<String> {
        let page = goal.page.as_ref().and_then(|it| self.chapter_url(it));
        page.or_else(|| self.chapters.link_to(self.page, || Subject::goal(self.view.goals, goal)))
    }

    /// The same for a theme.
    pub fn theme_chapter(&self, theme: &Theme) -> Option<String> {
        let page = theme.page.as_ref().and_then(|it| self.chapter_url(it));
        page.or_else(|| self.chapters.link_to(self.page, || Subject::theme(self.view.goals, theme)))
    }

    /// `content`, linked to where the goal is told of.
    pub fn linked(&self, goal: &Goal, content: Vec<Inline>) -> Vec<Inline> {
        match self.goal_url(goal) {
            Some(url) => vec![Inline::Link(Link { url, title: None, content: crate::fragment::without_links(&content) })],
            None => content,
        }
    }

    /// A goal's tracking issue as a link, as `#389`.
    pub fn issue(&self, goal: &Goal) -> Option<Link> {
        let issue = goal.issue.as_ref()?;
        let goals = self.view.goals;
        Some(Link { url: goals.issue_url(issue), title: None, content: vec![Inline::Text(goals.issue_label(issue))] })
    }
}

/// Pieces with commas between them.
pub(super) fn comma_separated(pieces: impl IntoIterator<Item = Vec<Inline>>) -> Vec<Inline> {
    let mut out = Vec::new();
    for piece in pieces {
        if !out.is_empty() {
            out.push(Inline::text(", "));
        }
        out.extend(piece);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_go_from_folder_to_folder() {
        let rows = [
            ("a.md", "b.md", "b.md"),
            ("x/a.md", "b.md", "../b.md"),
            ("a.md", "x/b.md", "x/b.md"),
            ("x/y/a.md", "x/z/b.md", "../z/b.md"),
            ("x/a.md", "x/a.md", "a.md"),
            ("x/x/a.md", "x/b.md", "../b.md"),
        ];
        for (from, to, expected) in rows {
            assert_eq!(relative(from, to), expected, "{from} to {to}");
        }
        let chapters = Chapters::new([("p/README.md".to_owned(), "p/README.md".to_owned())]);
        assert_eq!(chapters.link("a.md", "p/README.md").as_deref(), Some("p/index.md"));
        assert_eq!(chapters.link("a.md", "p/none.md"), None);
        let elsewhere = Chapters::published(Some("https://example.org/book/"));
        assert_eq!(elsewhere.link("", "p/README.md").as_deref(), Some("https://example.org/book/p/index.html"));
        assert_eq!(Chapters::published(None).link("", "p/a.md"), None);
    }

    #[test]
    fn ids_are_given_once() {
        let mut anchors = Anchors::new(vec![TakenId::OfHeading("Goal 7".to_owned())]);
        assert_eq!([anchors.claim("goal-7"), anchors.claim("goal-7"), anchors.claim("goal-8")], ["goal-7-2", "goal-7-3", "goal-8"]);
    }
}
