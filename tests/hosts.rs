//! Real books built by both lines of mdBook, in this process, with the real binary as their
//! preprocessor: the guide, the hostile set, and any goals file that `GOALS_FILE` names.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use support::{Book, Host};

const BOOK_TOML: &str = r#"
[book]
title = "Test"

[preprocessor.goals]
command = BINARY
after = ["links"]
data = ["goals.toml"]
css = false

[output.html]
"#;

/// The files of a folder, by path, that are text.
fn texts(folder: &Path, below: &Path, out: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(below).unwrap().to_string_lossy().replace('\\', "/");
        if path.is_dir() && name != "book" {
            texts(&path, below, out);
        } else if let Ok(text) = fs::read_to_string(&path) {
            out.push((name, text));
        }
    }
}

/// The guide in a folder of its own, with these lines added to its `book.toml`.
fn guide(added: &str) -> Book {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("book");
    let mut files = Vec::new();
    texts(&root, &root, &mut files);
    let files: Vec<(&str, String)> = files
        .iter()
        .map(|(path, text)| match path.as_str() {
            "book.toml" => (path.as_str(), format!("{}{added}", text.replace("\"mdbook-goals\"\nafter", "BINARY\nafter"))),
            _ => (path.as_str(), text.clone()),
        })
        .collect();
    Book::new(&files.iter().map(|(path, text)| (*path, text.as_str())).collect::<Vec<_>>())
}

#[test]
fn the_guide_is_built_by_both_hosts() {
    let book = guide("\n[output.markdown]\n");
    for host in Host::ALL {
        let built = book.build(host).unwrap();
        let page = fs::read_to_string(built.join("html/directives/goal.html")).unwrap();
        assert!(page.contains("id=\"goal-109\""), "{host:?}: the card is in the page");
        assert!(page.contains("1 detailed update available."), "{host:?}");
        let sidebar_clutter = page.matches("class=\"header\" href=\"#goal-").count();
        assert_eq!(sidebar_clutter, 0, "{host:?}: cards have no anchors of mdBook's");
        let markdown = fs::read_to_string(built.join("markdown/directives/goal.md")).unwrap();
        assert!(markdown.contains("| Progress") || markdown.contains("|Progress"), "{host:?}: a plain table\n{markdown}");
        assert!(!markdown.contains("<section") && !markdown.contains("<article") && !markdown.contains("<details"), "{host:?}: no HTML");
    }
}

#[test]
fn the_guide_passes_mdbook_test() {
    let book = guide("");
    let mut new = mdbook_driver::MDBook::load(book.root()).unwrap();
    new.test(vec![]).unwrap();
    let mut old = mdbook::MDBook::load(book.root()).unwrap();
    old.test(vec![]).unwrap();
}

/// A page of three cards: the one in the middle is given.
fn sandwich(middle: &str) -> String {
    format!(
        "# Sandwich\n\n<<#goal 1>>\n\nMARK-BEFORE\n\n<<#goal {middle}>>\n\nMARK-AFTER\n\n<<#goal 2>>\n\n## Heading\n\nThe [end].\n\n[end]: https://example.org/end\n"
    )
}

/// What stands outside of the card in the middle.
fn around(page: &str) -> (String, String) {
    let main = page.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0;
    let (before, rest) = main.split_once("MARK-BEFORE").unwrap_or_else(|| panic!("the text before the card is gone:\n{main}"));
    let (_, after) = rest.rsplit_once("MARK-AFTER").unwrap_or_else(|| panic!("the text behind the card is gone:\n{main}"));
    (before.to_owned(), after.to_owned())
}

#[test]
fn hostile_data_stays_in_its_card() {
    let neighbours = "\n[goal.1]\ntitle = \"First\"\nstatus = \"accepted\"\npoint-of-contact = \"@oli-obk\"\n\n[[goal.1.update]]\ndate = 2025-10-01\nauthor = \"@oli-obk\"\nbody = \"One [link].\\n\\n[link]: https://example.org/one\\n\"\n\n[goal.2]\ntitle = \"Second\"\nstatus = \"accepted\"\npoint-of-contact = \"@oli-obk\"\n\n[[goal.2.update]]\ndate = 2025-10-02\nauthor = \"@oli-obk\"\nbody = \"Two.[^1]\\n\\n[^1]: A note.\\n\"\n\n[goal.3]\ntitle = \"Harmless\"\nstatus = \"accepted\"\npoint-of-contact = \"@oli-obk\"\n";
    let data =
        format!("{}{neighbours}", fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/hostile.toml")).unwrap());
    let ids: BTreeSet<&str> =
        data.lines().filter_map(|it| it.strip_prefix("[goal.")?.strip_suffix(']')).filter(|it| it.len() == 4).collect();
    assert_eq!(ids.len(), 38, "the hostile set is whole");
    let mut files = vec![
        ("book.toml".to_owned(), BOOK_TOML.to_owned()),
        ("goals.toml".to_owned(), data.clone()),
        ("src/harmless.md".to_owned(), sandwich("3")),
    ];
    files.extend(ids.iter().map(|id| (format!("src/{id}.md"), sandwich(id))));
    let book = Book::new(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    for host in Host::ALL {
        let built = book.build(host).unwrap();
        let page = |name: &str| fs::read_to_string(built.join(format!("{name}.html"))).unwrap();
        let expected = around(&page("harmless"));
        for id in &ids {
            let page = page(id);
            assert_eq!(around(&page), expected, "{host:?}: goal {id} changes what is around it");
            let card = page.split_once("MARK-BEFORE").unwrap().1.rsplit_once("MARK-AFTER").unwrap().0;
            assert!(card.contains(&format!("id=\"goal-{id}\"")), "{host:?}: goal {id} has its card");
            for active in
                ["<script", "<style", "<iframe", "<svg", "<math", "<img", " onerror=", " onclick=", "javascript:", "id=\"mdbook-content\""]
            {
                let live = card.to_lowercase().replace("&lt;", "");
                let found = live.contains(active) && active.starts_with('<');
                assert!(!found, "{host:?}: goal {id} brings {active} into the page:\n{card}");
            }
        }
    }
}

/// mdBook 0.5 reads raw HTML anew, where SVG is easily lost.
#[test]
fn the_picture_of_a_timeline_survives_both_hosts() {
    let data = "[project]\ntracking-repository = \"a/b\"\n[period]\nname = \"2025h2\"\n[goal.1]\ntitle = \"One\"\nstatus = \"accepted\"\npoint-of-contact = \"@a\"\n[[goal.1.update]]\ndate = 2025-10-01\nauthor = \"@a\"\nbody = \"x\"\n";
    let book = Book::new(&[("book.toml", BOOK_TOML), ("goals.toml", data), ("src/page.md", "# Page\n\n- <<#timeline>>\n\nAfter.\n")]);
    for host in Host::ALL {
        let built = book.build(host).unwrap();
        let page = fs::read_to_string(built.join("page.html")).unwrap();
        let picture = page.split_once("goals-timeline").unwrap().1.split_once("After.").unwrap().0;
        assert_eq!(picture.matches("<svg").count(), picture.matches("</svg>").count(), "{host:?}");
        let mark = "<svg class=\"goals-mark\" x=\"50.268%\" y=\"50%\"><path class=\"goals-hue-0\" d=\"M-5 0A5 5 0 0 1 5 0A5 5 0 0 1 -5 0Z\"></path></svg>";
        assert!(picture.contains(mark), "{host:?}: {picture}");
        let line = "<line class=\"goals-silent\" x1=\"0%\" x2=\"50%\" y1=\"50%\" y2=\"50%\"></line>";
        assert!(picture.contains(line), "{host:?}: {picture}");
        assert!(picture.contains(" 1 update: 2025-10-01. Nothing in Jul 2025, Aug 2025, Sep 2025.</span>"), "{host:?}: {picture}");
        assert!(!picture.contains("style="), "{host:?}");
    }
}

#[test]
fn the_goals_file_that_is_named_is_built_by_both_hosts() {
    let Ok(path) = std::env::var("GOALS_FILE") else {
        println!("GOALS_FILE names no goals file: nothing to build");
        return;
    };
    let data = fs::read_to_string(&path).unwrap_or_else(|it| panic!("{path}: {it}"));
    let mut ids: Vec<&str> = data.lines().filter_map(|it| it.strip_prefix("[goal.")?.strip_suffix(']')).collect();
    ids.retain(|it| !it.contains('.'));
    let cards: String = ids.iter().map(|id| format!("<<#goal {id}>>\n\n<<#updates {id}>>\n\n")).collect();
    let lists = "<<#goals>>\n\n<<#goals group=theme view=list>>\n\n<<#goals view=sections>>\n\n<<#count updates>> by <<#people>>\n";
    let book = Book::new(&[("book.toml", BOOK_TOML), ("goals.toml", &data), ("src/cards.md", &cards), ("src/lists.md", lists)]);
    for host in Host::ALL {
        let built = book.build(host).unwrap();
        let page = fs::read_to_string(built.join("cards.html")).unwrap();
        for id in &ids {
            assert!(page.contains(&format!("id=\"goal-{id}\"")), "{host:?}: goal {id} has its card");
        }
        assert!(!page.contains("&lt;&lt;#goal"), "{host:?}: no directive is left");
    }
}

/// What a page holds between `<main>` and `</main>`.
fn main_of(page: &str) -> &str {
    page.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0
}

#[test]
fn chapters_are_added_to_real_books() {
    let goals = r#"
[project]
tracking-repository = "example/goals"
[period]
name = "2026"
[theme.x]
title = "A theme"
[goal.1]
title = "A <i>title</i> & more"
status = "accepted"
point-of-contact = "@a"
themes = ["x"]
champions = { lang = "@b" }
[[goal.1.update]]
date = 2026-02-01
author = "@a"
body = "x"
[goal.2]
title = "With a page"
status = "accepted"
point-of-contact = "@a"
page = "own/two.md"
"#;
    let summary = "# Summary\n\n[Preface](preface.md)\n\n- [All](sub/README.md)\n  - [There](sub/there.md)\n- [Last](last.md)\n";
    let links = "<<#link 1>> and <<#link 2>> and <<#themes>>";
    let book = Book::new(&[
        ("book.toml", BOOK_TOML),
        ("goals.toml", goals),
        ("src/SUMMARY.md", summary),
        ("src/preface.md", &format!("# Preface\n\n{}\n", links.replace(" and <<#themes>>", "\n\n<<#themes>>"))),
        ("src/sub/README.md", "# All\n\n<<#chapters>>\n\n<<#chapters themes>>\n"),
        ("src/sub/there.md", "# There\n\n<<#link 1>> and <<#link 2>>\n"),
        ("src/own/two.md", "# Two\n\n<<#goal 2>>\n\n<<#link 1>>\n"),
        ("src/last.md", "# Last\n\n<<#chapters reports>>\n"),
    ]);
    for host in Host::ALL {
        let built = book.build(host).unwrap();
        let page = |name: &str| fs::read_to_string(built.join(name)).unwrap_or_else(|it| panic!("{host:?} {name}: {it}"));
        assert!(main_of(&page("sub/goal-1.html")).contains("id=\"goal-1\""), "{host:?}: the goal's card");
        assert!(main_of(&page("own/two.html")).contains("href=\"../sub/goal-1.html\""), "{host:?}: from the page that was added");
        assert!(main_of(&page("sub/theme-x.html")).contains("id=\"goal-1\""), "{host:?}: the theme's cards");
        let index = page("sub/index.html");
        assert!(!main_of(&index).contains("chapters"), "{host:?}: nothing stands in place of the directive:\n{}", main_of(&index));
        let preface = page("preface.html");
        for target in ["sub/goal-1.html", "own/two.html", "sub/theme-x.html"] {
            assert!(main_of(&preface).contains(&format!("href=\"{target}\"")), "{host:?}: the preface links to {target}");
        }
        for (name, title) in [("report-2026-02.html", "February 2026"), ("report-team-lang.html", "Goals championed by lang")] {
            let page = page(name);
            assert!(main_of(&page).contains("id=\"goal-1\""), "{host:?}: {name} has the goal's card");
            assert!(page.contains(&format!("<title>{title}")), "{host:?}: {name}\n{page}");
        }
        let there = page("sub/there.html");
        for target in ["goal-1.html", "../own/two.html"] {
            assert!(main_of(&there).contains(&format!("href=\"{target}\"")), "{host:?}: the chapter beside links to {target}");
        }
        let sidebar = page("toc.html");
        let reports = ["report-2026-02.html", "report-team-lang.html"];
        let places: Vec<_> = ["sub/there.html", "sub/goal-1.html", "own/two.html", "sub/theme-x.html", "last.html"]
            .iter()
            .chain(&reports)
            .map(|it| sidebar.find(&format!("href=\"{it}\"")).unwrap_or_else(|| panic!("{host:?}: {it} is in the sidebar\n{sidebar}")))
            .collect();
        assert!(places.is_sorted(), "{host:?}: {places:?}");
        for number in ["1.1.", "1.2.", "1.3.", "1.4.", "2.", "2.1.", "2.2."] {
            assert!(sidebar.contains(&format!("<strong aria-hidden=\"true\">{number}</strong>")), "{host:?}: {number}\n{sidebar}");
        }
        assert!(!sidebar.contains("<i>title"), "{host:?}: a title is text:\n{sidebar}");
        let print = page("print.html");
        let main = main_of(&print);
        for id in main.split("href=\"#").skip(1).filter_map(|it| it.split('"').next()) {
            assert!(main.contains(&format!("id=\"{id}\"")), "{host:?}: the print page has no {id}");
        }
        let pages = main.split("href=\"").skip(1).filter_map(|it| it.split(['"', '#']).next());
        for path in pages.filter(|it| !it.is_empty() && !it.contains("://")) {
            assert!(built.join(path).exists(), "{host:?}: the print page links to {path}");
        }
    }
}
