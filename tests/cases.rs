//! Runs every folder of `tests/cases` as a test of the binary.
//!
//! A folder holds
//!
//! * `cmd.toml`: `args`, `status` (0 where it is left out), `env`, `cwd` (below the sandbox),
//!   `shown-elsewhere` (generated files whose content another case has), and
//!   `stdin`, a text, or `[host]`, from which the JSON of mdBook is made out of the book in
//!   `before`: `version` (`0.4…` or `0.5…`), `renderer`, `book` (its folder below the sandbox),
//!   `set` (settings that came from the environment), `texts` (chapters that an earlier
//!   preprocessor has changed);
//! * `before/`: the files at the start;
//! * `stdout`, `stderr`: what is said; nothing where they are absent;
//! * `chapters/`: with `[host]`, in place of `stdout`: the texts that differ from those sent, and
//!   those of new chapters. The rest of the JSON must be the same;
//! * `added`: with `[host]`, the new chapters, a line each: all but their texts;
//! * `after/`: the files that are new or changed; none where it is absent.
//!
//! `SNAPSHOTS=overwrite cargo test --test cases` writes what is expected; `CASE=name` runs one.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use snapbox::Data;

#[path = "support/protocol.rs"]
mod protocol;

use protocol::{Call, Host, each_chapter, message};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Case {
    #[serde(default)]
    args: Vec<String>,
    #[serde(default)]
    status: i32,
    #[serde(default)]
    env: BTreeMap<String, String>,
    #[serde(default)]
    cwd: String,
    #[serde(default)]
    shown_elsewhere: Vec<String>,
    stdin: Option<String>,
    host: Option<Host>,
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let only = std::env::var("CASE").ok();
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() > 10, "the cases are not there");
    let mut failed = Vec::new();
    for name in names.iter().filter(|it| only.as_ref().is_none_or(|only| *it == only)) {
        let problems = run(&folder.join(name));
        if !problems.is_empty() {
            failed.push(format!("==== {name}\n{}", problems.join("\n")));
        }
    }
    assert!(
        failed.is_empty(),
        "{}\n{} of {} cases failed; SNAPSHOTS=overwrite accepts what they say",
        failed.join("\n"),
        failed.len(),
        names.len()
    );
}

/// Runs a case; returns what is not as expected.
fn run(folder: &Path) -> Vec<String> {
    let case: Case =
        toml::from_str(&fs::read_to_string(folder.join("cmd.toml")).unwrap()).unwrap_or_else(|it| panic!("{}: {it}", folder.display()));
    let sandbox = tempfile::tempdir().unwrap();
    let root = sandbox.path().canonicalize().unwrap();
    let before = files(&folder.join("before"));
    for (path, bytes) in &before {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), bytes).unwrap();
    }
    let sent = case.host.as_ref().map(|host| message(host, &root.join(&host.book)));
    let stdin = sent.as_ref().map_or_else(|| case.stdin.clone().unwrap_or_default(), Value::to_string);
    let output = Call { args: &case.args, env: &case.env, folder: &root.join(&case.cwd) }.run(stdin);

    let mut expected = Expectations { folder, problems: Vec::new() };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&*root.to_string_lossy(), "[ROOT]");
    let mut stdout = text(&output.stdout);
    if let Some(sent) = sent.filter(|_| !output.stdout.is_empty()) {
        let (chapters, added, rest) = changes(&sent[1], &stdout);
        expected.tree("chapters", &chapters);
        expected.file("added", added);
        stdout = rest;
    } else {
        expected.tree("chapters", &BTreeMap::new());
        expected.file("added", String::new());
    }
    expected.file("stdout", stdout);
    expected.file("stderr", text(&output.stderr));
    let mut after = files(&root);
    for (path, old) in before {
        match after.get(&path) {
            Some(new) if *new == old => drop(after.remove(&path)),
            Some(_) => {}
            None => expected.problems.push(format!("{path} is gone")),
        }
    }
    for path in &case.shown_elsewhere {
        if let Some(bytes) = after.get_mut(path) {
            *bytes = b"(new)\n".to_vec();
        }
    }
    expected.tree("after", &after);
    if output.status.code() != Some(case.status) {
        expected.problems.push(format!("ended with {}, {} is expected; stderr:\n{}", output.status, case.status, text(&output.stderr)));
    }
    expected.problems
}

/// Of a book that came back: the chapters' texts that differ, the chapters that are new, and what
/// else differs.
fn changes(sent: &Value, stdout: &str) -> (BTreeMap<String, Vec<u8>>, String, String) {
    let Ok(mut back) = serde_json::from_str::<Value>(stdout) else { return (BTreeMap::new(), String::new(), stdout.to_owned()) };
    let mut sent = sent.clone();
    let mut old = BTreeMap::new();
    each_chapter(&mut sent, &mut |it| drop(old.insert(it["path"].to_string(), it["content"].take())));
    let mut changed = BTreeMap::new();
    each_chapter(&mut back, &mut |it| {
        let content = it["content"].take();
        if old.get(&it["path"].to_string()) != Some(&content) {
            changed.insert(it["path"].as_str().unwrap().to_owned(), content.as_str().unwrap().as_bytes().to_vec());
        }
    });
    let mut added = String::new();
    each_chapter(&mut back, &mut |parent| {
        parent["sub_items"].as_array_mut().unwrap().retain(|it| {
            let is_new = it.get("Chapter").is_some_and(|it| !old.contains_key(&it["path"].to_string()));
            if is_new {
                added.push_str(&format!("{}\n", it["Chapter"]));
            }
            !is_new
        });
    });
    let rest = if back == sent { String::new() } else { format!("the book itself differs:\n{back:#}") };
    (changed, added, rest)
}

struct Expectations<'a> {
    folder: &'a Path,
    problems: Vec<String>,
}

impl Expectations<'_> {
    /// A file of the case; absent where it would be empty.
    fn file(&mut self, name: &str, actual: String) {
        let files = if actual.is_empty() { BTreeMap::new() } else { BTreeMap::from([(name.to_owned(), actual.into_bytes())]) };
        let expected = fs::read(self.folder.join(name)).map(|it| BTreeMap::from([(name.to_owned(), it)])).unwrap_or_default();
        self.compare(self.folder, expected, &files);
    }

    /// A folder of the case; absent where it would be empty.
    fn tree(&mut self, name: &str, actual: &BTreeMap<String, Vec<u8>>) {
        let folder = self.folder.join(name);
        let expected = files(&folder);
        self.compare(&folder, expected, actual);
    }

    fn compare(&mut self, folder: &Path, expected: BTreeMap<String, Vec<u8>>, actual: &BTreeMap<String, Vec<u8>>) {
        if std::env::var("SNAPSHOTS").is_ok_and(|it| it == "overwrite") {
            for path in expected.keys().filter(|it| !actual.contains_key(*it)) {
                fs::remove_file(folder.join(path)).unwrap();
            }
            for (path, bytes) in actual {
                fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
                fs::write(folder.join(path), bytes).unwrap();
            }
            return;
        }
        for path in expected.keys().filter(|it| !actual.contains_key(*it)) {
            self.problems.push(format!("{}: expected, and did not come", folder.join(path).display()));
        }
        for (path, bytes) in actual {
            let data = |it: &[u8]| String::from_utf8(it.to_vec()).map_or_else(|_| Data::binary(it.to_vec()), Data::text).raw();
            let expected = expected.get(path).map_or(&[][..], Vec::as_slice);
            let name = folder.join(path).display().to_string();
            if let Err(error) = snapbox::Assert::new().try_eq(Some(&name), data(bytes), data(expected)) {
                self.problems.push(error.to_string());
            }
        }
    }
}

/// The files below a folder, by their paths with `/`.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        let Ok(entries) = fs::read_dir(folder.join(&below)) else { continue };
        for entry in entries {
            let path = below.join(entry.unwrap().file_name());
            if folder.join(&path).is_dir() {
                folders.push(path);
            } else {
                out.insert(path.to_string_lossy().replace('\\', "/"), fs::read(folder.join(&path)).unwrap());
            }
        }
    }
    out
}
