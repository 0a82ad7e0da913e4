//! Reads the sources: who may use whom, how long a file may be, how it begins.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The levels of the developer chapter. A module uses modules of lower levels and of its own
/// folder.
const LEVELS: &[(u8, &[&str])] = &[
    (9, &["main"]),
    (8, &["cli", "commands"]),
    (7, &["emit", "forge", "host"]),
    (6, &["catalog", "export"]),
    (5, &["expand", "fix", "import", "lint", "report", "sync"]),
    (4, &["directive"]),
    (3, &["excerpt", "pending", "query"]),
    (2, &["config", "data", "reference"]),
    (1, &["diagnostic", "markdown", "render"]),
    (0, &["edit", "fragment", "source"]),
];

/// Not counting tests.
const LONGEST: usize = 400;
const MEDIAN: usize = 150;

fn level(module: &str) -> Option<u8> {
    LEVELS.iter().find(|(_, modules)| modules.contains(&module)).map(|(level, _)| *level)
}

/// Each source file by its path below `src`, with `/`.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut out = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                out.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    assert!(out.len() > 10, "the sources are not there");
    out
}

/// `data` for `data/mod.rs`, `data/tree.rs` and `data.rs`.
fn module(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The text before the tests.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap()
}

/// The modules of this crate that a text names: `crate::data`, `crate::{codes, data::Goals}`.
fn used(text: &str) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue; // a link in a comment uses nothing
        }
        for prefix in ["crate::", "mdbook_goals::"] {
            for rest in line.split(prefix).skip(1) {
                if let Some(group) = rest.strip_prefix('{') {
                    let mut depth = 0;
                    let top: String = group
                        .chars()
                        .take_while(|it| *it != ';')
                        .filter(|it| {
                            depth += i32::from(*it == '{') - i32::from(*it == '}');
                            depth == 0
                        })
                        .collect();
                    out.extend(top.split(',').map(|it| (number + 1, name(it.trim()))));
                } else {
                    out.push((number + 1, name(rest)));
                }
            }
        }
    }
    out.retain(|(_, it)| !it.is_empty());
    out
}

fn name(text: &str) -> String {
    text.chars().take_while(|it| it.is_ascii_lowercase() || *it == '_').collect()
}

#[test]
fn modules_use_lower_levels_alone() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let own = module(&path);
        if own == "lib" {
            continue;
        }
        let Some(here) = level(own) else {
            wrong.push(format!("src/{path}: `{own}` has no level in tests/layers.rs"));
            continue;
        };
        for (line, used) in used(code(&text)) {
            if used == own {
                continue;
            }
            match level(&used) {
                Some(it) if it < here || own == "commands" && used == "cli" => {}
                Some(it) => wrong.push(format!("src/{path}:{line}: level {here} uses `{used}` of level {it}")),
                None => wrong.push(format!("src/{path}:{line}: `{used}` has no level in tests/layers.rs")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_begin_with_their_purpose_and_stay_short() {
    let mut wrong = Vec::new();
    let mut lengths = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| !path.ends_with("/tests.rs")) {
        if !text.starts_with("//! ") {
            wrong.push(format!("src/{path} does not begin with `//!`: what it does and what it must not know"));
        }
        let length = code(&text).lines().count();
        if length > LONGEST {
            wrong.push(format!("src/{path} has {length} lines before its tests, {LONGEST} are the most: split it by concept"));
        }
        lengths.push(length);
    }
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    if median > MEDIAN {
        wrong.push(format!("the files have a median of {median} lines, {MEDIAN} are the most"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_is_in_the_catalogue_once() {
    let mut wrong = Vec::new();
    let mut seen = BTreeMap::new();
    for (path, text) in sources() {
        for constructor in ["Code::error(", "Code::warning(", "Code::off("] {
            for rest in code(&text).split(constructor).skip(1) {
                let Some(name) = rest.trim_start().strip_prefix('"').and_then(|it| it.split('"').next()) else { continue };
                if let Some(other) = seen.insert(name.to_owned(), path.clone()) {
                    wrong.push(format!("`{name}` is a static in src/{other} and in src/{path}: the lower one is enough"));
                }
                if mdbook_goals::catalog::find(name).is_none() {
                    let line = format!(
                        "entry(&{}::{}, include_str!(\"../book/src/codes/{name}.md\")),",
                        module(&path),
                        name.replace('-', "_").to_uppercase()
                    );
                    wrong.push(format!("`{name}` of src/{path} is not in src/catalog.rs: add, in the order of the names,\n    {line}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(seen.len(), mdbook_goals::catalog::ENTRIES.len(), "the catalogue has codes that no static in the sources declares");
}

#[test]
fn names_of_modules_are_found() {
    let text = "use crate::data::Goals;\nuse crate::{codes, emit::{self, human}, host};\n// crate::nothing\nlet x = crate::edit::apply;\n";
    let names: Vec<_> = used(text).into_iter().map(|(line, name)| format!("{line} {name}")).collect();
    assert_eq!(names, ["1 data", "2 codes", "2 emit", "2 host", "4 edit"]);
}
