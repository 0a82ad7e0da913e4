//! One fetched issue into the files: the goal's facts, and each of its comments.

use std::collections::HashSet;

use super::decide::{Decision, decide};
use super::edits::Rank;
use super::layout::{Form, GoalText, UpdateText};
use super::merge::{DELETED_COMMENT, Fetched, NewGoal, Prune, SYNC_CONFLICT, Set, UNWRITABLE_GOAL};
use super::place::{Home, Side};
use super::{Extent, RemoteComment, Shown, Writer, fingerprint, write};
use crate::diagnostic::Diagnostic;
use crate::fragment::Progress;
use crate::source::Span;

/// `fetched` of a goal that is new.
pub(super) fn facts(fetched: &Fetched) -> String {
    write::inline(&[
        ("state", Some(fetched.issue.state.name().to_owned())),
        ("title", Some(fingerprint(&write::title(&fetched.issue.title)))),
        ("progress", fetched.progress.map(|it| fingerprint(&in_words(it)))),
    ])
}

fn in_words(it: Progress) -> String {
    format!("{}/{}", it.completed, it.total)
}

/// The merge of one issue.
pub(super) struct GoalMerge<'s, 'l, 'f> {
    set: &'s mut Set<'l>,
    fetched: &'f Fetched,
    key: String,
    new_goal: Option<NewGoal>,
    /// Where its first update goes.
    home: Option<Home>,
    /// What the files say of it: file, goal.
    said: Vec<(usize, &'l GoalText)>,
    unwritable: bool,
}

impl<'s, 'l, 'f> GoalMerge<'s, 'l, 'f> {
    pub(super) fn new(set: &'s mut Set<'l>, fetched: &'f Fetched, new_goal: Option<NewGoal>) -> Self {
        let key = new_goal.as_ref().map(|it| it.key.clone()).or_else(|| fetched.key.clone()).unwrap_or_default();
        let layouts = set.layouts;
        let said = set.goal(&key).iter().map(|&(file, goal)| (file, &layouts[file].goals[goal])).collect();
        let home = new_goal.as_ref().map(|it| it.home).or_else(|| set.home(&key));
        GoalMerge { set, fetched, key, new_goal, home, said, unwritable: false }
    }

    pub(super) fn run(mut self) {
        if self.new_goal.is_none() {
            self.facts();
        }
        let mut there = HashSet::new();
        for comment in &self.fetched.issue.comments {
            there.insert(comment.id);
            self.comment(comment);
        }
        if self.fetched.issue.extent == Extent::All {
            self.deleted(&there);
        }
        if self.unwritable
            && let Some((file, goal)) = self.said.first()
        {
            let span = self.span(*file, goal.table.span.clone());
            let message = format!("goal {} is written in a form to which sync cannot add", self.key);
            let help =
                format!("write it as `[goal.{}]` with a line for each key, its updates as `[[goal.{0}.update]]`", write::key(&self.key));
            self.set.findings.push(Diagnostic::new(&UNWRITABLE_GOAL, span, message, help));
        }
    }

    fn span(&self, file: usize, range: std::ops::Range<usize>) -> Span {
        Span::new(self.set.files[file], range)
    }

    /// Title, state and progress.
    fn facts(&mut self) {
        let said = |name: &str| self.said.iter().find(|(_, it)| it.table.field(name).is_some()).copied();
        let fetched = self.said.iter().find_map(|(file, it)| Some((*file, it.fetched.as_ref()?)));
        let kept = |name: &str| fetched.and_then(|(_, it)| it.text(name)).map(str::to_owned);
        let (old_state, old_title, old_progress) = (kept("state"), kept("title"), kept("progress"));
        let Some(own) = said("title").or_else(|| self.said.iter().find(|(_, it)| it.table.form != Form::Implied).copied()) else {
            self.unwritable = true;
            return;
        };
        let mut news = false;

        let title = write::title(&self.fetched.issue.title);
        let mut new_title = old_title.clone();
        match decide(own.1.table.text("title"), old_title.as_deref(), &title) {
            Decision::Keep => {}
            Decision::Write => {
                self.set_key(own, "title", write::text(&title), None);
                new_title = Some(fingerprint(&title));
                news = true;
            }
            Decision::Record => new_title = Some(fingerprint(&title)),
            Decision::Conflict => {
                let at = own.1.table.field("title").map_or(own.1.table.span.clone(), |it| it.value.clone());
                let message = "this title was edited here, and the issue's has changed as well";
                let help = "write the issue's title, or delete `title` from `fetched` to keep yours; then sync again";
                let finding = Diagnostic::new(&SYNC_CONFLICT, self.span(own.0, at), message, help);
                self.set.findings.push(finding.with_note(format!("the issue's title is `{}`", self.fetched.issue.title)));
            }
        }

        let mut new_progress = old_progress.clone();
        if let Some(there) = self.fetched.progress {
            let written = self.said.iter().find_map(|(file, it)| Some((*file, it.progress.as_ref()?)));
            let here = written.and_then(|(_, it)| Some(Progress { completed: it.number("completed")?, total: it.number("total")? }));
            match decide(here.map(in_words).as_deref(), old_progress.as_deref(), &in_words(there)) {
                Decision::Keep => {}
                Decision::Write => {
                    news = true;
                    new_progress = Some(fingerprint(&in_words(there)));
                    match written {
                        Some((file, table)) => {
                            for (name, value) in [("completed", there.completed), ("total", there.total)] {
                                let layout = &self.set.layouts[file];
                                self.unwritable |= self.set.edits[file].set(layout, table, name, value.to_string(), None).is_err();
                            }
                        }
                        None => self.set_key(own, "progress", write::progress(there), None),
                    }
                }
                Decision::Record => new_progress = Some(fingerprint(&in_words(there))),
                Decision::Conflict => {
                    let (file, at) = written.map_or((own.0, own.1.table.span.clone()), |(file, it)| (file, it.span.clone()));
                    let message = "this progress was edited here, and the issue's has changed as well";
                    let help = "write the issue's progress, or delete `progress` from `fetched` to keep yours; then sync again";
                    let finding = Diagnostic::new(&SYNC_CONFLICT, self.span(file, at), message, help);
                    self.set.findings.push(finding.with_note(format!("the issue is at {}", in_words(there))));
                }
            }
        }

        let state = Some(self.fetched.issue.state.name().to_owned());
        let new = [("state", state.clone()), ("title", new_title.clone()), ("progress", new_progress.clone())];
        if (&state, &new_title, &new_progress) != (&old_state, &old_title, &old_progress) {
            news |= state != old_state;
            self.set.counts.noted += usize::from(!news);
            match fetched {
                Some((file, table)) if table.form != Form::Inline => {
                    for (name, value) in new.into_iter().filter_map(|(name, value)| Some((name, value?))) {
                        let layout = &self.set.layouts[file];
                        self.unwritable |= self.set.edits[file].set(layout, table, name, write::text(&value), None).is_err();
                    }
                }
                Some((file, table)) => self.set.edits[file].replace(table.span.clone(), write::inline(&new)),
                None => self.set_key(own, "fetched", write::inline(&new), None),
            }
        }
        self.set.counts.facts += usize::from(news);
    }

    fn set_key(&mut self, (file, goal): (usize, &GoalText), name: &str, value: String, before: Option<&str>) {
        let layout = &self.set.layouts[file];
        self.unwritable |= self.set.edits[file].set(layout, &goal.table, name, value, before).is_err();
    }

    fn comment(&mut self, comment: &RemoteComment) {
        let is_left_out = comment.by == Writer::Bot || comment.shown == Shown::Minimised || self.is_ignored(&comment.body);
        match self.set.comments.get(&comment.id) {
            Some(&(file, goal, update)) => {
                let layouts = self.set.layouts;
                let update = &layouts[file].goals[goal].updates[update];
                if is_left_out { self.hide(file, update) } else { self.body(file, update, comment) }
            }
            None if is_left_out || comment.body.trim().is_empty() => {}
            None => self.add(comment),
        }
    }

    fn is_ignored(&self, body: &str) -> bool {
        let body = body.trim_start();
        self.set.options.ignore.iter().map(|it| it.trim()).any(|it| !it.is_empty() && body.starts_with(it))
    }

    /// Marks an update as hidden. Where the key is there, it is a person's word.
    fn hide(&mut self, file: usize, update: &UpdateText) {
        if update.table.field("hidden").is_none() {
            self.set_in_update(file, update, "hidden", "true".to_owned(), Some("body"));
            self.set.counts.hidden += 1;
        }
    }

    fn body(&mut self, file: usize, update: &UpdateText, comment: &RemoteComment) {
        let new = fingerprint(&comment.body);
        match decide(update.table.text("body"), update.table.text("fetched"), &comment.body) {
            Decision::Keep => {}
            Decision::Write => {
                let newline = self.set.layouts[file].newline;
                self.set_in_update(file, update, "fetched", write::text(&new), Some("body"));
                self.set_in_update(file, update, "body", write::body(&comment.body, newline), None);
                self.set.counts.changed += 1;
            }
            Decision::Record => {
                self.set_in_update(file, update, "fetched", write::text(&new), Some("body"));
                self.set.counts.noted += 1;
            }
            Decision::Conflict => {
                let message = "this update was edited here, and its comment has changed as well";
                let help = format!(
                    "compare it with {}; delete the line `fetched` to keep this text, or the whole update to get the comment's; then sync again",
                    comment.url
                );
                let span = self.span(file, update.table.span.clone());
                self.set.findings.push(Diagnostic::new(&SYNC_CONFLICT, span, message, help));
            }
        }
    }

    fn set_in_update(&mut self, file: usize, update: &UpdateText, name: &str, value: String, before: Option<&str>) {
        let layout = &self.set.layouts[file];
        self.unwritable |= self.set.edits[file].set(layout, &update.table, name, value, before).is_err();
    }

    /// Adds an update.
    fn add(&mut self, comment: &RemoteComment) {
        let Some(spot) = self.set.places.of(&self.key, self.home, (comment.date(), comment.id)) else {
            self.unwritable = true;
            return;
        };
        let newline = self.set.layouts[spot.file].newline;
        let lines = [
            format!("[[goal.{}.update]]", write::key(&self.key)),
            format!("date = {}", write::date(comment.date())),
            format!("author = {}", write::text(&format!("@{}", comment.author))),
            format!("url = {}", write::text(&comment.url)),
            format!("fetched = {}", write::text(&fingerprint(&comment.body))),
            format!("body = {}", write::body(&comment.body, newline)),
        ];
        let (before, behind) = match spot.side {
            Side::Behind if spot.at > 0 => (newline, ""),
            Side::Behind => ("", ""),
            Side::Before => ("", newline),
        };
        let is_home = self.home.is_some_and(|it| (it.file, it.at) == (spot.file, spot.at));
        let new_goal = self.new_goal.as_ref().filter(|_| is_home).map_or(0, |it| it.rank);
        let rank = Rank { table: true, new_goal, when: comment.written.as_second(), id: comment.id };
        self.set.edits[spot.file].insert(spot.at, rank, format!("{before}{}{newline}{behind}", lines.join(newline)));
        self.set.counts.added += 1;
    }

    /// Reports updates of this issue whose comment is no more, or removes them.
    fn deleted(&mut self, there: &HashSet<u64>) {
        for (file, goal) in self.said.clone() {
            for update in &goal.updates {
                let Some(id) = update.id.filter(|it| !there.contains(it)) else { continue };
                let url = update.table.text("url").unwrap_or_default();
                let ours = format!("/{}/issues/{}#issuecomment-{id}", self.fetched.repository, self.fetched.issue.number);
                if !url.to_ascii_lowercase().ends_with(&ours.to_ascii_lowercase()) {
                    continue; // a comment of another issue, or of this one under an earlier name
                }
                let body = update.table.text("body").map(fingerprint);
                let is_ours = body.is_some() && body.as_deref() == update.table.text("fetched");
                match (self.set.options.prune, update.block.filter(|_| is_ours)) {
                    (Prune::Yes, Some(block)) => self.remove(file, block, update.table.end),
                    (prune, _) => self.report_deleted(file, update, prune),
                }
            }
        }
    }

    /// Removes an update's lines, up to `end`, and the empty lines above. A comment above or below
    /// it stays: it is a person's.
    fn remove(&mut self, file: usize, block: usize, end: usize) {
        let layout = &self.set.layouts[file];
        let it = &layout.blocks[block];
        let start = if it.start == it.head { layout.blank_above(it.head) } else { it.head };
        self.set.edits[file].replace(start..end, String::new());
        self.set.counts.removed += 1;
    }

    fn report_deleted(&mut self, file: usize, update: &UpdateText, prune: Prune) {
        let help = match prune {
            Prune::No => "`mdbook-goals sync --prune` removes such updates; `hidden = true` keeps this one off the pages",
            Prune::Yes => "it was edited here, so `--prune` leaves it: delete it, or write `hidden = true`",
        };
        let span = self.span(file, update.table.span.clone());
        self.set.findings.push(Diagnostic::new(&DELETED_COMMENT, span, "the comment of this update was deleted", help));
    }
}
