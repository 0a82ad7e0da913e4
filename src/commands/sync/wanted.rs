//! Which issues are to be fetched, and which goals they are.

use anyhow::{anyhow, bail};

use crate::data::{Goal, Goals, Issue, Lookup, find_goal};
use crate::diagnostic::did_you_mean;
use crate::forge::{Filter, Forge};
use crate::source::Span;

/// An issue to fetch.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) issue: Issue,
    /// The issue as people write it.
    pub(super) label: String,
    /// The goal's key and the place of its head; `None` where the files do not have it yet.
    pub(super) goal: Option<(String, Span)>,
}

/// The issues of the named goals; of a milestone or label; else of all goals.
pub(super) fn issues(forge: &Forge, goals: &Goals, named: &[String], filter: &Filter) -> anyhow::Result<Vec<Wanted>> {
    if *filter != Filter::default() {
        let repository = &goals.project.tracking_repository;
        if repository.is_empty() {
            bail!("the goals file names no `tracking-repository` under `[project]`");
        }
        let numbers = forge.list(repository, filter)?;
        return Ok(numbers.into_iter().map(|number| listed(goals, Issue { repository: repository.clone(), number })).collect());
    }
    if named.is_empty() {
        return Ok(goals.goals.iter().filter_map(|it| of_goal(goals, it)).collect());
    }
    let lookup = Lookup::new(goals);
    let mut out: Vec<Wanted> = Vec::new();
    for word in named {
        let goal = find_goal(goals, &lookup, word).ok_or_else(|| {
            let help = did_you_mean("goal", word, goals.goals.iter().map(|it| it.id.as_str()));
            anyhow!("there is no goal {word}: {help}")
        })?;
        let wanted = of_goal(goals, goal)
            .ok_or_else(|| anyhow!("goal {word} has no tracking issue; write `tracking-issue = \"owner/name#1\"` in the goals file"))?;
        if out.iter().all(|it| it.issue != wanted.issue) {
            out.push(wanted);
        }
    }
    Ok(out)
}

fn of_goal(goals: &Goals, goal: &Goal) -> Option<Wanted> {
    let issue = goal.issue.clone().filter(|it| !it.repository.is_empty())?;
    Some(Wanted { label: goals.issue_label(&issue), issue, goal: Some((goal.id.as_str().to_owned(), goal.span)) })
}

fn listed(goals: &Goals, issue: Issue) -> Wanted {
    let is_it = |goal: &&Goal| {
        goal.issue.as_ref().is_some_and(|it| it.number == issue.number && it.repository.eq_ignore_ascii_case(&issue.repository))
    };
    let goal = goals.goals.iter().find(is_it).map(|it| (it.id.as_str().to_owned(), it.span));
    Wanted { label: goals.issue_label(&issue), issue, goal }
}
