//! The Markdown of a fragment: tables, quotes and lists, no raw HTML.
//!
//! The tree is turned into events, and pulldown-cmark-to-cmark writes them, so that every
//! character that Markdown would read as its own is escaped by a library that is tested for it.
//! The chapter itself is never written so: only what a directive yields.

mod events;
mod plain;
mod post;
mod slug;
mod timeline;
mod zola;

use pulldown_cmark::{Alignment, Event, Options, Tag, TagEnd};

use self::events::{BRACE, Context, Styles, Writer};
pub(super) use self::post::post;
use super::Target;
use crate::fragment::{Block, Inline, plain_text};

/// The extensions that the written Markdown may use: those that mdBook reads.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);

/// Blocks, as Markdown.
pub(super) fn blocks(blocks: &[Block], target: Target) -> String {
    let mut out = Pieces::default();
    push_blocks(&mut out, blocks, target);
    out.into_string()
}

/// Writes block by block. One that cannot be written as Markdown (emphasis in the middle of a word
/// that no delimiter can open) costs its own styles, not those of its neighbours.
fn push_blocks(out: &mut Pieces, blocks: &[Block], target: Target) {
    for block in blocks {
        if let Block::Report(content) = block {
            push_blocks(out, content, target);
        } else if let Block::Section { title, content, .. } = block {
            out.push(&piece(target, |it| it.strong(title)));
            push_blocks(out, content, target);
        } else {
            out.push(&piece(target, |it| it.block(block)));
        }
    }
}

/// What `write` writes, as Markdown; without its styles where Markdown has no form for them.
fn piece<'a>(target: Target, write: impl Fn(&mut Writer<'a>)) -> String {
    let with = |styles| {
        let mut writer = Writer::new(target, Context::Blocks).with_styles(styles);
        write(&mut writer);
        written(writer.events())
    };
    with(Styles::Kept).or_else(|| with(Styles::Dropped)).unwrap_or_default()
}

/// Pieces of text with an empty line between them.
#[derive(Default)]
struct Pieces(String);

impl Pieces {
    fn push(&mut self, piece: &str) {
        if !self.0.is_empty() && !piece.is_empty() {
            self.0.push_str("\n\n");
        }
        self.0.push_str(piece);
    }

    fn into_string(self) -> String {
        self.0
    }
}

/// A piece of a line, as Markdown.
pub(super) fn line(line: &[Inline], target: Target) -> String {
    if let Some(plain) = plain::line(line) {
        return plain;
    }
    paragraph(line, target, Context::Line).unwrap_or_else(|| {
        let text = vec![Inline::Text(plain_text(line))];
        paragraph(&text, target, Context::Line).unwrap_or_default()
    })
}

fn paragraph(line: &[Inline], target: Target, context: Context) -> Option<String> {
    let mut writer = Writer::new(target, context);
    writer.paragraph(line);
    written(writer.events())
}

/// Rows of a table, a line each. A row has exactly `columns` cells: missing ones are empty.
pub(super) fn rows(rows: &[Vec<Vec<Inline>>], columns: usize, target: Target) -> Vec<String> {
    rows.iter()
        .map(|row| {
            row_line(row, columns, target).unwrap_or_else(|| {
                let plain: Vec<_> = row.iter().map(|it| vec![Inline::Text(plain_text(it))]).collect();
                row_line(&plain, columns, target).unwrap_or_else(|| "|".repeat(columns + 1))
            })
        })
        .collect()
}

/// A piece of a line for a cell: bars are escaped, in code as well.
pub(super) fn cell(line: &[Inline], target: Target) -> String {
    let row = rows(&[vec![line.to_vec()]], 1, target).concat();
    row.strip_prefix('|').and_then(|it| it.strip_suffix('|')).unwrap_or_default().to_owned()
}

/// One row, taken from a table that is written for it.
fn row_line(row: &[Vec<Inline>], columns: usize, target: Target) -> Option<String> {
    let mut writer = Writer::new(target, Context::Cell);
    writer.push(Event::Start(Tag::Table(vec![Alignment::None; columns])));
    writer.row(&Event::Start(Tag::TableHead), TagEnd::TableHead, &vec![Vec::new(); columns]);
    let cells: Vec<_> = (0..columns).map(|nth| row.get(nth).cloned().unwrap_or_default()).collect();
    writer.row(&Event::Start(Tag::TableRow), TagEnd::TableRow, &cells);
    writer.push(Event::End(TagEnd::Table));
    Some(written(writer.events())?.lines().nth(2)?.to_owned())
}

/// The events as text without white space around it; `None` where Markdown has no form for them.
fn written(events: &[Event<'_>]) -> Option<String> {
    let mut out = String::new();
    let style = pulldown_cmark_to_cmark::Options { increment_ordered_list_bullets: true, list_token: '-', ..Default::default() };
    pulldown_cmark_to_cmark::cmark_with_options(events, &mut out, OPTIONS, style).ok()?;
    if out.contains(BRACE) {
        out = out.replace(BRACE, "&#123;");
    }
    let trimmed = out.trim_matches(['\n', ' ']);
    Some(if trimmed.len() == out.len() { out } else { trimmed.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fragment::{Link, Progress, Style, Table};
    use crate::render::Site;

    fn text(text: &str) -> Inline {
        Inline::text(text)
    }

    #[test]
    fn lines_hold_no_markup_of_their_own() {
        let rows: Vec<(Vec<Inline>, &str)> = vec![
            (vec![text("a *b* [c] <d> `e` {{#include x}}")], "a \\*b\\* \\[c\\] \\<d> \\`e\\` &#123;{#include x}}"),
            (vec![text("1. a\n# b")], "1\\. a # b"),
            (vec![Inline::Styled(Style::Strong, vec![text("a ")]), text("b")], "**a** b"),
            (vec![Inline::Styled(Style::Strong, vec![])], ""),
            (vec![text("a"), Inline::Styled(Style::Emphasis, vec![text("(b)")]), text("c")], "&#97;*(b)*&#99;"),
            (vec![Inline::Progress(Progress { completed: 1, total: 4 })], "1/4"),
            (vec![Inline::Link(Link { url: "a b.md".into(), title: None, content: vec![text("x]")] })], "[x\\]](<a b.md>)"),
            (vec![text("a"), Inline::Break, text("b")], "a b"),
            (vec![], ""),
        ];
        for (content, expected) in rows {
            assert_eq!(line(&content, Target::Markdown), expected, "{content:?}");
        }
    }

    #[test]
    fn in_html_names_and_formulas_are_set_apart() {
        let name = |it: &str| line(&[Inline::Isolated(vec![text(it)])], Target::Html);
        assert_eq!(name("TC"), "TC");
        assert_eq!(name("\u{645}\u{631}\u{62d}"), "<bdi class=\"tex2jax_ignore\">\u{645}\u{631}\u{62d}</bdi>");
        assert_eq!(name("\\(x"), "<bdi class=\"tex2jax_ignore\">\\\\(x</bdi>");
    }

    #[test]
    fn styles_and_what_looks_like_a_directive_of_mdbook_stand_together() {
        let strong = |it: &str| Inline::Styled(Style::Strong, vec![text(it)]);
        assert_eq!(line(&[strong("a {{#b}}")], Target::Markdown), "**a &#123;{#b}}**");
        assert_eq!(line(&[strong("a"), text(" {{{#b {{#c {% {{")], Target::Markdown), "**a** {&#123;{#b &#123;{#c {% {{");
        assert_eq!(line(&[strong("a"), text(" {{{ {%")], Target::Post(Site::Zola)), "**a** &#123;&#123;{ &#123;%");
        assert_eq!(line(&[text("\u{fdd0}"), Inline::Code("\u{fdd0}".into())], Target::Markdown), "\u{fffd}`\u{fffd}`");
        let cell = vec![strong("a"), text(" {{#b}}")];
        let table = Block::Table(Table::listing(["Head"], vec![vec![cell]]));
        assert_eq!(blocks(&[table], Target::Markdown), "|Head|\n|----|\n|**a** &#123;{#b}}|");
    }

    #[test]
    fn without_styles_a_table_has_none_either() {
        let table = Block::Table(Table::listing(["Head"], vec![vec![vec![Inline::Styled(Style::Strong, vec![text("a")])]]]));
        let mut writer = Writer::new(Target::Markdown, Context::Blocks).with_styles(Styles::Dropped);
        writer.block(&table);
        assert_eq!(written(writer.events()).unwrap(), "|Head|\n|----|\n|a|");
    }

    #[test]
    fn cells_keep_their_bars_and_stay_on_their_line() {
        let row = vec![vec![text("a | b\nc"), Inline::Break, Inline::Code("d|e".into())]];
        assert_eq!(rows(&[row], 2, Target::Markdown), ["|a \\| b c `d\\|e`||"]);
    }

    #[test]
    fn code_is_never_run_by_a_test() {
        let code = |language: &str| Block::Code { language: language.into(), text: "x\n".into() };
        assert_eq!(blocks(&[code("rust")], Target::Markdown), "````rust\nx\n````");
        assert_eq!(blocks(&[code("rust")], Target::Test), "````text\nx\n````");
        assert_eq!(blocks(&[code("")], Target::Markdown), "````text\nx\n````");
    }
}
