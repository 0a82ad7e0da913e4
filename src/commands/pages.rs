//! Reads a page that the data names and that is no chapter yet.

use std::path::{Component, Path};

/// The text of the Markdown file at `page`, a path below the book's source folder; `None` where it
/// cannot be read, or lies elsewhere in truth: what the data names is published.
pub(super) fn read(source_folder: &Path, page: &str) -> Option<String> {
    let path = Path::new(page);
    let is_below = path.components().all(|it| matches!(it, Component::Normal(_)));
    if !is_below || page.contains('\\') || path.extension().is_none_or(|it| it != "md") {
        return None;
    }
    let file = source_folder.join(path).canonicalize().ok()?;
    if !file.starts_with(source_folder.canonicalize().ok()?) {
        return None; // a symbolic link leads out of the book
    }
    let text = std::fs::read_to_string(file).ok()?;
    Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)) // as mdBook reads its chapters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_lie_in_the_source_folder() {
        let folder = tempfile::tempdir().unwrap();
        let src = folder.path().join("src");
        std::fs::create_dir_all(src.join("a")).unwrap();
        for (path, text) in [("src/a/b.md", "b"), ("src/a/c.txt", "c"), ("secret.md", "s")] {
            std::fs::write(folder.path().join(path), text).unwrap();
        }
        std::fs::write(src.join("bytes.md"), b"\xff").unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("secret.md"), src.join("out.md")).unwrap();
            std::os::unix::fs::symlink(src.join("a/b.md"), src.join("in.md")).unwrap();
            assert_eq!(read(&src, "in.md").as_deref(), Some("b"));
        }
        assert_eq!(read(&src, "a/b.md").as_deref(), Some("b"));
        std::fs::write(src.join("mark.md"), "\u{feff}m").unwrap();
        assert_eq!(read(&src, "mark.md").as_deref(), Some("m"));
        let secret = folder.path().join("secret.md").to_string_lossy().into_owned();
        for page in ["out.md", "../secret.md", "a/../../secret.md", &secret, "a/c.txt", "none.md", "a", "", "bytes.md", "a\\b.md"] {
            assert_eq!(read(&src, page), None, "{page}");
        }
    }
}
