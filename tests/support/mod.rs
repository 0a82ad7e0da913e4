//! Books for the tests: written into a folder of their own and built in this process by a real
//! mdBook of either line, which calls the real binary as its preprocessor.
//!
//! Each test binary uses its own part of this.
#![allow(dead_code, reason = "every test binary compiles this module and uses a part of it")]

pub(crate) mod chromium;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A line of mdBook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host {
    /// 0.4, as of its last release.
    V04,
    /// 0.5.
    V05,
}

impl Host {
    /// Both lines.
    pub(crate) const ALL: [Host; 2] = [Host::V04, Host::V05];

    /// The version as the host names itself to a preprocessor.
    pub(crate) fn version(self) -> &'static str {
        match self {
            Host::V04 => mdbook::MDBOOK_VERSION,
            Host::V05 => mdbook_preprocessor::MDBOOK_VERSION,
        }
    }
}

/// A book in a temporary folder, which goes with it.
pub(crate) struct Book {
    folder: TempDir,
}

impl Book {
    /// Writes a book: files by their path below its root, `book.toml` among them. Where `files`
    /// has no `src/SUMMARY.md`, it lists the chapters in their order. A line `command = BINARY` in
    /// `book.toml` gets the path of the binary under test.
    pub(crate) fn new(files: &[(&str, &str)]) -> Book {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        };
        let mut summary = "# Summary\n\n".to_owned();
        for (path, text) in files {
            if let Some(chapter) = path.strip_prefix("src/").filter(|it| it.ends_with(".md")) {
                summary.push_str(&format!("- [{chapter}](<{chapter}>)\n"));
            }
            write(path, &text.replace("command = BINARY", &format!("command = {}", command())));
        }
        if !files.iter().any(|(path, _)| *path == "src/SUMMARY.md") {
            write("src/SUMMARY.md", &summary);
        }
        Book { folder }
    }

    /// The folder that holds `book.toml`.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Builds every renderer's output and returns the folder that holds it: the pages themselves
    /// where `html` is the only renderer, else a folder for each. Every host has a folder of its own.
    pub(crate) fn build(&self, host: Host) -> anyhow::Result<PathBuf> {
        let folder = PathBuf::from(format!("built-by-{}", host.version()));
        match host {
            Host::V04 => {
                let mut book = mdbook::MDBook::load(self.root())?;
                book.config.build.build_dir = folder.clone();
                book.build()?;
            }
            Host::V05 => {
                let mut book = mdbook_driver::MDBook::load(self.root())?;
                book.config.build.build_dir = folder.clone();
                book.build()?;
            }
        }
        Ok(self.root().join(folder))
    }
}

/// The binary under test, as `book.toml` names a command: mdBook splits it as a shell would.
fn command() -> String {
    toml::Value::String(format!("'{}'", env!("CARGO_BIN_EXE_mdbook-goals"))).to_string()
}
