//! What there is to look at: from the paths of the command line to files, by the book that each
//! belongs to.
//!
//! All paths are real ones, so that a file that is reached twice is looked at once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, bail};
use ignore::WalkBuilder;

use super::book::Layout;

/// What is asked for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// By the folder of the book; what belongs to none has none.
    pub(super) parts: BTreeMap<Option<PathBuf>, Part>,
    /// What was named and cannot be looked at.
    pub(super) failed: Vec<String>,
    /// What was met on the way and cannot be looked at.
    pub(super) skipped: Vec<String>,
    /// The folder that paths are shown from.
    pub(super) here: PathBuf,
}

/// What is asked for of one book.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Markdown files.
    pub(super) markdown: BTreeSet<PathBuf>,
    /// Goals files that were named.
    pub(super) toml: BTreeSet<PathBuf>,
    /// The folders whose goals files count.
    folders: BTreeSet<PathBuf>,
    /// The texts of standard input: one or none.
    pub(super) stdin: Option<String>,
    /// How much of the book.
    pub(super) extent: Extent,
}

/// How much of a book is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Extent {
    /// Some files.
    #[default]
    Part,
    /// All of it.
    Whole,
}

impl Part {
    /// Whether the goals file at `path` is asked for.
    pub(super) fn wants(&self, path: &Path) -> bool {
        self.extent == Extent::Whole || self.toml.contains(path) || self.folders.iter().any(|it| path.starts_with(it))
    }
}

/// Whether a path of the command line is standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Finds what `paths` name; the book here or above where they name nothing.
///
/// # Errors
///
/// Where there is nothing to look at.
pub(super) fn asked(paths: &[PathBuf]) -> anyhow::Result<Asked> {
    let here = std::env::current_dir().and_then(|it| it.canonicalize()).context("the current folder cannot be found")?;
    let mut walk = Walk { out: Asked { here: here.clone(), ..Asked::default() }, books: HashMap::new(), real: HashMap::new() };
    if paths.is_empty() {
        let Some(root) = walk.book_of(&here) else {
            bail!("there is no book.toml here or above; name what is to be checked: `mdbook-goals check FOLDER`");
        };
        walk.book(&root);
    }
    for path in paths {
        walk.path(path)?;
    }
    Ok(walk.out)
}

struct Walk {
    out: Asked,
    /// The book of each folder.
    books: HashMap<PathBuf, Option<PathBuf>>,
    /// The real path of each folder.
    real: HashMap<PathBuf, PathBuf>,
}

impl Walk {
    fn path(&mut self, path: &Path) -> anyhow::Result<()> {
        if is_stdin(path) {
            let here = self.out.here.clone();
            let text = std::io::read_to_string(std::io::stdin()).context("cannot read standard input as UTF-8")?;
            self.part_of(&here).stdin = Some(text);
            return Ok(());
        }
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) => {
                self.out.failed.push(match error.kind() {
                    ErrorKind::NotFound => format!("there is no `{}`", path.display()),
                    _ => format!("cannot read `{}`: {error}", path.display()),
                });
                return Ok(());
            }
        };
        if real.is_dir() {
            if real.join("book.toml").is_file() {
                self.book(&real);
            } else {
                self.folder(&real);
            }
        } else if real.file_name().is_some_and(|it| it == "book.toml") {
            self.book(real.parent().unwrap_or(&real));
        } else {
            match Kind::of(&real) {
                Some(Kind::Markdown) => drop(self.part_of(folder_of(&real)).markdown.insert(real.clone())),
                Some(Kind::Toml) => drop(self.part_of(folder_of(&real)).toml.insert(real.clone())),
                None => self.out.failed.push(format!("`{}` is neither Markdown (.md) nor a goals file (.toml)", path.display())),
            }
        }
        Ok(())
    }

    /// A whole book: its source folder, and the goals files, wherever they lie.
    fn book(&mut self, root: &Path) {
        let text = std::fs::read_to_string(root.join("book.toml")).unwrap_or_default(); // that it cannot be read is said later
        let layout = Layout::read(root, &text);
        self.out.parts.entry(Some(root.to_owned())).or_default().extent = Extent::Whole;
        match layout.source.canonicalize() {
            Ok(source) => self.folder(&source),
            Err(error) => self.out.failed.push(format!("cannot read the book's folder `{}`: {error}", layout.source.display())),
        }
    }

    /// All Markdown files below a folder, without pages that mdBook wrote.
    fn folder(&mut self, folder: &Path) {
        self.part_of(folder).folders.insert(folder.to_owned());
        let above = self.book_of(folder).and_then(|root| output(&root));
        let outputs = Arc::new(Mutex::new(above.into_iter().collect::<HashSet<_>>()));
        let walk = WalkBuilder::new(folder)
            .follow_links(true)
            .require_git(false)
            .sort_by_file_name(Ord::cmp)
            .filter_entry(move |entry| {
                if !entry.file_type().is_some_and(|it| it.is_dir()) {
                    return true;
                }
                let mut outputs = outputs.lock().unwrap_or_else(PoisonError::into_inner);
                outputs.extend(output(entry.path()));
                !outputs.contains(entry.path())
            })
            .build();
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let where_to = if error.depth() == Some(0) { &mut self.out.failed } else { &mut self.out.skipped };
                    where_to.push(error.to_string());
                    continue;
                }
            };
            self.out.skipped.extend(entry.error().map(ToString::to_string));
            if entry.file_type().is_some_and(|it| it.is_file()) && Kind::of(entry.path()) == Some(Kind::Markdown) {
                let real = self.real(entry.path(), entry.path_is_symlink());
                let part = self.part_of(folder_of(&real));
                part.folders.insert(folder.to_owned());
                part.markdown.insert(real);
            }
        }
    }

    /// A path without links; `is_link` says whether it is one itself. Folders are asked for once.
    fn real(&mut self, path: &Path, is_link: bool) -> PathBuf {
        if is_link {
            return path.canonicalize().unwrap_or_else(|_| path.to_owned());
        }
        self.real_folder(folder_of(path)).join(path.file_name().unwrap_or_default())
    }

    /// The real path of a folder; below one that is known only the last name is asked for.
    fn real_folder(&mut self, folder: &Path) -> PathBuf {
        if let Some(known) = self.real.get(folder) {
            return known.clone();
        }
        let above = folder.parent().and_then(|it| self.real.get(it)).filter(|_| !folder.is_symlink());
        let real = match above.zip(folder.file_name()) {
            Some((above, name)) => above.join(name),
            None => folder.canonicalize().unwrap_or_else(|_| folder.to_owned()),
        };
        self.real.insert(folder.to_owned(), real.clone());
        real
    }

    fn part_of(&mut self, folder: &Path) -> &mut Part {
        let book = self.book_of(folder);
        self.out.parts.entry(book).or_default()
    }

    /// The folder of the nearest `book.toml` in a real folder or above it.
    fn book_of(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(known) = self.books.get(folder) {
            return known.clone();
        }
        let book =
            if folder.join("book.toml").is_file() { Some(folder.to_owned()) } else { folder.parent().and_then(|it| self.book_of(it)) };
        self.books.insert(folder.to_owned(), book.clone());
        book
    }
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Markdown,
    Toml,
}

impl Kind {
    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?;
        let is = |wanted: &str| extension.eq_ignore_ascii_case(wanted);
        match (is("md") || is("markdown"), is("toml")) {
            (true, _) => Some(Kind::Markdown),
            (false, true) => Some(Kind::Toml),
            (false, false) => None,
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// The folder of the pages of the book in `root`; `None` where there is no book.
fn output(root: &Path) -> Option<PathBuf> {
    let text = std::fs::read_to_string(root.join("book.toml")).ok()?;
    Some(Layout::read(root, &text).output)
}

/// A path as people see it: from the folder `here`, upwards too where that is short, with `/`
/// between its parts.
pub(super) fn shown(path: &Path, here: &Path) -> String {
    let (below, up) = match here.ancestors().take(4).enumerate().find_map(|(up, it)| Some((path.strip_prefix(it).ok()?, up))) {
        // from the root of the disk every path is below
        Some(found) if path.strip_prefix(here).is_ok() || here.ancestors().nth(found.1).is_some_and(|it| it.parent().is_some()) => found,
        Some(_) | None => (path, 0),
    };
    format!("{}{}", "../".repeat(up), below.to_string_lossy().replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_here() {
        for (path, expected) in [
            ("/a/b/c/d.md", "d.md"),
            ("/a/b/c/d/e.md", "d/e.md"),
            ("/a/b/e.md", "../e.md"),
            ("/a/x/y/e.md", "../../x/y/e.md"),
            ("/x/e.md", "/x/e.md"),
        ] {
            assert_eq!(shown(Path::new(path), Path::new("/a/b/c")), expected);
        }
    }
}
