//! Runs the examples of the guide.
//!
//! * `book/src/codes/<code>.md`: the example must say what the page shows, and what the page
//!   proposes under "How to fix it" must be clean. Examples are a book's files, or goal documents.
//! * `book/src/directives*` and `book/src/coming-from/`: each example of Markdown stands once as code
//!   and once live behind it, and what it becomes is compared with `tests/guide/`.
//!
//! `SNAPSHOTS=overwrite cargo test --test pages` writes what is expected, into the pages as well.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

#[path = "support/protocol.rs"]
mod protocol;

use protocol::{Call, Host, each_chapter, message};

/// What every example may rely on.
const BASE: &str = r#"
[project]
name = "Rust"
tracking-repository = "rust-lang/rust-project-goals"
default-repository = "rust-lang/rust"

[period]
name = "2025h2"
"#;

const GOAL: &str = r#"
[goal.389]
title = "Continue Experimentation with Pin Ergonomics"
status = "accepted"
point-of-contact = "@frank-king"
progress = { completed = 0, total = 4 }
"#;

const BOOK: &str = r#"
[book]
title = "Goals"

[preprocessor.goals]
command = "mdbook-goals"
after = ["links"]
data = ["base.toml", "goals.toml"]
css = false
"#;

fn guide() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("book")
}

fn overwrites() -> bool {
    std::env::var("SNAPSHOTS").is_ok_and(|it| it == "overwrite")
}

/// The fenced blocks of a page: language, content, and where the content stands.
fn blocks(page: &str) -> Vec<(&str, &str, std::ops::Range<usize>)> {
    let mut out = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        if let Some(language) = line.strip_prefix("```") {
            match open.take() {
                Some((language, start)) => out.push((language, page.get(start..at).unwrap(), start..at)),
                None => open = Some((language.trim(), at + line.len())),
            }
        }
        at += line.len();
    }
    out
}

/// What the tool says of the blocks of an example.
fn said(example: &str) -> String {
    let documents: Vec<_> = blocks(example).into_iter().filter(|(_, text, _)| text.contains("| Metadata ")).collect();
    if !documents.is_empty() {
        let sandbox = tempfile::tempdir().unwrap();
        let root = sandbox.path().canonicalize().unwrap();
        fs::create_dir(root.join("2025h2")).unwrap();
        for ((_, text, _), name) in documents.into_iter().zip(["goal.md", "other.md"]) {
            fs::write(root.join("2025h2").join(name), text).unwrap();
        }
        let output = Call { args: &["import".into(), "2025h2".into()], env: &BTreeMap::new(), folder: &root }.run(String::new());
        return String::from_utf8(output.stderr).unwrap().trim().to_owned();
    }
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    for (language, content, _) in blocks(example) {
        let name = match (language, content.lines().next().unwrap_or_default()) {
            ("toml", "# book.toml") => "book.toml",
            ("toml", _) => "goals.toml",
            ("markdown", line) if line.starts_with("<!-- src/") => line.trim_start_matches("<!-- ").trim_end_matches(" -->"),
            ("markdown", _) => "src/chapter.md",
            _ => continue,
        };
        let content = content.replace(r"\{{#", "{{#"); // escaped for the mdBook that builds the guide
        assert!(files.insert(name, content).is_none(), "two blocks for {name}");
    }
    let data = files.entry("goals.toml").or_insert_with(|| GOAL.to_owned());
    let mut base = BASE.to_owned();
    if data.contains("[project]") {
        base = base.split_once("[period]").map(|(_, period)| format!("[period]{period}")).unwrap();
    }
    if data.contains("[period]") {
        base = base.split_once("[period]").map(|(project, _)| project.to_owned()).unwrap();
    }
    if files.get("book.toml").is_some_and(|it| !it.contains("base.toml")) {
        // A whole book.toml names its own files.
        let goals = files.remove("goals.toml").unwrap();
        files.insert("goals.toml", format!("{base}{goals}"));
    } else {
        files.insert("base.toml", base);
    }
    files.entry("book.toml").or_insert_with(|| BOOK.to_owned());
    files.entry("src/chapter.md").or_insert_with(|| "<<#count goals>>\n".to_owned());
    files.insert("src/SUMMARY.md", "# Summary\n\n- [Chapter](chapter.md)\n".to_owned());
    files.insert("goals.css", fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/goals.css")).unwrap());
    let sandbox = tempfile::tempdir().unwrap();
    let root = sandbox.path().canonicalize().unwrap();
    fs::create_dir(root.join("src")).unwrap();
    for (name, text) in &files {
        fs::write(root.join(name), text).unwrap();
    }
    let host: Host = toml::from_str("").unwrap();
    let output = Call { args: &[], env: &BTreeMap::new(), folder: &root }.run(message(&host, &root).to_string());
    String::from_utf8(output.stderr).unwrap().trim().to_owned()
}

#[test]
fn codes_say_what_their_pages_show() {
    let mut names: Vec<_> = mdbook_goals::catalog::codes().iter().map(|it| it.name).collect();
    // what `sync` and `check --online` find needs a server: tests/sync/pages.rs runs those pages
    names.retain(|name| !mdbook_goals::sync::CODES.iter().chain(&mdbook_goals::lint::ONLINE).any(|it| it.name == *name));
    names.retain(|name| std::env::var("CODE").map_or(true, |only| only == *name));
    let mut wrong = Vec::new();
    for name in names {
        let path = guide().join(format!("src/codes/{name}.md"));
        let page = fs::read_to_string(&path).unwrap();
        let (example, fix) = page.split_once("\n## How to fix it\n").unwrap_or_else(|| panic!("{name} has no `## How to fix it`"));
        assert!(
            page.starts_with(&format!("# `{name}`\n")) && example.contains("\n## Why\n") && example.contains("\n## Example\n"),
            "{name}"
        );
        let said = said(example);
        let shown = blocks(example).into_iter().find(|it| it.0 == "text").unwrap_or_else(|| panic!("{name} shows no message"));
        if !said.contains(&format!("[{name}]")) {
            wrong.push(format!("==== {name}: the example is not reported as such\n{said}"));
        } else if shown.1.trim() != said {
            if overwrites() {
                let mut page = page.clone();
                page.replace_range(shown.2, &format!("{said}\n"));
                fs::write(&path, page).unwrap();
            } else {
                wrong.push(format!("==== {name}: the page shows\n{}\n---- the tool says\n{said}", shown.1));
            }
        }
        let left = self::said(fix);
        if !left.is_empty() {
            wrong.push(format!("==== {name}: what the page proposes is not clean\n{left}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn directives_become_what_was_seen() {
    let mut wrong = Vec::new();
    for renderer in ["html", "markdown"] {
        let host: Host = toml::from_str(&format!("renderer = '{renderer}'")).unwrap();
        let sent = message(&host, &guide());
        let output = Call { args: &[], env: &BTreeMap::new(), folder: &guide() }.run(sent.to_string());
        assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut book: Value = serde_json::from_slice(&output.stdout).unwrap();
        let mut seen = 0;
        each_chapter(&mut book, &mut |chapter| {
            let (Some(path), Some(text)) = (chapter["path"].as_str(), chapter["content"].as_str()) else { return };
            if !path.starts_with("directives/") && !path.starts_with("coming-from/") {
                return;
            }
            let is_page = path.starts_with("directives/") && chapter["source_path"].is_string(); // else `chapters` has added it
            seen += usize::from(is_page);
            let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guide").join(renderer).join(path);
            if fs::read_to_string(&expected).unwrap_or_default() == text {
                return;
            }
            if overwrites() {
                fs::create_dir_all(expected.parent().unwrap()).unwrap();
                fs::write(&expected, text).unwrap();
            } else {
                wrong.push(format!("{renderer} {path} differs from {}", expected.display()));
            }
        });
        assert_eq!(seen, mdbook_goals::directive::DIRECTIVES.len(), "a page for each directive");
    }
    assert!(wrong.is_empty(), "{}\nSNAPSHOTS=overwrite accepts what is written now", wrong.join("\n"));
}

#[test]
fn directives_have_pages_whose_examples_are_live() {
    let summary = fs::read_to_string(guide().join("src/SUMMARY.md")).unwrap();
    for directive in mdbook_goals::directive::DIRECTIVES {
        let path = format!("directives/{}.md", directive.name);
        let page = fs::read_to_string(guide().join("src").join(&path))
            .unwrap_or_else(|_| panic!("write book/src/{path}, and its line in SUMMARY.md: [`{}`]({path})", directive.name));
        assert!(summary.contains(&format!("({path})")), "add to SUMMARY.md: [`{}`]({path})", directive.name);
        examples_are_live(&path, &page);
        for group in directive.options.iter().copied().flatten() {
            let shared = fs::read_to_string(guide().join("src/directives.md")).unwrap();
            let named = |text: &str| text.contains(&format!("`{}", group.name)) || text.contains(&format!("{}=", group.name));
            assert!(named(&page) || named(&shared), "{path} does not name the option `{}`", group.name);
        }
    }
}

fn examples_are_live(path: &str, page: &str) {
    let examples: Vec<_> = blocks(page).into_iter().filter(|it| it.0 == "markdown").collect();
    assert!(!examples.is_empty(), "{path} has no example");
    for (_, example, range) in examples {
        let behind = page.get(range.end..).unwrap().trim_start_matches("```").trim_start();
        assert!(behind.starts_with(example.trim()), "{path}: this example is not followed by itself, live:\n{example}");
    }
}

/// Each directive of the other preprocessor that the table names has a heading, and an example behind it.
#[test]
fn who_comes_from_elsewhere_sees_every_directive_at_work() {
    let path = "coming-from/README.md";
    let page = fs::read_to_string(guide().join("src").join(path)).unwrap();
    examples_are_live(path, &page);
    let (table, sections) = page.split_once("\n## All of them\n").unwrap().1.split_once("\n## ").unwrap();
    let theirs = |text: &str| -> Vec<String> { text.split("`(((").skip(1).map(|it| it.split(")))`").next().unwrap().to_owned()).collect() };
    let named = theirs(table);
    assert_eq!(named.len(), 28, "the other preprocessor's directives");
    let sections: Vec<_> = sections.split("\n### ").skip(1).collect();
    for name in named {
        let section = sections.iter().find(|it| theirs(it.lines().next().unwrap()).contains(&name));
        let section = section.unwrap_or_else(|| panic!("{path}: `((({name})))` stands in the table and in no heading"));
        assert!(section.contains("```markdown"), "{path}: `((({name})))` has no example");
    }
}
