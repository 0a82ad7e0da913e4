//! Where everything stands in one goals file: its tables in the order of the text, and the values
//! of its goals and updates, as bytes.
//!
//! This is the user of `toml_edit`, whose tree says where each value stands. Nothing is written
//! through that tree: the text is edited, so that all else stays as it is.

use std::ops::Range;

use jiff::civil::Date;
use toml_edit::{Document, Item, TableLike, TomlError, Value};

use super::comment_id;

/// One goals file.
#[derive(Debug)]
pub(super) struct Layout<'a> {
    pub(super) text: &'a str,
    /// The line end that the file uses.
    pub(super) newline: &'static str,
    /// Its tables with a head, in the order of the text.
    pub(super) blocks: Vec<Block>,
    /// What it says of goals, in the order of the tree.
    pub(super) goals: Vec<GoalText>,
}

/// A table with a head.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The first byte of the comment right above the head, else of the head.
    pub(super) start: usize,
    /// The first byte of the head's line.
    pub(super) head: usize,
    /// Behind the line end of its last value, and of a comment right below that ends the block.
    pub(super) end: usize,
    /// The goal that it is of.
    pub(super) goal: Option<String>,
    /// Whether it is an update, and of which day.
    pub(super) update: Option<Option<Date>>,
}

/// What a file says of one goal.
#[derive(Debug)]
pub(super) struct GoalText {
    /// The key, as in `[goal.389]`.
    pub(super) key: String,
    /// Its own keys.
    pub(super) table: TableText,
    pub(super) fetched: Option<TableText>,
    pub(super) progress: Option<TableText>,
    pub(super) updates: Vec<UpdateText>,
}

/// An update.
#[derive(Debug)]
pub(super) struct UpdateText {
    pub(super) table: TableText,
    pub(super) date: Option<Date>,
    /// The number of the comment that its URL names.
    pub(super) id: Option<u64>,
    /// Its block, where it has a head.
    pub(super) block: Option<usize>,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `[head]` and lines.
    Headed,
    /// `{ key = value }`.
    Inline,
    /// By its tables or by dotted keys alone: it has no place for a key of its own.
    Implied,
}

/// A table's own keys.
#[derive(Debug)]
pub(super) struct TableText {
    pub(super) form: Form,
    /// The bytes that say where it is: its head, or all of it.
    pub(super) span: Range<usize>,
    pub(super) fields: Vec<Field>,
    /// Where a further key goes: in an inline table behind the last value, else behind its line.
    pub(super) end: usize,
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    /// The first byte of the key's line.
    pub(super) line: usize,
    /// The value's bytes, quotes and all.
    pub(super) value: Range<usize>,
    /// The value of a string.
    pub(super) text: Option<String>,
    /// The value of a number.
    pub(super) number: Option<i64>,
}

impl TableText {
    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|it| it.name == name)
    }

    /// The string at `name`. An empty string is a missing value.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.field(name)?.text.as_deref().filter(|it| !it.trim().is_empty())
    }

    /// The number at `name`.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.field(name)?.number.and_then(|it| u64::try_from(it).ok())
    }
}

impl<'a> Layout<'a> {
    /// Reads a file, whose text is without a byte order mark.
    ///
    /// # Errors
    ///
    /// Where the text is no TOML.
    pub(super) fn new(text: &'a str) -> Result<Self, TomlError> {
        let document = Document::parse(text)?;
        let crlf = text.matches("\r\n").count();
        let newline = if crlf > 0 && 2 * crlf >= text.matches('\n').count() { "\r\n" } else { "\n" };
        let mut out = Layout { text, newline, blocks: Vec::new(), goals: Vec::new() };
        out.find_blocks(document.as_table(), &mut Vec::new());
        out.blocks.sort_by_key(|it| it.head);
        let goals = document.get("goal").and_then(Item::as_table_like);
        for (key, item) in goals.into_iter().flat_map(TableLike::iter) {
            if let Some(table) = Written::of(item) {
                let goal = out.goal(key, table);
                out.goals.push(goal);
            }
        }
        Ok(out)
    }

    fn find_blocks(&mut self, table: &toml_edit::Table, path: &mut Vec<String>) {
        for (key, item) in table.iter() {
            path.push(key.to_owned());
            match item {
                Item::Table(it) => self.add_block(it, path),
                Item::ArrayOfTables(tables) => tables.iter().for_each(|it| self.add_block(it, path)),
                Item::None | Item::Value(_) => {}
            }
            path.pop();
        }
    }

    fn add_block(&mut self, table: &toml_edit::Table, path: &mut Vec<String>) {
        if let Some(span) = table.span()
            && !table.is_implicit()
            && !table.is_dotted()
        {
            let head = self.line_start(span.start);
            let goal = if path.first().is_some_and(|it| it == "goal") { path.get(1).cloned() } else { None };
            let is_update = goal.is_some() && path.len() == 3 && path.last().is_some_and(|it| it == "update");
            let end = self.with_comment_below(self.line_end(last_byte(table).unwrap_or(span.end)));
            let update = is_update.then(|| date(table));
            self.blocks.push(Block { start: self.with_comment_above(head), head, end, goal, update });
        }
        self.find_blocks(table, path);
    }

    fn goal(&self, key: &str, table: Written<'_>) -> GoalText {
        let inner = |name| table.like().get(name).and_then(Written::of).map(|it| self.table(it));
        let updates = match table.like().get("update") {
            Some(Item::ArrayOfTables(tables)) => tables.iter().map(|it| self.update(Written::Lines(it))).collect(),
            Some(Item::Value(Value::Array(values))) => {
                values.iter().filter_map(Value::as_inline_table).map(|it| self.update(Written::Braces(it))).collect()
            }
            Some(Item::Table(_) | Item::Value(_) | Item::None) | None => Vec::new(),
        };
        GoalText { key: key.to_owned(), table: self.table(table), fetched: inner("fetched"), progress: inner("progress"), updates }
    }

    fn update(&self, table: Written<'_>) -> UpdateText {
        let out = self.table(table);
        let head = self.line_start(out.span.start);
        let block = self.blocks.binary_search_by_key(&head, |it| it.head).ok().filter(|_| out.form == Form::Headed);
        UpdateText { date: date(table.like()), id: out.text("url").and_then(comment_id), block, table: out }
    }

    fn table(&self, table: Written<'_>) -> TableText {
        let span = table.span();
        let like = table.like();
        let mut fields = Vec::new();
        for (name, item) in like.iter() {
            let key = like.key(name).and_then(toml_edit::Key::span);
            if let (Some(value), Some(key), Some(found)) = (item.span(), key, item.as_value()) {
                fields.push(Field {
                    name: name.to_owned(),
                    line: self.line_start(key.start),
                    value,
                    text: found.as_str().map(str::to_owned),
                    number: found.as_integer(),
                });
            }
        }
        let (form, end) = match table {
            Written::Lines(it) if it.is_implicit() || it.is_dotted() => (Form::Implied, span.end),
            Written::Lines(it) => (Form::Headed, self.line_end(last_byte(it).unwrap_or(span.end))),
            Written::Braces(it) if it.is_dotted() => (Form::Implied, span.end),
            Written::Braces(it) => (Form::Inline, it.iter().filter_map(|(_, it)| value_end(it)).max().unwrap_or(span.start + 1)),
        };
        TableText { form, span, fields, end }
    }

    /// The first byte of the line that holds `at`.
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1)
    }

    /// The byte behind the line end of the line that holds `at`.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|it| it.find('\n')).map_or(self.text.len(), |it| at + it + 1)
    }

    /// Whether the line that begins at `at` is a comment, is blank, or is neither.
    fn line_kind(&self, at: usize) -> Line {
        match self.text.get(at..self.line_end(at)).unwrap_or_default().trim() {
            "" => Line::Blank,
            it if it.starts_with('#') => Line::Comment,
            _ => Line::Other,
        }
    }

    /// The start of the comment that ends on the line above `head`, else `head`.
    fn with_comment_above(&self, head: usize) -> usize {
        let mut at = head;
        while at > 0 {
            let above = self.line_start(at - 1);
            if self.line_kind(above) != Line::Comment {
                break;
            }
            at = above;
        }
        at
    }

    /// The end of the comment that begins at `end`, where an empty line or the file's end comes
    /// behind it: a comment right above a head belongs to that head.
    fn with_comment_below(&self, end: usize) -> usize {
        let mut at = end;
        while at < self.text.len() && self.line_kind(at) == Line::Comment {
            at = self.line_end(at);
        }
        if at == self.text.len() || self.line_kind(at) == Line::Blank { at } else { end }
    }

    /// Where the blank lines above the line that begins at `at` begin.
    pub(super) fn blank_above(&self, mut at: usize) -> usize {
        while at > 0 {
            let above = self.line_start(at - 1);
            if self.line_kind(above) != Line::Blank {
                break;
            }
            at = above;
        }
        at
    }
}

/// A table of the tree, in either of its two types.
#[derive(Clone, Copy)]
enum Written<'t> {
    Lines(&'t toml_edit::Table),
    Braces(&'t toml_edit::InlineTable),
}

impl<'t> Written<'t> {
    fn of(item: &'t Item) -> Option<Self> {
        match item {
            Item::Table(it) => Some(Written::Lines(it)),
            Item::Value(Value::InlineTable(it)) => Some(Written::Braces(it)),
            Item::Value(_) | Item::ArrayOfTables(_) | Item::None => None,
        }
    }

    fn like(self) -> &'t dyn TableLike {
        match self {
            Written::Lines(it) => it,
            Written::Braces(it) => it,
        }
    }

    fn span(self) -> Range<usize> {
        match self {
            Written::Lines(it) => it.span(),
            Written::Braces(it) => it.span(),
        }
        .unwrap_or_default()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Blank,
    Comment,
    Other,
}

/// The byte behind the last value under a head, dotted keys included.
fn last_byte(table: &toml_edit::Table) -> Option<usize> {
    let of = |item: &Item| match item {
        Item::Value(it) => value_end(it),
        Item::Table(it) if it.is_dotted() => last_byte(it),
        Item::Table(_) | Item::ArrayOfTables(_) | Item::None => None,
    };
    table.iter().filter_map(|(_, item)| of(item)).max()
}

fn value_end(value: &Value) -> Option<usize> {
    match value {
        Value::InlineTable(it) if it.is_dotted() => it.iter().filter_map(|(_, it)| value_end(it)).max(),
        it => it.span().map(|it| it.end),
    }
}

fn date(table: &dyn TableLike) -> Option<Date> {
    let date = table.get("date")?.as_datetime()?.date?;
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# top
[project]
name = \"ä\" # why

# about 1
[goal.1]
title = '''
t''' # end
progress.completed = 1
progress.total = 2
# a last word

# about the update
[[goal.1.update]]
date = 2025-10-01
url = \"https://github.com/o/r/issues/1#issuecomment-7\"
[goal.2]
# nothing
[goal]
3 = { title = \"three\", update = [{ date = 2025-10-02, body = 'x' }] }
";

    fn slice(layout: &Layout<'_>, range: Range<usize>) -> String {
        layout.text.get(range).unwrap().to_owned()
    }

    #[test]
    fn blocks_have_their_comments() {
        let layout = Layout::new(FILE).unwrap();
        let blocks: Vec<_> = layout.blocks.iter().map(|it| slice(&layout, it.start..it.end)).collect();
        assert_eq!(blocks[0], "# top\n[project]\nname = \"ä\" # why\n");
        assert_eq!(blocks[1], "# about 1\n[goal.1]\ntitle = '''\nt''' # end\nprogress.completed = 1\nprogress.total = 2\n# a last word\n");
        assert!(blocks[2].starts_with("# about the update\n[[goal.1.update]]") && blocks[2].ends_with("-7\"\n"));
        assert_eq!(blocks[3], "[goal.2]\n", "the comment belongs to the head below");
        assert_eq!(layout.blocks[2].update, Some(Some(jiff::civil::date(2025, 10, 1))));
    }

    #[test]
    fn goals_in_every_form() {
        let layout = Layout::new(FILE).unwrap();
        let keys: Vec<_> = layout.goals.iter().map(|it| (it.key.as_str(), it.table.form)).collect();
        assert_eq!(keys, [("1", Form::Headed), ("2", Form::Headed), ("3", Form::Inline)]);
        let one = &layout.goals[0];
        assert_eq!(one.table.text("title"), Some("t"));
        assert_eq!(one.progress.as_ref().and_then(|it| it.number("total")), Some(2));
        assert_eq!(one.updates[0].id, Some(7));
        assert_eq!(one.updates[0].block, Some(2));
        assert_eq!(slice(&layout, layout.goals[1].table.end..layout.goals[1].table.end + 3), "# n");
        let three = &layout.goals[2];
        assert_eq!((three.updates.len(), three.updates[0].block), (1, None));
        assert_eq!(slice(&layout, three.updates[0].table.end..three.updates[0].table.end + 2), " }");
    }

    #[test]
    fn crlf_files_and_files_without_a_last_line_end() {
        let layout = Layout::new("[goal.1]\r\ntitle = \"a\"").unwrap();
        assert_eq!(layout.newline, "\r\n");
        assert_eq!((layout.blocks[0].start, layout.blocks[0].end), (0, layout.text.len()));
        assert!(Layout::new("").unwrap().blocks.is_empty());
        assert!(Layout::new("x = ").is_err());
    }
}
