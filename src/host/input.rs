//! Reads the two JSON values, finds the chapters' texts in them, writes the book back.

use std::fmt;
use std::io;
use std::ops::Range;

use anyhow::{Context as _, anyhow, bail};
use memchr::memmem;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::Context;

/// What mdBook sent.
#[derive(Debug)]
pub struct Input<'a> {
    /// Everything but the book.
    pub context: Context,
    /// The chapters, drafts left out, in the order of the table of contents.
    pub chapters: Vec<Chapter<'a>>,
    pub(super) json: &'a str,
    pub(super) book: Range<usize>,
}

/// A chapter as mdBook sent it.
#[derive(Debug)]
pub struct Chapter<'a> {
    /// Its path below the book's source folder, as mdBook has it now (`index.md` for a
    /// `README.md`), with `/` between its parts.
    pub path: String,
    /// The file that it was read from, below the book's source folder, with `/` between its parts.
    pub source_path: String,
    /// Its text: a JSON string with its quotes.
    content: &'a str,
    /// The bytes of `content` in the whole JSON.
    pub(super) range: Range<usize>,
}

impl Chapter<'_> {
    /// Whether `marker` (ASCII) can occur in the chapter's text. Looks at the JSON alone, so that a
    /// chapter without it is never decoded: either the marker stands there, or an escape such as
    /// `\u003c` hides it.
    pub fn may_hold(&self, marker: &str) -> bool {
        let json = self.content.as_bytes();
        memmem::find(json, marker.as_bytes()).is_some() || memmem::find(json, br"\u00").is_some()
    }

    /// The chapter's text.
    pub fn text(&self) -> anyhow::Result<String> {
        serde_json::from_str(self.content).with_context(|| format!("the text of the chapter `{}` is not a JSON string", self.path))
    }
}

/// Reads the whole of standard input: what mdBook sent, in one pass.
///
/// # Errors
///
/// Where it is no JSON, ends too early, or is JSON of another shape.
pub fn read(json: &str) -> anyhow::Result<Input<'_>> {
    if json.trim().is_empty() {
        bail!("standard input is empty, where mdBook sends the book as JSON");
    }
    let Message(context, book) = serde_json::from_str(json).map_err(explain)?;
    let start = json.len()
        - json
            .get(offset(json, context.get()) + context.get().len()..)
            .unwrap_or_default()
            .trim_start_matches([' ', '\t', '\r', '\n', ','])
            .len();
    let end = json.trim_end().strip_suffix(']').unwrap_or(json).trim_end().len();
    let context: Context = serde_json::from_str(context.get()).map_err(explain)?;
    let items = book.items.or(book.sections).ok_or_else(|| {
        anyhow!(
            "the book that mdBook {} sent has neither `items` nor `sections`; mdbook-goals reads the books of mdBook 0.4 and 0.5",
            context.mdbook_version
        )
    })?;
    let mut chapters = Vec::new();
    flatten(json, items, &mut chapters)?;
    Ok(Input { context, chapters, json, book: start..end })
}

/// JSON that is added to the book.
#[derive(Debug)]
pub struct Insertion {
    /// Before which byte of the whole input.
    pub(super) at: usize,
    pub(super) json: String,
}

/// Writes the book, with the texts of `changed` (an index into [`Input::chapters`] each) replaced
/// and what [`insert`](super::insert) made added. All other bytes are those that came in.
pub fn write(mut out: impl io::Write, input: &Input<'_>, changed: &[(usize, String)], added: &[Insertion]) -> io::Result<()> {
    let texts = changed.iter().map(|(index, text)| (input.chapters[*index].range.clone(), Change::Text(text)));
    let mut edits: Vec<_> = texts.chain(added.iter().map(|it| (it.at..it.at, Change::Json(&it.json)))).collect();
    // a chapter's text may follow its sub-chapters'; what is added behind a text starts at its end
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut at = input.book.start;
    for (range, change) in edits {
        out.write_all(&input.json.as_bytes()[at..range.start])?;
        match change {
            Change::Text(text) => write_string(&mut out, text)?,
            Change::Json(json) => out.write_all(json.as_bytes())?,
        }
        at = range.end;
    }
    out.write_all(&input.json.as_bytes()[at..input.book.end])?;
    out.flush()
}

/// What a piece of the input becomes.
enum Change<'a> {
    /// A JSON string of this text.
    Text(&'a str),
    /// JSON.
    Json(&'a str),
}

/// Writes `text` as a JSON string. Most lines of a chapter hold nothing to escape; to look at whole
/// lines for that is several times as fast as serde_json's look at each byte.
fn write_string(out: &mut impl io::Write, text: &str) -> io::Result<()> {
    out.write_all(b"\"")?;
    for (nth, line) in text.split('\n').enumerate() {
        if nth > 0 {
            out.write_all(b"\\n")?;
        }
        // Without an early return, so that the compiler looks at many bytes at once.
        if line.bytes().fold(false, |found, it| found | (it < b' ') | (it == b'"') | (it == b'\\')) {
            let json = serde_json::to_vec(line)?;
            out.write_all(json.get(1..json.len() - 1).unwrap_or_default())?; // without its quotes
        } else {
            out.write_all(line.as_bytes())?;
        }
    }
    out.write_all(b"\"")
}

/// Where `part`, a slice of `json`, begins in it.
pub(super) fn offset(json: &str, part: &str) -> usize {
    part.as_ptr().addr() - json.as_ptr().addr()
}

fn flatten<'a>(json: &str, items: Vec<Item<'a>>, out: &mut Vec<Chapter<'a>>) -> anyhow::Result<()> {
    for Item(chapter) in items {
        let Some(chapter) = chapter else { continue };
        let content = chapter.content.get();
        let path = chapter.path.or_else(|| chapter.source_path.clone()).map(|it| it.replace('\\', "/"));
        if !content.starts_with('"') {
            bail!("JSON of another shape: the `content` of the chapter `{}` is no string", path.unwrap_or_default());
        }
        if let Some(path) = path {
            let start = offset(json, content);
            let source_path = chapter.source_path.map_or_else(|| path.clone(), |it| it.replace('\\', "/"));
            out.push(Chapter { path, source_path, content, range: start..start + content.len() });
        }
        flatten(json, chapter.sub_items, out)?;
    }
    Ok(())
}

fn explain(error: serde_json::Error) -> anyhow::Error {
    match error.classify() {
        Category::Eof => anyhow!("the JSON on standard input ends too early, at line {} column {}", error.line(), error.column()),
        Category::Syntax | Category::Io => anyhow!("standard input is no JSON: {error}"),
        Category::Data => anyhow!("JSON of another shape than mdBook sends: {error}"),
    }
}

/// `[context, book]`.
#[derive(Deserialize)]
#[serde(expecting = "a list of a context and a book")]
struct Message<'a>(#[serde(borrow)] &'a RawValue, #[serde(borrow)] Book<'a>);

/// mdBook 0.5 has `items`, 0.4 `sections`.
#[derive(Deserialize)]
#[serde(expecting = "a book")]
struct Book<'a> {
    #[serde(borrow)]
    items: Option<Vec<Item<'a>>>,
    #[serde(borrow)]
    sections: Option<Vec<Item<'a>>>,
}

/// An item of the table of contents: a chapter, or anything else (a separator, a part's title,
/// what later versions add).
struct Item<'a>(Option<RawChapter<'a>>);

#[derive(Deserialize)]
#[serde(expecting = "a chapter")]
struct RawChapter<'a> {
    #[serde(borrow)]
    content: &'a RawValue,
    path: Option<String>,
    source_path: Option<String>,
    #[serde(borrow, default)]
    sub_items: Vec<Item<'a>>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Item<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemVisitor(std::marker::PhantomData))
    }
}

struct ItemVisitor<'a>(std::marker::PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for ItemVisitor<'a> {
    type Value = Item<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a chapter, a separator or a part's title")
    }

    fn visit_str<E>(self, _: &str) -> Result<Item<'a>, E> {
        Ok(Item(None))
    }

    fn visit_unit<E>(self) -> Result<Item<'a>, E> {
        Ok(Item(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Item<'a>, A::Error> {
        let mut chapter = None;
        while let Some(kind) = map.next_key::<String>()? {
            if kind == "Chapter" {
                chapter = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Item(chapter))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn json(book: &str) -> String {
        format!(r#" [{{"root":"/b","renderer":"html","mdbook_version":"0.5.4","config":{{"new":1}},"x":[]}} , {book} ] "#)
    }

    fn out(input: &Input<'_>, changed: &[(usize, String)]) -> String {
        let mut out = Vec::new();
        write(&mut out, input, changed, &[]).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_changed_texts_change() {
        let book = r#"{"x-new": {"a":[1,null]}, "sections" : [ "Separator", null, {"PartTitle":"P"}, {"New":{"content":"<<#"}},
            {"Chapter":{"sub_items":[{"Chapter":{"content":"in\tß","path":"a\\b.md","source_path":null}}],"name":"N","content":"o\u003c\u003c#ut","path":"index.md","source_path":"README.md","y":1.0}},
            {"Chapter":{"content":"","path":null}}], "__non_exhaustive" : null }"#;
        let json = json(book);
        let input = read(&json).unwrap();
        let names: Vec<_> = input.chapters.iter().map(|it| (it.path.as_str(), it.source_path.as_str())).collect();
        assert_eq!(names, [("index.md", "README.md"), ("a/b.md", "a/b.md")], "parents first, drafts never");
        assert_eq!(out(&input, &[]), book);
        assert_eq!(input.chapters[0].text().unwrap(), "o<<#ut");
        assert!(input.chapters[0].may_hold("<<#") && !input.chapters[1].may_hold("<<#"));
        let changed = [(0, "O\"\n".to_owned()), (1, "I".to_owned())];
        assert_eq!(out(&input, &changed), book.replace(r"o\u003c\u003c#ut", r#"O\"\n"#).replace(r"in\tß", "I"));
    }

    proptest! {
        #[test]
        fn strings_are_what_serde_json_writes(text in "[a\"\\\\\n\r\t\u{0}\u{1f}\u{7f}é🦀 \u{2028}]{0,40}") {
            let mut out = Vec::new();
            write_string(&mut out, &text).unwrap();
            prop_assert_eq!(String::from_utf8(out).unwrap(), serde_json::to_string(&text).unwrap());
        }
    }

    #[test]
    fn what_is_no_book_is_named() {
        let rows = [
            ("", "standard input is empty"),
            (" \n", "standard input is empty"),
            ("hello", "standard input is no JSON: expected value at line 1 column 1"),
            ("[{\"root\":\"/b\"", "ends too early, at line 1 column 13"),
            ("{}", "JSON of another shape"),
            ("[]", "JSON of another shape"),
            ("[{},{}]", "missing field `root`"),
            ("[{},{}] x", "trailing characters"),
            ("null", "JSON of another shape"),
        ];
        for (json, message) in rows {
            let error = format!("{:#}", read(json).unwrap_err());
            assert!(error.contains(message), "{json}: {error}");
        }
        assert!(read(&json("{}")).unwrap_err().to_string().contains("neither `items` nor `sections`"));
        assert!(
            read(&json(r#"{"items":[{"Chapter":{"content":1,"path":"a.md"}}]}"#)).unwrap_err().to_string().contains("`a.md` is no string")
        );
        assert!(read(&json(r#"{"items":[1]}"#)).unwrap_err().to_string().contains("expected a chapter"));
    }
}
