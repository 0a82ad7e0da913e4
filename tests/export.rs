//! Exports are read by other implementations: the feed by an XML parser, the rows by a CSV reader,
//! the JSON is held against its schema. What is hard about data stands in them as itself.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use roxmltree::{Document, Node};
use serde_json::Value;
use tempfile::TempDir;

#[path = "support/protocol.rs"]
mod protocol;

use protocol::Call;

const BOOK: &str = "[book]\ntitle = \"T\"\n\n[preprocessor.goals]\ncommand = \"mdbook-goals\"\n";

const HEAD: &str = r#"
[project]
tracking-repository = "rust-lang/rust-project-goals"

[period]
name = "2025h2"
"#;

/// Titles, names and bodies that each format has to write in a way of its own.
const ODD: &str = r#"
[theme.odd]
title = "`<&>\"`]]>"

[goal."=cmd"]
title = "=HYPERLINK(\"https://example.org\") | <b>, `x` 😀 ]]>"
status = "dropped"
themes = ["odd"]

[[goal."=cmd".update]]
date = 2025-10-02
author = "+عربي, \"中文\""
title = "-1 & <x>"
body = "=1+1,\r\n\"two\"\u001b[31m\u0000 <script>alert(1)</script> ]]> &amp; &nbsp;\n"

[[goal."=cmd".update]]
date = 2025-10-02
author = "@bors"
body = "- a list\n- of two"

[[goal."=cmd".update]]
date = 2025-10-03
author = "@bors"
hidden = true
body = "not to be seen"

[goal.2]
title = "Silent"
status = "not-accepted"
"#;

fn book(goals: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("book.toml"), BOOK).unwrap();
    fs::write(folder.path().join("goals.toml"), goals).unwrap();
    folder
}

fn odd() -> TempDir {
    book(&format!("{HEAD}{ODD}"))
}

fn hostile() -> TempDir {
    book(&fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/hostile.toml")).unwrap())
}

fn guide() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("book")
}

fn run(folder: &Path, args: &[&str]) -> String {
    let args: Vec<_> = args.iter().map(|it| (*it).to_owned()).collect();
    let output = Call { args: &args, env: &BTreeMap::new(), folder }.run(String::new());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn export(folder: &Path, format: &str) -> String {
    run(folder, &["-q", "export", "--format", format])
}

/// The number of updates that an export must have.
fn updates(folder: &Path) -> usize {
    let json: Value = serde_json::from_str(&export(folder, "json")).unwrap();
    json["goals"].as_array().unwrap().iter().map(|it| it["updates"].as_array().unwrap().len()).sum()
}

#[test]
fn json_keeps_to_its_schema() {
    let schema: Value = serde_json::from_str(&run(&guide(), &["schema", "export"])).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let empty = book(HEAD);
    for (folder, goals) in [(guide().as_path(), 42), (hostile().path(), 38), (odd().path(), 2), (empty.path(), 0)] {
        let json: Value = serde_json::from_str(&export(folder, "json")).unwrap();
        let errors: Vec<_> = schema.iter_errors(&json).map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(json["goals"].as_array().unwrap().len(), goals);
        assert!(!json.to_string().contains("not to be seen"));
    }
    let mut other: Value = serde_json::from_str(&export(odd().path(), "json")).unwrap();
    other["version"] = 2.into();
    assert!(!schema.is_valid(&other), "another version is another schema");
}

#[test]
fn rows_are_read_back_and_no_cell_is_a_formula() {
    let rows = |folder: &Path| -> Vec<csv::StringRecord> {
        let text = export(folder, "csv");
        assert!(text.ends_with("\r\n") && text.starts_with("date,goal_id,goal_title,goal_url,goal_status,author_login,"));
        csv::Reader::from_reader(text.as_bytes()).records().map(|it| it.unwrap()).collect()
    };
    assert_eq!(rows(book(HEAD).path()).len(), 0);
    for folder in [guide().as_path(), hostile().path(), odd().path()] {
        let rows = rows(folder);
        assert_eq!(rows.len(), updates(folder));
        for cell in rows.iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell}");
        }
    }
    let odd = rows(odd().path());
    let row: Vec<&str> = odd[0].iter().collect();
    assert_eq!(row[..2], ["2025-10-02", "'=cmd"]);
    assert_eq!(row[2], "'=HYPERLINK(\"https://example.org\") | <b>, `x` 😀 ]]>");
    assert_eq!(row[5..9], ["", "'+عربي, \"中文\"", "", "'-1 & <x>"]);
    assert_eq!(row[9], "'=1+1,\r\n\"two\"\u{1b}[31m <script>alert(1)</script> ]]> &amp; &nbsp;\n");
    assert_eq!(&odd[1][9], "'- a list\n- of two");
}

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn children<'a>(node: Node<'a, 'a>, name: &str) -> Vec<Node<'a, 'a>> {
    node.children().filter(|it| it.has_tag_name((ATOM, name))).collect()
}

/// The text of the one child of that name.
fn text<'a>(node: Node<'a, 'a>, name: &str) -> &'a str {
    let [child] = children(node, name)[..] else { panic!("one {name} is required") };
    child.text().unwrap_or_default()
}

fn is_time(text: &str) -> bool {
    text.parse::<jiff::Timestamp>().is_ok() && text.ends_with('Z')
}

/// What RFC 4287 asks of a feed and its entries; returns how many there are.
fn check_feed(xml: &str) -> usize {
    let document = Document::parse(xml).unwrap_or_else(|it| panic!("{it}:\n{xml}"));
    let feed = document.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")));
    let is_url = |it: &str| it.starts_with("https://") && !it.contains([' ', '"', '<', '>']);
    let mut ids = HashSet::new();
    let mut last = "9";
    let entries = children(feed, "entry");
    for node in [feed].into_iter().chain(entries.iter().copied()) {
        assert!(is_url(text(node, "id")) && ids.insert(text(node, "id")), "{}", text(node, "id"));
        assert!(!text(node, "title").is_empty());
        assert!(is_time(text(node, "updated")), "{}", text(node, "updated"));
        let [author] = children(node, "author")[..] else { panic!("an author is required") };
        assert!(!text(author, "name").is_empty());
    }
    for &entry in &entries {
        assert!(text(entry, "updated") <= last, "newest first");
        last = text(entry, "updated");
        let [content] = children(entry, "content")[..] else { panic!("an entry has one content") };
        assert_eq!(content.attribute("type"), Some("html"));
        assert!(content.children().all(|it| it.is_text()), "HTML stands in it as text");
        let html = content.text().unwrap_or_default().to_lowercase();
        for active in ["<script", "<style", "<iframe", "<img", "javascript:\""] {
            assert!(!html.contains(active), "{html}");
        }
        for link in children(entry, "link") {
            assert_eq!(link.attribute("rel"), Some("alternate"));
            assert!(link.attribute("href").is_some_and(is_url));
        }
    }
    entries.len()
}

#[test]
fn the_feed_is_valid_atom() {
    assert_eq!(check_feed(&export(book(HEAD).path(), "atom")), 0, "a feed of nothing is one");
    for folder in [guide().as_path(), hostile().path(), odd().path()] {
        assert_eq!(check_feed(&export(folder, "atom")), updates(folder));
    }
    let odd = export(odd().path(), "atom");
    let document = Document::parse(&odd).unwrap();
    let entries = children(document.root_element(), "entry");
    assert_eq!(text(entries[0], "id"), "https://github.com/rust-lang/rust-project-goals#goals-2025h2-%3Dcmd-2025-10-02");
    assert_eq!(text(entries[1], "id"), "https://github.com/rust-lang/rust-project-goals#goals-2025h2-%3Dcmd-2025-10-02-2");
    assert!(text(entries[0], "title").ends_with("😀 ]]>: -1 & <x>"), "{}", text(entries[0], "title"));
    assert_eq!(text(children(entries[0], "author")[0], "name"), "+عربي, \"中文\"");
    assert!(text(entries[1], "content").contains("<ul>\n<li>a list</li>"), "{}", text(entries[1], "content"));
    assert_eq!(children(entries[0], "category")[0].attribute("label"), Some("<&>\"]]>"));
}

#[test]
fn a_feed_of_nothing_is_of_the_day_that_is_given() {
    let folder = book(HEAD);
    let feed = run(folder.path(), &["-q", "export", "--format", "atom", "--as-of", "2025-11-03"]);
    assert!(feed.contains("<updated>2025-11-03T12:00:00Z</updated>"), "{feed}");
}
