//! Texts, and the trees that they become.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::config::Autolink;
use crate::data::{self, Goals};
use crate::edit;
use crate::fragment::{Style, plain_text};
use crate::source::Sources;

fn load(text: &str) -> Goals {
    let mut sources = Sources::default();
    let file = sources.add("goals.toml", text);
    data::load(&sources, &[file]).0
}

static GOALS: LazyLock<Goals> = LazyLock::new(|| {
    load(
        r#"
        [project]
        tracking-repository = "o/goals"
        default-repository = "o/main"
        rfc-repository = "o/rfcs"
        ietf-rfcs = [7540]
        forge = "https://f"
        [period]
        name = "2025h2"
        [repository]
        rust = "rust-lang/rust"
        [team.lang]
        url = "https://lang"
        [team.t-types]
        name = "Types team"
        url = "https://types"
        [team.silent]
        [person.oli-obk]
        name = "Oliver Scherer"
        [person.1c3t3a]
        name = "Bastian Kersting"
        "#,
    )
});

/// The tree in short: `p(…)`, `h2(…)`, `code rust(…)`, `quote(…)`, `ul(…)`, `ol3(…)`, `li(…)`,
/// `li-x(…)`, `table(head / row)`, `details(summary: …)`; in lines `b(…)`, `i(…)`, `<url|text>`.
fn show(blocks: &[Block]) -> String {
    let shown = blocks.iter().map(|block| match block {
        Block::Paragraph(line) => format!("p({})", show_line(line)),
        Block::Heading { level, content } => format!("h{level}({})", show_line(content)),
        Block::Code { language, text } if language.is_empty() => format!("code({text})"),
        Block::Code { language, text } => format!("code {language}({text})"),
        Block::Quote(blocks) => format!("quote({})", show(blocks)),
        Block::List { start, items } => {
            let items = items.iter().map(|it| {
                let checked = it.checked.map_or("", |it| if it { "-x" } else { "-o" });
                format!("li{checked}({})", show(&it.content))
            });
            let start = start.map_or("ul".to_owned(), |it| format!("ol{it}"));
            format!("{start}({})", items.collect::<Vec<_>>().join(" "))
        }
        Block::Table(table) => {
            let row = |row: &[Vec<Inline>]| row.iter().map(|it| show_line(it)).collect::<Vec<_>>().join(" | ");
            let rows: Vec<_> = std::iter::once(&table.head).chain(&table.rows).map(|it| row(it)).collect();
            format!("table({})", rows.join(" / "))
        }
        Block::Rule => "hr".to_owned(),
        Block::Disclosure { summary, content } => format!("details({}: {})", show_line(summary), show(content)),
        other => panic!("not of an excerpt: {other:?}"),
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn show_line(line: &[Inline]) -> String {
    let mut out = String::new();
    for it in line {
        let _ = match it {
            Inline::Text(text) => write!(out, "{text}"),
            Inline::Code(code) => write!(out, "`{code}`"),
            Inline::Styled(style, content) => {
                let name = match style {
                    Style::Emphasis => "i",
                    Style::Strong => "b",
                    Style::Strikethrough => "del",
                    Style::Superscript => "sup",
                    Style::Subscript => "sub",
                    Style::Keyboard => "kbd",
                };
                write!(out, "{name}({})", show_line(content))
            }
            Inline::Link(link) => match &link.title {
                Some(title) => write!(out, "<{}|{}|{title}>", link.url, show_line(&link.content)),
                None => write!(out, "<{}|{}>", link.url, show_line(&link.content)),
            },
            Inline::Break => write!(out, "⏎"),
            other => panic!("not of an excerpt: {other:?}"),
        };
    }
    out
}

/// Compares the trees of Markdown texts, with nothing bare linked.
fn check(rows: &[(&str, &str)]) {
    let linker = Linker::new(&GOALS, Autolink::None);
    for (markdown, expected) in rows {
        assert_eq!(show(&blocks(markdown, &linker)), *expected, "{markdown:?}");
    }
}

#[test]
fn markdown() {
    check(&[
        ("", ""),
        (" \n\t\n", ""),
        ("a *b* **c _d_** ~~e~~ `f<` \\* &amp; ä", "p(a i(b) b(c i(d)) del(e) `f<` * & ä)"),
        ("a\nb  \nc\\\nd", "p(a b⏎c⏎d)"),
        ("# One\n\n## Two {#goal-1}\n\nSet\n===", "h1(One) h2(Two {#goal-1}) h1(Set)"),
        ("> a\n> > b", "quote(p(a) quote(p(b)))"),
        ("> [!NOTE]\n> a", "quote(p(b(Note)) p(a))"),
        ("- a\n- b\n  - c\n\n  d", "ul(li(p(a)) li(p(b) ul(li(p(c))) p(d)))"),
        ("3. a\n4. b", "ol3(li(p(a)) li(p(b)))"),
        ("- [ ] a\n- [x] b\n- c", "ul(li-o(p(a)) li-x(p(b)) li(p(c)))"),
        ("- [ ] a\n\n- [X] b", "ul(li-o(p(a)) li-x(p(b)))"),
        ("```rust,ignore foo\nfn a() {}\n\n# b\n```", "code rust(fn a() {}\n\n# b\n)"),
        ("~~~~\nno end", "code(no end)"),
        ("    indented\n\tcode\n", "code(indented\ncode\n)"),
        ("| a | b |\n|-|-|\n| `x|y` | z | more |", "table(a | b / `x|y` | z | more)"),
        ("| a | b |\n|---|:-:|\n| `x\\|y` | z |\n| 1 |", "table(a | b / `x|y` | z / 1 | )"),
        ("a\n\n---\n\n***", "p(a) hr hr"),
        ("$a$ \\\\(x\\\\) :smile: \"--\"", "p($a$ \\(x\\) :smile: \"--\")"),
        ("{{#include x}} <<#goal 1>> \\<<#a>>", "p({{#include x}} <<#goal 1>> <<#a>>)"),
        ("one\r\n\r\n- two\r\n- three\r\n", "p(one) ul(li(p(two)) li(p(three)))"),
        ("```\r\na\r\nb\r\n```\rc", "code(a\nb\n) p(c)"),
        ("a\u{202e}b&#x202e;c\0d\u{2028}e", "p(abc\u{fffd}d e)"),
        ("`a\u{202e}b` ![c\u{202e}](https://a.b/\u{202e}d \"\u{202e}t\")", "p(`ab` <https://a.b/%E2%80%AEd|c|t>)"),
    ]);
}

#[test]
fn links_and_pictures() {
    check(&[
        (
            "[a](https://a.b \"t\") [c][d] <https://e.f> <g@h.i>\n\n[d]: https://d",
            "p(<https://a.b|a|t> <https://d|c> <https://e.f|https://e.f> <mailto:g@h.i|g@h.i>)",
        ),
        ("[a](javascript:x) <javascript:y> [b](&#106;avascript:z)", "p(a javascript:y b)"),
        ("[*a* `b`](x.md)", "p(<https://f/o/goals/blob/HEAD/x.md|i(a) `b`>)"),
        ("[a](#b) [c]() [](https://a.b)d", "p(a c d)"),
        (
            "![a](./a.png) ![](b/c.png?d \"e\") ![](https://a.b) ![x](data:y)",
            "p(<https://f/o/goals/blob/HEAD/a.png|a> <https://f/o/goals/blob/HEAD/b/c.png?d|c.png|e> <https://a.b|a.b> x)",
        ),
        ("[![a](b.png)](https://c.d)", "p(<https://c.d|a>)"),
        ("![a [b](https://c)](https://d)", "p(<https://d|a b>)"),
        ("[a] [b][] [c][d]", "p([a] [b][] [c][d])"),
        ("<a href=\"https://a.b\" title=\"&lt;t&gt;\" onclick=x>c *d*</a> <a name=x>e</a>", "p(<https://a.b|c i(d)|<t>> e)"),
        ("<a href=\"java&#9;script:x\">a</a> <a href=javascript&colon;x>b</a>", "p(a b)"),
        ("[a <a href=https://b>c</a>](https://d) <a href=https://e>[f](https://g)</a>", "p(<https://d|a c> <https://e|f>)"),
        (
            "<img src=x.png alt='&lt;b&gt;' onerror=y> <IMG src=\"https://a.b/c.png\"/> <img>",
            "p(<https://f/o/goals/blob/HEAD/x.png|<b>> <https://a.b/c.png|c.png> image)",
        ),
    ]);
}

#[test]
fn tags_in_a_line() {
    check(&[
        ("<b>a</b> <em>b <s>c</s></em> d<sup>2</sup> e<sub>f</sub> <kbd>g</kbd>", "p(b(a) i(b del(c)) dsup(2) esub(f) kbd(g))"),
        ("<code>a *b* &lt;</code> <tt>c</tt>", "p(`a b <` `c`)"),
        ("a<br>b<br/>c", "p(a⏎b⏎c)"),
        ("<span style=\"position:fixed\" id=x class=y>a</span> <u>b</u>", "p(a b)"),
        ("Vec<T> and Box<dyn a> and </T> <b>", "p(Vec<T> and Box<dyn a> and </T> <b>)"),
        ("Vec<b> *a*", "p(Vec<b> i(a))"),
        ("*a <b>c* d</b>", "p(i(a <b>c) d)"),
        ("a</b></div></details>", "p(a)"),
        ("<script>x()</script> a", "p(<script>x()</script> a)"),
        ("a <script>x()</script><iframe src=y>", "p(a <script>x()</script><iframe src=y>)"),
        ("a <!-- b --> c<!-- never", "p(a  c<!-- never)"),
        ("a <? b ?> <!C d> <![CDATA[e]]>", "p(a <? b ?> <!C d> <![CDATA[e]]>)"),
        ("a <p>b</p><ul><li>c</ul> d", "p(a ⏎b⏎c d)"),
        ("| <b>a | b</b> |\n|-|-|\n| <p>c | d<br>e |", "table(<b>a | b / c | d⏎e)"),
        ("# <b>a\n\nb</b>", "h1(<b>a) p(b)"),
        ("<b", "p(<b)"),
    ]);
}

#[test]
fn tags_of_blocks() {
    check(&[
        ("<details><summary>a *b*</summary>\n\n- c\n\n</details>\n\nd", "details(a *b*: ul(li(p(c)))) p(d)"),
        ("<details>\n<summary>\n\n**a**\n\n</summary>\n\nb\n</details>", "details(b(a): p(b))"),
        ("<details>a</details>", "details(Details: p(a))"),
        ("<details><summary>never closed\n\nmore text", "details(never closed: p(more text))"),
        ("- <details><summary>a</summary>\n\n  b\n\nc</details>", "ul(li(details(a: p(b)))) p(c)"),
        ("<details><summary><h3>a</h3></summary><details>b</details></details>c", "details(a: details(Details: p(b))) p(c)"),
        ("<div style=\"x\" id=\"y\">over</div>\n<p>a<p>b", "p(over) p(a) p(b)"),
        ("<div class=\"x\n\nnext", "p(<div class=\"x) p(next)"),
        ("text</div></div></details></section></article>\n\n</div></div>text", "p(text) p(text)"),
        ("<div>\n\n*a*\n\n</div>", "p(i(a))"),
        ("<h2 id=x>a <i>b</i></h2>\n<hr>\n<blockquote>c</blockquote>", "h2(a i(b)) hr quote(p(c))"),
        ("<ul><li>a<li>b<ol start=3><li>c</ol></ul>d", "ul(li(p(a)) li(p(b) ol3(li(p(c))))) p(d)"),
        ("<ul>a<b>c</b>\n\nd\n\n</ul>", "ul(li(p(ab(c)) p(d)))"),
        ("<li>a\n<summary>b</summary>\n<td>c</td>", "p(a) p(b) p(c)"),
        ("<pre>\na  *b* &lt;\n\n <code>c</code></pre>d", "code(a  *b* <\n\n c) p(d)"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</table>", "table(a | b / c | )"),
        ("<table>\n<thead><tr><td>a</td></tr></thead>\n<tbody><tr><td>b\n</td></tr></tbody></table>", "table(a / b)"),
        ("<table><tr><td>\n\n```rust\na\n```\n\n</td><td>b</td></tr></table>\n\nc", "code rust(a\n) p(b) p(c)"),
        ("<table><tr><td>never closed", "table(never closed)"),
        ("<table></table><ul></ul><table>a</table>", "table(a)"),
        ("<!-- a\n\nb -->\n\nc", "p(c)"),
        ("<!-- never closed\n\nmore", "p(<!-- never closed) p(more)"),
        ("<style>body{display:none}</style>\n\na", "p(<style>body{display:none}</style>) p(a)"),
        ("<div>a &amp; &lt;b&gt; &nope;</div>", "p(a & <b> &nope;)"),
        ("<div><b>a\n\n*c*</b></div>", "p(<b>a) p(i(c))"),
    ]);
}

#[test]
fn footnotes() {
    check(&[
        (
            "A.[^1] B.[^note] C.[^1]\n\n[^1]: First.\n[^note]: Second.",
            "p(A.sup([1]) B.sup([2]) C.sup([1])) ol1(li(p(First.)) li(p(Second.)))",
        ),
        ("[^b]: x\n\nA[^a]\n\n[^a]: y\n\n    z", "p(Asup([1])) ol1(li(p(y) p(z)) li(p(x)))"),
        ("A[^none]", "p(A[^none])"),
        ("A[^1]\n\n[^1]: b[^1] c[^2]\n\n[^2]: d", "p(Asup([1])) ol1(li(p(bsup([1]) csup([2]))) li(p(d)))"),
    ]);
}

#[test]
fn bare_references() {
    let linker = Linker::new(&GOALS, Autolink::Excerpts);
    let rows = [
        (
            "#1 rust#2 a/b#3 what#4",
            "p(<https://f/o/main/issues/1|#1> <https://f/rust-lang/rust/issues/2|rust#2> <https://f/a/b/issues/3|a/b#3> what#4)",
        ),
        ("RFC 7540, RFC 9110, RFC #7540", "p(RFC 7540, RFC 9110, <https://f/o/rfcs/pull/7540|RFC #7540>)"),
        ("**#1**, RFC\n#2", "p(b(<https://f/o/main/issues/1|#1>), <https://f/o/rfcs/pull/2|RFC #2>)"),
        (
            "@Oli-Obk @stranger @1c3t3a @3pm",
            "p(<https://f/oli-obk|@Oli-Obk> <https://f/stranger|@stranger> <https://f/1c3t3a|@1c3t3a> @3pm)",
        ),
        (
            "[lang] [LANG][] [x][types team] [silent] [nobody]",
            "p(<https://lang|lang> <https://lang|LANG> <https://types|x> [silent] [nobody])",
        ),
        (
            "[@oli-obk][] [#1] [rust#2][] [RFC 3]",
            "p(<https://f/oli-obk|@oli-obk> <https://f/o/main/issues/1|#1> <https://f/rust-lang/rust/issues/2|rust#2> <https://f/o/rfcs/pull/3|RFC 3>)",
        ),
        ("[[lang] a](https://b) [lang]", "p(<https://b|[lang] a> <https://lang|lang>)"),
        ("[lang](https://a) [b][lang]\n\n[lang]: https://own", "p(<https://a|lang> <https://own|b>)"),
        ("\\[lang\\] `[lang] #1` [#1 @a](https://b) <a href=https://c>#2</a>", "p([lang] `[lang] #1` <https://b|#1 @a> <https://c|#2>)"),
        ("see https://a.b/#1. `x`https://c", "p(see <https://a.b/#1|https://a.b/#1>. `x`https://c)"),
        ("https://a.b/*c* https://d/`e` (https://a.b/c)", "p(https://a.b/i(c) https://d/`e` (<https://a.b/c|https://a.b/c>))"),
        ("`C`#1 *a*@b me@oli-obk.com foo.@bar", "p(`C`#1 i(a)@b me@oli-obk.com foo.@bar)"),
        ("<code>#1</code> <pre>#1</pre>\n\n```\n#1\n```", "p(`#1` `#1`) code(#1\n)"),
        (
            "# #1 @a\n\n| #2 |\n|-|\n| #3 |\n\n<summary>#4",
            "h1(<https://f/o/main/issues/1|#1> <https://f/a|@a>) table(<https://f/o/main/issues/2|#2> / <https://f/o/main/issues/3|#3>) p(<https://f/o/main/issues/4|#4>)",
        ),
    ];
    for (markdown, expected) in rows {
        assert_eq!(show(&blocks(markdown, &linker)), expected, "{markdown:?}");
    }
    let page = linker.on_page(Some("https://f/o/goals/issues/1#issuecomment-2"));
    assert_eq!(show(&blocks("[a](#b)", &page)), "p(<https://f/o/goals/issues/1#b|a>)");
}

#[test]
fn nothing_is_linked_that_has_no_place() {
    let goals = load("[project]\ntracking-repository = \"o/goals\"\n[period]\nname = \"2025h2\"");
    let linker = Linker::new(&goals, Autolink::Excerpts);
    assert_eq!(show(&blocks("#1 RFC 2 [lang] [RFC 2]", &linker)), "p(#1 RFC 2 [lang] [RFC 2])");
}

#[test]
fn fields_are_lines() {
    let linker = Linker::new(&GOALS, Autolink::Excerpts);
    let rows = [
        ("", ""),
        (" \r\n ", ""),
        ("Beyond the `&`", "Beyond the `&`"),
        ("# a", "# a"),
        ("- a\n- b", "- a - b"),
        ("    a", "a"),
        ("1. *a*", "1. i(a)"),
        ("> a\n\n---", "> a  ---"),
        ("a\n===", "a ==="),
        ("[a]: https://b", "[a]: <https://b|https://b>"),
        ("a | b `c|d` </h3><script>alert(1)</script>", "a | b `c|d` <script>alert(1)</script>"),
        ("<img src=x onerror=y>", "<https://f/o/goals/blob/HEAD/x|x>"),
        ("<details>a</details>", "a"),
        ("<b onclick=x>me</b>", "b(me)"),
        ("[x](javascript:alert(1)) ](y) **bold", "x ](y) **bold"),
        ("#1 @a", "<https://f/o/main/issues/1|#1> <https://f/a|@a>"),
        ("x x", "x x"),
        ("a\\", "a\\"),
        ("ä\u{2028}ö", "ä ö"),
        ("[^1]: a", "[^1]: a"),
        ("<!-- a -->", ""),
    ];
    for (markdown, expected) in rows {
        assert_eq!(show_line(&line(markdown, &linker)), expected, "{markdown:?}");
    }
}

#[test]
fn cuts() {
    let linker = Linker::new(&GOALS, Autolink::None);
    let rows = [
        ("", 3, "", Cut::Whole),
        ("a b c d e f g h", 2, "p(a b c d e f g h)", Cut::Whole),
        ("a b c\n\nd e f\n\ng", 3, "p(a b c)", Cut::More),
        ("a\n\nb c d e f g h i", 4, "p(a) p(b c d e f g h i)", Cut::Whole),
        ("a\n\nb c d e f g h i\n\nj", 4, "p(a) p(b c d e f g h i)", Cut::More),
        ("a b c\n\nd e f g h i", 4, "p(a b c)", Cut::More),
        ("a b c\n\n# d\n\ne f g h i", 4, "p(a b c)", Cut::More),
        ("a b c d\n\ne", 4, "p(a b c d) p(e)", Cut::Whole),
        ("- a b\n- c d\n- e f\n- g h", 4, "ul(li(p(a b)) li(p(c d)))", Cut::More),
        ("a b:\n\n- c d\n- e f\n- g h", 4, "p(a b:) ul(li(p(c d)))", Cut::More),
        ("a\n\n<details><summary>b</summary>\n\nc d e f g h\n\n</details>\n\ni", 3, "p(a) details(b: p(c d e f g h)) p(i)", Cut::Whole),
        ("a b[^1]\n\nc d e[^2]\n\n[^1]: x\n[^2]: y", 2, "p(a bsup([1])) ol1(li(p(x)))", Cut::More),
        ("# a\n\n# b\n\n# c", 1, "h1(a)", Cut::More),
        ("a\n\nb", 0, "p(a)", Cut::More),
        ("a", usize::MAX, "p(a)", Cut::Whole),
    ];
    for (markdown, words, expected, expected_cut) in rows {
        let (blocks, cut) = cut(markdown, words, &linker);
        assert_eq!((show(&blocks).as_str(), cut), (expected, expected_cut), "{markdown:?} {words}");
    }
}

#[test]
fn summaries() {
    let linker = Linker::new(&GOALS, Autolink::Excerpts);
    let rows = [
        ("TL;DR: a b", "p(a b) alone"),
        ("tl;dr: a\nb\n\nc", "p(a b)"),
        ("**TL;DR:** a", "p(a) alone"),
        ("**TL;DR**: *a*", "p(i(a)) alone"),
        ("__TL;DR__ : a", "p(a) alone"),
        ("***TL;DR:*** a", "p(a) alone"),
        ("**TL;DR: a** b", "p(b(a) b) alone"),
        ("TLDR: a", "p(a) alone"),
        ("TL;DR:\n\na\n\nb", "p(a)"),
        ("TL;DR: a:\n\n- b\n- c", "p(a:) ul(li(p(b)) li(p(c))) alone"),
        ("TL;DR: a\n- b\n\nc", "p(a) ul(li(p(b)))"),
        ("- **TL;DR:** a", "p(a) alone"),
        ("- TL;DR: a\n  - b\n- c", "p(a) ul(li(p(b)))"),
        ("## TL;DR\n\na\n\nb\n\n## c", "p(a) p(b)"),
        ("# TL;DR: a", "p(a) alone"),
        ("TL;DR: #1[^1]\n\nb[^2]\n\n[^1]: x\n[^2]: y", "p(<https://f/o/main/issues/1|#1>sup([1])) ol1(li(p(x)))"),
        ("a\nTL;DR: b", "-"),
        ("a\n\nTL;DR: b", "-"),
        ("TL;DR a", "-"),
        ("TL;DRs: a", "-"),
        ("TL;DR:", "-"),
        ("`TL;DR:` a", "-"),
        ("> TL;DR: a", "-"),
        ("", "-"),
    ];
    for (markdown, expected) in rows {
        let found = Body::read(markdown, &linker).tldr();
        let shown = found.map_or("-".to_owned(), |(text, alone)| show(&text) + if alone { " alone" } else { "" });
        assert_eq!(shown, expected, "{markdown:?}");
    }
}

#[test]
fn requests_for_help() {
    let linker = Linker::new(&GOALS, Autolink::None);
    let rows = [
        ("Help wanted: a", "p(a)"),
        ("HELP WANTED: a\nb\n\nc", "p(a b)"),
        ("**Help wanted:** a", "p(a)"),
        ("**Help wanted**: a", "p(a)"),
        ("**Help wanted: a b**", "p(b(a b))"),
        ("Help-wanted : a", "p(a)"),
        ("x\n\nHelp wanted: a\n- b\n- c\n\nd", "p(a) ul(li(p(b)) li(p(c)))"),
        ("x\nHelp wanted: a", "p(a)"),
        ("x  \n**Help wanted:** a\nHelp wanted: b", "p(a) + p(b)"),
        ("- x\n- **Help wanted:** a\n  - b\n- c", "p(a) ul(li(p(b)))"),
        ("- [ ] Help wanted: a", "p(a)"),
        ("Help wanted:\n\n- a\n- b\n\nc", "ul(li(p(a)) li(p(b)))"),
        ("### Help wanted\n\na\n\nb\n\n### c\n\nd", "p(a) p(b)"),
        ("### **Help wanted:** a\n\nb", "p(a) p(b)"),
        ("<details><summary>x</summary>\n\nHelp wanted: a\n\n</details>", "p(a)"),
        ("Help wanted: see [a]\n\n[a]: https://b", "p(see <https://b|a>)"),
        ("Help wanted: No reviewer has time, please step in.", "p(No reviewer has time, please step in.)"),
        ("Help wanted: None, but reviews are welcome", "p(None, but reviews are welcome)"),
        ("Help wanted: Nonempty tests", "p(Nonempty tests)"),
        ("Help wanted: none", ""),
        ("Help wanted: **None.**", ""),
        ("Help wanted: None at this time.", ""),
        ("Help wanted: None, thanks for asking!", ""),
        ("Help wanted: Nothing at the moment", ""),
        ("Help wanted: N/A", ""),
        ("Help wanted: n/a for now", ""),
        ("Help wanted: no", ""),
        ("Help wanted: No help needed right now.", ""),
        ("Help wanted: not currently", ""),
        ("Help wanted: –", ""),
        ("Help wanted:", ""),
        ("## Help wanted\n\nNone.", ""),
        ("## Help wanted\n\n- None", ""),
        ("## Help wanted\n\n## c", ""),
        ("## Help wanted everywhere\n\na", ""),
        ("Help wanted a", ""),
        ("We want help. x Help wanted: a", ""),
        ("> Help wanted: a", ""),
        ("`Help wanted: a`", ""),
        ("```\nHelp wanted: a\n```", ""),
    ];
    for (markdown, expected) in rows {
        let found = Body::read(markdown, &linker).help_wanted();
        assert_eq!(found.iter().map(|it| show(it)).collect::<Vec<_>>().join(" + "), expected, "{markdown:?}");
    }
}

#[test]
fn keys_of_an_update_come_first() {
    let update = |keys: &str| {
        let text = "[project]\ntracking-repository = \"o/goals\"\n[period]\nname = \"2025h2\"\n[goal.1]\ntitle = \"a\"\nstatus = \"accepted\"\n\
                    [[goal.1.update]]\ndate = 2025-10-01\nauthor = \"@a\"\n";
        let goals = load(&format!("{text}{keys}"));
        let linker = Linker::new(&goals, Autolink::None);
        let update = &goals.goals[0].updates[0];
        let summary = tldr(update, &linker).map(|it| (show(&it.text), it.alone));
        (summary, help_wanted(update, &linker).iter().map(|it| show(it)).collect::<Vec<_>>())
    };
    assert_eq!(update("body = 'a'"), (None, vec![]));
    assert_eq!(update("body = 'TL;DR: a'"), (Some(("p(a)".into(), true)), vec![]));
    assert_eq!(update("tldr = 'b'\nbody = 'a'"), (Some(("p(b)".into(), false)), vec![]));
    assert_eq!(update("tldr = 'b'\nbody = 'TL;DR: a'"), (Some(("p(b)".into(), true)), vec![]));
    assert_eq!(update("help-wanted = 'b'\nbody = 'Help wanted: a'"), (None, vec!["p(b)".into(), "p(a)".into()]));
    assert_eq!(update("help-wanted = 'None'\nbody = 'a'"), (None, vec![]));
}

/// A text that is one range.
fn whole(text: &str) -> Vec<Range<usize>> {
    std::iter::once(0..text.len()).collect()
}

#[test]
fn chapters_of_the_book() {
    let linker = Linker::new(&GOALS, Autolink::All);
    let rows = [
        ("", ""),
        ("#1 ä rust#2, @a.", "[#1](https://f/o/main/issues/1) ä [rust#2](https://f/rust-lang/rust/issues/2), [@a](https://f/a)."),
        ("[lang] [types team][] [#1]", "[lang](https://lang) [types team](https://types) [#1](https://f/o/main/issues/1)"),
        (
            "\\#1 \\@a \\[lang] &#35;1 ![lang] [lang](x) [a][lang] [lang]: x",
            "\\#1 \\@a \\[lang] &#35;1 ![lang] [lang](x) [a][lang] [lang]: x",
        ),
        ("https://a.b/#1 @a", "https://a.b/#1 [@a](https://f/a)"),
        ("[[lang]] [lang", "[[lang]] [lang"),
    ];
    for (source, expected) in rows {
        let edits = autolink(source, &whole(source), &linker);
        assert_eq!(edit::apply(source, &edits), expected, "{source:?}");
    }
    // The pieces of a parser; what stands between them touches them.
    let source = "a [lang] `x`#1 #2";
    let edits = autolink(source, &[0..2, 2..3, 3..7, 7..8, 8..9, 12..17], &linker);
    assert_eq!(edit::apply(source, &edits), "a [lang](https://lang) `x`#1 [#2](https://f/o/main/issues/2)");
    assert_eq!(autolink("#1", &whole("#1"), &Linker::new(&GOALS, Autolink::None)), []);
}

fn depth(blocks: &[Block]) -> usize {
    let line = |line: &[Inline]| line_depth(line);
    blocks
        .iter()
        .map(|it| {
            1 + match it {
                Block::Paragraph(text) | Block::Heading { content: text, .. } => line(text),
                Block::Quote(blocks) => depth(blocks),
                Block::List { items, .. } => items.iter().map(|it| 1 + depth(&it.content)).max().unwrap_or(0),
                Block::Disclosure { summary, content } => line(summary).max(depth(content)),
                _ => 0,
            }
        })
        .max()
        .unwrap_or(0)
}

fn line_depth(it: &[Inline]) -> usize {
    let of = |it: &Inline| match it {
        Inline::Styled(_, content) => line_depth(content),
        Inline::Link(link) => line_depth(&link.content),
        _ => 0,
    };
    it.iter().map(|it| 1 + of(it)).max().unwrap_or(0)
}

#[test]
fn depth_has_an_end_and_text_is_kept() {
    let linker = Linker::new(&GOALS, Autolink::Excerpts);
    let deep = 10_000;
    let nested_list: String = (0..1_000).map(|it| format!("{}- a{it}\n", "  ".repeat(it))).collect();
    let rows = [
        format!("{}needle", "> ".repeat(deep)),
        format!("{}needle", "- ".repeat(deep)),
        format!("{}needle", "1. ".repeat(deep)),
        format!("{}needle", "> - ".repeat(deep / 2)),
        format!("{}needle{}", "*a **b ".repeat(deep), "** *".repeat(deep)),
        format!("{}needle", "<details>\n".repeat(deep)),
        format!("{}needle{}", "<details><ul><li>".repeat(deep), "</li></ul></details>".repeat(deep)),
        format!("a {}needle{}", "<b><i>".repeat(deep), "</i></b>".repeat(deep)),
        format!("{}needle", "<table><tr><td>".repeat(deep)),
        format!("{}needle{}", "[".repeat(deep), "](https://a.b)".repeat(deep)),
        format!("{}needle{}", "![".repeat(deep), "](https://a.b)".repeat(deep)),
        format!("{nested_list}\nneedle"),
    ];
    for markdown in rows {
        let start = Instant::now();
        let blocks = blocks(&markdown, &linker);
        let name: String = markdown.chars().take(20).collect();
        assert!(start.elapsed() < Duration::from_secs(20), "{name:?}: {:?}", start.elapsed());
        assert!(depth(&blocks) < 100, "{name:?} is {} deep", depth(&blocks));
        assert!(show(&blocks).contains("needle"), "{name:?}");
    }
}

/// Long enough that what takes time by its square takes minutes.
const LONG: usize = 200_000;

#[test]
fn a_long_run_of_anything_is_read_in_linear_time() {
    let linker = Linker::new(&GOALS, Autolink::Excerpts);
    for piece in [
        "#",
        "[",
        "<",
        "@",
        "]",
        "![",
        "<!--",
        "<b>",
        "</b>",
        "<br>",
        "[lang]",
        "[^1]",
        "`",
        "*a ",
        "<a b=\"",
        "- a\n",
        "a\n",
        "Help wanted: a\n",
        "|",
        "&",
        "\\",
    ] {
        let markdown = piece.repeat(LONG / piece.len());
        let start = Instant::now();
        let body = Body::read(&markdown, &linker);
        body.help_wanted();
        body.tldr();
        body.beginning(80);
        autolink(&markdown, &whole(&markdown), &linker);
        assert!(start.elapsed() < Duration::from_secs(20), "{piece:?}: {:?}", start.elapsed());
    }
}

#[test]
fn the_hostile_set_is_tame() {
    let goals = load(include_str!("../../tests/data/hostile.toml"));
    assert!(goals.goals.len() > 30);
    let linker = Linker::new(&goals, Autolink::Excerpts);
    let shown = [
        ("9001", "<script>document.documentElement"),
        ("9002", "before"),
        ("9002", "after"),
        ("9003", "p(click and javascript:alert(1))"),
        ("9004", "p(text) p(text)"),
        ("9005", "p(more text)"),
        ("9006", "p(more)"),
        ("9007", "code rust(fn main() { loop {} }"),
        ("9008", "code(no end"),
        ("9009", "h1(One)"),
        ("9009", "h1(Setext)"),
        ("9010", "<https://example.com/rfc|the RFC>"),
        ("9011", "p(A claim.sup([1]) Another.sup([2])) ol1(li(p(First evil note.))"),
        ("9012", "expand <<#goal 9001>> nor `<<#goal 9001>>` nor <<#count goals>>."),
        ("9013", "{{#include ../book.toml}} and {{#playground x.rs}} and {{#title Pwned}}"),
        ("9014", "p(text)"),
        ("9015", "<iframe srcdoc="),
        ("9017", "p(x [y](java\tscript:alert(1)) z)"),
        ("9019", "p(next paragraph)"),
        ("9020", "table(a | b / `x|y` | z) p(1 | 2)"),
        ("9021", "# hidden();\nlet x: () = does_not_compile();"),
        ("9022", "quote(ul(li(p(a) ol1(li(p(b) code(code\n)))))) ul(li-o(p(task)) li-x(p(done)))"),
        ("9023", "safe  txet desrever  isolate"),
        ("9024", "p(one) ul(li(p(two)) li(p(three)))"),
        (
            "9026",
            "<https://github.com/example/goals/blob/HEAD/other.md|doc> <https://github.com/etc/passwd|abs> <https://github.com/example/goals/blob/HEAD/secret.md|up> <https://github.com/example/goals/blob/HEAD/a.png|img>",
        ),
        (
            "9027",
            "p(`foo.@oli-obk.@bar` and <https://hackmd.io/@oli-obk/x|https://hackmd.io/@oli-obk/x> and me@oli-obk.com and <https://example.com|@oli-obk>)",
        ),
        ("9028", "table(never closed)"),
        ("9030", "p(\\(x\\) $$y$$ \\[z\\] $`a`$)"),
        ("9031", "p(over)"),
        ("9032", "`{{#include ../book.toml}}`"),
        ("9034", "<https://example.com/x.png|x.png|t\" onerror=x>"),
    ];
    for goal in &goals.goals {
        let title = show_line(&line(&goal.title, &linker));
        let body = show(&blocks(&goal.updates[0].body, &linker));
        for (id, part) in shown.iter().filter(|(id, _)| *id == goal.id.as_str()) {
            assert!(body.contains(part), "{id}: {part:?} is not in {body}");
        }
        for text in [&title, &body] {
            assert!(!text.contains(['\u{202e}', '\u{2066}', '\u{2028}', '\r', '\0']), "{}: {text:?}", goal.id.as_str());
        }
    }
}

/// The URLs of all links of paragraphs.
fn urls(blocks: &[Block]) -> Vec<String> {
    let lines = blocks.iter().filter_map(|it| if let Block::Paragraph(line) = it { Some(line) } else { None });
    lines.flatten().filter_map(|it| if let Inline::Link(link) = it { Some(link.url.clone()) } else { None }).collect()
}

proptest! {
    #[test]
    fn any_text_is_read_and_its_words_stay(
        markdown in r"(word[0-9]{1,3}| |\n|\n\n|> |- |1\. |    |# |\*|\*\*|_|`|```|~~~|\[|\]|\(|\)|!|:|\^|\||---|<b>|</b>|<div>|</div>|<details>|</details>|<summary>|</summary>|<li>|<ul>|</ul>|<td>|<table>|</table>|<pre>|</pre>|<a href=x>|</a>|<h2>|<code>|</code>|&amp;|ä|\t|\r\n){0,60}"
    ) {
            let linker = Linker::new(&GOALS, Autolink::Excerpts);
        let body = Body::read(&markdown, &linker);
        let shown = show(&body.whole());
        body.tldr();
        body.help_wanted();
        body.beginning(3);
        line(&markdown, &linker);
        // Of the text that the parser yields, no word is lost; links' targets and the words behind
        // a code fence are no text.
        for event in pulldown_cmark::Parser::new_ext(&markdown.replace("\r\n", "\n"), pulldown_cmark::Options::ENABLE_TABLES) {
            if let pulldown_cmark::Event::Text(text) = event {
                for word in text.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| it.starts_with("word")) {
                    prop_assert!(shown.contains(word), "{word} of {markdown:?} is not in {shown}");
                }
            }
        }
    }

    #[test]
    fn any_characters_are_read(markdown in r"\PC{0,40}", destination in r#"[\x00-\x7f\u{202e}ä]{0,20}"#) {
            let linker = Linker::new(&GOALS, Autolink::Excerpts);
        blocks(&markdown, &linker);
        let found = urls(&blocks(&format!("[a](<{destination}>) <a href=\"{destination}\">b</a>"), &linker));
        for url in found.into_iter().chain(linker.target(&destination)) {
            prop_assert!(["http://", "https://", "mailto:"].iter().any(|it| url.starts_with(it)), "{url:?}");
            prop_assert!(!url.contains(['"', '<', '>', '`', ' ', '{', '\n', '\u{202e}']), "{url:?}");
        }
    }

    #[test]
    fn edits_of_a_chapter_are_in_order(source in r"([a-c#@/.:()1-3 \[\]\\ä!]|RFC |lang|https?://){0,30}") {
            let linker = Linker::new(&GOALS, Autolink::All);
        let mut end = 0;
        for it in autolink(&source, &whole(&source), &linker) {
            prop_assert!(end <= it.range.start && source.get(it.range.clone()).is_some());
            end = it.range.end;
        }
    }
}

#[test]
fn plain_text_of_a_line_is_its_text() {
    let linker = Linker::new(&GOALS, Autolink::Excerpts);
    assert_eq!(plain_text(&line("a **b** `c` [d](https://e)", &linker)), "a b c d");
}
