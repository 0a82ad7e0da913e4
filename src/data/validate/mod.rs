//! What the values of a goals file say about each other: one file per concern.
//!
//! Everything here reads the merged and checked tree, because there each value still has its
//! place; nothing here changes it. To add a check: a function in the file of its concern, a line
//! in `check`, its code in `super::CODES`, and the code's page in the guide.

mod asks;
mod names;
mod pages;
mod people;
mod period;
mod progress;
mod twice;
mod updates;

pub use asks::MISSING_CHAMPION;
pub use names::{UNKNOWN_ASK_KIND, UNKNOWN_SUCCESSOR, UNKNOWN_TEAM, UNKNOWN_THEME};
pub use pages::{UNKNOWN_PAGE, check_pages};
pub use people::{INCONSISTENT_LOGIN_CASE, MISSING_CONTACT, UNKNOWN_PERSON};
pub use period::DATE_OUTSIDE_PERIOD;
pub use progress::PROGRESS_OVERFLOW;
pub use updates::{DUPLICATE_UPDATE, FOREIGN_URL};

use super::read;
use super::text;
use super::tree::{Entry, Node, Table};
use super::url::Forge;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::source::{Sources, Span};

/// Reports what is wrong between the values of a whole file set.
pub(super) fn check(sources: &Sources, root: &Table<'_>, found: &mut Vec<Diagnostic>) {
    let set = Set::new(sources, root);
    names::check(&set, found);
    twice::check(&set, found);
    people::check(&set, found);
    period::check(&set, found);
    progress::check(&set, found);
    asks::check(&set, found);
    updates::check(&set, found);
}

/// A file set with what every check looks up.
struct Set<'s, 't, 'a> {
    sources: &'s Sources,
    root: &'t Table<'a>,
    forge: Forge<'t>,
    goals: Vec<Goal<'t, 'a>>,
}

/// A goal's table, with its key and head.
#[derive(Clone, Copy)]
struct Goal<'t, 'a> {
    entry: &'t Entry<'a>,
    table: &'t Table<'a>,
}

impl<'s, 't, 'a> Set<'s, 't, 'a> {
    fn new(sources: &'s Sources, root: &'t Table<'a>) -> Self {
        let project = root.get("project").and_then(Node::table);
        let text = |key| project.and_then(|it| it.text(key)).map(|(text, _)| text);
        let repositories = root.entries_of("repository");
        let forge = Forge {
            url: read::forge(text("forge")),
            repository: text("tracking-repository").unwrap_or_default(),
            short_names: repositories.iter().filter_map(|it| Some((&*it.key, it.node.text()?))).collect(),
        };
        let goals = root.entries_of("goal").iter().filter_map(|entry| Some(Goal { entry, table: entry.node.table()? })).collect();
        Set { sources, root, forge, goals }
    }

    /// The place of a string or key without its quotes.
    fn inner(&self, span: Span) -> Span {
        text::inner(self.sources, span)
    }
}

/// A help for a `name` that is no key of `entries`: the key of the entry that shows that name,
/// else the nearest key.
fn did_you_mean_key(what: &str, name: &str, entries: &[Entry<'_>], shown: &str) -> String {
    let by_name = entries.iter().find(|it| {
        let shown = it.node.table().and_then(|it| it.text(shown));
        shown.is_some_and(|(it, _)| it.eq_ignore_ascii_case(name))
    });
    match by_name {
        Some(entry) => format!("write the {what}'s key: `{}`", entry.key),
        None => did_you_mean(what, name, entries.iter().map(|it| &*it.key)),
    }
}
