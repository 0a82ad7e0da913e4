//! The answers of the forge, kept in a file between runs.
//!
//! JSON with a version. A file that cannot be used is said and written anew; it is never in the way.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::PathBuf;

use anyhow::Context as _;
use etcetera::BaseStrategy as _;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::commands::console::Console;
use crate::commands::replace::{NewFile, write_all};
use crate::diagnostic::Level;
use crate::lint::online::{Need, Pull, Question, Thing};

const VERSION: u32 = 1;

/// What is there mostly stays, and stays what it is.
const LONG: SignedDuration = SignedDuration::from_hours(30 * 24);
/// An open pull request is merged some day.
const SHORT: SignedDuration = SignedDuration::from_hours(24);
/// What is not there may be there soon, or with another token.
const SHORTEST: SignedDuration = SignedDuration::from_hours(1);

/// Answers, by server and by `owner/name#1`.
#[derive(Debug, Default)]
pub(super) struct Cache {
    /// `None` where nothing is kept.
    path: Option<PathBuf>,
    answers: BTreeMap<String, BTreeMap<String, Entry>>,
    /// Whether there is anything new since it was written.
    changed: bool,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    is: Is,
    asked: Timestamp,
    /// Whether it was also asked for the text of an RFC.
    #[serde(default)]
    as_rfc: bool,
}

/// [`Thing`] as the file says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Is {
    Issue,
    Open,
    Closed,
    Merged,
    Discussion,
    Nothing,
    NoRepository,
}

#[derive(Deserialize)]
struct Head {
    version: u32,
}

#[derive(Serialize, Deserialize)]
struct File {
    version: u32,
    answers: BTreeMap<String, BTreeMap<String, Entry>>,
}

/// Where the answers are kept, unless somebody wants them elsewhere: below the folder for caches,
/// `XDG_CACHE_HOME` or `~/.cache`, on Windows the local application data.
pub(super) fn usual_path() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|it| it.cache_dir().join("mdbook-goals").join("references.json"))
}

impl Cache {
    /// Reads the answers that are kept at `path`.
    pub(super) fn read(console: &Console, path: Option<PathBuf>) -> Self {
        let mut out = Cache { path, ..Cache::default() };
        let Some(path) = &out.path else { return out };
        let answers = match std::fs::read_to_string(path) {
            Ok(text) => parse(&text),
            Err(error) if error.kind() == ErrorKind::NotFound => return out,
            Err(error) => Err(error.into()),
        };
        match answers {
            Ok(answers) => out.answers = answers,
            Err(error) => {
                let text = format!("the kept answers in `{}` cannot be used, all is asked again: {error:#}", path.display());
                console.title(Level::Warning, &text);
            }
        }
        out
    }

    /// What was answered, where that is not too long ago for what is needed.
    pub(super) fn get(&self, server: &str, question: &Question, need: Need, now: Timestamp) -> Option<Thing> {
        let entry = self.answers.get(server)?.get(&key(question))?;
        let thing = Thing::from(entry.is);
        if need == Need::Merge && !entry.as_rfc && entry.is != Is::Merged {
            return None;
        }
        let age = now.duration_since(entry.asked);
        // An answer from the future is of a clock that was wrong.
        (SignedDuration::ZERO..lifetime(thing, need)).contains(&age).then_some(thing)
    }

    /// Keeps an answer.
    pub(super) fn insert(&mut self, server: &str, question: &Question, need: Need, thing: Thing, now: Timestamp) {
        let asked = Timestamp::from_second(now.as_second()).unwrap_or(now); // whole seconds are enough
        let entry = Entry { is: Is::from(thing), asked, as_rfc: need == Need::Merge };
        self.answers.entry(server.to_owned()).or_default().insert(key(question), entry);
        self.changed = true;
    }

    /// Writes what is new, without answers that nobody would take any more. Where that fails it is
    /// said once.
    pub(super) fn write(&mut self, console: &Console) {
        let Some(path) = self.path.clone().filter(|_| self.changed) else { return };
        let now = Timestamp::now();
        for of_server in self.answers.values_mut() {
            of_server.retain(|_, it| now.duration_since(it.asked) < lifetime(it.is.into(), Need::Kind));
        }
        let file = File { version: VERSION, answers: std::mem::take(&mut self.answers) };
        let text = serde_json::to_string_pretty(&file).expect("names, words and times are JSON");
        self.answers = file.answers;
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all).with_context(|| format!("cannot write `{}`", path.display()));
        match made.and_then(|()| write_all(&[NewFile { path, text: text + "\n" }])) {
            Ok(()) => self.changed = false,
            Err(error) => {
                self.path = None;
                console.title(Level::Warning, &format!("the answers are not kept for the next run: {error:#}"));
            }
        }
    }
}

fn parse(text: &str) -> anyhow::Result<BTreeMap<String, BTreeMap<String, Entry>>> {
    let head: Head = serde_json::from_str(text)?;
    if head.version != VERSION {
        anyhow::bail!("they are of version {}, this is {VERSION}", head.version);
    }
    Ok(serde_json::from_str::<File>(text)?.answers)
}

fn key(question: &Question) -> String {
    format!("{}#{}", question.repository, question.number)
}

fn lifetime(thing: Thing, need: Need) -> SignedDuration {
    match (thing, need) {
        (Thing::Nothing | Thing::NoRepository, _) => SHORTEST,
        (Thing::PullRequest(Pull::Merged), _) | (_, Need::Kind) => LONG,
        (Thing::Issue | Thing::Discussion | Thing::PullRequest(Pull::Open | Pull::Closed), Need::Merge) => SHORT,
    }
}

impl From<Thing> for Is {
    fn from(thing: Thing) -> Self {
        match thing {
            Thing::Issue => Is::Issue,
            Thing::PullRequest(Pull::Open) => Is::Open,
            Thing::PullRequest(Pull::Closed) => Is::Closed,
            Thing::PullRequest(Pull::Merged) => Is::Merged,
            Thing::Discussion => Is::Discussion,
            Thing::Nothing => Is::Nothing,
            Thing::NoRepository => Is::NoRepository,
        }
    }
}

impl From<Is> for Thing {
    fn from(is: Is) -> Self {
        match is {
            Is::Issue => Thing::Issue,
            Is::Open => Thing::PullRequest(Pull::Open),
            Is::Closed => Thing::PullRequest(Pull::Closed),
            Is::Merged => Thing::PullRequest(Pull::Merged),
            Is::Discussion => Thing::Discussion,
            Is::Nothing => Thing::Nothing,
            Is::NoRepository => Thing::NoRepository,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "https://api.github.com";

    fn question() -> Question {
        Question { forge: "https://github.com".into(), repository: "rust-lang/rust".into(), number: 1 }
    }

    #[test]
    fn answers_age() {
        let then: Timestamp = "2025-11-03T08:00:00Z".parse().unwrap();
        let all = [Is::Issue, Is::Open, Is::Closed, Is::Merged, Is::Discussion, Is::Nothing, Is::NoRepository];
        for (need, hours) in [(Need::Kind, [720, 720, 720, 720, 720, 1, 1]), (Need::Merge, [24, 24, 24, 720, 24, 1, 1])] {
            for (is, hours) in all.into_iter().zip(hours) {
                let mut cache = Cache::default();
                cache.insert(SERVER, &question(), need, is.into(), then);
                let after = |hours| cache.get(SERVER, &question(), need, then + SignedDuration::from_hours(hours));
                assert_eq!(after(0), Some(is.into()));
                assert_eq!(after(hours - 1), Some(is.into()), "{is:?} {need:?}");
                assert_eq!(after(hours), None, "{is:?} {need:?}");
                assert_eq!(after(-1), None, "an answer from the future");
                assert_eq!(cache.get("https://example.org", &question(), need, then), None, "another server");
            }
        }
    }

    #[test]
    fn a_closed_pull_request_may_be_an_rfc_all_the_same() {
        let now: Timestamp = "2025-11-03T08:00:00Z".parse().unwrap();
        for (is, kept) in [(Is::Closed, None), (Is::Merged, Some(Is::Merged.into()))] {
            let mut cache = Cache::default();
            cache.insert(SERVER, &question(), Need::Kind, is.into(), now);
            assert_eq!(cache.get(SERVER, &question(), Need::Merge, now), kept, "{is:?}");
        }
    }

    #[test]
    fn what_is_no_cache_is_refused() {
        for text in [
            "",
            "{",
            "[]",
            "null",
            r#"{"version":1}"#,
            r#"{"version":2,"answers":{}}"#,
            r#"{"version":1,"answers":{"a":{"b":{"is":"x"}}}}"#,
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
        let text = r#"{"version":1,"answers":{"a":{"b#1":{"is":"no-repository","asked":"2025-11-03T08:00:00Z"}}}}"#;
        assert_eq!(parse(text).unwrap()["a"]["b#1"].is, Is::NoRepository);
    }
}
