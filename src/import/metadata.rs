//! The table of metadata: what its rows are called in each generation, and what they say.

use std::ops::Range;

use super::cell::{Page, add, fold, is_nothing, pieces};
use super::model::{Imported, ThemeName};
use crate::data::{Issue, Status};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, nearest};
use crate::markdown::structure::Table;
use crate::source::Spanned;

/// A row that no generation of the form has.
pub static UNKNOWN_ROW: Code = Code::error("unknown-row", "a row in a goal document's metadata that the form does not have");

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    ShortTitle,
    Contact,
    Status,
    Flagship,
    Roadmap,
    TrackingIssue,
    OtherIssues,
    Zulip,
    Needs,
    WhatAndWhy,
    Timespan,
    Highlight,
    FundingContact,
    TaskOwners,
    Areas,
    /// Made by the programme's own tools out of the rest.
    Derived,
}

/// The rows by what they are called; of one meaning the name of today first.
static ROWS: &[(&str, Row)] = &[
    ("Short title", Row::ShortTitle),
    ("Point of contact", Row::Contact),
    ("Owner(s)", Row::Contact),
    ("Status", Row::Status),
    ("Flagship", Row::Flagship),
    ("Roadmap", Row::Roadmap),
    ("Theme", Row::Roadmap),
    ("Tracking issue", Row::TrackingIssue),
    ("Other tracking issues", Row::OtherIssues),
    ("See also", Row::OtherIssues),
    ("Zulip channel", Row::Zulip),
    ("Needs", Row::Needs),
    ("What and why", Row::WhatAndWhy),
    ("Timespan", Row::Timespan),
    ("Highlight", Row::Highlight),
    ("Funding contact", Row::FundingContact),
    ("Task owners", Row::TaskOwners),
    ("Application area", Row::Areas),
    ("Teams", Row::Derived),
];

/// What the rows say.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    pub(super) short_title: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) status: Option<Status>,
    pub(super) flagship: bool,
    pub(super) themes: Vec<ThemeName>,
    pub(super) issue: Option<Spanned<Issue>>,
    pub(super) other_issues: Vec<Issue>,
    pub(super) zulip: Option<String>,
    pub(super) needs_help: bool,
    pub(super) needs_funding: bool,
    pub(super) what_and_why: Option<String>,
    pub(super) timespan: Option<String>,
    pub(super) highlights: Vec<String>,
    pub(super) funding_contact: Option<String>,
    pub(super) task_owners: Vec<String>,
    pub(super) areas: Vec<String>,
    pub(super) champions: Vec<(String, Vec<String>)>,
    /// Names of rows that were reported, as they were most likely meant.
    pub(super) meant: Vec<String>,
}

impl Metadata {
    /// Whether a row of that name is there, if only misspelt.
    pub(super) fn misspells(&self, name: &str) -> bool {
        self.meant.iter().any(|it| it == name)
    }
}

/// Reads a table whose head is `Metadata`.
pub(super) fn read(page: &Page<'_>, table: &Table, all: &mut Imported, found: &mut Vec<Diagnostic>) -> Metadata {
    let mut reader = Reader { page, out: Metadata::default(), found };
    for row in &table.rows {
        let [name, value, ..] = row.as_slice() else { continue };
        reader.row(name, value, all);
    }
    reader.out
}

struct Reader<'r, 'a> {
    page: &'r Page<'a>,
    out: Metadata,
    found: &'r mut Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    fn row(&mut self, name: &Range<usize>, value: &Range<usize>, all: &mut Imported) {
        let written = self.page.document.inline(name, &[]);
        if let Some((team, rest)) = team_and_rest(&written)
            && fold(rest) == "champion"
        {
            let url = self.page.links(name).next().and_then(|it| it.url());
            self.champions(team, value, url, all);
            return;
        }
        let folded = fold(&written);
        match ROWS.iter().find(|(it, _)| fold(it) == folded) {
            Some((name, row)) => self.known(name, *row, value),
            None if folded.is_empty() => {
                if let Some(text) = self.page.text(value) {
                    let help = "write the row's name into its first cell";
                    self.found.push(Diagnostic::new(&UNKNOWN_ROW, self.page.span(value), format!("the value `{text}` has no name"), help));
                }
            }
            None => self.unknown(&written, name),
        }
    }

    fn unknown(&mut self, written: &str, name: &Range<usize>) {
        let champion = team_and_rest(written).map(|(team, _)| format!("[{team}] champion"));
        let names = champion.as_deref().into_iter().chain(ROWS.iter().map(|(it, _)| *it));
        let help = match &champion {
            Some(it) => format!("did you mean `{it}`?"),
            None => did_you_mean("row", written, names.clone()),
        };
        self.out.meant.extend(nearest(written, names).map(str::to_owned));
        self.found.push(Diagnostic::new(&UNKNOWN_ROW, self.page.span(name), format!("unknown row `{written}`"), help));
    }

    fn champions(&mut self, team: &str, value: &Range<usize>, url: Option<&str>, all: &mut Imported) {
        let people = self.page.who(value).people;
        if people.is_empty() {
            return;
        }
        all.add_team(team, url);
        match self.out.champions.iter_mut().find(|(it, _)| it == team) {
            Some((_, known)) => people.into_iter().for_each(|it| add(known, it)),
            None => self.out.champions.push((team.to_owned(), people)),
        }
    }

    fn known(&mut self, name: &str, row: Row, value: &Range<usize>) {
        let Some(text) = self.page.text(value) else { return };
        match row {
            Row::ShortTitle => self.once(name, value, text, |it| &mut it.short_title),
            Row::WhatAndWhy => self.once(name, value, text, |it| &mut it.what_and_why),
            Row::Timespan => self.once(name, value, text, |it| &mut it.timespan),
            Row::Contact => {
                let contact = match self.page.who(value).people.as_slice() {
                    [one] if one.starts_with('@') => one.clone(),
                    _ => text,
                };
                self.once(name, value, contact, |it| &mut it.contact);
            }
            Row::Status => self.status(name, value, &text),
            Row::Flagship if fold(&text) == "yes" => self.out.flagship = true,
            Row::Flagship if fold(&text) == "no" => {}
            Row::Flagship | Row::Roadmap => {
                let theme = self.theme(value, text);
                self.out.themes.push(theme);
            }
            Row::TrackingIssue => self.tracking_issue(name, value),
            Row::OtherIssues => {
                let (issues, rest) = self.page.issues(value);
                self.not_issues(&rest);
                self.out.other_issues.extend(issues);
            }
            Row::Zulip => self.zulip(value, &text),
            Row::Needs => self.needs(value, &text),
            Row::Highlight => self.out.highlights.push(text),
            Row::FundingContact => {
                let known = self.out.funding_contact.take();
                self.out.funding_contact = Some(known.map_or(text.clone(), |it| format!("{it}, {text}")));
            }
            Row::TaskOwners => self.out.task_owners.extend(self.page.who(value).people),
            Row::Areas => self.out.areas.extend(pieces_of_list(&text)),
            Row::Derived => {}
        }
    }

    /// Sets what a document says once.
    fn once<T: PartialEq>(&mut self, name: &str, place: &Range<usize>, value: T, field: impl Fn(&mut Metadata) -> &mut Option<T>) {
        let field = field(&mut self.out);
        if field.as_ref().is_some_and(|it| *it != value) {
            let message = format!("a second row `{name}`, which says something else");
            self.found.push(self.page.unreadable(place, message, "keep one of the two rows"));
        } else {
            *field = Some(value);
        }
    }

    fn status(&mut self, name: &str, value: &Range<usize>, text: &str) {
        let written = text.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
        let status = Status::from_name(&written).unwrap_or_else(|| {
            let help = did_you_mean("status", &written.replace('-', " "), Status::ALL.iter().map(|it| it.label()));
            let message = format!("there is no status `{text}`; it is read as `proposed`");
            self.found.push(self.page.unreadable(value, message, help));
            Status::Proposed
        });
        self.once(name, value, status, |it| &mut it.status);
    }

    fn theme(&self, value: &Range<usize>, text: String) -> ThemeName {
        let Some(link) = self.page.links(value).find(|it| it.range == *value) else {
            return ThemeName { title: text, stem: None };
        };
        let title = self.page.document.inline(&link.text, &[]);
        let stem = link.url().and_then(|it| it.rsplit('/').next()).and_then(|it| it.split('#').next()?.strip_suffix(".md"));
        ThemeName { title, stem: stem.map(str::to_owned) }
    }

    fn tracking_issue(&mut self, name: &str, value: &Range<usize>) {
        let (mut issues, rest) = self.page.issues(value);
        self.not_issues(&rest);
        if issues.is_empty() {
            return;
        }
        let first = Spanned::new(issues.remove(0), self.page.span(value));
        self.once(name, value, first, |it| &mut it.issue);
        self.out.other_issues.extend(issues);
    }

    fn not_issues(&mut self, rest: &[Range<usize>]) {
        for it in rest {
            let text = self.page.document.slice(it);
            if !is_nothing(text) {
                let message = format!("`{text}` is no issue");
                self.found.push(self.page.unreadable(it, message, "write `[owner/name#1]` or the issue's URL"));
            }
        }
    }

    fn zulip(&mut self, value: &Range<usize>, text: &str) {
        let is_url = |it: &&str| (it.starts_with("https://") || it.starts_with("http://")) && !it.contains(['<', '>', '"']);
        let links = self.page.links(value).filter_map(|it| it.url());
        let words = self.page.loose_words(value);
        let words = words.iter().map(|it| self.page.document.slice(it));
        let mut urls = links.chain(words).filter(is_url);
        match urls.next() {
            Some(url) => {
                // a document names several now and then; the goals file has a place for one
                self.out.zulip.get_or_insert_with(|| url.to_owned());
            }
            None => {
                let help = "write `[#channel](https://…)`, or define the link below the table";
                self.found.push(self.page.unreadable(value, format!("`{text}` leads to no channel"), help));
            }
        }
    }

    fn needs(&mut self, value: &Range<usize>, text: &str) {
        for need in pieces(text) {
            match fold(need).as_str() {
                "contributor" | "help" | "owner" | "mentor" => self.out.needs_help = true,
                "funding" | "fund" => self.out.needs_funding = true,
                _ => {
                    let help = did_you_mean("need", need, ["Contributor", "Funding"]);
                    self.found.push(self.page.unreadable(value, format!("unknown need `{need}`"), help));
                }
            }
        }
    }
}

/// `lang` and what is behind it, in `[lang] champion` or `[lang](url) champion`.
fn team_and_rest(name: &str) -> Option<(&str, &str)> {
    let (team, rest) = name.strip_prefix('[')?.split_once(']')?;
    let rest = match rest.strip_prefix('(') {
        Some(it) => it.split_once(')')?.1,
        None => rest.strip_prefix("[]").unwrap_or(rest),
    };
    (!team.trim().is_empty()).then_some((team.trim(), rest.trim()))
}

/// The items between commas.
fn pieces_of_list(text: &str) -> impl Iterator<Item = String> {
    text.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned)
}
