//! The examples in the guide's pages of what `sync` and `check --online` report, run against the
//! server. (`tests/pages.rs` runs those of all other codes.) `SNAPSHOTS=overwrite` writes what is
//! said into the pages.

use std::fs;
use std::path::Path;

use mdbook_goals::lint::ONLINE;
use mdbook_goals::sync::CODES;

use crate::book::{Book, head};
use crate::client::TOKEN;
use crate::online;
use crate::server::{Comment, Issue, Server};

/// The first block of a language, and where it stands.
fn block<'p>(page: &'p str, language: &str) -> (&'p str, std::ops::Range<usize>) {
    let open = format!("\n```{language}\n");
    let start = page.find(&open).unwrap_or_else(|| panic!("no block of {language} in\n{page}")) + open.len();
    let end = start + page[start - 1..].find("\n```").unwrap();
    (&page[start..end], start..end)
}

/// What `sync` finds wrong in a goals file: all but its summary.
fn said(goals: &str) -> String {
    let server = Server::start();
    let comment = Comment::new(3_430_872_050, "frank-king", "2025-10-22T08:00:00Z", "Parsing is merged; borrow checking comes next.");
    let title = "Continue Experimentation with Pin Ergonomics".into();
    server.add(389, Issue { title, comments: vec![comment], ..Issue::default() });
    let book = Book::new(&[("base.toml", &head()), ("goals.toml", goals)]);
    let said = book.sync(&server, &[]);
    let (findings, summary) = said.stderr.trim_end().rsplit_once('\n').unwrap_or(("", &said.stderr));
    assert!(summary.contains(" fetched"), "{summary}");
    findings.trim().to_owned()
}

/// What `check --online` finds in a chapter, where the server answers as the page's block of
/// `text,forge` says: `owner/name#1: issue` a line, and open, closed, merged, discussion, nothing.
fn said_online(part: &str) -> String {
    let server = Server::start();
    for line in block(part, "text,forge").0.lines() {
        let (name, is) = line.split_once(": ").unwrap();
        online::put(&server, name, is);
        // what a repository does not have is only unknown where there is the repository
        let (repository, _) = name.split_once('#').unwrap();
        online::put(&server, &format!("{repository}#1"), "issue");
    }
    let said = online::check(&online::book(block(part, "markdown").0), &server, Some(TOKEN), &[]);
    assert!(said.code != Some(2), "{}", said.stderr);
    said.stdout.trim().to_owned()
}

/// Compares the page of a code with what is said of its example and of what it proposes.
fn page_of(code: &str, said: impl Fn(&str) -> String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("book/src/codes/{code}.md"));
    let mut page = fs::read_to_string(&path).unwrap();
    let (example, fix) = page.split_once("\n## How to fix it\n").unwrap();
    assert!(example.contains("\n## Why\n") && example.contains("\n## Example\n"), "{code}");
    assert_eq!(said(fix), "", "what the page of {code} proposes is clean");
    let said = said(example);
    assert!(said.contains(&format!("[{code}]")), "{said}");
    let (shown, range) = block(example, "text");
    if shown.trim_end() != said && std::env::var("SNAPSHOTS").is_ok_and(|it| it == "overwrite") {
        page.replace_range(range, &format!("{said}\n"));
        fs::write(&path, page).unwrap();
    } else {
        assert_eq!(shown.trim_end(), said, "the page of {code}; SNAPSHOTS=overwrite accepts what is said now");
    }
}

#[test]
fn codes_say_what_their_pages_show() {
    for code in CODES {
        page_of(code.name, |part| said(block(part, "toml").0));
    }
    for code in ONLINE {
        page_of(code.name, said_online);
    }
}
