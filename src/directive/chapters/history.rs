//! What a goal was in the periods before, for its chapter.

use crate::data::Goal;
use crate::directive::context::{Context, View};
use crate::fragment::{Block, Inline, Link, Progress, Table, without_links};

/// What a goal was in the periods before: it is the same goal where its tracking issue is.
pub(super) fn history(context: &Context<'_>, views: &[View<'_>], goal: &Goal) -> Option<Block> {
    let issue = goal.issue.as_ref()?;
    // Where not all periods say when they start, their names tell which is earlier.
    let dated = views.iter().all(|it| it.goals.period.start.is_some());
    let time = |view: &View<'_>| (view.goals.period.start.filter(|_| dated), view.goals.period.name.clone());
    let now = time(context.view);
    let mut earlier: Vec<_> =
        views.iter().filter(|it| time(it) < now).filter_map(|view| view.lookup.goal_of(issue).map(|it| (view, it))).collect();
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
