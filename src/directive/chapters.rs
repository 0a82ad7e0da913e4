//! `<<#chapters FILTERS>>`: a chapter for each goal or each theme in the book's table of contents.
//!
//! In two steps, since a link anywhere in the book may lead to such a chapter: the directive says
//! which chapters it adds, and when all of them are known [`content`] says what stands in one.
//! Where they stand in the book, and what their paths are, is not known here.

use super::context::{Context, Subject, View};
use super::{Directive, Fragment, Placement, goal};
use crate::data::{Goal, GoalId, Theme};
use crate::diagnostic::Diagnostic;
use crate::fragment::{Block, Inline, Link, Progress, Row, Table, plain_text, without_links};
use crate::query::{Arguments, FILTERS, Filter, Opt, SORT_NAMES, Sort, Takes, Window};
use crate::source::Spanned;

/// What `updated` and `silent` speak of is all that a window can say here.
static OPTIONS: &[Opt] = &[
    Opt { name: "themes", takes: Takes::Flag },
    Opt { name: "sort", takes: Takes::Value },
    Opt { name: "month", takes: Takes::Value },
    Opt { name: "since", takes: Takes::Value },
    Opt { name: "until", takes: Takes::Value },
];

pub(super) static DIRECTIVE: Directive = Directive {
    name: "chapters",
    about: "nothing where it stands; adds a sub-chapter for each goal or theme to the table of contents",
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
    /// Its title, plain text for the table of contents.
    pub title: String,
    /// What its file is to be called, without an ending.
    pub stem: String,
    /// The file of the source folder that it is, where the data names one.
    pub page: Option<Spanned<String>>,
}

/// The longest file name that is made of a key, in characters.
const LONGEST_STEM: usize = 60;

fn expand(context: &Context<'_>, given: &Arguments, report: &mut Vec<Diagnostic>) -> Option<Fragment> {
    let data = context.view.goals;
    let window = Window::read(given, &data.period, report);
    let filter = Filter::read(given, data, &window, report);
    let mut goals = filter.goals(data);
    let sort = given.parse("sort", SORT_NAMES, Sort::parse, report).unwrap_or_default();
    sort.apply(&mut goals, |it| plain_text(&context.view.title(it)));
    let of_themes = given.parse("themes", "write `themes`, or leave it out", |it| it.parse().ok(), report).unwrap_or(false);
    let chapters: Vec<_> = if of_themes {
        let filtered = given.options.iter().any(|it| FILTERS.iter().any(|known| known.name == *it.name));
        let of = |theme: &Theme| goals.iter().copied().filter(|it| it.themes.contains(&theme.key)).collect::<Vec<_>>();
        data.themes
            .iter()
            .filter(|it| filter.keeps_theme(&it.key))
            .map(|it| (it, of(it)))
            .filter(|(_, goals)| !filtered || !goals.is_empty())
            .map(|it| theme(context, it))
            .collect()
    } else {
        goals.into_iter().map(|it| of_goal(context, it)).collect()
    };
    Some(match (chapters.is_empty(), of_themes) {
        (false, _) => Fragment::Chapters(chapters),
        (true, false) => Fragment::Block(vec![Block::Empty("No goals match.".to_owned())]),
        (true, true) => Fragment::Block(vec![Block::Empty("No themes match.".to_owned())]),
    })
}

fn of_goal(context: &Context<'_>, goal: &Goal) -> NewChapter {
    NewChapter {
        subject: Subject::goal(context.view.goals, goal),
        goals: vec![goal.id.clone()],
        title: title(&context.view.title(goal), goal.id.as_str()),
        stem: stem("goal", goal.id.as_str()),
        page: goal.page.clone(),
    }
}

fn theme(context: &Context<'_>, (theme, goals): (&Theme, Vec<&Goal>)) -> NewChapter {
    NewChapter {
        subject: Subject::theme(context.view.goals, theme),
        goals: goals.into_iter().map(|it| it.id.clone()).collect(),
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
    };
    Some(without_links(&title))
}

/// What stands below the title. `views` are the book's periods, that of `context` among them.
pub fn content(context: &Context<'_>, views: &[View<'_>], chapter: &NewChapter) -> Option<Vec<Block>> {
    let view = context.view;
    let goals = chapter.goals.iter().filter_map(|it| view.lookup.goal(it.as_str()));
    let cards = goals.map(|it| Block::Card(Box::new(goal::card(context, it, &Window::default()))));
    let mut blocks = Vec::new();
    match &chapter.subject {
        Subject::Goal { id, .. } => {
            let goal = view.lookup.goal(id.as_str())?;
            blocks.extend(goal.what_and_why.as_deref().map(|it| Block::Paragraph(view.line(it))));
            blocks.extend(goal.summary.iter().flat_map(|it| view.blocks(it)));
            blocks.extend(cards);
            blocks.extend(history(context, views, goal));
        }
        Subject::Theme { key, .. } => {
            let theme = view.goals.theme(key)?;
            blocks.extend(theme.what_and_why.as_deref().map(|it| Block::Paragraph(view.line(it))));
            blocks.extend(theme.point_of_contact.as_ref().map(|it| {
                let value = view.person(it);
                Block::Status(vec![Row { label: "Point of contact", value }])
            }));
            blocks.extend(cards);
            if chapter.goals.is_empty() {
                blocks.push(Block::Empty("This theme has no goals.".to_owned()));
            }
        }
    }
    Some(blocks)
}

/// What a goal was in the periods before: it is the same goal where its tracking issue is.
fn history(context: &Context<'_>, views: &[View<'_>], goal: &Goal) -> Option<Block> {
    let issue = goal.issue.as_ref()?;
    // Where not all periods say when they start, their names tell which is earlier.
    let dated = views.iter().all(|it| it.goals.period.start.is_some());
    let time = |view: &View<'_>| (view.goals.period.start.filter(|_| dated), view.goals.period.name.clone());
    let now = time(context.view);
    let mut earlier: Vec<_> = views
        .iter()
        .filter(|it| time(it) < now)
        .filter_map(|view| {
            let same = |it: &&Goal| it.issue.as_ref().is_some_and(|it| it.is(issue));
            view.goals.goals.iter().find(same).map(|it| (view, it))
        })
        .collect();
    earlier.sort_by_cached_key(|(view, _)| std::cmp::Reverse(time(view)));
    let (newest, before) = earlier.first()?;
    let change = change(&newest.goals.period.name, before.progress, goal.progress);
    let rows = earlier.iter().map(|(view, goal)| {
        let there = Context { view, chapters: context.chapters, page: context.page, anchors: context.anchors };
        let title = view.title(goal);
        let title = match there.goal_chapter(goal) {
            Some(url) => vec![Inline::Link(Link { url, title: None, content: without_links(&title) })],
            None => title,
        };
        let progress = goal.progress.map(Inline::Progress).into_iter().collect();
        vec![vec![Inline::text(&view.goals.period.name)], title, vec![Inline::text(goal.status.label())], progress]
    });
    let table = Block::Table(Table::listing(["Period", "Title", "Status", "Progress"], rows.collect()));
    let content = change.map(|it| Block::Paragraph(vec![Inline::Text(it)])).into_iter().chain([table]).collect();
    Some(Block::Section { title: vec![Inline::text("Earlier periods")], anchor: None, content })
}

/// What changed in progress since the period of that name, in a sentence.
fn change(period: &str, before: Option<Progress>, now: Option<Progress>) -> Option<String> {
    let tasks = |it: Progress| format!("{} of {} tasks", it.completed, it.total);
    Some(match (before, now) {
        (Some(before), Some(now)) if before == now => format!("Progress since {period}: none; {} are done.", tasks(now)),
        (Some(before), Some(now)) => format!("Progress since {period}: from {} done to {}.", tasks(before), tasks(now)),
        (None, Some(now)) => format!("Progress: {} are done; in {period} it was not counted.", tasks(now)),
        (Some(before), None) => format!("Progress is not counted here; in {period} {} were done.", tasks(before)),
        (None, None) => return None,
    })
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

    #[test]
    fn a_change_is_a_sentence() {
        let of = |completed, total| Some(Progress { completed, total });
        let rows = [
            (of(1, 4), of(3, 6), Some("Progress since 2025h2: from 1 of 4 tasks done to 3 of 6 tasks.")),
            (of(1, 4), of(1, 4), Some("Progress since 2025h2: none; 1 of 4 tasks are done.")),
            (None, of(1, 4), Some("Progress: 1 of 4 tasks are done; in 2025h2 it was not counted.")),
            (of(1, 4), None, Some("Progress is not counted here; in 2025h2 1 of 4 tasks were done.")),
            (None, None, None),
        ];
        for (before, now, expected) in rows {
            assert_eq!(change("2025h2", before, now).as_deref(), expected);
        }
    }
}
