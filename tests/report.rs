//! The period report in its forms: the Markdown is read by a second implementation, the JSON held
//! against its schema, and what is hard about data stands in it as itself.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Anchorizer, Arena, Options};
use serde_json::Value;
use tempfile::TempDir;

#[path = "support/protocol.rs"]
mod protocol;

use protocol::{Call, Host, each_chapter, message};

const BOOK: &str = "[book]\ntitle = \"T\"\n\n[preprocessor.goals]\ncommand = \"mdbook-goals\"\n";

const HEAD: &str = r#"
[project]
name = "Rust"
tracking-repository = "rust-lang/rust-project-goals"
default-repository = "rust-lang/rust"

[period]
name = "2025h2"

[team.lang]
[team.compiler]
"#;

/// A book with one goals file.
fn book(goals: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("book.toml"), BOOK).unwrap();
    fs::write(folder.path().join("goals.toml"), goals).unwrap();
    folder
}

fn call(folder: &Path, args: &[&str]) -> Output {
    let args: Vec<_> = ["report", "-q"].iter().chain(args).map(|it| (*it).to_owned()).collect();
    Call { args: &args, env: &BTreeMap::new(), folder }.run(String::new())
}

fn report(folder: &Path, args: &[&str]) -> String {
    let output = call(folder, args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(folder: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&report(folder, &[&["--format", "json"], args].concat())).unwrap()
}

/// All goals of a report as JSON, in its order.
fn goals(report: &Value) -> Vec<&Value> {
    let sections = report["sections"].as_array().unwrap();
    let themes = sections[0]["themes"].as_array().unwrap().iter();
    let lists = themes.map(|it| &it["goals"]).chain([&sections[1]["goals"], &sections[2]["goals"]]);
    lists.flat_map(|it| it.as_array().unwrap()).collect()
}

fn ids(goals: &Value) -> Vec<&str> {
    goals.as_array().unwrap().iter().map(|it| it["id"].as_str().or(it.as_str()).unwrap()).collect()
}

fn guide() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("book")
}

fn hostile() -> TempDir {
    book(&fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/hostile.toml")).unwrap())
}

/// Titles, names and bodies that something on the way might take for its own.
fn odd() -> TempDir {
    book(&format!(
        r##"{HEAD}
[theme.pipes]
title = "`a|b` | <b> {{{{#include x}}}} 🦀 C #"
flagship = true

[theme.second]
title = "مشاريع"
flagship = true

[theme.empty]
title = "Nobody is here"
flagship = true

[goal.3]
title = "B | `x|y` <script> `` ` `` [a]({{}} 🦀 #"
status = "accepted"
themes = ["pipes", "second"]
point-of-contact = "فريق الترجمة"
champions = {{ lang = "翻译团队", compiler = ["@bors", "*all* of us"] }}
task-owners = ["[Trifecta Tech Foundation](https://trifectatech.org)"]

[[goal.3.update]]
date = 2025-10-02
author = "翻译团队"
title = "`1|2` <i>"
body = '''
Help wanted: somebody who knows `a|b`

# A heading

- [x] done
- [ ] not
'''

[goal.2]
title = "a title"
status = "dropped"
flagship = true
outcome = "Superseded by *another*"
successor = 3

[goal.name]
title = "A Title"
status = "accepted"
help-wanted = "None at this time."

[goal.1]
title = "Zebra"
status = "continued"
successor = "https://example.org/next"
help-wanted = true

[goal.4]
title = "Also"
status = "accepted"

[[goal.4.help]]
task = "Write *docs*"
experience = "patience"
time = "a week"

[goal.5]
title = "Turned down"
status = "not-accepted"

[[goal.4.update]]
date = 2025-10-01
author = "@bors"
body = "**tl;dr**: all is well"

[[goal.4.update]]
date = 2025-10-31
author = "@bors"
body = "{{{{ f() }}}} and `{{{{ f() }}}}` and {{%/* g() */%}}\n\n```rust\n{{{{ f(a=1) }}}}\n```\n"
"##
    ))
}

#[test]
fn each_goal_stands_once_in_the_section_that_it_belongs_to() {
    let folder = odd();
    let report = json(folder.path(), &["--month", "2025-10"]);
    assert_eq!(report["counts"], serde_json::json!({ "goals": 5, "flagship": 2, "updates": 3, "silent": 3, "help_wanted": 3 }));
    let [flagship, help, other] = report["sections"].as_array().unwrap().as_slice() else { panic!("three sections") };
    let themes: Vec<_> =
        flagship["themes"].as_array().unwrap().iter().map(|it| (it["id"].as_str(), ids(&it["goals"]), ids(&it["also"]))).collect();
    assert_eq!(themes, [(Some("pipes"), vec!["3"], vec![]), (Some("second"), vec![], vec!["3"]), (None, vec!["2"], vec![])]);
    assert_eq!((ids(&help["goals"]), ids(&help["also"])), (vec!["4", "1"], vec!["3"]));
    assert_eq!(ids(&other["goals"]), ["name"]);
    let of = |id: &str| goals(&report).into_iter().find(|it| it["id"] == id).unwrap();
    assert_eq!(of("4")["tldr"], "all is well");
    assert_eq!(of("4")["help_wanted"][0], "Write *docs* (patience; a week)");
    assert_eq!(of("3")["help_wanted"][0], "somebody who knows `a|b`");
    assert_eq!(of("3")["champions"][2]["person"]["name"], "all of us");
    assert_eq!(of("3")["point_of_contact"], serde_json::json!({ "name": "فريق الترجمة" }));

    let html = report_text(&self::report(folder.path(), &["--month", "2025-10", "--format", "html"]));
    for said in [
        "5 goals",
        "2 of them flagship",
        "Status Dropped",
        "Superseded by another; carried on by B | x|y <script> `",
        "Also part of this theme: B | x|y",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
}

#[test]
fn a_team_has_its_own_report() {
    let folder = odd();
    let report = json(folder.path(), &["--team", "Lang"]);
    assert_eq!((&report["team"], &report["counts"]["goals"]), (&"lang".into(), &1.into()));
    let folder = book(HEAD);
    let report = json(folder.path(), &["--team", "lang"]);
    assert_eq!(report["counts"]["goals"], 0);
    let page = self::report(folder.path(), &["--team", "lang"]);
    assert!(page.contains("**0 goals**") && page.contains("No goals match."), "{page}");
}

#[test]
fn the_order_of_updates_can_be_turned() {
    let folder = odd();
    let days = |args: &[&str]| -> Vec<String> {
        let report = json(folder.path(), args);
        let of = goals(&report).into_iter().find(|it| it["id"] == "4").unwrap().clone();
        of["updates"].as_array().unwrap().iter().map(|it| it["date"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(days(&["--since", "2025-10-01", "--until", "2025-10-31"]), ["2025-10-01", "2025-10-31"]);
    assert_eq!(days(&["--order", "newest"]), ["2025-10-31", "2025-10-01"]);
    assert_eq!(days(&["--since", "2025-10-02"]), ["2025-10-31"]);
    assert_eq!(days(&["--month", "2025-09"]).len(), 0);
}

#[test]
fn json_keeps_to_its_schema() {
    let call = Call { args: &["schema".to_owned(), "report".to_owned()], env: &BTreeMap::new(), folder: &guide() }.run(String::new());
    let schema: Value = serde_json::from_slice(&call.stdout).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let empty = book(HEAD);
    for (folder, args) in [
        (guide().as_path(), &["--month", "2025-10"][..]),
        (guide().as_path(), &["--month", "2025-08", "--team", "lang"]),
        (guide().as_path(), &[]),
        (hostile().path(), &["--since", "2025-01-01"]),
        (odd().path(), &[]),
        (empty.path(), &[]),
    ] {
        let report = json(folder, args);
        let wrong: Vec<_> = schema.iter_errors(&report).map(|it| format!("{}: {it}", it.instance_path())).collect();
        assert!(wrong.is_empty(), "{args:?}: {wrong:#?}");
    }
    let mut changed = json(&guide(), &[]);
    changed["sections"][2]["goals"][0]["more"] = Value::Null;
    assert!(!schema.is_valid(&changed), "a key that the schema does not know");
}

/// What Markdown's other reader finds in a post.
struct Read {
    /// Level, text and anchor of each heading.
    headings: Vec<(u8, String, String)>,
    /// Links to places of the page.
    internal: Vec<String>,
    /// HTML.
    raw: Vec<String>,
    /// All text, without white space and signs.
    text: String,
    quotes: usize,
    tables: usize,
}

fn read(markdown: &str) -> Read {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.autolink = true;
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &options);
    let mut anchors = Anchorizer::new();
    let mut out = Read { headings: Vec::new(), internal: Vec::new(), raw: Vec::new(), text: String::new(), quotes: 0, tables: 0 };
    for node in root.descendants() {
        match &node.data.borrow().value {
            NodeValue::Heading(it) => {
                let text = text_of(node);
                let anchor = anchors.anchorize(&text);
                out.headings.push((it.level, text, anchor));
            }
            NodeValue::Link(it) => out.internal.extend(it.url.strip_prefix('#').map(str::to_owned)),
            NodeValue::HtmlBlock(it) => out.raw.push(it.literal.trim().to_owned()),
            NodeValue::HtmlInline(it) => out.raw.push(it.clone()),
            NodeValue::BlockQuote => out.quotes += 1,
            NodeValue::Table(_) => out.tables += 1,
            _ => {}
        }
    }
    out.text = squash(&text_of(root));
    out
}

fn text_of<'a>(node: &'a AstNode<'a>) -> String {
    let mut out = String::new();
    for it in node.descendants() {
        match &it.data.borrow().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Code(it) => out.push_str(&it.literal),
            NodeValue::CodeBlock(it) => out.push_str(&it.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => out.push(' '),
            _ => {}
        }
    }
    out
}

fn squash(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The text of our HTML.
fn report_text(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        if !["code", "/code", "em", "/em", "bdi", "/bdi", "a", "/a", "strong", "/strong"].contains(&tag.split(' ').next().unwrap()) {
            out.push(' ');
        }
        out.push_str(text);
    }
    for (entity, sign) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#123;", "{"), ("&#36;", "$"), ("&#92;", "\\"), ("&#10;", "\n"), ("&amp;", "&")]
    {
        out = out.replace(entity, sign);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn markdown_reads_the_same_in_a_second_implementation() {
    for (folder, args) in [
        (guide().as_path(), &["--month", "2025-10"][..]),
        (guide().as_path(), &["--team", "compiler"]),
        (hostile().path(), &["--month", "2025-10"]),
        (odd().path(), &[]),
    ] {
        let markdown = report(folder, args);
        let report = json(folder, args);
        let read = read(&markdown);

        let mut wanted = vec![1];
        let sections = report["sections"].as_array().unwrap();
        let themes = sections[0]["themes"].as_array().unwrap();
        let count = |it: &Value| it.as_array().unwrap().len();
        if !themes.is_empty() {
            wanted.push(2);
            wanted.extend(themes.iter().flat_map(|it| [vec![3], vec![4; count(&it["goals"])]].concat()));
        }
        for section in &sections[1..] {
            let also = section.get("also").map_or(0, count);
            if count(&section["goals"]) + also > 0 {
                wanted.push(2);
                wanted.extend(vec![3; count(&section["goals"])]);
            }
        }
        let levels: Vec<_> = read.headings.iter().map(|it| it.0).collect();
        assert_eq!(levels, wanted, "the outline is that of the report: {:#?}", read.headings);

        let anchors: HashSet<_> = read.headings.iter().map(|it| it.2.as_str()).collect();
        assert_eq!(anchors.len(), read.headings.len());
        assert!(read.internal.len() >= read.headings.len() - 1, "the table of contents has them all");
        for link in &read.internal {
            let link = percent_decoded(link);
            assert!(anchors.contains(link.as_str()), "#{link} leads nowhere; there are {anchors:#?}");
        }

        for html in &read.raw {
            let ours = html == "</details>" || html.starts_with("<details>\n<summary>") && html.ends_with(" available.</summary>");
            assert!(ours, "HTML that is not ours: {html}");
        }
        let folded = read.raw.iter().filter(|it| *it == "</details>").count();
        assert_eq!(read.raw.len(), 2 * folded);
        assert!(read.quotes >= goals(&report).iter().filter(|it| it["tldr"].is_null()).map(|it| count(&it["updates"])).sum());
        assert!(read.tables >= goals(&report).len(), "a status table for each goal");

        for goal in goals(&report) {
            for update in goal["updates"].as_array().unwrap() {
                let html = update["html"].as_str().unwrap().replace("[x]", "");
                let text = squash(&report_text(&html));
                let alone = !goal["tldr"].is_null() && squash(goal["tldr"].as_str().unwrap()).ends_with(text.trim_start_matches("tldr"));
                assert!(read.text.contains(&text) || alone, "{}: {html}\n----\n{markdown}", goal["title"]);
            }
        }
    }
}

fn percent_decoded(url: &str) -> String {
    let mut out = Vec::new();
    let bytes = url.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| url.get(at + 1..at + 3).and_then(|it| u8::from_str_radix(it, 16).ok())).flatten();
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap()
}

#[test]
fn a_post_for_zola_names_its_headings_and_runs_nothing() {
    let folder = odd();
    let text = report(folder.path(), &["--front-matter", "zola", "--as-of", "2025-11-03"]);
    let (front_matter, post) = text.strip_prefix("+++\n").unwrap().split_once("\n+++\n").unwrap();
    let front_matter: toml::Table = front_matter.parse().unwrap();
    assert_eq!(front_matter["title"].as_str(), Some("Rust goals: 2025h2"));
    assert_eq!(front_matter["date"].to_string(), "2025-11-03");
    assert_eq!(front_matter["authors"][0].as_str(), Some("Rust"));

    // Zola reads Markdown with this parser.
    let events = pulldown_cmark::Parser::new_ext(post, pulldown_cmark::Options::all());
    let (mut names, mut links) = (HashSet::new(), Vec::new());
    for event in events {
        match event {
            pulldown_cmark::Event::Start(pulldown_cmark::Tag::Heading { id, .. }) => {
                assert!(names.insert(id.expect("each heading is named").to_string()));
            }
            pulldown_cmark::Event::Start(pulldown_cmark::Tag::Link { dest_url, .. }) => {
                links.extend(dest_url.strip_prefix('#').map(str::to_owned));
            }
            _ => {}
        }
    }
    assert!(links.len() > names.len());
    assert!(links.iter().all(|it| names.contains(it)), "{links:?} in {names:?}");
    assert!(!post.contains("\n# "), "the site shows the title itself");
    assert!(post.contains("&#123;{ f() }} and `{{/* f() */}}`"), "{post}");
    assert!(post.contains("> {{/* f(a=1) */}}\n"), "{post}");
}

#[test]
fn a_page_by_itself_needs_nothing_else() {
    let page = report(&guide(), &["--month", "2025-10", "--format", "html", "--standalone"]);
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">"));
    assert!(page.contains("<title>Rust goals: October 2025</title>") && page.contains("<h1 dir=\"auto\">Rust goals: October 2025</h1>"));
    assert!(page.contains(include_str!("../src/render/goals.css")), "the stylesheet is in it");
    assert!(!page.contains("src=") && !page.contains("<link") && !page.contains("@import") && !page.contains("url("));
    assert!(page.ends_with("</html>\n"));
    let fragment = report(&guide(), &["--month", "2025-10", "--format", "html"]);
    assert!(page.contains(fragment.trim_end()) && fragment.starts_with("<div class=\"goals goals-report"));
}

/// A month of 5,000 updates of one goal, and a body of 1 MB.
fn large() -> TempDir {
    let mut data = format!("{HEAD}\n[goal.1]\ntitle = \"Many\"\nstatus = \"accepted\"\n");
    for n in 0..5000 {
        data += &format!("\n[[goal.1.update]]\ndate = 2025-10-{:02}\nauthor = \"@bors\"\nbody = 'Body number {n}.'\n", n % 31 + 1);
    }
    let long = "word *word* `word` #1 ".repeat(40_000).replace("#1 ", "#1 \n\n> ");
    data += &format!(
        "\n[goal.2]\ntitle = \"Long\"\nstatus = \"accepted\"\n[[goal.2.update]]\ndate = 2025-10-01\nauthor = \"@bors\"\nbody = '''\n{long}\n'''\n"
    );
    book(&data)
}

#[test]
fn a_month_of_5000_updates_and_a_body_of_1_mb_are_whole() {
    let folder = large();
    let report = json(folder.path(), &["--month", "2025-10"]);
    assert_eq!(report["counts"]["updates"], 5001);
    for form in [&["--format", "html"][..], &["--format", "markdown"], &["--front-matter", "zola"]] {
        let text = self::report(folder.path(), form);
        assert!(text.contains("5000 detailed updates available."));
        assert_eq!(text.matches("Body number ").count(), 5000);
        assert!(text.len() > 1 << 20, "the long one is whole");
    }
}

#[test]
fn so_are_they_in_the_chapters_and_lists_of_a_book() {
    let folder = large();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/SUMMARY.md"), "# Summary\n\n- [Page](page.md)\n").unwrap();
    let page = "# Page\n\n<<#chapters>>\n\n<<#chapters reports>>\n\n<<#timeline>>\n\n<<#updates 2 excerpt=9>>\n\n<<#count updates>>\n";
    fs::write(folder.path().join("src/page.md"), page).unwrap();
    for renderer in ["html", "markdown"] {
        let host: Host = toml::from_str(&format!("renderer = '{renderer}'")).unwrap();
        let sent = message(&host, folder.path()).to_string();
        let output = Call { args: &[], env: &BTreeMap::new(), folder: folder.path() }.run(sent);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut texts = BTreeMap::new();
        let mut back: Value = serde_json::from_slice(&output.stdout).unwrap();
        each_chapter(&mut back, &mut |it| {
            drop(texts.insert(it["path"].as_str().unwrap().to_owned(), it["content"].as_str().unwrap().to_owned()))
        });
        assert_eq!(texts.keys().collect::<Vec<_>>(), ["goal-1.md", "goal-2.md", "page.md", "report-2025-10.md"]);
        for path in ["goal-1.md", "report-2025-10.md"] {
            assert_eq!(texts[path].matches("Body number ").count(), 5000, "{renderer} {path}");
        }
        for path in ["goal-2.md", "report-2025-10.md"] {
            assert!(texts[path].len() > 1 << 20, "{renderer} {path}: the long one is whole");
        }
        assert!(texts["page.md"].contains("\n\n5001\n") && texts["page.md"].contains("This update goes on."), "{}", texts["page.md"]);
        assert!(texts["page.md"].len() < 1 << 16, "{renderer}: neither a list nor a picture is as long as what it is about");
    }
}
