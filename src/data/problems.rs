//! Which mistakes belong to which goal, for a book that shows them in its pages.
//!
//! A mistake belongs to the goal below whose head it stands. It reads the files' heads once more,
//! so that a book without mistakes pays nothing.

use std::collections::HashMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::GoalId;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources};

/// The diagnostics of one file set, by goal.
#[derive(Debug)]
pub struct Problems<'d> {
    goals: HashMap<GoalId, Vec<&'d Diagnostic>>,
    elsewhere: Vec<&'d Diagnostic>,
}

impl<'d> Problems<'d> {
    /// Sorts `diagnostics` of the file set `files` by goal.
    pub fn new(sources: &Sources, files: &[FileId], diagnostics: &'d [Diagnostic]) -> Self {
        let mut problems = Problems { goals: HashMap::new(), elsewhere: Vec::new() };
        if diagnostics.is_empty() {
            return problems;
        }
        let mut sections: HashMap<FileId, Vec<Section<'_>>> = HashMap::new();
        for diagnostic in diagnostics {
            let file = diagnostic.span.file;
            if !files.contains(&file) {
                problems.elsewhere.push(diagnostic);
                continue;
            }
            let sections = sections.entry(file).or_insert_with(|| sections_of(sources.file(file).text()));
            let next = sections.partition_point(|it| it.start <= diagnostic.span.start);
            match next.checked_sub(1).and_then(|at| sections[at].goal.as_deref()) {
                Some(goal) => problems.goals.entry(GoalId::new(goal)).or_default().push(diagnostic),
                None => problems.elsewhere.push(diagnostic),
            }
        }
        problems
    }

    /// The mistakes in the data of a goal, in the order of the diagnostics.
    pub fn of(&self, goal: &GoalId) -> &[&'d Diagnostic] {
        self.goals.get(goal).map_or(&[], Vec::as_slice)
    }

    /// The mistakes that belong to no goal.
    pub fn elsewhere(&self) -> &[&'d Diagnostic] {
        &self.elsewhere
    }
}

/// From `start` to the next section the file speaks of `goal`, or of something else.
struct Section<'t> {
    start: usize,
    goal: Option<std::borrow::Cow<'t, str>>,
}

fn sections_of(text: &str) -> Vec<Section<'_>> {
    let mut out = Vec::new();
    for (key, value) in DeTable::parse_recoverable(text).0.into_inner() {
        match value.into_inner() {
            DeValue::Table(goals) if *key.get_ref() == "goal" => {
                for (key, value) in goals {
                    let mut starts = vec![key.span().start];
                    heads(&value, &mut starts);
                    let goal = key.into_inner();
                    out.extend(starts.into_iter().map(|start| Section { start, goal: Some(goal.clone()) }));
                }
            }
            value => {
                let mut starts = vec![key.span().start];
                heads(&Spanned::new(key.span(), value), &mut starts);
                out.extend(starts.into_iter().map(|start| Section { start, goal: None }));
            }
        }
    }
    out.sort_by_key(|it| it.start);
    out
}

/// Where the tables in a value begin.
fn heads(value: &Spanned<DeValue<'_>>, out: &mut Vec<usize>) {
    match value.get_ref() {
        DeValue::Table(table) => {
            out.push(value.span().start);
            for (_, value) in table {
                heads(value, out);
            }
        }
        DeValue::Array(items) => {
            for item in items.iter() {
                heads(item, out);
            }
        }
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}
