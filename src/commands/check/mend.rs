//! The texts that are looked at, and what fixes make of them: kept in memory until all is mended,
//! then shown or written.
//!
//! A file is written only where it still says what was read.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use similar::TextDiff;

use crate::commands::replace::{NewFile, write_all};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::fix;
use crate::source::{FileId, Sources};

/// Changed texts, by path.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// What they are now, with their byte order mark.
    pub(super) new: BTreeMap<PathBuf, String>,
    old: BTreeMap<PathBuf, Old>,
}

/// What was read.
#[derive(Debug)]
struct Old {
    text: String,
    /// The path as people see it.
    shown: String,
}

impl Texts {
    /// How many files change.
    pub(super) fn len(&self) -> usize {
        self.new.len()
    }

    /// Applies the fixes of what was found. `paths` says where the files of `sources` lie. Returns
    /// how many findings are mended.
    pub(super) fn pass<'a>(
        &mut self,
        sources: &Sources,
        paths: &BTreeMap<FileId, PathBuf>,
        found: impl Iterator<Item = &'a Diagnostic>,
        most: Applicability,
    ) -> usize {
        let fixed = fix::apply(sources, found, most);
        for (file, text) in fixed.texts {
            let Some(path) = paths.get(&file) else { continue };
            let file = sources.file(file);
            let mark = file.mark();
            let old = || Old { text: format!("{mark}{}", file.text()), shown: file.path().to_owned() };
            self.old.entry(path.clone()).or_insert_with(old);
            self.new.insert(path.clone(), format!("{mark}{text}"));
        }
        fixed.mended
    }

    /// Writes what changes as a unified diff.
    pub(super) fn diff(&self, out: &mut dyn io::Write) -> io::Result<()> {
        for (path, new) in &self.new {
            let Some(Old { text, shown }) = self.old.get(path) else { continue };
            let diff = TextDiff::from_lines(text.as_str(), new.as_str());
            write!(out, "{}", diff.unified_diff().header(&format!("a/{shown}"), &format!("b/{shown}")))?;
        }
        Ok(())
    }

    /// Writes each file that changes. What could not be written is taken back, and said.
    pub(super) fn write(&mut self) -> Vec<String> {
        let mut refused = Vec::new();
        self.new.retain(|path, new| {
            let Some(Old { text, shown }) = self.old.get(path) else { return false };
            match replace(path, text, new) {
                Ok(()) => true,
                Err(error) => {
                    refused.push(format!("`{shown}` is not mended: {error:#}"));
                    false
                }
            }
        });
        refused
    }
}

/// The text of a file.
///
/// # Errors
///
/// Where it cannot be read or is not UTF-8.
pub(super) fn read(path: &Path) -> anyhow::Result<String> {
    let text = match std::fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|it| anyhow!(not_utf8(it.as_bytes(), it.utf8_error().valid_up_to()))),
        Err(error) => Err(error.into()),
    };
    text.with_context(|| format!("cannot read `{}`", path.display()))
}

fn not_utf8(bytes: &[u8], at: usize) -> String {
    let before = bytes.get(..at).unwrap_or_default();
    let line = 1 + memchr::memchr_iter(b'\n', before).count();
    let start = memchr::memrchr(b'\n', before).map_or(0, |it| it + 1);
    let column = 1 + String::from_utf8_lossy(before.get(start..).unwrap_or_default()).chars().count();
    let value = bytes.get(at).copied().unwrap_or_default();
    format!("line {line}, column {column}: the byte 0x{value:02x} begins no character; save it as UTF-8")
}

/// Puts `new` in place of `old`, which the file must still say.
fn replace(path: &Path, old: &str, new: &str) -> anyhow::Result<()> {
    let now = std::fs::read(path).context("it cannot be read any more")?;
    if now != old.as_bytes() {
        bail!("it has changed since it was read; run it again");
    }
    write_all(&[NewFile { path: path.to_owned(), text: new.to_owned() }])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(path: &Path, old: &str, new: &str) -> Texts {
        let shown = "a.md".to_owned();
        Texts {
            new: BTreeMap::from([(path.to_owned(), new.to_owned())]),
            old: BTreeMap::from([(path.to_owned(), Old { text: old.to_owned(), shown })]),
        }
    }

    #[test]
    fn a_file_that_changes_meanwhile_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        for (now, expected, message) in
            [(Some("old"), Some("new"), ""), (Some("other"), Some("other"), "has changed since"), (None, None, "cannot be read any more")]
        {
            let _was_not_there = std::fs::remove_file(&path);
            if let Some(now) = now {
                std::fs::write(&path, now).unwrap();
            }
            let mut texts = texts(&path, "old", "new");
            let refused = texts.write();
            assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), expected);
            assert_eq!(refused.is_empty(), message.is_empty());
            assert!(refused.iter().all(|it| it.starts_with("`a.md` is not mended: ") && it.contains(message)), "{refused:?}");
            assert_eq!(texts.len(), usize::from(refused.is_empty()), "what was refused counts as it was read");
        }
    }

    #[test]
    fn a_diff_can_be_applied() {
        let mut out = Vec::new();
        texts(Path::new("/x/a.md"), "one\r\ntwo\r\nthree", "one\r\n2\r\nthree").diff(&mut out).unwrap();
        let expected = "--- a/a.md\n+++ b/a.md\n@@ -1,3 +1,3 @@\n one\r\n-two\r\n+2\r\n three\n\\ No newline at end of file\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
