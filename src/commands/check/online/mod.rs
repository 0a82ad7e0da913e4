//! `check --online`: has the forge answer what only the forge knows, each question once.
//!
//! Answers are kept in a file, so that the next run asks for what is new or old alone. What could
//! not be asked is said, and is no finding.

mod cache;

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::bail;
use jiff::Timestamp;

use super::book::Layout;
use super::walk::Asked;
use crate::cli;
use crate::commands::console::Console;
use crate::commands::progress::Bar;
use crate::data::Issue;
use crate::diagnostic::{Level, count};
use crate::forge::{Address, Api, Forge, LookUp, Looked, Policy, Token, find_token};
use crate::lint::online::{Completeness, Facts, Need, Pull, Question, Questions, Thing};
use cache::Cache;

/// So many are named where not all can be asked.
const MOST_NAMED: usize = 3;

/// What the forge said.
#[derive(Debug, Default)]
pub(super) struct Answers {
    pub(super) facts: Facts,
    /// How many questions it has answered, now or before.
    pub(super) number: usize,
    /// What could not be asked, and why.
    pub(super) failed: Vec<String>,
}

/// The file that keeps answers; `None` where there is no place for one.
///
/// # Errors
///
/// Where it would lie among the pages of a book that is checked: mdBook removes what it finds there.
pub(super) fn place(given: &cli::Check, asked: &Asked) -> anyhow::Result<Option<PathBuf>> {
    let Some(path) = given.cache.clone().or_else(cache::usual_path) else { return Ok(None) };
    let absolute = asked.here.join(&path);
    for root in asked.parts.keys().flatten() {
        let text = std::fs::read_to_string(root.join("book.toml")).unwrap_or_default(); // that it cannot be read is said later
        if absolute.starts_with(Layout::read(root, &text).output) {
            bail!("`{}` lies among the pages that mdBook writes: name another file for the answers", path.display());
        }
    }
    Ok(Some(absolute))
}

/// Has all questions answered, from the file or by the forge.
pub(super) fn ask(console: &Console, questions: &Questions, kept: Option<PathBuf>) -> Answers {
    let mut cache = Cache::read(console, kept);
    let mut out = Answers::default();
    let questions: Vec<_> = questions.iter().collect();
    for of_forge in questions.chunk_by(|a, b| a.0.forge == b.0.forge) {
        let Some((first, _)) = of_forge.first() else { continue };
        match Address::find(&first.forge) {
            Ok(address) => Asker { console, server: address.url().to_owned(), cache: &mut cache, out: &mut out }.ask(address, of_forge),
            Err(error) => out.miss(of_forge.iter().map(|(it, _)| *it), &format!("{error:#}")),
        }
    }
    out
}

impl Answers {
    fn add(&mut self, question: &Question, thing: Thing) {
        self.facts.insert(question.clone(), thing);
        self.number += 1;
    }

    /// Notes what could not be asked.
    fn miss<'q>(&mut self, questions: impl Iterator<Item = &'q Question>, why: &str) {
        let names: Vec<_> = questions.map(name).collect();
        if !names.is_empty() {
            self.facts.completeness = Completeness::Partial;
            self.failed.push(format!(
                "{} could not be looked up ({}): {why}",
                count(names.len(), "reference", "references"),
                some_of(&names)
            ));
        }
    }
}

fn name(it: &Question) -> String {
    format!("{}#{}", it.repository, it.number)
}

/// The first of `names`, and how many more there are.
fn some_of(names: &[String]) -> String {
    let shown = names.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST_NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// Asks one server.
struct Asker<'a> {
    console: &'a Console,
    /// The address of its interface.
    server: String,
    cache: &'a mut Cache,
    out: &'a mut Answers,
}

impl Asker<'_> {
    fn ask(mut self, address: Address, questions: &[(&Question, &Need)]) {
        let now = Timestamp::now();
        let mut left = Vec::new();
        for &(question, need) in questions {
            match self.cache.get(&self.server, question, *need, now) {
                Some(thing) => self.out.add(question, thing),
                None => left.push((question, *need)),
            }
        }
        let requests = if left.is_empty() {
            0
        } else {
            match find_token(&address) {
                Ok(token) => self.ask_forge(address, token, &left),
                Err(error) => {
                    self.out.miss(left.iter().map(|(it, _)| *it), &format!("{error:#}"));
                    0
                }
            }
        };
        self.console.detail(&format!(
            "{}: {}, of which {} answered before; {} sent",
            self.server,
            count(questions.len(), "reference", "references"),
            questions.len() - left.len(),
            count(usize::try_from(requests).unwrap_or(usize::MAX), "request", "requests"),
        ));
    }

    /// Asks for all of `left`. Returns how many requests that took.
    fn ask_forge(&mut self, address: Address, token: Option<Token>, left: &[(&Question, Need)]) -> u64 {
        let bar = Bar::new(*self.console);
        let forge = Forge::new(address, token, Policy::default(), bar.say());
        if forge.api() == Api::Rest {
            let text =
                "without a token GitHub answers few requests, and does not tell discussions; set GITHUB_TOKEN, or run `gh auth login`";
            self.console.title(Level::Warning, text);
        }
        bar.start(left.len());
        let mut look_up = forge.look_up();
        let (mut unclear, mut unsettled) = (Unclear::default(), Vec::<(&Question, Thing)>::new());
        for (nth, chunk) in left.chunks(look_up.at_once()).enumerate() {
            bar.at(&chunk.first().map(|(it, _)| name(it)).unwrap_or_default());
            let issues: Vec<_> = chunk.iter().map(|(it, _)| Issue { repository: it.repository.clone(), number: it.number }).collect();
            let looked = match look_up.look_up(&issues) {
                Ok(looked) => looked,
                Err(error) => {
                    // and whether the texts of RFCs are there, would not be answered either
                    let unsettled = unsettled.drain(..).map(|(it, _)| it);
                    let rest = left.iter().skip(nth * look_up.at_once()).map(|(it, _)| *it);
                    self.out.miss(unsettled.chain(rest), &format!("{error:#}"));
                    break;
                }
            };
            for (&(question, need), looked) in chunk.iter().zip(looked) {
                match looked {
                    Looked::Up(thing) if need == Need::Merge && may_be_an_rfc(thing) => unsettled.push((question, thing)),
                    Looked::Up(thing) => self.note(question, need, thing),
                    Looked::PerhapsDiscussion => unclear.perhaps_discussions.push(question),
                    Looked::Refused(why) => unclear.refused.entry(why).or_default().push(question),
                }
            }
            self.cache.write(self.console);
            bar.done(chunk.len());
        }
        self.settle(&look_up, &unsettled);
        bar.end();
        self.say_unclear(&unclear);
        forge.requests()
    }

    /// An RFC of which the forge has no merged pull request is one all the same where its text is there.
    fn settle(&mut self, look_up: &LookUp<'_>, unsettled: &[(&Question, Thing)]) {
        for of_repository in unsettled.chunk_by(|a, b| a.0.repository == b.0.repository) {
            let Some((first, _)) = of_repository.first() else { continue };
            match look_up.rfcs(&first.repository) {
                Ok(texts) => {
                    for (question, thing) in of_repository {
                        let merged = Thing::PullRequest(Pull::Merged);
                        self.note(question, Need::Merge, if texts.contains(&question.number) { merged } else { *thing });
                    }
                }
                Err(error) => self.out.miss(of_repository.iter().map(|(it, _)| *it), &format!("{error:#}")),
            }
        }
        self.cache.write(self.console);
    }

    fn note(&mut self, question: &Question, need: Need, thing: Thing) {
        self.out.add(question, thing);
        self.cache.insert(&self.server, question, need, thing, Timestamp::now());
    }

    fn say_unclear(&mut self, unclear: &Unclear<'_>) {
        if !unclear.perhaps_discussions.is_empty() {
            let names: Vec<_> = unclear.perhaps_discussions.iter().map(|it| name(it)).collect();
            let what = count(names.len(), "reference is no issue", "references are no issues");
            let text = format!("{what} ({}); whether there are discussions, GitHub says only with a token", some_of(&names));
            self.console.title(Level::Warning, &text);
            self.out.facts.completeness = Completeness::Partial;
        }
        for (why, questions) in &unclear.refused {
            self.out.miss(questions.iter().copied(), why);
        }
    }
}

/// What the server does not say.
#[derive(Default)]
struct Unclear<'q> {
    perhaps_discussions: Vec<&'q Question>,
    /// By what it says instead.
    refused: BTreeMap<String, Vec<&'q Question>>,
}

/// Whether the text of an RFC may be there although there is no merged pull request.
fn may_be_an_rfc(thing: Thing) -> bool {
    match thing {
        Thing::PullRequest(Pull::Closed) | Thing::Issue | Thing::Discussion | Thing::Nothing => true,
        Thing::PullRequest(Pull::Open | Pull::Merged) | Thing::NoRepository => false,
    }
}
