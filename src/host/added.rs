//! Adds sub-chapters to the book's table of contents: finds where in the JSON each belongs.
//!
//! Only a book that gets chapters is read this second time, so that all others do not pay for it.

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::input::{Input, Insertion, offset};

/// A chapter to be added.
#[derive(Debug)]
pub struct SubChapter {
    /// The index in [`Input::chapters`] of the chapter that it stands under, behind those there.
    pub parent: usize,
    /// Its title in the table of contents, plain text.
    pub name: String,
    /// Its path below the book's source folder, with `/` between its parts.
    pub path: String,
    /// The file that it was read from, in the same form; `None` where there is none.
    pub source_path: Option<String>,
    /// Its text.
    pub content: String,
}

/// The JSON that adds `chapters`, in their order, for [`write`](super::write). Each continues the
/// numbers of its parent; under one without a number it has none.
///
/// # Errors
///
/// Where the book is of another shape than [`read`](super::read) has found.
pub fn insert(input: &Input<'_>, chapters: &[SubChapter]) -> anyhow::Result<Vec<Insertion>> {
    let mut by_parent: BTreeMap<usize, Vec<&SubChapter>> = BTreeMap::new(); // by where the parent's text begins
    for chapter in chapters {
        by_parent.entry(input.chapters[chapter.parent].range.start).or_default().push(chapter);
    }
    let mut out = Vec::new();
    if !by_parent.is_empty() {
        let book = input.json.get(input.book.clone()).unwrap_or_default();
        let book: Book<'_> = serde_json::from_str(book).context("the book cannot be read a second time")?;
        for items in [book.items, book.sections].into_iter().flatten() {
            walk(input.json, items, &by_parent, &mut out)?;
        }
    }
    Ok(out)
}

fn walk(
    json: &str,
    items: &RawValue,
    by_parent: &BTreeMap<usize, Vec<&SubChapter>>,
    out: &mut Vec<Insertion>,
) -> anyhow::Result<Vec<Option<Vec<u64>>>> {
    let items: Vec<&RawValue> = serde_json::from_str(items.get()).context("a list of chapters cannot be read a second time")?;
    let mut numbers = Vec::new();
    for item in items.into_iter().filter(|it| it.get().starts_with('{')) {
        let item: Item<'_> = serde_json::from_str(item.get()).context("a chapter cannot be read a second time")?;
        let Some(chapter) = item.chapter else { continue };
        numbers.push(number(&chapter.number));
        let below = match chapter.sub_items {
            Some(items) => walk(json, items, by_parent, out)?,
            None => Vec::new(),
        };
        if let Some(added) = by_parent.get(&offset(json, chapter.content.get())) {
            out.push(insertion(json, &chapter, &below, added));
        }
    }
    Ok(numbers)
}

/// The new chapters below `parent`, whose own sub-chapters have the numbers `below`.
fn insertion(json: &str, parent: &Chapter<'_>, below: &[Option<Vec<u64>>], added: &[&SubChapter]) -> Insertion {
    let last = below.iter().flatten().filter_map(|it| it.last()).max().copied().unwrap_or_default();
    let mut names = parent.parent_names.clone();
    names.push(parent.name.clone());
    let chapters: Vec<_> = (last + 1..)
        .zip(added)
        .map(|(last, it)| {
            let number = number(&parent.number).map(|mut it| {
                it.push(last);
                it
            });
            // Field by field: an object of `serde_json` would sort them.
            format!(
                r#"{{"Chapter":{{"name":{},"content":{},"number":{},"sub_items":[],"path":{},"source_path":{},"parent_names":{}}}}}"#,
                json!(it.name),
                json!(it.content),
                json!(number),
                json!(it.path),
                json!(it.source_path),
                json!(names)
            )
        })
        .collect();
    let chapters = chapters.join(",");
    match parent.sub_items {
        Some(items) => {
            let comma = if items.get().trim_start_matches('[').trim_start().starts_with(']') { "" } else { "," };
            Insertion { at: offset(json, items.get()) + items.get().len() - "]".len(), json: format!("{comma}{chapters}") }
        }
        None => {
            let content = parent.content.get();
            Insertion { at: offset(json, content) + content.len(), json: format!(",\"sub_items\":[{chapters}]") }
        }
    }
}

/// `[1,2]`; anything else is no number.
fn number(value: &Value) -> Option<Vec<u64>> {
    value.as_array()?.iter().map(Value::as_u64).collect()
}

/// The book in either form.
#[derive(Deserialize)]
struct Book<'a> {
    #[serde(borrow)]
    items: Option<&'a RawValue>,
    #[serde(borrow)]
    sections: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow, rename = "Chapter")]
    chapter: Option<Chapter<'a>>,
}

#[derive(Deserialize)]
struct Chapter<'a> {
    #[serde(default)]
    name: String,
    #[serde(borrow)]
    content: &'a RawValue,
    #[serde(default)]
    number: Value,
    #[serde(borrow)]
    sub_items: Option<&'a RawValue>,
    #[serde(default)]
    parent_names: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::{read, write};

    fn sub_chapter(parent: usize, name: &str) -> SubChapter {
        SubChapter { parent, name: name.into(), path: format!("{name}.md"), source_path: None, content: "# \"\n".into() }
    }

    /// The book with these chapters added and the first one's text changed.
    fn grown(book: &str, chapters: &[SubChapter]) -> String {
        let json = format!(r#" [{{"root":"/b","renderer":"html"}} , {book} ] "#);
        let input = read(&json).unwrap();
        let mut out = Vec::new();
        write(&mut out, &input, &[(0, "T".to_owned())], &insert(&input, chapters).unwrap()).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn new(name: &str, number: &str, parents: &str) -> String {
        format!(
            r##"{{"Chapter":{{"name":"{name}","content":"# \"\n","number":{number},"sub_items":[],"path":"{name}.md","source_path":null,"parent_names":{parents}}}}}"##
        )
    }

    #[test]
    fn chapters_stand_behind_those_there_and_all_else_stays() {
        let book = r#"{ "x" : 1, "sections" : [ "Separator", {"Chapter": {"number":null,"content":"a","name":"A \"q\"","sub_items": [ ],"path":"a.md","y":[]}}, {"PartTitle":"P"},
            {"Chapter":{"sub_items":[{"Chapter":{"content":"","number":[2,1],"path":null}}, {"Chapter":{"content":"c","number":[2,4],"name":"C","path":"c.md","sub_items":[]}} ],"name":"B","number":[2],"content":"b","path":"b.md","parent_names":["Z"]}} ] , "__non_exhaustive":null}"#;
        let out = grown(book, &[sub_chapter(1, "n"), sub_chapter(0, "m"), sub_chapter(1, "o"), sub_chapter(2, "p")]);
        let expected = book
            .replace(r#""content":"a""#, r#""content":"T""#)
            .replace(r#"[ ],"path":"a.md""#, &format!(r#"[ {}],"path":"a.md""#, new("m", "null", r#"["A \"q\""]"#)))
            .replace(r#""path":"c.md","sub_items":[]"#, &format!(r#""path":"c.md","sub_items":[{}]"#, new("p", "[2,4,1]", r#"["C"]"#)))
            .replace(
                r#" ],"name":"B""#,
                &format!(r#" ,{},{}],"name":"B""#, new("n", "[2,5]", r#"["Z","B"]"#), new("o", "[2,6]", r#"["Z","B"]"#)),
            );
        assert_eq!(out, expected);
    }

    #[test]
    fn a_chapter_without_the_list_gets_one() {
        let book = r#"{"items":[{"Chapter":{"content":"a","number":[1],"path":"a.md"}}]}"#;
        let expected = format!(
            r#"{{"items":[{{"Chapter":{{"content":"T","sub_items":[{}],"number":[1],"path":"a.md"}}}}]}}"#,
            new("m", "[1,1]", r#"[""]"#)
        );
        assert_eq!(grown(book, &[sub_chapter(0, "m")]), expected);
        assert_eq!(grown(book, &[]), book.replace("\"a\"", "\"T\""));
    }
}
