//! What `toml` alone needs for a goals file: structs of its shape, every value with its place.
//!
//! It is the measure for our own reading, which also merges, checks and explains.

#![expect(dead_code, reason = "the values are read from TOML to be timed, and by nothing else")]

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::value::Datetime;

type Key = Spanned<String>;
type Text = Spanned<String>;

/// A goals file, without any check beyond TOML's own.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct GoalsFile {
    project: BTreeMap<Key, Text>,
    period: Period,
    theme: BTreeMap<Key, Theme>,
    team: BTreeMap<Key, BTreeMap<Key, Text>>,
    person: BTreeMap<Key, BTreeMap<Key, Text>>,
    goal: BTreeMap<Key, Goal>,
}

impl GoalsFile {
    /// How many goals the file has.
    pub(crate) fn goals(&self) -> usize {
        self.goal.len()
    }
}

#[derive(Deserialize)]
struct Period {
    name: Text,
    start: Spanned<Datetime>,
    end: Spanned<Datetime>,
}

#[derive(Deserialize)]
struct Theme {
    title: Text,
    flagship: Spanned<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Goal {
    title: Text,
    status: Text,
    point_of_contact: Text,
    champions: BTreeMap<Key, Text>,
    task_owners: Vec<Text>,
    themes: Vec<Text>,
    what_and_why: Text,
    progress: Option<Spanned<Progress>>,
    #[serde(default)]
    task: Vec<Spanned<Task>>,
    #[serde(default)]
    ask: Vec<Spanned<Ask>>,
    #[serde(default)]
    update: Vec<Spanned<Update>>,
}

#[derive(Deserialize)]
struct Progress {
    completed: Spanned<u64>,
    total: Spanned<u64>,
}

#[derive(Deserialize)]
struct Task {
    title: Text,
    owners: Vec<Text>,
    done: Spanned<bool>,
    references: Vec<Text>,
}

#[derive(Deserialize)]
struct Ask {
    team: Text,
    size: Text,
    notes: Text,
}

#[derive(Deserialize)]
struct Update {
    date: Spanned<Datetime>,
    author: Text,
    url: Text,
    body: Text,
}
