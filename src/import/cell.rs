//! A document with its file, and what one piece of it says: text, people, teams, issues, marks.
//!
//! Tables and rows are not known here.

use std::ops::Range;

use crate::data::{Issue, Login};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::structure::{Document, Link, LinkKind};
use crate::source::{FileId, Span};

/// A row or a cell whose text is nothing that can stand there.
pub static UNREADABLE_VALUE: Code = Code::error("unreadable-value", "a value in a goal document that could not be understood");

/// A document with its file.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) document: Document<'a>,
    pub(super) file: FileId,
}

/// Marks that documents put into cells as images, such as `![Team][]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Badge {
    Team,
    HelpWanted,
    Complete,
    /// Not known yet.
    Open,
}

/// Who stands in a cell.
#[derive(Debug, Default)]
pub(super) struct Who {
    /// `@login`, else inline Markdown.
    pub(super) people: Vec<String>,
    /// What the cell says about them beside their names.
    pub(super) remark: Option<String>,
    /// Whether it says that help is wanted.
    pub(super) help_wanted: bool,
}

impl<'a> Page<'a> {
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.clone())
    }

    /// A piece as inline Markdown; `None` where it says nothing.
    pub(super) fn text(&self, range: &Range<usize>) -> Option<String> {
        let text = self.document.inline(range, &self.badges(range).into_iter().map(|(_, it)| it).collect::<Vec<_>>());
        (!is_nothing(&text)).then_some(text)
    }

    /// A piece as it is compared: without case, plural, markup.
    pub(super) fn folded(&self, range: &Range<usize>) -> String {
        fold(&self.document.inline(range, &[]))
    }

    pub(super) fn unreadable(&self, range: &Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        Diagnostic::new(&UNREADABLE_VALUE, self.span(range), message, help)
    }

    /// The marks in a piece.
    pub(super) fn badges(&self, range: &Range<usize>) -> Vec<(Badge, Range<usize>)> {
        let images = self.document.links_in(range).filter(|it| it.kind == LinkKind::Image);
        images.filter_map(|it| Some((badge(&self.folded(&it.text))?, it.range.clone()))).collect()
    }

    /// The links of a piece that are no images.
    pub(super) fn links<'s>(&'s self, range: &Range<usize>) -> impl Iterator<Item = &'s Link> + use<'s, 'a> {
        self.document.links_in(range).filter(|it| it.kind == LinkKind::Link).collect::<Vec<_>>().into_iter()
    }

    /// The words of a piece that are in no link or image.
    pub(super) fn loose_words(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut gaps = Vec::new();
        let mut at = range.start;
        for link in self.document.links_in(range) {
            gaps.push(at..link.range.start.max(at));
            at = at.max(link.range.end);
        }
        gaps.push(at..range.end.max(at));
        let mut out = Vec::new();
        for gap in gaps {
            let text = self.document.slice(&gap);
            let mut start = 0;
            for word in text.split(|it: char| it.is_whitespace() || matches!(it, ',' | ';')) {
                if !word.is_empty() {
                    out.push(gap.start + start..gap.start + start + word.len());
                }
                start += word.len() + text.get(start + word.len()..).and_then(|it| it.chars().next()).map_or(0, char::len_utf8);
            }
        }
        out
    }

    /// The issues that a piece names, and the words that are none.
    pub(super) fn issues(&self, range: &Range<usize>) -> (Vec<Issue>, Vec<Range<usize>>) {
        let (mut issues, mut rest) = (Vec::new(), Vec::new());
        let mut add = |issue: Option<Issue>, place: Range<usize>| match issue {
            Some(it) if issues.contains(&it) => {}
            Some(it) => issues.push(it),
            None => rest.push(place),
        };
        for link in self.links(range) {
            let issue = link.url().and_then(issue).or_else(|| issue(self.document.slice(&link.text)));
            add(issue, link.range.clone());
        }
        for word in self.loose_words(range) {
            let text = self.document.slice(&word).trim_matches(['.', '(', ')']);
            if !text.is_empty() && !matches!(text, "and" | "&" | "see") {
                add(issue(text), word);
            }
        }
        (issues, rest)
    }

    /// The people in a piece.
    pub(super) fn who(&self, range: &Range<usize>) -> Who {
        let mut out = Who::default();
        let badges = self.badges(range);
        out.help_wanted = badges.iter().any(|(it, _)| *it == Badge::HelpWanted);
        let text = self.document.inline(range, &badges.into_iter().map(|(_, it)| it).collect::<Vec<_>>());
        let mut remarks = Vec::new();
        for piece in pieces(&text) {
            let logins = logins(piece);
            if matches!(fold(piece).as_str(), "help wanted" | "help needed") {
                out.help_wanted = true;
            } else if logins.is_empty() {
                if !is_nothing(piece) {
                    add(&mut out.people, piece.to_owned());
                }
            } else {
                if says_more(piece, &logins) {
                    remarks.push(piece);
                }
                for it in logins {
                    add(&mut out.people, format!("@{it}"));
                }
            }
        }
        out.remark = (!remarks.is_empty()).then(|| remarks.join(", "));
        out
    }
}

/// Adds a person who is not there yet; logins are compared without case.
pub(super) fn add(people: &mut Vec<String>, person: String) {
    if !people.iter().any(|it| it.eq_ignore_ascii_case(&person)) {
        people.push(person);
    }
}

fn badge(folded: &str) -> Option<Badge> {
    Some(match folded {
        "team" => Badge::Team,
        "help wanted" => Badge::HelpWanted,
        "complete" | "completed" | "done" => Badge::Complete,
        "tbd" | "not funded" | "not approved" => Badge::Open,
        _ => return None,
    })
}

/// Without case, plural, the marks of emphasis and code, and a colon at the end; `-` is a blank.
pub(super) fn fold(text: &str) -> String {
    let text = text.to_lowercase().replace("(s)", "").replace(['-', '_'], " ").replace(['*', '`', ':'], "");
    let singular = |word: &str| word.strip_suffix('s').filter(|it| it.len() > 2).unwrap_or(word).to_owned();
    text.split_whitespace().map(singular).collect::<Vec<_>>().join(" ")
}

/// Whether a text only says that there is nothing, or nothing yet.
pub(super) fn is_nothing(text: &str) -> bool {
    let text = text.trim().trim_matches(['*', '_', '.', '(', ')']).to_lowercase();
    let nothing = ["", "n/a", "na", "none", "tbd", "tba", "todo", "?", "??", "-", "--", "—", "–", "…"];
    nothing.contains(&text.as_str()) || text.starts_with("n/a ") || text.starts_with("tbd ")
}

/// The pieces between commas, `&`, `+` and `and` that are in no brackets and no code.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let (mut out, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let (mut code, mut emphasis) = (false, false);
    let pairs = |sign: char| text.matches(sign).count().is_multiple_of(2); // a stray one opens nothing
    let (has_code, has_emphasis) = (pairs('`'), pairs('*'));
    for (at, sign) in text.char_indices() {
        match sign {
            '`' if has_code => code = !code,
            '*' if has_emphasis => emphasis = !emphasis,
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if code || emphasis || depth > 0 || at < start {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let separator = [", and ", " and ", " & ", " + ", ",", ";"].into_iter().find(|it| rest.starts_with(it));
        // `@a @b`: a blank separates logins
        let separator = separator.or_else(|| rest.starts_with(" @").then_some(" ").filter(|_| is_login(text.get(start..at))));
        if let Some(separator) = separator {
            out.push(text.get(start..at).unwrap_or_default());
            start = at + separator.len();
        }
    }
    out.push(text.get(start..).unwrap_or_default());
    out.into_iter().map(str::trim).filter(|it| !it.is_empty()).collect()
}

fn is_login(text: Option<&str>) -> bool {
    text.is_some_and(|it| Login::written(it.trim()).is_some())
}

/// The logins behind each `@` that begins a word, outside of URLs and code.
fn logins(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        if before.is_some_and(|it| it.is_alphanumeric() || matches!(it, '_' | '`' | '/')) {
            continue;
        }
        let rest = text.get(at + 1..).unwrap_or_default();
        let end = rest.find(|it: char| !(it.is_ascii_alphanumeric() || matches!(it, '-' | '_'))).unwrap_or(rest.len());
        let (login, behind) = rest.split_at(end);
        if !login.is_empty() && !behind.starts_with(char::is_alphanumeric) {
            out.push(login);
        }
    }
    out
}

/// Whether a piece has words beside its logins and their links.
fn says_more(piece: &str, logins: &[&str]) -> bool {
    let mut rest = piece.to_owned();
    for login in logins {
        rest = rest.replacen(&format!("https://github.com/{login}"), "", 1).replacen(&format!("@{login}"), "", 1);
    }
    rest.contains(char::is_alphanumeric)
}

/// The issue, pull request or discussion of a URL of GitHub, or of `owner/name#1`.
pub(super) fn issue(text: &str) -> Option<Issue> {
    let (repository, number) = match text.strip_prefix("https://github.com/").or_else(|| text.strip_prefix("http://github.com/")) {
        Some(path) => {
            let mut parts = path.split(['/', '?', '#']);
            let repository = format!("{}/{}", parts.next()?, parts.next()?);
            let kind = parts.next()?;
            if !matches!(kind, "issues" | "pull" | "discussions") {
                return None;
            }
            (repository, parts.next()?)
        }
        None => text.split_once('#').map(|(repository, number)| (repository.to_owned(), number))?,
    };
    let is_name = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'));
    let is_repository = repository.split_once('/').is_some_and(|(owner, name)| is_name(owner) && is_name(name));
    let is_number = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
    (is_repository && is_number).then_some(())?;
    Some(Issue { repository, number: number.parse().ok()? })
}
