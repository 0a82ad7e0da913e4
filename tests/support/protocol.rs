//! Calls of the binary as mdBook makes them, with the JSON of a real book.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(dead_code, reason = "every test binary compiles this module and uses a part of it")]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde::Deserialize;
use serde_json::{Value, json};

/// What mdBook says of itself and of a book.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Host {
    #[serde(default = "newest")]
    /// The version that the host says it is: `0.4…` or `0.5…`.
    pub version: String,
    #[serde(default = "html")]
    /// The renderer.
    pub renderer: String,
    #[serde(default)]
    /// The book's folder below the sandbox.
    pub book: String,
    #[serde(default)]
    /// Settings that came from the environment.
    pub set: BTreeMap<String, Value>,
    #[serde(default)]
    /// Chapters that an earlier preprocessor has changed.
    pub texts: BTreeMap<String, String>,
}

fn newest() -> String {
    "0.5.4".into()
}

fn html() -> String {
    "html".into()
}

/// A call of the binary.
pub(crate) struct Call<'a> {
    /// Its arguments.
    pub args: &'a [String],
    /// What is set in its environment.
    pub env: &'a BTreeMap<String, String>,
    /// Where it runs.
    pub folder: &'a Path,
}

impl Call<'_> {
    /// Runs the binary with nothing of the caller's environment that would change what it says.
    pub(crate) fn run(&self, stdin: String) -> Output {
        let mut command = Command::new(snapbox::cmd::cargo_bin!("mdbook-goals"));
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            let ours = ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS", "RUST_BACKTRACE", "RUST_LOG", "CI"].contains(&&*name);
            if ours || name.starts_with("MDBOOK_") || name.starts_with("GITHUB_") {
                command.env_remove(&*name);
            }
        }
        command.args(self.args).envs(self.env).current_dir(self.folder);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || drop(pipe.write_all(stdin.as_bytes()))); // a command may not read it
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        output
    }
}

/// What the host of that version sends about the book in `root`.
pub(crate) fn message(host: &Host, root: &Path) -> Value {
    let (mut config, mut book) = if host.version.starts_with("0.4") {
        let it = mdbook::MDBook::load(root).unwrap();
        (serde_json::to_value(&it.config).unwrap(), serde_json::to_value(&it.book).unwrap())
    } else {
        let it = mdbook_driver::MDBook::load(root).unwrap();
        (serde_json::to_value(&it.config).unwrap(), serde_json::to_value(&it.book).unwrap())
    };
    for (path, value) in &host.set {
        let place = path.split('.').fold(&mut config, |it, key| &mut it[key]);
        *place = value.clone();
    }
    each_chapter(&mut book, &mut |chapter| {
        if let Some(text) = chapter["path"].as_str().and_then(|it| host.texts.get(it)) {
            chapter["content"] = json!(text);
        }
        chapter["x-unknown"] = json!({ "kept": [1, null] });
    });
    json!([{ "root": root, "config": config, "renderer": host.renderer, "mdbook_version": host.version }, book])
}

/// Calls `act` on each chapter of a book, of either form.
pub(crate) fn each_chapter(book: &mut Value, act: &mut dyn FnMut(&mut Value)) {
    for key in ["items", "sections", "sub_items"] {
        for item in book.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(chapter) = item.get_mut("Chapter") {
                act(chapter);
                each_chapter(chapter, act);
            }
        }
    }
}
