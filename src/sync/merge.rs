//! All fetched issues into all files of a set.

use std::collections::{HashMap, HashSet};

use super::edits::{Edits, Rank};
use super::goal::GoalMerge;
use super::layout::{Form, Layout};
use super::place::{Home, Places};
use super::{RemoteIssue, write};
use crate::diagnostic::codes::INVALID_TOML;
use crate::diagnostic::{Code, Diagnostic};
use crate::fragment::Progress;
use crate::source::{FileId, Sources, Span};

/// Edited here, changed there.
pub static SYNC_CONFLICT: Code =
    Code::warning("sync-conflict", "a fetched text that was edited here, and has changed on the forge as well");

/// The comment is no more.
pub static DELETED_COMMENT: Code = Code::warning("deleted-comment", "an update whose comment was deleted on the forge");

/// The file has no place for what was fetched.
pub static UNWRITABLE_GOAL: Code = Code::error("unwritable-goal", "a goal that is written in a form to which sync cannot add");

/// The issue is no more.
pub static MISSING_ISSUE: Code = Code::error("missing-issue", "a goal whose tracking issue does not exist on the forge");

/// Every code that this folder reports.
pub static CODES: &[&Code] = &[&DELETED_COMMENT, &MISSING_ISSUE, &SYNC_CONFLICT, &UNWRITABLE_GOAL];

/// Reports that the issue `label`, of the goal at `goal`, was asked for and does not exist.
pub fn missing_issue(goal: Span, label: &str, answer: &str) -> Diagnostic {
    Diagnostic::new(
        &MISSING_ISSUE,
        goal,
        format!("the tracking issue {label} {answer}"),
        "write the number of the issue as the goal's key, or name the issue as `tracking-issue = \"owner/name#1\"`",
    )
}

/// An issue and what it is in the files.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The goal's key; `None` where no goal has this issue, so that one is added.
    pub key: Option<String>,
    /// The issue's repository, `owner/name`.
    pub repository: String,
    /// The issue.
    pub issue: RemoteIssue,
    /// How far it is; `None` where nothing says so.
    pub progress: Option<Progress>,
}

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Comments that begin so are no updates.
    pub ignore: &'a [String],
    /// What becomes of updates whose comment was deleted.
    pub prune: Prune,
}

/// What becomes of an update whose comment was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prune {
    /// It stays, and is reported.
    No,
    /// It goes, unless a person has edited it.
    Yes,
}

/// How many there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Goals that were added.
    pub goals: usize,
    /// Updates that were added.
    pub added: usize,
    /// Updates whose body was replaced.
    pub changed: usize,
    /// Updates that are hidden now.
    pub hidden: usize,
    /// Updates that were removed.
    pub removed: usize,
    /// Goals of which the title, state or progress is new.
    pub facts: usize,
    /// Texts of people's own that now have a fingerprint of their original.
    pub noted: usize,
}

/// What sync makes of a file set.
#[derive(Debug)]
pub struct Merged {
    /// The new texts of the files that change, without byte order mark.
    pub texts: Vec<(FileId, String)>,
    /// What people have to look at.
    pub findings: Vec<Diagnostic>,
    /// What was done.
    pub counts: Counts,
}

/// Merges `fetched` into `files`.
///
/// Each text is as [`Sources`] has it. The goals stand in `fetched` in the order in which new ones
/// are to be added.
pub fn merge(sources: &Sources, files: &[FileId], fetched: &[Fetched], options: &Options<'_>) -> Merged {
    let mut layouts = Vec::new();
    let mut findings = Vec::new();
    for &file in files {
        match Layout::new(sources.file(file).text()) {
            Ok(layout) => layouts.push(layout),
            Err(error) => {
                let span = Span::new(file, error.span().unwrap_or(0..0));
                findings.push(Diagnostic::new(&INVALID_TOML, span, error.message(), "repair the file, then sync again"));
            }
        }
    }
    if layouts.len() < files.len() {
        return Merged { texts: Vec::new(), findings, counts: Counts::default() };
    }
    let mut set = Set::new(files, &layouts, options);
    for fetched in fetched {
        let new_goal = fetched.key.is_none().then(|| set.new_goal(fetched));
        GoalMerge::new(&mut set, fetched, new_goal).run();
    }
    let Set { edits, mut findings, counts, .. } = set;
    let mut texts = Vec::new();
    for ((edits, layout), &file) in edits.into_iter().zip(&layouts).zip(files) {
        let Some(text) = edits.apply(layout) else { continue };
        debug_assert!(Layout::new(&text).is_ok(), "an edited file is TOML:\n{text}");
        texts.push((file, text));
    }
    findings.sort_by_key(|it| (it.span, it.code.name));
    Merged { texts, findings, counts }
}

/// The files while they are edited.
pub(super) struct Set<'l> {
    pub(super) files: &'l [FileId],
    pub(super) layouts: &'l [Layout<'l>],
    pub(super) options: &'l Options<'l>,
    pub(super) places: Places<'l>,
    pub(super) edits: Vec<Edits>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) counts: Counts,
    /// Where the update of each comment stands: file, goal, update.
    pub(super) comments: HashMap<u64, (usize, usize, usize)>,
    /// What the files say of each goal: file, goal.
    goals: HashMap<&'l str, Vec<(usize, usize)>>,
    new_goals: usize,
}

/// A goal that was added.
#[derive(Clone, Debug)]
pub(super) struct NewGoal {
    pub(super) key: String,
    pub(super) home: Home,
    pub(super) rank: usize,
}

impl<'l> Set<'l> {
    fn new(files: &'l [FileId], layouts: &'l [Layout<'l>], options: &'l Options<'l>) -> Self {
        let mut comments = HashMap::new();
        let mut goals: HashMap<_, Vec<_>> = HashMap::new();
        for (file, layout) in layouts.iter().enumerate() {
            for (index, goal) in layout.goals.iter().enumerate() {
                goals.entry(goal.key.as_str()).or_default().push((file, index));
                for (update, it) in goal.updates.iter().enumerate() {
                    if let Some(id) = it.id {
                        comments.entry(id).or_insert((file, index, update));
                    }
                }
            }
        }
        Set {
            files,
            layouts,
            options,
            places: Places::new(layouts),
            edits: layouts.iter().map(|_| Edits::default()).collect(),
            findings: Vec::new(),
            counts: Counts::default(),
            comments,
            goals,
            new_goals: 0,
        }
    }

    /// Where the files speak of a goal: file, index among its goals.
    pub(super) fn goal(&self, key: &str) -> &[(usize, usize)] {
        self.goals.get(key).map_or(&[], Vec::as_slice)
    }

    /// Behind the last table of a goal in the file that has its own table.
    pub(super) fn home(&self, key: &str) -> Option<Home> {
        let (file, _) = *self.goal(key).iter().find(|&&(file, goal)| self.layouts[file].goals[goal].table.form != Form::Implied)?;
        let blocks = self.layouts[file].blocks.iter();
        let at = blocks.filter(|it| it.goal.as_deref() == Some(key)).map(|it| it.end).max()?;
        Some(Home { file, at })
    }

    /// Adds a goal behind the last one of the last file that has goals' own tables.
    fn new_goal(&mut self, fetched: &Fetched) -> NewGoal {
        let own = |layout: &Layout<'_>| {
            let keys: HashSet<_> = layout.goals.iter().filter(|it| it.table.form != Form::Implied).map(|it| it.key.as_str()).collect();
            let blocks = layout.blocks.iter().filter(|it| it.goal.as_deref().is_some_and(|it| keys.contains(it)));
            blocks.map(|it| it.end).max()
        };
        let last = self.layouts.iter().enumerate().rev().find_map(|(file, it)| Some(Home { file, at: own(it)? }));
        let home = last.unwrap_or(Home { file: 0, at: self.layouts[0].text.len() });
        self.new_goals += 1;
        self.counts.goals += 1;
        let key = fetched.issue.number.to_string();
        let layout = &self.layouts[home.file];
        let mut lines = vec![
            format!("[goal.{key}]"),
            format!("title = {}", write::text(&write::title(&fetched.issue.title))),
            "status = \"accepted\"".to_owned(),
        ];
        if let Some(first) = fetched.issue.assignees.first() {
            lines.push(format!("point-of-contact = {}", write::text(&format!("@{first}"))));
        }
        if let Some(progress) = fetched.progress {
            lines.push(format!("progress = {}", write::progress(progress)));
        }
        lines.push(format!("fetched = {}", super::goal::facts(fetched)));
        let text = format!("{}{}{}", if home.at == 0 { "" } else { layout.newline }, lines.join(layout.newline), layout.newline);
        let rank = Rank { table: true, new_goal: self.new_goals, when: i64::MIN, id: 0 };
        self.edits[home.file].insert(home.at, rank, text);
        NewGoal { key, home, rank: self.new_goals }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::{Extent, RemoteComment, RemoteState, Shown, Writer};
    use proptest::prelude::*;

    /// Goals with updates in all ways in which people keep them.
    const FILES: [&str; 4] = [
        "# head\n[project]\ntracking-repository = \"o/r\"\n\n[goal.1]\ntitle = 'one' # why\nstatus = \"accepted\"\n",
        "[goal.2]\ntitle = \"two\"\nfetched = { state = \"open\" }\n\n# ü\n[[goal.2.update]]\ndate = 2025-08-15\n\
         url = \"https://x/o/r/issues/2#issuecomment-5\"\nfetched = \"x\"\nbody = 'five'\n# end\n[goal.3]\ntitle = '''\nthree'''",
        "[[goal.1.update]]\ndate = 2025-08-01\nurl = \"https://x/o/r/issues/1#issuecomment-1\"\nbody = 'b'\n\n\n# two\n\
         [[goal.4.update]]\nurl = \"https://x/o/r/issues/4#issuecomment-2\"\ndate = 2025-08-10 # day\nbody = \"\"\"\nc\"\"\"\n",
        "[goal.4]\nprogress.completed = 1\nprogress.total = 2\ntitle = \"four\"\n[goal.4.fetched]\nstate = \"open\"\n\
         [person.a]\nname = \"A\"\n",
    ];

    fn comment() -> impl Strategy<Value = RemoteComment> {
        let body = prop_oneof!["[a-z ]{1,20}", "['\"\\\\\n\r\t#\\[\\]=]{1,12}", "(?s).{1,30}"];
        (0u64..12, 1i8..28, body, 0u8..8).prop_map(|(id, day, body, kind)| RemoteComment {
            id,
            url: String::new(),
            author: "a".into(),
            written: format!("2025-08-{day:02}T10:00:00Z").parse().unwrap(),
            body: body.replace("\r\n", "\n"),
            by: if kind == 0 { Writer::Bot } else { Writer::Person },
            shown: if kind == 1 { Shown::Minimised } else { Shown::Yes },
        })
    }

    fn fetched() -> impl Strategy<Value = Fetched> {
        (1u64..7, "[a-z`*_<]{1,9}", proptest::collection::vec(comment(), 0..5), proptest::option::of(0u64..4)).prop_map(
            |(number, title, mut comments, completed)| {
                let mut seen = HashSet::new();
                comments.retain(|it| seen.insert(it.id));
                for it in &mut comments {
                    it.id += 100 * number;
                    it.url = format!("https://x/o/r/issues/{number}#issuecomment-{}", it.id);
                }
                comments.sort_by_key(|it| (it.written, it.id));
                let (body, state, assignees) = (String::new(), RemoteState::Open, vec!["a".into()]);
                Fetched {
                    key: (number < 5).then(|| number.to_string()),
                    repository: "o/r".into(),
                    issue: RemoteIssue { number, title, body, state, assignees, comments, extent: Extent::All },
                    progress: completed.map(|completed| Progress { completed, total: 3 }),
                }
            },
        )
    }

    /// The texts of all files after a merge.
    fn after(texts: &[String], fetched: &[Fetched]) -> (Vec<String>, Counts) {
        let mut sources = Sources::default();
        let files: Vec<_> = texts.iter().map(|it| sources.add("f.toml", it.clone())).collect();
        let merged = merge(&sources, &files, fetched, &Options { ignore: &[], prune: Prune::No });
        let mut out = texts.to_vec();
        for (file, text) in merged.texts {
            out[files.iter().position(|it| *it == file).unwrap()] = text;
        }
        (out, merged.counts)
    }

    fn lines_in_order(old: &str, new: &str) -> Result<(), String> {
        let mut rest = new.lines();
        old.lines().try_for_each(|line| rest.any(|it| it == line).then_some(()).ok_or_else(|| format!("`{line}` is lost in\n{new}")))
    }

    proptest! {
        #[test]
        fn every_merge_is_toml_keeps_each_line_and_is_done_once(
            mut given in proptest::collection::vec(fetched(), 1..5),
            crlf: bool,
        ) {
            let mut seen = HashSet::new();
            given.retain(|it| seen.insert(it.issue.number));
            let texts: Vec<_> = FILES.iter().map(|it| if crlf { it.replace('\n', "\r\n") } else { (*it).to_owned() }).collect();
            let (new, _) = after(&texts, &given);
            for (old, new) in texts.iter().zip(&new) {
                prop_assert!(Layout::new(new).is_ok(), "{}", new);
                // its own facts may be replaced; all else stays
                let kept = |it: &&str| !it.contains("fetched =") && !it.starts_with("progress.");
                let old: String = old.split_inclusive('\n').filter(kept).collect();
                prop_assert_eq!(lines_in_order(&old, new), Ok(()));
            }
            for it in &mut given {
                it.key = Some(it.issue.number.to_string());
            }
            let (again, counts) = after(&new, &given);
            prop_assert_eq!(&again, &new);
            prop_assert_eq!(counts, Counts::default());
            for text in &new {
                for goal in &Layout::new(text).unwrap().goals {
                    let days: Vec<_> = goal.updates.iter().map(|it| it.date).collect();
                    prop_assert!(days.is_sorted(), "in date order:\n{}", text);
                }
            }
        }
    }

    #[test]
    fn nothing_fetched_changes_nothing() {
        let texts = FILES.map(str::to_owned);
        assert_eq!(after(&texts, &[]), (texts.to_vec(), Counts::default()));
        assert_eq!(after(&[], &[]).0, Vec::<String>::new());
    }
}
