//! Writes several files so that each is the old or the new one, whatever happens.
//!
//! All of them are complete in temporary files beside their places before the first is replaced.

use std::fs::{self, Metadata};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use tempfile::NamedTempFile;

/// How much is written at a time.
const PIECE: usize = 16 << 10;

/// A file that is to be written.
#[derive(Debug)]
pub(super) struct NewFile {
    /// Where.
    pub(super) path: PathBuf,
    /// What.
    pub(super) text: String,
}

/// Writes `files`, in their order. A link stays a link, permissions stay as they were.
///
/// # Errors
///
/// Where a file cannot be written or is read-only. Unless a rename fails, which then is said,
/// nothing has changed.
pub(super) fn write_all(files: &[NewFile]) -> anyhow::Result<()> {
    let mut ready = Vec::new();
    checkpoint();
    for NewFile { path, text } in files {
        let target = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) if error.kind() == ErrorKind::NotFound => path.clone(),
            Err(error) => return Err(error).with_context(|| format!("cannot write `{}`", path.display())),
        };
        let temporary = prepare(&target, text).with_context(|| format!("cannot write `{}`", path.display()))?;
        ready.push((path, target, temporary));
        checkpoint();
    }
    for (path, target, temporary) in ready {
        temporary.persist(&target).with_context(|| format!("cannot replace `{}`", path.display()))?;
        checkpoint();
    }
    Ok(())
}

/// A point at which the tests end the program, as a power cut would. They count the points and
/// name one in `MDBOOK_GOALS_END_AT`. Only test builds have it.
#[cfg(debug_assertions)]
fn checkpoint() {
    use std::sync::atomic::{AtomicU32, Ordering};
    static PASSED: AtomicU32 = AtomicU32::new(0);
    let number = PASSED.fetch_add(1, Ordering::Relaxed).to_string();
    if std::env::var("MDBOOK_GOALS_END_AT").is_ok_and(|it| it == number) {
        std::process::abort();
    }
}

#[cfg(not(debug_assertions))]
fn checkpoint() {}

fn prepare(target: &Path, text: &str) -> anyhow::Result<NamedTempFile> {
    let old = fs::metadata(target).ok();
    if old.as_ref().is_some_and(|it| it.permissions().readonly()) {
        bail!("it is read-only");
    }
    let folder = target.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = create(folder, old.as_ref())?;
    checkpoint();
    for piece in text.as_bytes().chunks(PIECE) {
        file.write_all(piece)?;
        checkpoint();
    }
    file.as_file().sync_all()?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions())?;
    }
    Ok(file)
}

/// A temporary file with the permissions that a new file would get; tempfile's own are narrower.
#[cfg(unix)]
fn create(folder: &Path, _: Option<&Metadata>) -> std::io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;
    tempfile::Builder::new().prefix(".mdbook-goals-").permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn create(folder: &Path, _: Option<&Metadata>) -> std::io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".mdbook-goals-").tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: PathBuf, text: &str) -> NewFile {
        NewFile { path, text: text.into() }
    }

    #[test]
    fn files_are_written_and_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&a, "old").unwrap();
        write_all(&[file(a.clone(), "new"), file(b.clone(), "b")]).unwrap();
        assert_eq!((fs::read_to_string(&a).unwrap(), fs::read_to_string(&b).unwrap()), ("new".into(), "b".into()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
    }

    #[test]
    fn where_one_cannot_be_written_none_is() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("missing/b"));
        fs::write(&a, "old").unwrap();
        let error = write_all(&[file(a.clone(), "new"), file(b, "b")]).unwrap_err();
        assert!(format!("{error:#}").contains("missing"), "{error:#}");
        assert_eq!(fs::read_to_string(&a).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real", &link).unwrap();
        write_all(&[file(link.clone(), "new")]).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&real, fs::Permissions::from_mode(0o444)).unwrap();
        assert!(format!("{:#}", write_all(&[file(link, "x")]).unwrap_err()).contains("read-only"));
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
    }
}
