//! `cargo run --example guide` builds this guide with a real mdBook and says where to open it.
//!
//! It needs nothing installed: mdBook is a development dependency, and this program is the
//! preprocessor as well, called by mdBook as it would call `mdbook-goals`.

use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use mdbook_driver::MDBook;
use mdbook_driver::config::Config;
use mdbook_goals::{cli::Cli, commands};

/// With this argument first, the program is the preprocessor.
const AS_PREPROCESSOR: &str = "--as-preprocessor";

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().peekable();
    let program = arguments.next();
    if arguments.next_if(|it| it == AS_PREPROCESSOR).is_some() {
        return commands::run(Cli::parse_from(program.into_iter().chain(arguments))).into();
    }
    match build(Path::new(env!("CARGO_MANIFEST_DIR")).join("book").as_path()) {
        Ok(page) => {
            anstream::println!("The guide is built. Open {page} in a browser.");
            ExitCode::SUCCESS
        }
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Builds the book in the folder `root`; returns the path of its first page.
fn build(root: &Path) -> anyhow::Result<String> {
    let mut config = Config::from_disk(root.join("book.toml"))?;
    let program = std::env::current_exe()?;
    let program = program.to_str().ok_or_else(|| anyhow::anyhow!("the path of this program is not UTF-8"))?;
    config.set("preprocessor.goals.command", format!("{} {AS_PREPROCESSOR}", shlex::try_quote(program)?))?;
    let book = MDBook::load_with_config(root, config)?;
    book.build()?;
    Ok(book.build_dir_for("html").join("index.html").display().to_string())
}
