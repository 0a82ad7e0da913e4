//! `<<#chapters FILTERS>>`: a chapter for each goal, each theme or each report in the book's table of
//! contents.
//!
//! In two steps, since a link anywhere in the book may lead to such a chapter: the directive says
//! which chapters it adds, and when all of them are known [`content`] says what stands in one.
//! Where they stand in the book, and what their paths are, is not known here.

mod history;
mod reports;

use history::history;

use super::context::{Context, Subject, View};
use super::period_report::Report;
use super::report::Introduction;
use super::{Directive, Fragment, Placement, UNKNOWN_OPTION, goal, report};
use crate::data::{Goal, GoalId, Theme};
use crate::diagnostic::Diagnostic;
use crate::fragment::{Block, Card, Folding, Inline, Row, plain_text, without_links};
use crate::query::{Arguments, FILTERS, Filter, Opt, SORT_NAMES, Sort, Takes, Window};
use crate::source::Spanned;

/// Days are those of reports, and what `updated` and `silent` speak of.
static OPTIONS: &[Opt] = &[
    Opt { name: "themes", takes: Takes::Flag },
    Opt { name: "reports", takes: Takes::Flag },
    Opt { name: "sort", takes: Takes::Value },
    Opt { name: "month", takes: Takes::Value },
    Opt { name: "since", takes: Takes::Value },
    Opt { name: "until", takes: Takes::Value },
    Opt { name: "order", takes: Takes::Value },
    Opt { name: "excerpt", takes: Takes::Value },
];

pub(super) static DIRECTIVE: Directive = Directive {
    name: "chapters",
    about: "nothing where it stands; adds a sub-chapter for each goal, theme or report to the table of contents",
    words: &[],
    options: &[FILTERS, OPTIONS, super::PERIOD],
    placement: |_| Placement::Block,
    expand,
};

/// A chapter to be added below the one that holds the directive.
#[derive(Clone, Debug, PartialEq)]
pub struct NewChapter {
    /// What it tells of.
    pub subject: Subject,
    /// The goals that it shows.
    pub goals: Vec<GoalId>,
    /// Which of their updates, and how.
    pub window: Window,
    /// Its title, plain text for the table of contents.
    pub title: String,
    /// What its file is to be called, without an ending.
    pub stem: String,
    /// The file of the source folder that it is, where the data names one.
    pub page: Option<Spanned<String>>,
}

/// The longest file name that is made of a key, in characters.
const LONGEST_STEM: usize = 60;

/// What there are chapters of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Goals,
    Themes,
    Reports,
}

fn expand(context: &Context<'_>, given: &Arguments, report: &mut Vec<Diagnostic>) -> Option<Fragment> {
    let data = context.view.goals;
    let window = Window::read(given, &data.period, report);
    let filter = Filter::read(given, data, &window, report);
    let kind = kind(given, report);
    let mut goals = filter.goals(data);
    let sort = given.parse("sort", SORT_NAMES, Sort::parse, report).unwrap_or_default();
    sort.apply(&mut goals, |it| plain_text(&context.view.title(it)));
    let chapters: Vec<_> = match kind {
        Kind::Goals => goals.iter().map(|it| of_goal(context, it, whole(&window))).collect(),
        Kind::Themes => {
            let filtered = given.options.iter().any(|it| FILTERS.iter().any(|known| known.name == *it.name));
            let of = |theme: &Theme| goals.iter().copied().filter(|it| it.themes.contains(&theme.key)).collect::<Vec<_>>();
            let themes = data.themes.iter().filter(|it| filter.keeps_theme(&it.key)).map(|it| (it, of(it)));
            themes.filter(|(_, goals)| !filtered || !goals.is_empty()).map(|it| of_theme(context, it, whole(&window))).collect()
        }
        Kind::Reports => reports::reports(context, &filter, &goals, &window),
    };
    Some(match (chapters.is_empty(), kind) {
        (false, _) => Fragment::Chapters(chapters),
        (true, Kind::Goals) => nothing("No goals match."),
        (true, Kind::Themes) => nothing("No themes match."),
        (true, Kind::Reports) if goals.is_empty() => nothing("No goals match."),
        (true, Kind::Reports) => nothing("There is nothing to report: no goal has an update in that time, and none has a champion."),
    })
}

fn nothing(text: &str) -> Fragment {
    Fragment::Block(vec![Block::Empty(text.to_owned())])
}

/// What is asked for; options that do not go with it are reported.
fn kind(given: &Arguments, report: &mut Vec<Diagnostic>) -> Kind {
    let flag = |name: &str, report: &mut Vec<Diagnostic>| {
        given.parse(name, &format!("write `{name}`, or leave it out"), |it| it.parse().ok(), report).unwrap_or(false)
    };
    let (themes, reports) = (flag("themes", report), flag("reports", report));
    let mut refuse = |name: &str, help: &str| {
        if let Some(it) = given.options.iter().find(|it| *it.name == name) {
            report.push(Diagnostic::new(&UNKNOWN_OPTION, it.name.span, format!("`chapters reports` has no option `{name}`"), help));
        }
    };
    match (themes, reports) {
        (false, false) => Kind::Goals,
        (true, false) => Kind::Themes,
        (both, true) => {
            if both {
                refuse("themes", "write two directives, `chapters reports` and `chapters themes`");
            }
            refuse("sort", "leave it out: months come by date, then teams, and the goals of a report by title");
            Kind::Reports
        }
    }
}

/// All updates, shown as `window` says: the days that it names are for filters.
fn whole(window: &Window) -> Window {
    Window { order: window.order, length: window.length, ..Window::default() }
}

fn of_goal(context: &Context<'_>, goal: &Goal, window: Window) -> NewChapter {
    NewChapter {
        subject: Subject::goal(context.view.goals, goal),
        goals: vec![goal.id.clone()],
        window,
        title: title(&context.view.title(goal), goal.id.as_str()),
        stem: stem("goal", goal.id.as_str()),
        page: goal.page.clone(),
    }
}

fn of_theme(context: &Context<'_>, (theme, goals): (&Theme, Vec<&Goal>), window: Window) -> NewChapter {
    NewChapter {
        subject: Subject::theme(context.view.goals, theme),
        goals: goals.into_iter().map(|it| it.id.clone()).collect(),
        window,
        title: title(&context.view.line(&theme.title), &theme.key),
        stem: stem("theme", &theme.key),
        page: theme.page.clone(),
    }
}

/// A title for the table of contents: one line without control characters, also without those
/// that turn the direction of what follows.
fn title(line: &[Inline], key: &str) -> String {
    let turns = |it: char| matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    let text: String = plain_text(line).chars().map(|it| if it.is_control() || turns(it) { ' ' } else { it }).collect();
    let words: Vec<_> = text.split_whitespace().collect();
    if words.is_empty() { key.to_owned() } else { words.join(" ") }
}

/// `goal-389`
fn stem(kind: &str, key: &str) -> String {
    let name = key.chars().take(LONGEST_STEM).map(|it| if it.is_alphanumeric() { it } else { '-' });
    format!("{kind}-{}", name.collect::<String>())
}

/// The title of a chapter that is no file, without links. `None`, here and in [`content`], where
/// the data does not hold its subject, which cannot be for what the directive said.
pub fn heading(context: &Context<'_>, chapter: &NewChapter) -> Option<Vec<Inline>> {
    let view = context.view;
    let title = match &chapter.subject {
        Subject::Goal { id, .. } => view.title(view.lookup.goal(id.as_str())?),
        Subject::Theme { key, .. } => view.line(&view.goals.theme(key)?.title),
        Subject::Report { .. } => vec![Inline::text(&chapter.title)],
    };
    Some(without_links(&title))
}

/// What stands below the title. `views` are the book's periods, that of `context` among them.
pub fn content(context: &Context<'_>, views: &[View<'_>], chapter: &NewChapter) -> Option<Vec<Block>> {
    let view = context.view;
    let goals = chapter.goals.iter().filter_map(|it| view.lookup.goal(it.as_str()));
    let card = |it| Block::Card(Box::new(goal::card(context, it, &chapter.window)));
    let mut blocks = Vec::new();
    match &chapter.subject {
        Subject::Goal { id, .. } => {
            let goal = view.lookup.goal(id.as_str())?;
            blocks.extend(goal.what_and_why.as_deref().map(|it| Block::Paragraph(view.line(it))));
            blocks.extend(goal.summary.iter().flat_map(|it| view.blocks(it)));
            // The page is about nothing else, so nothing is folded away.
            blocks.extend(goals.map(|it| {
                let card = Card { folding: Folding::Open, ..goal::card(context, it, &chapter.window) };
                Block::Card(Box::new(card))
            }));
            blocks.extend(history(context, views, goal));
        }
        Subject::Theme { key, .. } => {
            let theme = view.goals.theme(key)?;
            blocks.extend(theme.what_and_why.as_deref().map(|it| Block::Paragraph(view.line(it))));
            blocks.extend(theme.point_of_contact.as_ref().map(|it| {
                let value = view.person(it);
                Block::Status(vec![Row { label: "Point of contact", value }])
            }));
            blocks.extend(goals.map(card));
            if chapter.goals.is_empty() {
                blocks.push(Block::Empty("This theme has no goals.".to_owned()));
            }
        }
        Subject::Report { teams, .. } => {
            let made = Report::of(view, goals.collect(), teams.clone(), chapter.window.clone());
            blocks.extend(report::blocks(context, &made, Introduction::Shown));
        }
    }
    Some(blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_one_line_of_plain_text() {
        let rows = [
            ("a\tb\n c", "a b c"),
            ("\u{202e}evil\u{202c} \u{7}x", "evil x"),
            ("<b> & \"c\" \u{645}", "<b> & \"c\" \u{645}"),
            ("\u{0}", "389"),
            ("", "389"),
        ];
        for (text, expected) in rows {
            assert_eq!(title(&[Inline::text(text)], "389"), expected, "{text:?}");
        }
    }

    #[test]
    fn file_names_hold_nothing_but_letters_digits_and_dashes() {
        assert_eq!(stem("goal", "389"), "goal-389");
        assert_eq!(stem("goal", "../a b.md"), "goal----a-b-md");
        assert_eq!(stem("theme", "\u{fc}ber"), "theme-\u{fc}ber");
        assert_eq!(stem("goal", &"x".repeat(500)).len(), "goal-".len() + LONGEST_STEM);
    }
}
