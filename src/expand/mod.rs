//! One chapter in one pass: find the directives, ask each what to show, write that in their place.
//!
//! Every byte outside of directives stays. What is written is never searched again.

mod added;

pub use added::{ADDS, Added, Plan, UNREAD_INCLUDE, added};

use std::cell::RefCell;
use std::ops::Range;

use crate::config::Autolink;
use crate::data::Periods;
use crate::diagnostic::codes::UNKNOWN_PERIOD;
use crate::diagnostic::{Diagnostic, Level, count, did_you_mean};
use crate::directive::{
    self, Anchors, Broken, Call, Chapters, Context, Directive, Fragment, GoalProblems, Links, MISPLACED_DIRECTIVE, Placement, Room, Scan,
    Site, Subject, UNKNOWN_DIRECTIVE, View,
};
use crate::edit::{self, Edit};
use crate::fragment::{Block, Inline, Problem, without_links};
use crate::markdown::{self, Cell, Dialect};
use crate::query::Arguments;
use crate::render::{self, Target};
use crate::source::FileId;

/// What is the same for all chapters of a run.
#[derive(Debug)]
pub struct Book<'a> {
    views: Vec<View<'a>>,
    periods: &'a Periods,
    chapters: Chapters,
    target: Target,
    dialect: Dialect,
    autolink: Autolink,
}

/// A chapter.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Its path in the book, with `/` between its parts: links start here.
    pub path: &'a str,
    /// Its path in the source folder, which may name the period.
    pub source_path: &'a str,
}

impl<'a> Book<'a> {
    /// Prepares the periods of a book for its chapters. `problems` holds for each period what the
    /// cards of its goals show of the mistakes in their data.
    pub fn new(
        periods: &'a Periods,
        problems: Vec<GoalProblems>,
        autolink: Autolink,
        chapters: Chapters,
        target: Target,
        dialect: Dialect,
    ) -> Self {
        let views = periods.sets.iter().zip(problems).map(|(goals, problems)| View::new(goals, autolink, problems)).collect();
        Book { views, periods, chapters, target, dialect, autolink }
    }

    /// Makes known the chapters that `plan` adds, so that links lead to them. To a report none does.
    pub fn add(&mut self, plan: &Plan) {
        for it in plan.added() {
            match &it.chapter.subject {
                subject @ (Subject::Goal { .. } | Subject::Theme { .. }) => {
                    self.chapters.add(subject.clone(), &it.path, it.source_path.as_deref());
                }
                Subject::Report { .. } => {}
            }
        }
    }

    /// The period that a directive speaks of: the one that it names, else that of its chapter. A name
    /// that is none is reported.
    fn view(&self, page: &Page<'_>, given: &Arguments, report: &mut Vec<Diagnostic>) -> Option<&View<'a>> {
        let find = |name: &str| self.views.iter().find(|it| it.goals.period.name == name);
        if let Some(name) = given.get("period") {
            let found = find(name);
            if found.is_none() {
                let names = self.views.iter().map(|it| it.goals.period.name.as_str());
                let help = did_you_mean("period", name, names);
                report.push(Diagnostic::new(&UNKNOWN_PERIOD, name.span, format!("there is no period `{}`", name.value), help));
            }
            return found;
        }
        self.chapter_view(page)
    }

    /// The period that a chapter speaks of.
    fn chapter_view(&self, page: &Page<'_>) -> Option<&View<'a>> {
        self.views.get(self.periods.of_page(page.source_path))
    }
}

/// Expands the directives of one chapter, whose text is that of `file`. The text is `None` where
/// nothing changes. A directive that is wrong becomes a box with the message; whether the build
/// fails is for the caller to say.
pub fn chapter(book: &Book<'_>, page: &Page<'_>, file: FileId, text: &str) -> (Option<String>, Vec<Diagnostic>) {
    scanned(book, page, text, directive::scan(file, text, book.dialect))
}

/// The same for a chapter whose directives are found already.
pub fn scanned(book: &Book<'_>, page: &Page<'_>, text: &str, mut scan: Scan) -> (Option<String>, Vec<Diagnostic>) {
    let mut report = Vec::new();
    let writer = Writer::new(book, page, text, &mut scan);
    let mut edits = writer.automatic_links(&scan);
    edits.extend(scan.calls.iter().map(|call| writer.call(call, &mut report)));
    for broken in scan.broken {
        edits.extend(writer.broken(&broken));
        report.push(broken.mistake);
    }
    edits.sort_by_key(|it| it.range.start);
    ((!edits.is_empty()).then(|| edit::apply(text, &edits)), report)
}

/// What is wrong with the directives of a chapter; nothing is written.
pub fn mistakes(book: &Book<'_>, page: &Page<'_>, text: &str, mut scan: Scan) -> Vec<Diagnostic> {
    let mut report = Vec::new();
    let writer = Writer::new(book, page, text, &mut scan);
    for call in &scan.calls {
        writer.fragment(call, &mut report);
    }
    report.extend(scan.broken.into_iter().map(|it| it.mistake));
    report
}

/// Writes one chapter's fragments.
struct Writer<'a> {
    book: &'a Book<'a>,
    page: &'a Page<'a>,
    text: &'a str,
    /// The chapter's own line end.
    line_end: &'static str,
    anchors: RefCell<Anchors>,
}

impl<'a> Writer<'a> {
    /// Takes the ids of the chapter out of `scan`.
    fn new(book: &'a Book<'a>, page: &'a Page<'a>, text: &'a str, scan: &mut Scan) -> Self {
        let first_line = memchr::memchr(b'\n', text.as_bytes()).and_then(|at| text.get(..at));
        Writer {
            book,
            page,
            text,
            line_end: if first_line.is_some_and(|it| it.ends_with('\r')) { "\r\n" } else { "\n" },
            anchors: RefCell::new(Anchors::new(std::mem::take(&mut scan.outline.ids))),
        }
    }

    /// With `autolink = "all"`, the links in the chapter's own text, outside of directives.
    fn automatic_links(&self, scan: &Scan) -> Vec<Edit> {
        let Some(view) = self.book.chapter_view(self.page).filter(|_| self.book.autolink == Autolink::All) else { return Vec::new() };
        let broken = scan.broken.iter().map(|it| it.range.clone());
        let mut ours: Vec<_> = scan.calls.iter().map(|it| it.span.range()).chain(broken).collect();
        ours.sort_by_key(|it| it.start);
        let mut links = view.automatic_links(self.text, &scan.outline.prose);
        links.retain(|link| {
            let next = ours.partition_point(|it| it.end <= link.range.start);
            ours.get(next).is_none_or(|it| link.range.end <= it.start)
        });
        links
    }

    /// What stands in place of a directive.
    fn call(&self, call: &Call, report: &mut Vec<Diagnostic>) -> Edit {
        let before = report.len();
        let fragment = self.fragment(call, report);
        let mistake = report.iter().skip(before).find(|it| it.code.level == Level::Error);
        match (mistake.map(problem), fragment) {
            (Some(problem), _) => self.problem(call, problem),
            (None, Some(Fragment::Block(blocks))) => self.block(call, &blocks),
            (None, Some(Fragment::Inline(line))) => self.line(call, &line),
            (None, Some(Fragment::Rows(rows))) => match &call.site {
                Site::Row(cell) => self.rows(cell, &rows),
                Site::Alone { .. } | Site::Cell(_) | Site::Line(_) => self.line(call, &[]),
            },
            (None, Some(Fragment::Chapters(_))) => self.nothing(call),
            (None, None) => self.line(call, &[]),
        }
    }

    fn fragment(&self, call: &Call, report: &mut Vec<Diagnostic>) -> Option<Fragment> {
        let Some(directive) = directive::find(&call.name) else {
            report.push(unknown(call));
            return None;
        };
        let given = directive::bind(call, directive, report)?;
        let view = self.book.view(self.page, &given, report)?;
        let context = Context { view, chapters: &self.book.chapters, page: self.page.path, anchors: &self.anchors };
        let placement = (directive.placement)(&given);
        report.extend(misplaced(call, directive, placement));
        let fragment = (directive.expand)(&context, &given, report)?;
        if let (Fragment::Rows(rows), Site::Row(cell)) = (&fragment, &call.site) {
            report.extend(too_wide(call, &given, rows, cell));
        }
        if matches!(fragment, Fragment::Chapters(_)) && self.book.chapters.is_added(self.page.path) {
            report.push(added::nested(call));
        }
        Some(fragment)
    }

    /// Blocks in place of a directive that is alone in its paragraph.
    fn block(&self, call: &Call, blocks: &[Block]) -> Edit {
        let mut text = self.continued(call.span.start, &render::blocks(blocks, self.book.target));
        if let Site::Alone { next: Some(next) } = call.site {
            let between = self.text.get(call.span.end..next).unwrap_or_default();
            if between.matches('\n').count() < 2 {
                // Without a blank line Markdown would take what follows for a part of the block.
                let prefix = markdown::continuation(self.text, call.span.start);
                text.push_str(self.line_end);
                text.push_str(prefix.trim_end());
            }
        }
        Edit { range: call.span.range(), text }
    }

    /// Nothing in place of a directive: its line goes with it, where nothing else stands there.
    fn nothing(&self, call: &Call) -> Edit {
        let line = self.whole_lines(&call.span.range());
        let is_blank = |from: usize, to: usize| self.text.get(from..to).is_some_and(|it| it.trim().is_empty());
        let alone = is_blank(line.start, call.span.start) && is_blank(call.span.end, line.end);
        Edit { range: if alone { line } else { call.span.range() }, text: String::new() }
    }

    /// The lines in which a range lies, with the last one's end.
    fn whole_lines(&self, range: &Range<usize>) -> Range<usize> {
        let before = self.text.get(..range.start).unwrap_or_default();
        let after = self.text.get(range.end..).unwrap_or_default();
        before.rfind('\n').map_or(0, |at| at + 1)..after.find('\n').map_or(self.text.len(), |at| range.end + at + 1)
    }

    /// Lines in place of something at the byte `at`, each with what its container wants before it.
    fn continued(&self, at: usize, text: &str) -> String {
        let prefix = markdown::continuation(self.text, at);
        if prefix.is_empty() && self.line_end == "\n" {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len() + text.len() / 8);
        for (nth, line) in text.split('\n').enumerate() {
            if nth > 0 {
                out.push_str(self.line_end);
                out.push_str(if line.is_empty() { prefix.trim_end() } else { &prefix });
            }
            out.push_str(line);
        }
        out
    }

    /// A piece of a line in place of a directive.
    fn line(&self, call: &Call, line: &[Inline]) -> Edit {
        let target = self.book.target;
        let mut text = match call.site {
            Site::Line(Links::Forbidden) => render::line(&without_links(line), target),
            Site::Line(Links::Allowed) | Site::Alone { .. } => render::line(line, target),
            Site::Cell(Links::Forbidden) => render::cell(&without_links(line), target),
            Site::Cell(Links::Allowed) | Site::Row(_) => render::cell(line, target),
        };
        if self.would_number(call, &text)
            && let Some(digit) = text.chars().next()
        {
            text.replace_range(..1, &format!("&#{};", u32::from(digit)));
        }
        Edit { range: call.span.range(), text }
    }

    /// Whether a number at the start of a line would be that of a list's item: `41. more`.
    fn would_number(&self, call: &Call, text: &str) -> bool {
        let before = self.text.get(..call.span.start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let after = self.text.get(call.span.end..).unwrap_or_default();
        text.bytes().all(|it| it.is_ascii_digit()) && after.starts_with(['.', ')']) && !line.contains(char::is_alphabetic)
    }

    /// Rows in place of the row that holds the directive alone. Where there are none its line goes.
    fn rows(&self, cell: &Cell, rows: &[Vec<Vec<Inline>>]) -> Edit {
        let row = self.text.get(cell.row.clone()).unwrap_or_default();
        let range = cell.row.start..cell.row.start + row.trim_end().len();
        if rows.is_empty() {
            return Edit { range: self.whole_lines(&range), text: String::new() };
        }
        let lines = render::rows(rows, cell.columns, self.book.target).join("\n");
        Edit { text: self.continued(range.start, &lines), range }
    }

    /// A mistake, shown in place of its directive.
    fn problem(&self, call: &Call, problem: Problem) -> Edit {
        match &call.site {
            Site::Alone { .. } => self.block(call, &[Block::Problem(problem)]),
            Site::Row(_) | Site::Cell(_) | Site::Line(_) => self.line(call, &[Inline::Problem(problem)]),
        }
    }

    /// The same for what could not be read as a directive. In raw HTML the box is right as well: in
    /// a line it is raw HTML itself. In a link's target there is no room for one.
    fn broken(&self, broken: &Broken) -> Option<Edit> {
        if broken.room == Room::None {
            return None;
        }
        let text = render::line(&[Inline::Problem(problem(&broken.mistake))], self.book.target);
        Some(Edit { range: broken.range.clone(), text })
    }
}

fn problem(diagnostic: &Diagnostic) -> Problem {
    Problem { code: diagnostic.code.name, message: diagnostic.message.clone() }
}

fn unknown(call: &Call) -> Diagnostic {
    let name = call.name.value.as_str();
    let help = did_you_mean("directive", name, directive::DIRECTIVES.iter().map(|it| it.name));
    let (span, message) = match name {
        "" => (call.span, "a directive lacks its name".to_owned()),
        name => (call.name.span, format!("there is no directive `{name}`")),
    };
    Diagnostic::new(&UNKNOWN_DIRECTIVE, span, message, help)
}

/// A directive whose place does not fit.
fn misplaced(call: &Call, directive: &Directive, placement: Placement) -> Option<Diagnostic> {
    let name = directive.name;
    let (message, help) = match (placement, &call.site) {
        (Placement::Inline, _) | (Placement::Block, Site::Alone { .. }) | (Placement::Rows, Site::Row(_)) => return None,
        (Placement::Block, Site::Row(_) | Site::Cell(_)) => {
            (format!("`{name}` becomes a block, which no table cell can hold"), "move it out of the table".to_owned())
        }
        (Placement::Block, Site::Line(_)) => (
            format!("`{name}` becomes a block, which cannot stand in a line of text"),
            "put it in a paragraph of its own, with a blank line before and after it".to_owned(),
        ),
        (Placement::Rows, Site::Alone { .. } | Site::Cell(_) | Site::Line(_)) => (
            format!("`{name}` with `view=rows` becomes rows of a table, and this is none"),
            "put it alone in the first cell of a row below the table's head, or leave `view=rows` out".to_owned(),
        ),
    };
    Some(Diagnostic::new(&MISPLACED_DIRECTIVE, call.span, message, help))
}

/// Rows with more cells than their table: Markdown would drop the last ones.
fn too_wide(call: &Call, given: &Arguments, rows: &[Vec<Vec<Inline>>], cell: &Cell) -> Option<Diagnostic> {
    let width = rows.iter().map(Vec::len).max().filter(|&it| it > cell.columns)?;
    let span = given.get("columns").map_or(call.span, |it| it.span);
    let columns = count(cell.columns, "column", "columns");
    let message = format!("the rows have {width} cells, and their table has {columns}");
    Some(Diagnostic::new(&MISPLACED_DIRECTIVE, span, message, "name as many fields in `columns=` as the table's head has cells"))
}
