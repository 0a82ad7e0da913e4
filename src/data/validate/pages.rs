//! Chapters that goals and themes name.

use crate::data::Goals;
use crate::diagnostic::{Code, Diagnostic};

/// A `page` that is no chapter.
pub static UNKNOWN_PAGE: Code = Code::warning("unknown-page", "a `page` whose chapter does not exist");

/// Reports each `page` that is no chapter. `has_chapter` gets a path below the book's source
/// folder; a heading behind `#` is not looked for.
pub fn check_pages(goals: &Goals, has_chapter: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let of_themes = goals.themes.iter().filter_map(|it| it.page.as_ref());
    let of_goals = goals.goals.iter().filter_map(|it| it.page.as_ref());
    let mut found: Vec<_> = of_themes
        .chain(of_goals)
        .filter_map(|page| {
            let path = page.split('#').next().unwrap_or_default();
            if has_chapter(path) {
                return None;
            }
            let help = format!("add `{path}` to `SUMMARY.md`, or write the path of a chapter, from the book's source folder");
            Some(Diagnostic::new(&UNKNOWN_PAGE, page.span, format!("there is no chapter `{path}`"), help))
        })
        .collect();
    found.sort_by_key(|it| it.span);
    found
}
