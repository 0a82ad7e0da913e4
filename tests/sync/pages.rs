//! The examples in the guide's pages of what `sync` reports, run against the server.
//! (`tests/pages.rs` runs those of all other codes.) `SNAPSHOTS=overwrite` writes what is said into
//! the pages.

use std::fs;
use std::path::Path;

use mdbook_goals::sync::CODES;

use crate::book::{Book, head};
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

#[test]
fn codes_say_what_their_pages_show() {
    for code in CODES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("book/src/codes/{}.md", code.name));
        let mut page = fs::read_to_string(&path).unwrap();
        let (example, fix) = page.split_once("\n## How to fix it\n").unwrap();
        assert!(example.contains("\n## Why\n") && example.contains("\n## Example\n"), "{}", code.name);
        assert_eq!(said(block(fix, "toml").0), "", "what the page of {} proposes is clean", code.name);
        let said = said(block(example, "toml").0);
        assert!(said.contains(&format!("[{}]", code.name)), "{said}");
        let (shown, range) = block(example, "text");
        if shown.trim_end() != said && std::env::var("SNAPSHOTS").is_ok_and(|it| it == "overwrite") {
            page.replace_range(range, &format!("{said}\n"));
            fs::write(&path, page).unwrap();
        } else {
            assert_eq!(shown.trim_end(), said, "the page of {}; SNAPSHOTS=overwrite accepts what is said now", code.name);
        }
    }
}
