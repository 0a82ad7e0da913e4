//! The command line, as clap reads it. What the commands do is not known here.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

const AFTER_HELP: &str = "\
Without a command it reads mdBook's JSON on standard input and writes the book on standard
output. mdBook itself calls it so, for a book whose book.toml has [preprocessor.goals].

Exit codes:
  0  clean
  1  something is wrong in the book, its settings or its goals files
  2  could not run: wrong usage, unreadable or unusable input

Examples:
  mdbook-goals init            wire the book in this folder
  mdbook-goals explain         list what can be wrong
  mdbook build                 build the book, with its directives expanded";

const INIT_AFTER_HELP: &str = "\
book.toml keeps its comments, order and spacing; what is set stays as it is. The files
goals.css and goals.schema.json are generated: running init again replaces them by those of
this version. A goals file that is there is never touched.

Examples:
  mdbook-goals init
  mdbook-goals init docs --dry-run";

/// Directives such as <<#goal 389>> for mdBook, from a goals file.
#[derive(Debug, Parser)]
#[command(name = "mdbook-goals", version, after_help = AFTER_HELP, disable_help_subcommand = true, max_term_width = 100)]
pub struct Cli {
    /// What to do; nothing: preprocess a book.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Settings of every command.
    #[command(flatten)]
    pub global: Global,
}

/// Settings of every command.
#[derive(Clone, Debug, Args)]
pub struct Global {
    /// Colours in messages
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub color: Color,
    /// Show errors alone
    #[arg(short, long, global = true, action = ArgAction::SetTrue, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say what is done
    #[arg(short, long, global = true, action = ArgAction::SetTrue)]
    pub verbose: bool,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tell mdBook whether a renderer is supported: each is
    Supports {
        /// The renderer, such as html
        renderer: String,
    },
    /// Wire a book: book.toml, the stylesheet, the JSON Schema and, where there is none, a small goals file
    #[command(after_help = INIT_AFTER_HELP)]
    Init {
        /// The book's folder [default: the one here or above]
        #[arg(value_hint = ValueHint::DirPath)]
        book: Option<PathBuf>,
        /// Say what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Print what a code means, with an example and how to fix it; without a code, list them all
    Explain {
        /// The code, as it stands in brackets in a message
        code: Option<String>,
    },
    /// Print a script that completes the command line in a shell
    #[command(after_help = "Example:\n  mdbook-goals completions bash > ~/.local/share/bash-completion/completions/mdbook-goals")]
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the JSON Schema of a goals file, with which editors complete and check it
    Schema {
        /// Of what
        #[arg(default_value = "goals")]
        what: Schema,
    },
}

/// What has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Schema {
    /// A goals file
    Goals,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn mdbook_appends_its_call_to_the_flags_of_the_book() {
        let cli = Cli::parse_from(["mdbook-goals", "-v", "--color=never", "supports", "html"]);
        assert!(cli.global.verbose && matches!(cli.command, Some(Command::Supports { .. })));
    }
}
