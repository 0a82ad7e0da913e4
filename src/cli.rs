//! The command line, as clap reads it. What the commands do is not known here.

mod help;

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use jiff::civil::Date;

use crate::emit;
use help::{
    AFTER_HELP, CHECK_AFTER_HELP, EXPORT_AFTER_HELP, IMPORT_AFTER_HELP, INIT_AFTER_HELP, REPORT_AFTER_HELP, STALE_AFTER_HELP,
    SYNC_AFTER_HELP,
};

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
    /// Bring goal documents into a goals file
    #[command(after_help = IMPORT_AFTER_HELP)]
    Import {
        /// The folder of the documents, named as their period: src/2025h2
        #[arg(value_hint = ValueHint::DirPath)]
        folder: PathBuf,
        /// The goals file; one that is there is brought up to date [default: standard output]
        #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        output: Option<PathBuf>,
    },
    /// Check references, directives and goals files
    #[command(after_help = CHECK_AFTER_HELP)]
    Check(Check),
    /// Write a period's report: a post in Markdown, a page, or JSON
    #[command(after_help = REPORT_AFTER_HELP)]
    Report(Report),
    /// Write goals and updates for other programs: JSON, CSV, or an Atom feed
    #[command(after_help = EXPORT_AFTER_HELP)]
    Export(Export),
    /// List the goals without a recent update, with their contact and champions
    #[command(after_help = STALE_AFTER_HELP)]
    Stale(Stale),
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
    /// Fetch the tracking issues of the goals and their comments into the goals files
    #[command(after_help = SYNC_AFTER_HELP)]
    Sync(Sync),
    /// Print the JSON Schema of a goals file, with which editors complete and check it, or that of a report or an export
    Schema {
        /// Of what
        #[arg(default_value = "goals")]
        what: Schema,
    },
}

/// What to fetch, and what to do with it.
#[derive(Debug, Args)]
pub struct Sync {
    /// This goal alone, by its key or its issue's number; may be repeated
    #[arg(long, value_name = "GOAL", conflicts_with_all = ["milestone", "label"])]
    pub goal: Vec<String>,
    /// Only comments written or changed on this day (UTC) or later
    #[arg(long, value_name = "DATE")]
    pub since: Option<Date>,
    /// The issues of this milestone of the tracking repository; adds goals that are missing
    #[arg(long, value_name = "TITLE")]
    pub milestone: Option<String>,
    /// The issues with this label; adds goals that are missing
    #[arg(long, value_name = "NAME")]
    pub label: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print what would change as a diff, and change nothing
    #[arg(long)]
    pub diff: bool,
    /// Remove updates whose comment was deleted, unless they were edited here
    #[arg(long, conflicts_with = "since")]
    pub prune: bool,
    /// Which book.
    #[command(flatten)]
    pub book: Book,
}

/// What `check` looks at and how it speaks.
#[derive(Clone, Debug, Args)]
pub struct Check {
    /// Books, folders, .md files, goals files; - is standard input [default: the book here or above]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// How findings are written [default: human; github where GITHUB_ACTIONS=true]
    #[arg(long, value_parser = formats())]
    pub format: Option<String>,
    /// Apply the fixes that are safe
    #[arg(long)]
    pub fix: bool,
    /// Also the fixes that are only likely
    #[arg(long = "unsafe")]
    pub also_unsafe: bool,
    /// Show what --fix would change as a diff, and change nothing
    #[arg(long)]
    pub diff: bool,
    /// Ask GitHub whether each reference exists and is what the text says
    #[arg(long)]
    pub online: bool,
    /// With --online: the file that keeps the answers [default: mdbook-goals/references.json in the
    /// user's folder for caches]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "online")]
    pub cache: Option<PathBuf>,
    /// Make a code an error; `warnings`: all that are warnings
    #[arg(long, value_name = "CODE")]
    pub deny: Vec<String>,
    /// Make a code a warning
    #[arg(long, value_name = "CODE")]
    pub warn: Vec<String>,
    /// Do not report a code
    #[arg(long, value_name = "CODE")]
    pub allow: Vec<String>,
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(emit::FORMATS.iter().map(|it| PossibleValue::new(it.name).help(it.about)))
}

/// What a report is about, and its form.
#[derive(Debug, Args)]
pub struct Report {
    /// The month, such as 2025-10 [default: the whole period]
    #[arg(long, value_name = "MONTH", conflicts_with_all = ["since", "until"])]
    pub month: Option<String>,
    /// The first day, such as 2025-10-01
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// The last day, such as 2025-10-31
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Only goals with a champion from this team
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// In which order the updates of a goal stand
    #[arg(long, value_name = "ORDER", default_value = "oldest")]
    pub order: Order,
    /// In which form
    #[arg(long, value_name = "FORM", default_value = "markdown")]
    pub format: ReportFormat,
    /// With --format html: a whole page with its stylesheet inside
    #[arg(long)]
    pub standalone: bool,
    /// With --format markdown: what stands before the post
    #[arg(long, value_name = "KIND", default_value = "none")]
    pub front_matter: FrontMatter,
    /// Where to write it [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Which book.
    #[command(flatten)]
    pub book: Book,
}

/// What is exported.
#[derive(Debug, Args)]
pub struct Export {
    /// In which form
    #[arg(long, value_name = "FORM")]
    pub format: ExportFormat,
    /// Where to write it [default: standard output]
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Which book.
    #[command(flatten)]
    pub book: Book,
}

/// For how long nothing was heard.
#[derive(Debug, Args)]
pub struct Stale {
    /// For how many days there was no update
    #[arg(long, value_name = "NUMBER", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    pub days: u16,
    /// Which book.
    #[command(flatten)]
    pub book: Book,
}

/// Which book a command works on, which of its periods, and when.
#[derive(Clone, Debug, Args)]
pub struct Book {
    /// The book's folder [default: the one here or above]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub book: Option<PathBuf>,
    /// The period, in a book with several [default: the book's]
    #[arg(long, value_name = "NAME")]
    pub period: Option<String>,
    /// What today is, such as 2025-11-03 [default: the day of the newest update]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
}

/// In which order updates stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// As on the tracking issue
    Oldest,
    /// The other way round
    Newest,
}

/// In which form a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// A post for a blog or an issue
    Markdown,
    /// A piece of a page, with the classes that it has in a book
    Html,
    /// For other programs
    Json,
}

/// In which form goals and updates are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// All goals with their updates
    Json,
    /// An update per row
    Csv,
    /// A feed with an entry per update
    Atom,
}

/// What stands before a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FrontMatter {
    /// Title, date and authors, as Zola reads them
    Zola,
    /// Nothing: the title is a heading
    None,
}

/// What has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Schema {
    /// A goals file
    Goals,
    /// What `report --format json` writes
    Report,
    /// What `export --format json` writes
    Export,
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
