//! What texts ask, and what is found by the answers.

use proptest::prelude::*;

use super::{Completeness, Facts, Need, Pull, Question, Questions, Thing, questions};
use crate::config::Limits;
use crate::diagnostic::{Applicability, Diagnostic, Level};
use crate::lint::{Input, Linked, Repositories, goals, goals_questions, markdown};
use crate::markdown::Dialect;
use crate::source::{FileId, Sources};

const FORGE: &str = "https://github.com";

fn repositories() -> Repositories<'static> {
    Repositories {
        default: Some("rust-lang/rust"),
        rfc: Some("rust-lang/rfcs"),
        short: vec![("cargo", "rust-lang/cargo"), ("rfcs", "rust-lang/rfcs")],
        ..Repositories::default()
    }
}

fn file() -> (Sources, FileId) {
    let mut sources = Sources::default();
    let file = sources.add("a.md", "");
    (sources, file)
}

fn with<T>(text: &str, facts: Option<&Facts>, look: impl Fn(&Input<'_>) -> T) -> T {
    let (dialect, limits, linked) = (Dialect::default(), Limits::default(), Linked::No);
    look(&Input { text, dialect, file: file().1, repositories: &repositories(), linked, limits, facts })
}

fn shown(questions: &Questions) -> Vec<String> {
    let show = |(it, need): (&Question, &Need)| {
        let need = if *need == Need::Merge { " merged?" } else { "" };
        format!("{}#{}{need}", it.repository, it.number)
    };
    questions.iter().map(show).collect()
}

#[test]
fn what_is_asked() {
    let rows: &[(&str, &[&str])] = &[
        ("", &[]),
        ("ä #1, #1 and PR #2\r\n", &["rust-lang/rust#1", "rust-lang/rust#2"]),
        ("cargo#3 Rust-Lang/Cargo#3 nobody#4 a/b#5", &["a/b#5", "rust-lang/cargo#3"]),
        ("RFC 6 and rfcs#6, rfcs#7", &["rust-lang/rfcs#6 merged?", "rust-lang/rfcs#7"]),
        ("[RFC 6](https://github.com/rust-lang/rfcs/pull/6)", &["rust-lang/rfcs#6 merged?"]),
        ("[RFC PR #6](https://github.com/rust-lang/rfcs/pull/6), RFC PR #7", &["rust-lang/rfcs#6"]),
        ("[RFC 6](https://rust-lang.github.io/rfcs/0006-x.html)", &["rust-lang/rfcs#6 merged?"]),
        ("https://github.com/rust-lang/rfcs/blob/master/text/0006-x.md", &["rust-lang/rfcs#6 merged?"]),
        ("https://github.com/somebody/rfcs/blob/master/text/0006-x.md https://somebody.github.io/rfcs/0006-x.html", &[]),
        (
            "[x][y]\n\n[y]: https://github.com/a/b/issues/8#issuecomment-1\n[z]: http://www.github.com/a/b/discussions/9\n",
            &["a/b#8", "a/b#9"],
        ),
        ("<a href=\"https://github.com/a/b/pull/10/files\">x</a>", &["a/b#10"]),
        ("`#1` <!-- #2 --> $$#3$$ https://example.org/a/b/pull/4 https://github.com/a/b/commit/5", &[]),
        ("#1000000 RFC 10000 https://github.com/a/b/pull/1- https://github.com/a/b/pull/0", &[]),
        ("IETF RFC 2119, priority #1, #4A90E2", &[]),
    ];
    for (text, expected) in rows {
        assert_eq!(shown(&with(text, None, questions)), *expected, "{text}");
    }
}

/// The facts of the table below.
fn facts() -> Facts {
    let mut out = Facts::default();
    let things = [
        Thing::Issue,
        Thing::PullRequest(Pull::Open),
        Thing::PullRequest(Pull::Closed),
        Thing::PullRequest(Pull::Merged),
        Thing::Discussion,
        Thing::Nothing,
        Thing::NoRepository,
    ];
    for repository in ["rust-lang/rust", "rust-lang/rfcs", "a/b"] {
        for (number, thing) in (1..).zip(things) {
            out.insert(Question::new(FORGE, repository, number), thing);
        }
    }
    out
}

/// `code place: message -> what the fix makes of the place, ! where it is not safe`
fn found(text: &str, it: &Diagnostic) -> String {
    let fix = it.fixes.first().map_or(String::new(), |fix| {
        let unsure = if fix.applicability == Applicability::Unsafe { "!" } else { "" };
        format!(" -> {}{unsure}", fix.edits[0].text)
    });
    let level = if it.level == it.code.level { "" } else { "?" };
    format!("{}{level} {}{fix}", it.code.name, text.get(it.span.range()).unwrap())
}

#[test]
fn what_is_found() {
    let rows: &[(&str, &[&str])] = &[
        ("#1 #2 PR #2, issue #1, rust-lang/rust#5, https://github.com/A/B/pull/1, [#4](https://github.com/a/b/issues/4)", &[]),
        ("ä #6\r\n", &["unknown-reference? #6"]),
        ("PR #6 rust-lang/rust#6", &["unknown-reference #6", "unknown-reference rust-lang/rust#6"]),
        ("[#6](https://github.com/a/b/pull/6)", &["unknown-reference 6"]),
        ("a/b#7 https://github.com/a/b/pull/7", &["unknown-reference a/b", "unknown-reference a/b"]),
        ("#8 a/c#1", &[]),
        ("RFC 4, RFC 6", &["unknown-reference RFC 6"]),
        ("RFC 1 RFC 2 RFC #3", &["unmerged-rfc RFC 1", "unmerged-rfc RFC 2", "unmerged-rfc RFC #3"]),
        ("[RFC 2](https://github.com/rust-lang/rfcs/pull/2) [rfcs#2](https://github.com/rust-lang/rfcs/pull/2)", &["unmerged-rfc RFC 2"]),
        ("[x](https://rust-lang.github.io/rfcs/0003-x.html)", &["unmerged-rfc 0003"]),
        (
            "PR #1, pull request #1 and issue\u{a0}#2",
            &["kind-mismatch PR -> issue!", "kind-mismatch pull request -> issue!", "kind-mismatch issue -> PR!"],
        ),
        ("[Issue #4](https://github.com/a/b/issues/4)", &["kind-mismatch Issue #4 -> PR!"]),
        ("[issue-4](https://github.com/a/b/issues/4)", &["kind-mismatch issue-4"]),
        ("[PR 1](https://github.com/a/b/issues/1)", &["kind-mismatch PR 1 -> issue!"]),
        ("[PR 2](https://github.com/a/b/issues/2)", &["kind-mismatch issues -> pull"]),
        ("[PR 9](https://github.com/a/b/issues/9)", &["kind-mismatch issues -> pull"]),
        ("[PR 1](https://github.com/a/b/issues/2)", &["number-mismatch PR 1"]),
        ("https://github.com/a/b/issues/5 https://github.com/a/b/pull/5", &["kind-mismatch pull -> discussions!"]),
        ("[#1](https://github.com/a/b/discussions/1)", &["kind-mismatch discussions -> issues"]),
        ("<!-- goals: allow(unknown-reference, kind-mismatch) why -->\nPR #6 and PR #1\n", &[]),
        ("<!-- goals: allow(unknown-reference) why -->\n#1\n", &["unused-allow unknown-reference"]),
    ];
    for (text, expected) in rows {
        let all = with(text, Some(&facts()), markdown);
        let shown: Vec<_> = all.iter().filter(|it| it.level != Level::Off).map(|it| found(text, it)).collect();
        assert!(shown.iter().zip(*expected).all(|(a, b)| a.starts_with(b)) && shown.len() == expected.len(), "{text}: {shown:?}");
    }
}

#[test]
fn without_all_answers_no_exception_is_called_unused() {
    let text = "<!-- goals: allow(unknown-reference, kind-mismatch, unmerged-rfc) -->\n#1\n\n<!-- goals: allow(insecure-url) -->\n#1\n";
    let partial = Facts { completeness: Completeness::Partial, ..facts() };
    for facts in [None, Some(&partial)] {
        let found = with(text, facts, markdown);
        assert_eq!(found.iter().map(|it| it.message.as_str()).collect::<Vec<_>>(), ["nothing is reported as `insecure-url` here"]);
    }
    assert_eq!(with(text, Some(&facts()), markdown).len(), 4);
}

#[test]
fn goals_files_are_asked_and_judged_at_their_places() {
    let text = "[goal.1]\ntitle = \"ä #6\"\n\n[[goal.1.task]]\nreferences = [\"cargo#1\", \"rust-lang/rust#6\"]\n\n\
                [[goal.1.update]]\nbody = \"\\u00e4 PR #1 and https://github.com/a/b/pull/6\"\n\
                # goals: allow(unknown-reference) not public\nurl = \"https://github.com/a/b/issues/6\"\n";
    let mut sources = Sources::default();
    let file = sources.add("goals.toml", text);
    let asked = goals_questions(&sources, &[file], &repositories(), Limits::default());
    assert_eq!(shown(&asked), ["a/b#6", "rust-lang/cargo#1", "rust-lang/rust#1", "rust-lang/rust#6"]);
    let found = goals(&sources, &[file], &repositories(), Linked::Yes, Limits::default(), Some(&facts()));
    let shown: Vec<_> = found.iter().map(|it| format!("{} {}", it.code.name, sources.slice(it.span))).collect();
    assert_eq!(shown, ["unknown-reference #6", "unknown-reference rust-lang/rust#6", "kind-mismatch PR", "unknown-reference 6"]);
}

/// A text with all that fixes change; of two that overlap the first.
fn mended(text: &str, found: &[Diagnostic]) -> String {
    let mut edits: Vec<_> = found.iter().filter_map(|it| it.fixes.first()).flat_map(|it| &it.edits).collect();
    edits.sort_by_key(|it| it.span);
    let (mut out, mut at) = (String::new(), 0);
    for edit in edits.into_iter() {
        if edit.span.start >= at {
            out.push_str(text.get(at..edit.span.start).unwrap());
            out.push_str(&edit.text);
            at = edit.span.end;
        }
    }
    out + text.get(at..).unwrap()
}

proptest! {
    #[test]
    fn places_are_in_the_text_and_what_is_mended_is_right(
        text in r"((PR|issue|Issue|RFC|RFC PR|pull request|pr)?[ \u{a0}\n-]?(#[1-7]|rfcs#[1-7]|(\[(PR )?#[1-7]\]\()?https://github.com/a/b/(pull|issues|discussions)/[1-7]\)?)[ ä,.\n]{0,2}){0,6}"
    ) {
        let facts = facts();
        let found: Vec<_> = with(&text, Some(&facts), markdown).into_iter().filter(|it| it.code.name == "kind-mismatch").collect();
        for it in &found {
            prop_assert!(text.get(it.span.range()).is_some_and(|it| !it.is_empty()));
            prop_assert!(it.fixes.iter().flat_map(|it| &it.edits).all(|it| text.get(it.span.range()).is_some()));
        }
        let known = with(&text, None, questions);
        let judged = with(&text, Some(&Facts::default()), markdown);
        prop_assert_eq!(judged, with(&text, None, markdown), "without answers nothing is found");
        prop_assert!(known.keys().all(|it| facts.get(it).is_some()));
        let new = mended(&text, &found);
        let left = with(&new, Some(&facts), markdown);
        let is_fixable = |it: &&Diagnostic| it.code.name == "kind-mismatch" && !it.fixes.is_empty();
        // one fix may stand in the way of another; a second pass has it
        let new = mended(&new, &left.iter().filter(is_fixable).cloned().collect::<Vec<_>>());
        let left = with(&new, Some(&facts), markdown);
        prop_assert!(!left.iter().any(|it| is_fixable(&it)), "{:?} -> {:?}: {:?}", text, new, left);
    }
}
