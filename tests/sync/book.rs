//! A book in a folder of its own, and the real binary in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mdbook_goals::data::{self, Goals};
use mdbook_goals::source::Sources;

use crate::client::TOKEN;
use crate::server::{REPOSITORY, Server};

pub(crate) struct Book {
    folder: tempfile::TempDir,
    files: Vec<String>,
}

/// What a run said.
pub(crate) struct Said {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Book {
    /// A book with these goals files, by path.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<_> = files.iter().map(|(name, _)| format!("{name:?}")).collect();
        let book = format!("[book]\ntitle = \"t\"\n\n[preprocessor.goals]\ndata = [{}]\n", names.join(", "));
        fs::write(folder.path().join("book.toml"), book).unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Book { folder, files: files.iter().map(|(name, _)| (*name).to_owned()).collect() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Replaces a text that occurs once.
    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(from).count(), 1, "{from} in\n{text}");
        self.write(name, &text.replace(from, to));
    }

    /// The texts of the goals files.
    pub(crate) fn texts(&self) -> BTreeMap<String, String> {
        self.files.iter().map(|it| (it.clone(), self.read(it))).collect()
    }

    /// Every file there is.
    pub(crate) fn all_files(&self) -> Vec<PathBuf> {
        let mut out = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { out.push(path) }
            }
        }
        out
    }

    pub(crate) fn goals(&self) -> Goals {
        let mut sources = Sources::default();
        let ids: Vec<_> = self.files.iter().map(|it| sources.add(it.clone(), self.read(it))).collect();
        data::load(&sources, &ids).0
    }

    pub(crate) fn command(&self, server: &Server, arguments: &[&str]) -> Command {
        let mut command = command(self.folder.path());
        command.env("GITHUB_API_URL", server.url()).env("GITHUB_TOKEN", TOKEN).arg("sync").args(arguments);
        command
    }

    /// Runs `sync`, which must not show the token.
    pub(crate) fn sync(&self, server: &Server, arguments: &[&str]) -> Said {
        let said = Said::new(&self.command(server, arguments).output().unwrap());
        assert!(!said.stdout.contains(TOKEN) && !said.stderr.contains(TOKEN), "{}", said.stderr);
        for path in self.all_files() {
            assert!(!String::from_utf8_lossy(&fs::read(&path).unwrap()).contains(TOKEN), "{}", path.display());
        }
        said
    }

    /// Runs `sync`, which must succeed; returns its last line.
    pub(crate) fn synced(&self, server: &Server, arguments: &[&str]) -> String {
        let said = self.sync(server, arguments);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        said.stderr.lines().last().unwrap_or_default().to_owned()
    }
}

impl Said {
    pub(crate) fn new(output: &Output) -> Self {
        let text = |it: &[u8]| String::from_utf8_lossy(it).into_owned();
        Said { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }
}

/// The binary, in a folder, with none of the machine's own tokens, programs and settings.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(snapbox::cmd::cargo_bin!("mdbook-goals"));
    for name in ["GITHUB_TOKEN", "GH_TOKEN", "GITHUB_API_URL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "MDBOOK_LOG"] {
        command.env_remove(name);
    }
    command.env("PATH", folder).env("NO_COLOR", "1").current_dir(folder);
    command
}

/// The head of a goals file.
pub(crate) fn head() -> String {
    format!("[project]\ntracking-repository = \"{REPOSITORY}\"\n\n[period]\nname = \"2025h2\"\n")
}
