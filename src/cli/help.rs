//! What `--help` says behind the options: what a command does, and examples.

pub(super) const AFTER_HELP: &str = "\
Without a command it reads mdBook's JSON on standard input and writes the book on standard
output. mdBook itself calls it so, for a book whose book.toml has [preprocessor.goals].

Exit codes:
  0  clean
  1  something is wrong in the book, its settings or its goals files
  2  could not run: wrong usage, unreadable or unusable input

Examples:
  mdbook-goals init            wire the book in this folder
  mdbook-goals check           check references, directives and goals files
  mdbook-goals report --month 2025-10
                               write the report of a month
  mdbook-goals explain         list what can be wrong
  mdbook build                 build the book, with its directives expanded";

pub(super) const INIT_AFTER_HELP: &str = "\
book.toml keeps its comments, order and spacing; what is set stays as it is. The files
goals.css and goals.schema.json are generated: running init again replaces them by those of
this version. A goals file that is there is never touched.

Examples:
  mdbook-goals init
  mdbook-goals init docs --dry-run";

pub(super) const IMPORT_AFTER_HELP: &str = "\
The documents have the form of the Rust project's goal documents, of any year: a title, a table
headed Metadata, tables of tasks, team asks, funding and help wanted. The folder's name is the
period. A goal's key is the number of its tracking issue, else the document's name.

In a goals file that is there, what the documents say is brought up to date. Updates, comments,
order and everything that they do not say stay.

Examples:
  mdbook-goals import src/2025h2 -o goals.toml
  mdbook-goals import src/2026 | less";

pub(super) const SYNC_AFTER_HELP: &str = "\
It fetches through GitHub's GraphQL API with the token in GITHUB_TOKEN or GH_TOKEN, else with that
of `gh auth token`; without any through REST, which knows of no minimised comments. GITHUB_API_URL
names the server of GitHub Enterprise.

What people have edited stays as it is. Either all files are written or none is.

Examples:
  mdbook-goals sync --diff                      show what would change
  mdbook-goals sync --goal 389 --goal 406       these goals alone
  mdbook-goals sync --milestone 2025h2-goals    the goals of a milestone; adds those that are missing";

pub(super) const CHECK_AFTER_HELP: &str = "\
A book is a folder with book.toml; its chapters, its goals files and its settings are checked. In
any other folder all Markdown files are, and the goals files of books that lie there. The settings
of a file are those of the nearest book.toml above it. What .gitignore names is left out.

--fix applies what says what was meant; with --unsafe also what is likely. Where there are two
likely ways, the choice stays yours.

--online asks with the token in GITHUB_TOKEN or GH_TOKEN, else with that of `gh auth token`; without
any, GitHub answers few requests. GITHUB_API_URL names the server of GitHub Enterprise. What could
not be asked is never reported as wrong: it is named, and the exit code is 2.

Findings go to standard output, the summary to standard error.

Examples:
  mdbook-goals check                       the book here
  mdbook-goals check src/2025h2 --diff     show what --fix would change in a folder
  mdbook-goals check --fix                 mend what is sure, say what is left
  mdbook-goals check --deny warnings       in CI: nothing may be wrong
  mdbook-goals check --online              also ask GitHub about each reference
  mdbook-goals check - < update.md         a text from elsewhere";

pub(super) const REPORT_AFTER_HELP: &str = "\
The goals files are those that the book here or above names in book.toml. Nothing that was
written is read again: to change a report, change the goals files.

Examples:
  mdbook-goals report --month 2025-10
  mdbook-goals report --month 2025-10 --team compiler --format html --standalone -o report.html
  mdbook-goals report --month 2025-10 --front-matter zola -o content/goals-2025-10.md
  mdbook-goals report --month 2025-10 --format json | jq .counts";

pub(super) const EXPORT_AFTER_HELP: &str = "\
The goals files are those that the book here or above names in book.toml. All goals of the
period are there, whatever their status; hidden updates are left out.

Examples:
  mdbook-goals export --format json | jq '.goals[].title'
  mdbook-goals export --format csv -o updates.csv
  mdbook-goals export --format atom -o src/updates.xml";

pub(super) const STALE_AFTER_HELP: &str = "\
The list goes to standard output, the goal that was silent for the longest time first. It ends
with 0 also where there are such goals.

Examples:
  mdbook-goals stale
  mdbook-goals stale --days 60 --as-of 2025-12-31";
