//! `check` on what cannot lie in a repository: large files, loops of links, files that nobody may
//! read or write, and the formats against what others define.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

#[path = "support/protocol.rs"]
mod protocol;

use protocol::Call;

const BOOK: &str = "[book]\n\n[preprocessor.goals]\n";
const GOALS: &str = "[project]\ntracking-repository = \"example/goals\"\n\n[period]\nname = \"2026\"\nstart = 2026-01-01\n\n\
                     [goal.389]\ntitle = \"One\"\nstatus = \"accepted\"\npoint-of-contact = \"@example\"\n";

struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

/// Files in a folder of their own.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in files {
        write(&folder.path().join(path), text.as_bytes());
    }
    folder
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn check(folder: &Path, args: &[&str]) -> Run {
    let args: Vec<String> = ["check"].iter().chain(args).map(|it| (*it).to_owned()).collect();
    let output = Call { args: &args, env: &BTreeMap::new(), folder }.run(String::new());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Run { code: output.status.code().unwrap_or(-1), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

#[test]
fn sarif_is_what_its_schema_wants() {
    // the pattern that it has for languages, which we do not name, is itself no regular expression
    let schema = include_str!("data/sarif-2.1.0.schema.json").replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let text = "<<#gaol 1>>\n\n<<#goals theme=a theme=b>>\n\nä `x` #135731(https://github.com/rust-lang/rust/pull/135731)\n";
    let book = folder(&[("book.toml", BOOK), ("goals.toml", GOALS), ("src/SUMMARY.md", ""), ("src/ä b.md", text)]);
    let run = check(book.path(), &["--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).unwrap();
    let wrong: Vec<_> = schema.iter_errors(&log).map(|it| format!("{it} at {}", it.instance_path())).collect();
    assert!(wrong.is_empty(), "{wrong:#?}\n{log:#}");
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert!(results.len() >= 3, "{log:#}");
    for it in results {
        let rule = &run["tool"]["driver"]["rules"][usize::try_from(it["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], it["ruleId"]);
        assert_eq!(it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "src/%C3%A4%20b.md");
    }
    assert!(results.iter().any(|it| !it["relatedLocations"].is_null()), "a second place is named: {log:#}");
}

#[test]
fn what_git_ignores_and_what_mdbook_wrote_is_left_out() {
    let files = [
        ("a/book.toml", BOOK),
        ("a/goals.toml", GOALS),
        ("a/src/one.md", "<<#gaol>>\n"),
        ("a/book/markdown/one.md", "<<#gaol>>\n"),
        ("b/book.toml", "[book]\nsrc = \".\"\n\n[build]\nbuild-dir = \"out/pages\"\n\n[preprocessor.goals]\n"),
        ("b/goals.toml", GOALS),
        ("b/two.md", "<<#gaol>>\n"),
        ("b/out/pages/two.md", "<<#gaol>>\n"),
        ("b/ignored.md", "<<#gaol>>\n"),
        (".gitignore", "ignored.md\n"),
        (".hidden/three.md", ""),
    ];
    let places = |run: &Run| run.stdout.lines().map(|it| it.split(':').next().unwrap().to_owned()).collect::<Vec<_>>();
    let root = folder(&files);
    assert_eq!(places(&check(root.path(), &[".", "--format=short"])), ["a/src/one.md", "b/two.md"]);
    assert_eq!(places(&check(root.path(), &["b", "--format=short"])), ["b/two.md"]);
    assert_eq!(places(&check(root.path(), &["b/ignored.md", "--format=short"])), ["b/ignored.md"], "what is named is looked at");
    assert_eq!(places(&check(root.path(), &["a", "a/src", "./a/src/one.md", "--format=short"])), ["a/src/one.md"], "and once");
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_loops_are_not() {
    use std::os::unix::fs::symlink;
    let root = folder(&[("book.toml", BOOK), ("goals.toml", GOALS), ("src/a/one.md", "<<#gaol>>\n"), ("elsewhere/two.md", "<<#gaol>>\n")]);
    let src = root.path().join("src");
    symlink("..", src.join("a/up")).unwrap();
    symlink("missing", src.join("dangling.md")).unwrap();
    symlink("../elsewhere", src.join("linked")).unwrap();
    symlink("a/one.md", src.join("again.md")).unwrap();
    let run = check(root.path(), &["--format=short"]);
    let places: Vec<_> = run.stdout.lines().map(|it| it.split(':').next().unwrap()).collect();
    assert!(places.contains(&"src/a/one.md") && places.iter().filter(|it| it.contains("one.md")).count() == 1, "{}", run.stdout);
    assert!(run.stderr.contains("a/up") && run.stderr.contains("loop"), "{}", run.stderr);
    assert!(run.stderr.contains("dangling.md"), "{}", run.stderr);
    assert_eq!(run.code, 1);
}

/// Where everybody may read everything, as root, a folder that is not there any more stands for one
/// that may not be read.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_is_said() {
    use std::os::unix::fs::PermissionsExt as _;
    let root = folder(&[("docs/closed/one.md", ""), ("docs/two.md", "")]);
    let closed = root.path().join("docs/closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let all_may_read = fs::read_dir(&closed).is_ok();
    let (below, asked) = (check(root.path(), &["docs"]), check(root.path(), &["docs/closed"]));
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    if all_may_read {
        let gone = check(root.path(), &["docs/gone"]);
        assert!(gone.code == 2 && gone.stderr.contains("there is no `docs/gone`"), "{}", gone.stderr);
        return;
    }
    assert!(below.code == 0 && below.stderr.contains("warning: ") && below.stderr.contains("docs/closed"), "{}", below.stderr);
    assert!(asked.code == 2 && asked.stderr.contains("error: ") && asked.stderr.contains("docs/closed"), "{}", asked.stderr);
}

#[test]
fn large_and_odd_files_are_looked_at_in_time() {
    let line = "A line of text with a [link](https://github.com/rust-lang/rust/pull/1) and `code`, #2 too.\n";
    let prose = "Plain words and nothing else, as most of a long text has them; they go on and on.\n".repeat(40);
    let section = format!("{prose}\n{line}\n");
    let long = section.repeat(50_000_000 / section.len());
    let files = [
        ("long.md", long.as_str()),
        ("brackets.md", &"[".repeat(1_000_000)),
        ("pairs.md", &"[]".repeat(500_000)),
        ("links.md", &"[#1](".repeat(100_000)),
        ("quotes.md", &">".repeat(100_000)),
        ("hashes.md", &"#1".repeat(100_000)),
        ("one-line.md", &line.trim_end().repeat(10_000)),
        ("control.md", "\u{0}\u{1b}[31m\r\r\n\u{feff}\u{202e} #1\u{85}"),
        ("mark.md", "\u{feff}"),
    ];
    let root = folder(&files);
    let start = Instant::now();
    let run = check(root.path(), &[".", "--format=json"]);
    assert!(matches!(run.code, 0 | 1), "{} {}", run.code, run.stderr);
    assert!(run.stderr.contains("9 files checked"), "{}", run.stderr);
    assert!(start.elapsed() < Duration::from_secs(240), "it took {:?}", start.elapsed());
}

#[test]
fn a_file_that_is_no_text_does_not_hide_the_others() {
    let root = folder(&[("book.toml", BOOK), ("goals.toml", GOALS), ("src/a.md", "<<#gaol>>\n")]);
    write(&root.path().join("src/b.md"), b"one\n\xc3\xa4 \xff\n");
    let run = check(root.path(), &["--format=short"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.starts_with("src/a.md:1:4: error[unknown-directive]"), "{}", run.stdout);
    assert!(run.stderr.contains("`src/b.md`: line 2, column 3: the byte 0xff"), "{}", run.stderr);
}

/// What no fix may leave behind, in a book with everything that can be mended.
const WRONG: &str = "See #135731(https://github.com/rust-lang/rust/pull/135731), RFC #3680[], \
                     [#1](http://github.com/rust-lang/rust/pull/1) and ä [#2](https://github.com/rust-lang/rust/pulls/2).\r\n";

#[test]
fn after_a_fix_a_second_run_changes_nothing() {
    for args in [&["--fix"][..], &["--fix", "--unsafe"]] {
        let root = folder(&[("a.md", &format!("\u{feff}{WRONG}")), ("b.md", WRONG.trim_end())]);
        let read = |name: &str| fs::read(root.path().join(name)).unwrap();
        let first = check(root.path(), &[&["."], args].concat());
        assert!(first.stderr.starts_with("mended "), "{}", first.stderr);
        let (a, b) = (read("a.md"), read("b.md"));
        assert!(a.starts_with("\u{feff}".as_bytes()) && a.ends_with(b"\r\n") && !b.ends_with(b"\n"), "what is not wrong stays");
        let second = check(root.path(), &[&["."], args].concat());
        assert!(!second.stderr.contains("mended"), "{}", second.stderr);
        assert_eq!((read("a.md"), read("b.md")), (a, b));
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2, "nothing else is left");
    }
}

#[test]
fn a_read_only_file_is_named_and_left() {
    let root = folder(&[("a.md", WRONG), ("b.md", WRONG)]);
    let path = root.path().join("a.md");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let run = check(root.path(), &[".", "--fix", "--format=short"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`a.md` is not mended: ") && run.stderr.contains("read-only"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(&path).unwrap(), WRONG);
    assert!(run.stdout.contains("a.md:1:5: error[lost-brackets]"), "it is still said what is wrong: {}", run.stdout);
    assert_ne!(fs::read_to_string(root.path().join("b.md")).unwrap(), WRONG, "the other file is mended");
}

#[test]
fn in_a_goals_file_a_fix_is_written_as_its_string_needs() {
    let body = |text: &str| format!("{GOALS}\n[[goal.389.update]]\ndate = 2026-01-02\nauthor = \"@example\"\nbody = {text}\n");
    let (wrong, right) = ("#1(https://github.com/example/goals/issues/1)", "[#1](https://github.com/example/goals/issues/1)");
    for (before, after) in [("'a ", "'"), ("\"\\\"a\\\" ", "\""), ("\"\"\"\na \\\n  b ", "\"\"\""), ("\'\'\'\na ", "\'\'\'")] {
        let text = body(&format!("{before}{wrong}{after}"));
        let root = folder(&[("book.toml", BOOK), ("goals.toml", &text), ("src/a.md", "")]);
        let run = check(root.path(), &["--fix"]);
        assert!(run.code == 0 && run.stderr.starts_with("mended 1 finding"), "{}{}", run.stdout, run.stderr);
        assert_eq!(fs::read_to_string(root.path().join("goals.toml")).unwrap(), body(&format!("{before}{right}{after}")));
    }
}
