//! What each rule finds, where, and what its fixes make of it; and what no rule may report.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::RULES;
use crate::config::Limits;
use crate::diagnostic::{Applicability, Diagnostic, Fix, Level};
use crate::lint::{Input, Linked, Repositories, markdown};
use crate::markdown::Dialect;
use crate::source::Sources;

fn findings(text: &str, linked: Linked) -> Vec<Diagnostic> {
    let mut sources = Sources::default();
    let file = sources.add("a.md", text);
    let repositories = Repositories {
        default: Some("rust-lang/rust"),
        rfc: Some("rust-lang/rfcs"),
        short: vec![("rust", "rust-lang/rust"), ("rfcs", "rust-lang/rfcs"), ("RFL", "Rust-for-Linux/linux")],
        ..Repositories::default()
    };
    markdown(&Input {
        text,
        dialect: Dialect::default(),
        file,
        repositories: &repositories,
        linked,
        limits: Limits::default(),
        facts: None,
    })
}

/// What is reported and not off: `code place`, in the order of the text.
fn shown(text: &str, linked: Linked) -> Vec<String> {
    let found = findings(text, linked);
    found.iter().filter(|it| it.level != Level::Off).map(|it| format!("{} {}", it.code.name, text.get(it.span.range()).unwrap())).collect()
}

fn applied(text: &str, fixes: &[&Fix]) -> String {
    let mut edits: Vec<_> = fixes.iter().flat_map(|it| &it.edits).collect();
    edits.sort_by_key(|it| it.span);
    let (mut out, mut at) = (String::new(), 0);
    for edit in edits {
        if edit.span.start < at {
            continue;
        }
        out.push_str(text.get(at..edit.span.start).unwrap());
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out + text.get(at..).unwrap()
}

/// Text, what is reported, and what the first finding's fixes make of it.
type Row = (&'static str, &'static [&'static str], &'static [&'static str]);

const WRONG: &[Row] = &[
    // lost-brackets
    ("ä #1(https://a.b/1) c", &["lost-brackets #1(https://a.b/1)"], &["ä [#1](https://a.b/1) c"]),
    ("PR #1(https://a.b/1)\r\n", &["lost-brackets #1(https://a.b/1)"], &["PR [#1](https://a.b/1)\r\n"]),
    ("PR 12(https://a.b/1)", &["lost-brackets PR 12(https://a.b/1)"], &["[PR 12](https://a.b/1)"]),
    ("RFC 3680(https://a.b/(c)d)", &["lost-brackets RFC 3680(https://a.b/(c)d)"], &["[RFC 3680](https://a.b/(c)d)"]),
    ("| a |\n|---|\n| rust#1(https://a.b) |\n", &["lost-brackets rust#1(https://a.b)"], &["| a |\n|---|\n| [rust#1](https://a.b) |\n"]),
    ("<p>#1(https://a.b)</p>", &["lost-brackets #1(https://a.b)"], &[]),
    // trailing-url-after-link
    (
        "[#1](https://github.com/a/b/pull/1)(https://github.com/c/d/pull/1)",
        &["trailing-url-after-link (https://github.com/c/d/pull/1)"],
        &["[#1](https://github.com/c/d/pull/1)"],
    ),
    (
        "[#1](https://github.com/a/b/pull/1)(https://github.com/c/d/pull/2)",
        &["trailing-url-after-link (https://github.com/c/d/pull/2)"],
        &["[#1](https://github.com/a/b/pull/1)"],
    ),
    (
        "x <a href=\"https://github.com/a/b/pull/1\">#1</a>(https://github.com/c/d/pull/1)",
        &["trailing-url-after-link (https://github.com/c/d/pull/1)"],
        &["x <a href=\"https://github.com/c/d/pull/1\">#1</a>"],
    ),
    (
        "<li><a href='https://github.com/a/b/pull/1'>#1</a>(https://github.com/a/b/pull/1)</li>",
        &["trailing-url-after-link (https://github.com/a/b/pull/1)"],
        &["<li><a href='https://github.com/a/b/pull/1'>#1</a></li>"],
    ),
    ("[x](https://a.b)(https://c.d)", &["trailing-url-after-link (https://c.d)"], &[]),
    // leftover-brackets
    ("see RFC #3680[], ä", &["leftover-brackets []"], &["see RFC #3680, ä"]),
    ("[@x](https://github.com/x)[] y", &["leftover-brackets []"], &["[@x](https://github.com/x) y"]),
    ("@x[] y", &["leftover-brackets []"], &["@x y"]),
    ("<a href=\"https://a.b\">RFC 1</a>[]", &["leftover-brackets []"], &["<a href=\"https://a.b\">RFC 1</a>"]),
    // undefined-reference
    ("[RFC #3680][]", &["undefined-reference [RFC #3680][]"], &[]),
    ("[text][rust#1]", &["undefined-reference [text][rust#1]"], &[]),
    ("[issue #60][x]", &["undefined-reference [issue #60][x]"], &[]),
    ("- [@login][] x", &["undefined-reference [@login][]"], &[]),
    ("> [#123], [RFC 2173]", &["undefined-reference [#123]", "undefined-reference [RFC 2173]"], &[]),
    // swallowed-definition
    (
        "| a |\n|---|\n| b |\n[x]: https://a.b\n[y]: https://c.d\n",
        &["swallowed-definition [x]: https://a.b", "swallowed-definition [y]: https://c.d"],
        &["| a |\n|---|\n| b |\n\n[x]: https://a.b\n[y]: https://c.d\n"],
    ),
    ("see [#1].\r\n[#1]: https://a.b\r\n", &["swallowed-definition [#1]: https://a.b"], &["see [#1].\r\n\r\n[#1]: https://a.b\r\n"]),
    ("> a\n> [x]: https://a.b\n", &["swallowed-definition [x]: https://a.b"], &["> a\n>\n> [x]: https://a.b\n"]),
    ("- a\n[x]: ./b.md 'c'\n", &["swallowed-definition [x]: ./b.md"], &["- a\n\n[x]: ./b.md 'c'\n"]),
    ("<div>\n</div>\n[x]: https://a.b", &["swallowed-definition [x]: https://a.b"], &["<div>\n</div>\n\n[x]: https://a.b"]),
    // unbalanced-link
    ("a [#1](https://a.b/1], c", &["unbalanced-link [#1](https://a.b/1]"], &["a [#1](https://a.b/1), c"]),
    ("a [x](https://a.b/1.\n\nc", &["unbalanced-link [x](https://a.b/1"], &["a [x](https://a.b/1).\n\nc"]),
    ("[in RFC #1] (https://a.b)", &["unbalanced-link [in RFC #1] (https://a.b)"], &["[in RFC #1](https://a.b)"]),
    (
        "[x y] (https://github.com/a/b/pull/1)",
        &["unbalanced-link [x y] (https://github.com/a/b/pull/1)"],
        &["[x y](https://github.com/a/b/pull/1)"],
    ),
    ("[x][https://a.b]", &["unbalanced-link [x][https://a.b]"], &["[x](https://a.b)"]),
    ("[RFC 498]r1] c\n\n[r1]: https://a.b", &["unbalanced-link [RFC 498]r1]"], &["[RFC 498][r1] c\n\n[r1]: https://a.b"]),
    ("[#1]https://a.b c", &["unbalanced-link [#1]https://a.b"], &["[#1](https://a.b) c"]),
    ("[#1(https://a.b) c", &["unbalanced-link [#1(https://a.b)"], &["[#1](https://a.b) c"]),
    ("#1](https://a.b) c", &["unbalanced-link #1](https://a.b)"], &["[#1](https://a.b) c"]),
    // swapped-link
    ("[https://a.b/c](some words) d", &["swapped-link [https://a.b/c](some words)"], &["[some words](https://a.b/c) d"]),
    ("[https://a.b/c](word)", &["swapped-link [https://a.b/c](word)"], &["[word](https://a.b/c)"]),
    ("(https://a.b/c)[the text]", &["swapped-link (https://a.b/c)[the text]"], &["[the text](https://a.b/c)"]),
    // bad-scheme
    ("[x](ttps://a.b/ä)", &["bad-scheme ttps://"], &["[x](https://a.b/ä)"]),
    ("[x]\n\n[x]: https//a.b", &["bad-scheme https//"], &["[x]\n\n[x]: https://a.b"]),
    ("<a href=\"github.com/a/b\">x</a>", &["bad-scheme github.com/a/b"], &["<a href=\"https://github.com/a/b\">x</a>"]),
    // target-not-url
    (
        "[RFC3458](rust-lang/rfcs/3458)",
        &["target-not-url rust-lang/rfcs/3458"],
        &["[RFC3458](https://github.com/rust-lang/rfcs/pull/3458)"],
    ),
    ("[x](rust-lang/rust/12)", &["target-not-url rust-lang/rust/12"], &["[x](https://github.com/rust-lang/rust/issues/12)"]),
    ("[x]\n\n[x]: (https://a.b)", &["target-not-url (https://a.b)"], &["[x]\n\n[x]: https://a.b"]),
    ("[PR #5](link)", &["target-not-url link"], &["[PR #5](https://github.com/rust-lang/rust/pull/5)"]),
    // missing-number, empty-target
    ("[#5](https://github.com/a/b/pull/)", &["missing-number pull/"], &["[#5](https://github.com/a/b/pull/5)"]),
    ("[#5](https://github.com/a/b/issues)", &["missing-number issues"], &["[#5](https://github.com/a/b/issues/5)"]),
    ("[#5](https://github.com/a/b/pull/#5)", &["missing-number pull/"], &["[#5](https://github.com/a/b/pull/5)"]),
    ("https://github.com/a/b/pull/ c", &["missing-number pull/"], &[]),
    ("[a/b#5]()", &["empty-target [a/b#5]()"], &["[a/b#5](https://github.com/a/b/issues/5)"]),
    ("[the fix of #5]()", &["empty-target [the fix of #5]()"], &[]),
    // bad-path-kind
    ("[#5](https://github.com/a/b/pulls/5)", &["bad-path-kind pulls"], &["[#5](https://github.com/a/b/pull/5)"]),
    ("https://github.com/a/b/issue/5.", &["bad-path-kind issue"], &["https://github.com/a/b/issues/5."]),
    ("[#5](https://github.com/a/b/5)", &["bad-path-kind https://github.com/a/b/5"], &["[#5](https://github.com/a/b/issues/5)"]),
    ("[#5](https://github.com/a/pull/5)", &["bad-path-kind a/pull"], &[]),
    // double-slash, trailing-junk, bad-fragment
    ("https://github.com/a/b/pull//5", &["double-slash //"], &["https://github.com/a/b/pull/5"]),
    ("https://github.com//a/b///pull/5", &["double-slash //"], &["https://github.com/a/b/pull/5"]),
    ("https://github.com/a/b/pull/5- c", &["trailing-junk 5-"], &["https://github.com/a/b/pull/5 - c"]),
    ("[x](https://github.com/a/b/pull/5])", &["trailing-junk 5]"], &["[x](https://github.com/a/b/pull/5)"]),
    (
        "[x](https://github.com/a/b/pull/5#issuecomment--6)",
        &["bad-fragment issuecomment--6"],
        &["[x](https://github.com/a/b/pull/5#issuecomment-6)"],
    ),
    ("[x](https://github.com/a/b/pull/5#issuecomment-x)", &["bad-fragment issuecomment-x"], &[]),
    (
        "[x](https://github.com/a/b/pull/5#pullrequestreview-6=)",
        &["bad-fragment pullrequestreview-6="],
        &["[x](https://github.com/a/b/pull/5#pullrequestreview-6)"],
    ),
    ("https://github.com/a/b/pull/5#discussion-r6", &["bad-fragment discussion-r6"], &["https://github.com/a/b/pull/5#discussion_r6"]),
    // markup-in-url, space-in-url
    ("[x](https://hackmd.io/%5B@a%5D%5B%5D/b)", &["markup-in-url %5B@a%5D%5B%5D"], &["[x](https://hackmd.io/@a/b)"]),
    ("[x](https://hackmd.io/[a b](https://c.d)/e)", &["markup-in-url [x](https://hackmd.io/[a"], &[]),
    ("[x](https://hackmd.io/A B/c)", &["space-in-url [x](https://hackmd.io/A B/c)"], &["[x](https://hackmd.io/A%20B/c)"]),
    ("[x](https://a.b/\nc)", &["space-in-url [x](https://a.b/\nc)"], &["[x](https://a.b/c)"]),
    // nested-url
    ("[x](https://a.b/c/https://github.com/d/e)", &["nested-url https://a.b/c/"], &["[x](https://github.com/d/e)"]),
    ("[x](https://https://a.b/c)", &["nested-url https://"], &["[x](https://a.b/c)"]),
    (
        "[x](https://a.b/https://github.com/c/rfcs/blob/d/text/3085-e.html)",
        &["nested-url https://a.b/"],
        &["[x](https://rust-lang.github.io/rfcs/3085-e.html)"],
    ),
    // placeholder-number
    ("[a/b#0000](https://github.com/a/b/issues/0000)", &["placeholder-number 0000"], &[]),
    ("[a/b#XXXX](https://github.com/a/b/issues/5)", &["placeholder-number XXXX"], &[]),
    ("https://github.com/a/b/pull/NNNN", &["placeholder-number NNNN"], &[]),
    // number-mismatch
    (
        "[#1](https://github.com/a/b/pull/2)",
        &["number-mismatch #1"],
        &["[#2](https://github.com/a/b/pull/2)", "[#1](https://github.com/a/b/pull/1)"],
    ),
    (
        "[#1: ä](https://github.com/a/b/pull/2)",
        &["number-mismatch #1"],
        &["[#2: ä](https://github.com/a/b/pull/2)", "[#1: ä](https://github.com/a/b/pull/1)"],
    ),
    (
        "[RFC 1](https://rust-lang.github.io/rfcs/0002-x.html)",
        &["number-mismatch RFC 1"],
        &["[RFC 2](https://rust-lang.github.io/rfcs/0002-x.html)"],
    ),
    ("[**#1**](https://github.com/a/b/pull/2)", &["number-mismatch **#1**"], &["[**#1**](https://github.com/a/b/pull/1)"]),
    (
        "[RFC 1: x][r]\n\n[r]: https://github.com/rust-lang/rfcs/pull/2",
        &["number-mismatch RFC 1"],
        &[
            "[RFC 2: x][r]\n\n[r]: https://github.com/rust-lang/rfcs/pull/2",
            "[RFC 1: x][r]\n\n[r]: https://github.com/rust-lang/rfcs/pull/1",
        ],
    ),
    (
        "[#1] is [#1][]\n\n[#1]: https://github.com/a/b/pull/2",
        &["number-mismatch #1"],
        &["[#1] is [#1][]\n\n[#1]: https://github.com/a/b/pull/1"],
    ),
    ("[https://github.com/a/b/pull/1](https://github.com/a/b/pull/2)", &["number-mismatch https://github.com/a/b/pull/1"], &[]),
    // repo-mismatch
    (
        "[a/cago#1](https://github.com/a/cargo/pull/1)",
        &["repo-mismatch a/cago"],
        &["[a/cargo#1](https://github.com/a/cargo/pull/1)", "[a/cago#1](https://github.com/a/cago/pull/1)"],
    ),
    (
        "[rust#1](https://github.com/rust-lang/rfcs/pull/1)",
        &["repo-mismatch rust"],
        &["[rfcs#1](https://github.com/rust-lang/rfcs/pull/1)", "[rust#1](https://github.com/rust-lang/rust/pull/1)"],
    ),
    ("[rust-lang#1](https://github.com/rust-lang/reference/pull/2)", &["repo-mismatch rust-lang"], &[]),
    // kind-mismatch
    ("[PR#1](https://github.com/a/b/issues/1)", &["kind-mismatch issues"], &["[PR#1](https://github.com/a/b/pull/1)"]),
    ("[x](https://github.com/a/b/issues/1/files)", &["kind-mismatch issues"], &["[x](https://github.com/a/b/pull/1/files)"]),
    ("[#1](https://github.com/a/b/commit/abc)", &["kind-mismatch https://github.com/a/b/commit/abc"], &[]),
    // rfc-target-not-rfc
    ("[RFC 1](https://github.com/rust-lang/lang-team/issues/2)", &["rfc-target-not-rfc RFC 1"], &[]),
    (
        "[RFC #1](https://github.com/rust-lang/rfc/pull/1)",
        &["rfc-target-not-rfc RFC #1"],
        &["[RFC #1](https://github.com/rust-lang/rfcs/pull/1)"],
    ),
    // duplicate-definition
    ("[x]\n\n[x]: https://a.b\n[X]: https://c.d\n", &["duplicate-definition [X]: https://c.d"], &[]),
    // insecure-url
    ("<http://github.com/a/b>", &["insecure-url http"], &["<https://github.com/a/b>"]),
    ("http://www.github.com/a", &["insecure-url http"], &["https://www.github.com/a"]),
    ("[x]\n\n[x]: http://github.com/a", &["insecure-url http"], &["[x]\n\n[x]: https://github.com/a"]),
    ("a[^1]\n\n[^1]: http://github.com/a", &["insecure-url http"], &["a[^1]\n\n[^1]: https://github.com/a"]),
    ("# ![x](http://github.com/a)\n", &["insecure-url http"], &["# ![x](https://github.com/a)\n"]),
    // repeated-reference
    ("| #1, #1 |\n|---|\n", &["repeated-reference #1"], &["| #1 |\n|---|\n"]),
    ("[#1](https://a.b), [#1](https://a.b)", &["repeated-reference [#1](https://a.b)"], &["[#1](https://a.b)"]),
    (
        "[#1][] and [#2], [#1][]\n\n[#1]: https://a.b\n[#2]: https://a.c",
        &["repeated-reference [#1][]"],
        &["[#1][] and [#2]\n\n[#1]: https://a.b\n[#2]: https://a.c"],
    ),
    // implausible-number
    ("ä RFC #69098", &["implausible-number RFC #69098"], &[]),
    ("[#1234567](https://github.com/a/b/pull/1234567)", &["implausible-number 1234567"], &[]),
    // space-in-reference
    ("a PR # 123", &["space-in-reference  123"], &["a PR #123"]),
    (
        "[issue #7,440](https://github.com/a/b/issues/7440)",
        &["space-in-reference 7,440"],
        &["[issue #7440](https://github.com/a/b/issues/7440)"],
    ),
    // unused-allow
    ("<!-- goals: allow(insecure-url) why -->\na\n", &["unused-allow insecure-url"], &[]),
    ("<!-- goals: allow(nothing) -->\n", &["unused-allow nothing"], &[]),
];

const RIGHT: &[&str] = &[
    "",
    "[#1](https://github.com/a/b/pull/1) [#1](https://github.com/a/b/issues/1#issuecomment-2), [x#1](https://github.com/a/rust-x/discussions/1)",
    "#1 (https://a.b) [#1](https://a.b)(last seen in May) `#1(https://a.b)`",
    "#1, #2 (see #1) [x](https://a.b), [x](https://a.b)",
    "[]: x [ ] a[] [](https://a.b) x[]",
    "- [ ] (https://github.com/a/b/pull/1)\n- [x] (https://github.com/a/b/pull/1)",
    "![Team][] [lang][] [text][nothing] ![#1][] [#1](https://github.com/a/b/pull/1)[^1]\n\n[^1]: b",
    "[RFC 2119] [RFC 3986][] [RFC 2119](https://tools.ietf.org/html/rfc2119)",
    "text\n[Note]: see below\n[Note]: yes.\n",
    "```\ntext\n[x]: https://a.b\n#1(https://a.b)\n```\n\n    [y]: https://a.b\n\n<pre>\n[z]: https://a.b\n</pre>\n",
    "[x]: ./a.md\n\n[x] [y](0001-b.md) [RFC 1](../b) [RFC 2](/c) [z](#1)",
    "#narrow/x [x](#flagship-goals) #4A90E2 #123456 priority #1 C# #1.5 llvm/llvm-project#1 and #7",
    "[[RFC] a](https://github.com/a/b/pull/1) [[RFC2603] b](https://github.com/a/b/pull/2) [a [b #21]](https://a.b)",
    "[x](https://web.archive.org/web/1/https://github.com/a/b) [x](https://a.b/?c=https://d.e) [x](https://a.b/#https://c.d)",
    "[RFC 5](https://github.com/a/rfcs/blob/b/text/0000-c.md) text/0000-d.md [RFC 6](https://github.com/a/b/blob/c/d.md)",
    "[Fix #1](https://github.com/a/b/pull/2) [Tracking issue for RFC#1: x](https://github.com/a/b/issues/2) [RFC 1 amended: x](https://github.com/rust-lang/rfcs/pull/2)",
    "[implement #1 (x)](https://github.com/a/b/pull/2) [#1](https://bugs.llvm.org/show_bug.cgi?id=2) [a#1](https://triage.rust-lang.org/gh-comments/a/b/issues/2)",
    "https://github.com/a/b/pull/1. (https://github.com/a/b/pull/1), **https://github.com/a/b/pull/1** \"https://github.com/a/b/pull/1\" https://github.com/a/b/pull/1's https://github.com/a/b/pull/1—x",
    "[x](https://github.com/a/b/issues/1#) [x](https://github.com/a/b/issues/1#:~:text=c) [x](https://github.com/a/b/pull/1/files#diff-2) [x](https://github.com/a/b/pull/1/changes/abc#r1) [x](https://github.com/a/b/pull/1.diff) [x](https://github.com/a/b/issues/1#issuecomment-new) [x](https://github.com/a/b/pull/1#event-2)",
    "[x](https://github.com/a/b/pulls/someone) [x](https://github.com/a/b/pulls?q=1) [x](https://github.com/a/b/issues) [x](https://github.com/a/b/issues/new) [x](https://github.com/settings/tokens/1)",
    "[rust-lang/x\\#1](https://github.com/rust-lang/x/issues/1) [a_b#1](https://github.com/c/a-b/issues/1) [x/y#1](https://github.com/x-nursery/y/issues/1) [RFL#2](https://github.com/Rust-for-Linux/linux/issues/2)",
    "[MCP\n#942](https://github.com/rust-lang/compiler-team/issues/942) [PR 83312 ](https://github.com/a/b/pull/83312) [FCP Issue #1](https://github.com/a/b/pull/1)",
    "`#1`, `#1` [`#1`](https://github.com/a/b/pull/2) [x](http://a.b) [x](//github.com/a)",
    "# 123 heading\n\n#  12\n\nstep # 5, number # 300, rank #1,234, `PR # 5`",
    "<!-- goals: allow(insecure-url, bad-scheme) why -->\n- a [x](http://github.com/a)\n\n  b [x](ttps://a.b)\n",
    "<!-- goals: allow(insecure-url) -->\n[a]: http://github.com/a\n[b]: http://github.com/b\n",
    "a <!-- goals: allow(insecure-url) --> http://github.com/a\n",
    "---\ntitle: \"[#1](http://github.com/a)\"\n---\n\n<<#goals title=\"[#1](x)\">> $$ #1(https://a.b) $$",
    "<!-- #1(https://a.b) --> <b title=\"#1(https://a.b)\">x</b> <code>#1(https://a.b)</code>",
    "[x] (see https://a.b) [1] (https://a.b) [x](https://a.b \"title\") [x](<https://a.b/c d>)",
    "registry+https://github.com/rust-lang/crates.io-index#regex@1.4.3 https://github.com/rust-lang/cargo#0.52.0",
];

#[test]
fn each_rule_finds_what_it_is_about() {
    let mut wrong = Vec::new();
    for &(text, expected, fixed) in WRONG {
        let shown = shown(text, Linked::No);
        if shown != expected {
            wrong.push(format!("{text:?}\n  reports {shown:?}\n  not     {expected:?}"));
        }
        let found = findings(text, Linked::No);
        let first = found.iter().find(|it| it.level != Level::Off);
        let fixes: Vec<_> = first.map_or(&[][..], |it| &it.fixes).iter().map(|it| applied(text, &[it])).collect();
        if fixes != fixed {
            wrong.push(format!("{text:?}\n  mends to {fixes:?}\n  not      {fixed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_else_is_reported() {
    for text in RIGHT {
        assert_eq!(shown(text, Linked::No), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn every_rule_has_a_row() {
    let off = ["ambiguous-reference", "unused-definition"];
    for rule in RULES.iter().filter(|it| !off.contains(&it.code.name)) {
        let has_row = WRONG.iter().any(|(_, expected, _)| expected.iter().any(|it| it.starts_with(&format!("{} ", rule.code.name))));
        assert!(has_row, "{}", rule.code.name);
    }
    assert!(RULES.is_sorted_by_key(|it| it.code.name));
}

#[test]
fn automatic_links_need_no_definition() {
    assert_eq!(shown("[#1] [rust#2][] [a/b#3] [RFC #4] [@x][]", Linked::Yes), Vec::<String>::new());
    assert_eq!(shown("[unknown#1]", Linked::Yes), ["undefined-reference [unknown#1]"]);
}

#[test]
fn rules_that_are_off_report_at_that_level() {
    let found = findings("[x]: https://a.b\n", Linked::No);
    assert_eq!(found.iter().map(|it| (it.code.name, it.level)).collect::<Vec<_>>(), [("unused-definition", Level::Off)]);
    assert_eq!(applied("a\n\n[x]: https://a.b\n", &[&findings("a\n\n[x]: https://a.b\n", Linked::No)[0].fixes[0]]), "a\n\n");
    assert!(findings("[#1]", Linked::No).iter().all(|it| it.level == Level::Warning), "a bare label is a warning");
}

/// Applies the safe fixes again and again, at most `rounds` times.
fn mended(text: &str, rounds: usize) -> String {
    let mut text = text.to_owned();
    for _ in 0..rounds {
        let found = findings(&text, Linked::No);
        let fixes: Vec<_> = found
            .iter()
            .filter(|it| it.level != Level::Off)
            .filter_map(|it| it.fixes.iter().find(|it| it.applicability == Applicability::Safe))
            .take(1)
            .collect();
        text = applied(&text, &fixes);
    }
    text
}

#[test]
fn what_is_mended_is_clean_and_stays_so() {
    for (text, expected, _) in WRONG {
        for finding in findings(text, Linked::No).iter().filter(|it| it.level != Level::Off) {
            for fix in &finding.fixes {
                let after = applied(text, &[fix]);
                let left = shown(&after, Linked::No).iter().filter(|it| it.starts_with(finding.code.name)).count();
                let before = expected.iter().filter(|it| it.starts_with(finding.code.name)).count();
                assert!(left < before, "{text:?} is mended to {after:?}, which has the same");
            }
        }
        let once = mended(text, 8);
        assert_eq!(mended(&once, 1), once, "{text:?}");
    }
}

#[test]
fn a_long_line_of_anything_is_read_at_once() {
    let pieces = [
        "[",
        "]",
        "#",
        "<",
        "(",
        "[]",
        "[#1]",
        "[#1](",
        "#1(http://",
        "](https://",
        "[a](https://",
        "[#1] (https://",
        "[#1]: ",
        "[a]: http://b ",
        "# 1 ",
        "(http://a)[b]",
        "<a href=\"",
        "</a>",
        "<<#",
        "$$",
        "#1, ",
        "[a]:",
        "[https://a](",
        "\n[a]: b",
        "[#1](https://github.com/a/b/pull/2)",
    ];
    for piece in pieces {
        let text = piece.repeat(100_000 / piece.len());
        let start = Instant::now();
        findings(&text, Linked::No);
        assert!(start.elapsed() < Duration::from_secs(30), "{piece:?}: {:?}", start.elapsed());
    }
}

proptest! {
    #[test]
    fn places_and_edits_are_in_the_text(
        pieces in prop::collection::vec(prop::sample::select(&[
            "[", "]", "(", ")", "#", "1", "#1", "RFC 1", "[#1]", "[]", "https://", "http://github.com/a/b/pull/1", "https://github.com/a/b/issues/", "ä", "🦀", " ", "\n",
            "\n\n", "\r\n", "> ", "- ", "| a |\n|---|\n", "[x]: ", "<a href=\"", "\">", "</a>", "<!-- goals: allow(bad-scheme) -->", "`", "*", "\\", "&amp;", "@x", ", ", "//", "%5B",
        ][..]), 0..24)
    ) {
        let text = pieces.concat();
        for it in findings(&text, Linked::No) {
            let spans = it.related.iter().map(|it| it.span).chain([it.span]).chain(it.fixes.iter().flat_map(|it| it.edits.iter().map(|it| it.span)));
            for span in spans {
                prop_assert!(text.get(span.range()).is_some(), "{:?} of {:?}: {:?}", it.code.name, text, span);
            }
            for fix in &it.fixes {
                prop_assert!(fix.edits.windows(2).all(|it| it[0].span.end <= it[1].span.start), "{:?} of {:?}", fix, text);
                prop_assert!(applied(&text, &[fix]) != text, "{:?} of {:?} changes nothing", it.code.name, text);
            }
        }
    }
}
