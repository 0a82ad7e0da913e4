//! Books of a wanted size in a folder, and the JSON in which mdBook hands them to a preprocessor.
//!
//! The JSON is written by mdBook's own types, so that it is what a real build sends.

use crate::goals;
use crate::prose::{self, Dice};
use anyhow::Context;
use mdbook_preprocessor::PreprocessorContext;
use mdbook_preprocessor::book::{Book, BookItem, Chapter, SectionNumber};
use mdbook_preprocessor::config::Config;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// What a chapter is filled up to, in bytes.
const CHAPTER_BYTES: usize = 8_000;
/// Chapters come in groups: one, and the rest of its group below it.
const GROUP: usize = 10;

/// The directives of a chapter, three in each that has any.
#[derive(Clone, Copy)]
pub(crate) enum Directives {
    /// `link` in a sentence, `count` in a sentence, `status`.
    Facts,
    /// `goal`: the card with the goal's updates.
    Cards,
}

/// Which book.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    /// How many chapters.
    pub(crate) chapters: usize,
    /// In how many of a hundred chapters directives stand.
    pub(crate) percent: usize,
    /// Which directives.
    pub(crate) directives: Directives,
    /// The size of its goals file, in bytes.
    pub(crate) goals_bytes: usize,
}

impl Wanted {
    /// The book's folder among others.
    pub(crate) fn folder(self) -> String {
        let kind = match self.directives {
            Directives::Facts => "facts",
            Directives::Cards => "cards",
        };
        format!("{}-chapters-{}-percent-{kind}-{}", self.chapters, self.percent, self.goals_bytes)
    }

    fn has_directives(self, chapter: usize) -> bool {
        // 37 and 100 have no common factor: the chapters are spread over each hundred.
        chapter * 37 % 100 < self.percent
    }

    fn text(self, chapter: usize, goals: usize) -> String {
        let dice = &mut Dice::new(chapter as u64);
        let mut sections = vec![format!("# Chapter {}: {}\n\n{}", chapter + 1, prose::noun(dice), prose::paragraph(dice))];
        while sections.iter().map(String::len).sum::<usize>() < CHAPTER_BYTES {
            sections.push(prose::section(dice));
        }
        if self.has_directives(chapter) {
            let last = sections.len() - 1;
            for (at, directive) in [(0, 0), (last / 2, 1), (last, 2)] {
                let goal = 1 + dice.below(goals);
                sections[at] += &match (self.directives, directive) {
                    (Directives::Facts, 0) => format!("This chapter belongs to <<#link {goal}>>, as the plan says.\n\n"),
                    (Directives::Facts, 1) => "Of all goals, <<#count goals flagship>> are flagship goals.\n\n".to_owned(),
                    (Directives::Facts, _) => format!("<<#status {goal}>>\n\n"),
                    (Directives::Cards, _) => format!("<<#goal {goal}>>\n\n"),
                };
            }
        }
        sections.concat()
    }
}

/// A book on disk.
pub(crate) struct OnDisk {
    /// The folder with `book.toml` and `goals.toml`.
    pub(crate) root: PathBuf,
    /// The file with what mdBook sends to a preprocessor.
    pub(crate) input: PathBuf,
    /// The length of that file in bytes.
    pub(crate) input_bytes: u64,
}

/// Writes `book.toml`, `goals.toml` and the JSON into the folder `root`, where it does not exist yet.
/// `init` makes the folder what a user's is: it gets the path of the folder.
pub(crate) fn write(wanted: Wanted, root: &Path, init: impl Fn(&Path) -> anyhow::Result<()>) -> anyhow::Result<OnDisk> {
    let input = root.join("input.json");
    if !root.exists() {
        fs::create_dir(root).with_context(|| format!("could not create {}", root.display()))?;
        let goals = goals::file(wanted.goals_bytes);
        fs::write(root.join("goals.toml"), goals.text)?;
        fs::write(root.join("book.toml"), BOOK_TOML)?;
        init(root)?;
        let context = PreprocessorContext::new(root.to_owned(), Config::from_disk(root.join("book.toml"))?, "html".to_owned());
        let mut file = BufWriter::new(fs::File::create(&input)?);
        serde_json::to_writer(&mut file, &(context, book(wanted, goals.goals)))?;
        file.flush()?;
    }
    let input_bytes = fs::metadata(&input)?.len();
    Ok(OnDisk { root: root.to_owned(), input, input_bytes })
}

/// Writes a book without chapters whose goals file has `bytes` bytes, and returns an empty file, for
/// programs that read no input.
pub(crate) fn write_for_report(root: &Path, bytes: usize) -> anyhow::Result<PathBuf> {
    fs::create_dir(root).with_context(|| format!("could not create {}", root.display()))?;
    fs::write(root.join("goals.toml"), goals::file(bytes).text)?;
    fs::write(root.join("book.toml"), BOOK_TOML)?;
    let empty = root.join("empty");
    fs::write(&empty, "")?;
    Ok(empty)
}

/// Writes the chapters of a book as files too, for a whole build of it.
pub(crate) fn write_sources(wanted: Wanted, book: &OnDisk) -> anyhow::Result<()> {
    let source = book.root.join("src");
    let goals = goals::file(wanted.goals_bytes).goals;
    let mut summary = String::from("# Summary\n\n");
    for number in 0..wanted.chapters {
        let indent = if number.is_multiple_of(GROUP) { "" } else { "  " };
        summary += &format!("{indent}- [Chapter {}]({})\n", number + 1, path(number));
        let file = source.join(path(number));
        if number.is_multiple_of(GROUP) {
            fs::create_dir_all(file.parent().context("a chapter lies in a folder")?)?;
        }
        fs::write(file, wanted.text(number, goals))?;
    }
    Ok(fs::write(source.join("SUMMARY.md"), summary)?)
}

/// The texts of the chapters that [`write_sources`] wrote.
pub(crate) fn texts(book: &OnDisk) -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    for part in fs::read_dir(book.root.join("src"))? {
        let part = part?.path();
        if part.is_dir() {
            for chapter in fs::read_dir(part)? {
                texts.push(fs::read_to_string(chapter?.path())?);
            }
        }
    }
    Ok(texts)
}

const BOOK_TOML: &str = "\
[book]
title = \"A generated book\"

[preprocessor.goals]
data = [\"goals.toml\"]
check = \"off\"
renderers = [\"html\"]

[output.html]
";

fn book(wanted: Wanted, goals: usize) -> Book {
    let chapter = |number: usize, parents: Vec<String>| {
        let mut chapter = Chapter::new(&format!("Chapter {}", number + 1), wanted.text(number, goals), path(number), parents);
        let group = (number / GROUP) as u32 + 1;
        let place = (number % GROUP) as u32;
        chapter.number = Some(SectionNumber::new(if place == 0 { vec![group] } else { vec![group, place] }));
        chapter
    };
    let groups = (0..wanted.chapters).step_by(GROUP).map(|first| {
        let mut parent = chapter(first, Vec::new());
        let rest = first + 1..wanted.chapters.min(first + GROUP);
        parent.sub_items = rest.map(|number| BookItem::Chapter(chapter(number, vec![parent.name.clone()]))).collect();
        BookItem::Chapter(parent)
    });
    Book::new_with_items(groups.collect())
}

fn path(number: usize) -> String {
    format!("part-{}/chapter-{}.md", number / GROUP + 1, number + 1)
}
