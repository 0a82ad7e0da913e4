//! The command: what it writes, and above all what it does not.

use std::fs;
use std::time::Instant;

use mdbook_goals::data::Person;
use mdbook_goals::sync::fingerprint;

use crate::book::{Book, Said, command, head};
use crate::client::{TOKEN, many};
use crate::server::{Comment, Fault, Issue, REPOSITORY, Server};

fn comment(id: u64, day: &str, body: &str) -> Comment {
    Comment::new(id, "frank-king", &format!("2025-{day}T12:00:00Z"), body)
}

fn pin(comments: Vec<Comment>) -> Issue {
    Issue {
        title: "Continue Experimentation with Pin Ergonomics".into(),
        body: "- [x] parsing\n- [ ] lowering\n".into(),
        assignees: vec!["frank-king".into()],
        labels: vec!["C-tracking-issue".into()],
        milestone: Some(5),
        comments,
        ..Issue::default()
    }
}

fn server(comments: Vec<Comment>) -> Server {
    let server = Server::start();
    server.add(389, pin(comments));
    server.state().milestones = vec![(5, "2025h2-goals".into())];
    server
}

/// Lines of the old text that the new one has not.
fn lost(old: &str, new: &str) -> Vec<String> {
    let mut rest = new.lines();
    old.lines()
        .filter(|line| !rest.clone().any(|it| it == *line) || { rest.by_ref().find(|it| it == line).is_none() })
        .map(Into::into)
        .collect()
}

const OLD: &str = r#"#:schema ./goals.schema.json
# A head that says much.

[project]
tracking-repository = "rust-lang/rust-project-goals"   # where
ignore-comments = ["This is a continuing project goal"]

[period]
name   =   "2025h2"

# What 389 is about.
[goal.389]   # the one with Pin
title = "Pin ergonomics"        # shorter here
status = 'accepted'
task-owners = [
  "@frank-king",   # mostly
]
other-tracking-issues = ["rust-lang/rust#130494"]

[[goal.389.task]]
title = "Lowering"

# The first one.
[[goal.389.update]]
date = 2025-08-01
author = "@frank-king"
url = "https://github.com/rust-lang/rust-project-goals/issues/389#issuecomment-10"
body = """
Written by hand,
  as people write."""

[[goal.389.update]]
date = 2025-10-01
author = "@frank-king"
body = 'Without a comment.'
# Last words about it.

# Another goal.
[goal.406]
title = "Another"
status = "proposed"


[person.frank-king]
name = "Frank King"
"#;

const NEW: &str = r#"#:schema ./goals.schema.json
# A head that says much.

[project]
tracking-repository = "rust-lang/rust-project-goals"   # where
ignore-comments = ["This is a continuing project goal"]

[period]
name   =   "2025h2"

# What 389 is about.
[goal.389]   # the one with Pin
title = "Pin ergonomics"        # shorter here
status = 'accepted'
task-owners = [
  "@frank-king",   # mostly
]
other-tracking-issues = ["rust-lang/rust#130494"]
progress = { completed = 1, total = 2 }
fetched = { state = "open", title = "TITLE", progress = "PROGRESS" }

[[goal.389.task]]
title = "Lowering"

# The first one.
[[goal.389.update]]
date = 2025-08-01
author = "@frank-king"
url = "https://github.com/rust-lang/rust-project-goals/issues/389#issuecomment-10"
fetched = "FIRST"
body = """
Written by hand,
  as people write."""

[[goal.389.update]]
date = 2025-09-01
author = "@frank-king"
url = "https://github.com/rust-lang/rust-project-goals/issues/389#issuecomment-11"
fetched = "SECOND"
body = '''
Second: "quoted" \n, `code`.
'''

[[goal.389.update]]
date = 2025-10-01
author = "@frank-king"
body = 'Without a comment.'
# Last words about it.

[[goal.389.update]]
date = 2025-10-22
author = "@ghost"
url = "https://github.com/rust-lang/rust-project-goals/issues/389#issuecomment-12"
fetched = "THIRD"
body = """
Has ''' and a bell \u0007.

End.
"""

# Another goal.
[goal.406]
title = "Another"
status = "proposed"


[person.frank-king]
name = "Frank King"
"#;

fn three_comments() -> Vec<Comment> {
    let mut ghost = comment(12, "10-22", "Has ''' and a bell \u{7}.\r\n\r\nEnd.");
    ghost.author = None;
    let bot = Comment { bot: true, ..comment(13, "10-23", "beep") };
    let minimised = Comment { minimised: true, ..comment(14, "10-23", "off topic") };
    let ignored = comment(15, "10-24", "This is a continuing project goal, and so on");
    vec![comment(10, "08-01", "First"), comment(11, "09-01", "Second: \"quoted\" \\n, `code`.\r\n"), ghost, bot, minimised, ignored]
}

#[test]
fn new_text_goes_in_and_all_else_stays() {
    let server = server(three_comments());
    let book = Book::new(&[("goals.toml", OLD)]);
    let said = book.sync(&server, &["--goal", "389"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let expected = NEW
        .replace("TITLE", &fingerprint("Continue Experimentation with Pin Ergonomics"))
        .replace("PROGRESS", &fingerprint("1/2"))
        .replace("FIRST", &fingerprint("First"))
        .replace("SECOND", &fingerprint("Second: \"quoted\" \\n, `code`."))
        .replace("THIRD", &fingerprint("Has ''' and a bell \u{7}.\n\nEnd."));
    snapbox::assert_data_eq!(book.read("goals.toml"), snapbox::Data::text(expected).raw());
    assert_eq!(said.stdout, "");
    assert_eq!(
        said.stderr,
        "1 issue fetched: 1 goal with a new title, state or progress, 2 updates added, 1 text of your own noted; wrote goals.toml.\n"
    );
    assert_eq!(lost(OLD, &book.read("goals.toml")), Vec::<String>::new());
}

#[test]
fn without_news_no_byte_and_no_file_changes() {
    let server = server(three_comments());
    server.add(406, Issue { title: "Another".into(), ..Issue::default() });
    let book = Book::new(&[("goals.toml", OLD)]);
    book.synced(&server, &[]);
    let text = book.read("goals.toml");
    let seen = fs::metadata(book.path("goals.toml")).unwrap();
    for arguments in [vec![], vec!["--prune"], vec!["--goal", "389"], vec!["--since", "2025-09-01"], vec!["--label", "C-tracking-issue"]] {
        assert_eq!(
            book.synced(&server, &arguments).split_once(" fetched").unwrap().1,
            "; nothing new, and nothing was written.",
            "{arguments:?}"
        );
        let now = fs::metadata(book.path("goals.toml")).unwrap();
        assert_eq!((book.read("goals.toml"), now.modified().unwrap()), (text.clone(), seen.modified().unwrap()), "{arguments:?}");
    }
}

#[test]
fn a_milestone_fills_an_empty_file() {
    let server = server(three_comments());
    server.add(
        406,
        Issue { title: "Use `*` for _all_ Vec<T>".into(), closed: true, milestone: Some(5), comments: many(2), ..Issue::default() },
    );
    server.add(407, Issue { title: "Of another time".into(), milestone: Some(4), ..Issue::default() });
    let book = Book::new(&[("goals.toml", &head())]);
    let line = book.synced(&server, &["--milestone", "2025h2-goals"]);
    assert_eq!(line, "2 issues fetched: 2 goals added, 6 updates added; wrote goals.toml.");
    let goals = book.goals();
    let keys: Vec<_> = goals.goals.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(keys, ["389", "406"]);
    let (pin, other) = (&goals.goals[0], &goals.goals[1]);
    assert_eq!(pin.title, "Continue Experimentation with Pin Ergonomics");
    assert!(matches!(&pin.point_of_contact, Some(Person::Login(it)) if it.as_str() == "frank-king"));
    assert_eq!(pin.progress.map(|it| (it.completed, it.total)), Some((1, 2)));
    assert_eq!(pin.updates.len(), 4, "the ignored one comes in without `ignore-comments`");
    assert_eq!(pin.updates[0].body.value, "First\n");
    assert_eq!(other.title, "Use `*` for \\_all\\_ Vec\\<T>");
    assert_eq!((other.status.name(), other.updates.len()), ("accepted", 2));
    assert!(book.read("goals.toml").contains("fetched = { state = \"closed\", title = "));
    book.synced(&server, &["--milestone", "2025h2-goals"]);
    let text = book.read("goals.toml");
    assert_eq!(text.matches("\n\n\n").count(), 0, "{text}");
}

#[test]
fn missing_goals_go_behind_the_last_goal() {
    let server = server(vec![comment(10, "08-01", "First")]);
    let old = format!("{}\n[goal.1]\ntitle = \"One\"\nstatus = \"accepted\"\n# of it\n\n# people\n[person.a]\nname = \"A\"", head());
    let book = Book::new(&[("goals.toml", &old)]);
    book.synced(&server, &["--label", "C-tracking-issue"]);
    let text = book.read("goals.toml");
    assert!(text.contains("# of it\n\n[goal.389]\n") && text.ends_with("First\n'''\n\n# people\n[person.a]\nname = \"A\""), "{text}");
}

#[test]
fn peoples_edits_win() {
    let server = server(vec![comment(10, "08-01", "First"), comment(11, "09-01", "Second")]);
    let book = Book::new(&[("goals.toml", &head())]);
    book.synced(&server, &["--milestone", "2025h2-goals"]);

    book.edit("goals.toml", "First", "Corrected");
    book.edit("goals.toml", "Continue Experimentation with Pin Ergonomics", "Pins");
    book.edit("goals.toml", "completed = 1", "completed = 2");
    let edited = book.read("goals.toml");
    assert!(book.synced(&server, &[]).contains("nothing new"));
    assert_eq!(book.read("goals.toml"), edited);

    // both sides change
    server.change(389, |it| {
        it.title = "Pin, again".into();
        it.body = "- [x] a\n- [x] b\n- [x] c".into();
        it.comments[0].body = "First, once more".into();
        it.comments[1].body = "Second, better".into();
    });
    let said = book.sync(&server, &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert_eq!(said.stderr.matches("warning[sync-conflict]").count(), 3, "{}", said.stderr);
    assert!(said.stderr.contains("this update was edited here, and its comment has changed as well"), "{}", said.stderr);
    assert!(said.stderr.contains("the issue's title is `Pin, again`"), "{}", said.stderr);
    let second = fingerprint("Second");
    let expected = edited.replace("\nSecond\n", "\nSecond, better\n").replace(&second, &fingerprint("Second, better"));
    assert_eq!(book.read("goals.toml"), expected, "only what nobody edited is new");

    // it is said again, until somebody has looked at it
    let before = book.read("goals.toml");
    assert_eq!(book.sync(&server, &[]).stderr.matches("warning[sync-conflict]").count(), 3);
    assert_eq!(book.read("goals.toml"), before);
    let line = before.lines().find(|it| it.contains(&fingerprint("First"))).unwrap().to_owned();
    book.edit("goals.toml", &format!("{line}\n"), "");
    book.edit("goals.toml", "\"Pins\"", "\"Pin, again\"");
    book.edit("goals.toml", "completed = 2, total = 2", "completed = 3, total = 3");
    let said = book.sync(&server, &[]);
    assert_eq!(said.stderr.matches("warning").count(), 0, "{}", said.stderr);
    assert!(book.read("goals.toml").contains("\nCorrected\n"));
    assert!(book.synced(&server, &[]).contains("nothing new"));
}

#[test]
fn what_is_left_out_later_is_hidden() {
    let all =
        vec![comment(10, "08-01", "a"), comment(11, "08-02", "b"), comment(12, "08-03", "Continued from b"), comment(13, "08-04", "d")];
    let server = server(all);
    let book = Book::new(&[("goals.toml", &head())]);
    book.synced(&server, &["--milestone", "2025h2-goals"]);
    server.change(389, |it| {
        it.comments[0].minimised = true;
        it.comments[1].bot = true;
        it.comments[3].minimised = true;
    });
    book.edit("goals.toml", "\n[period]", "ignore-comments = [\"Continued\"]\n\n[period]");
    let text = book.read("goals.toml");
    let last = text.rfind("body = ").unwrap();
    book.write("goals.toml", &format!("{}hidden = false\n{}", &text[..last], &text[last..]));
    assert!(book.synced(&server, &[]).contains("3 updates hidden"));
    let hidden: Vec<_> = book.goals().goals[0].updates.iter().map(|it| it.hidden).collect();
    assert_eq!(hidden, [true, true, true, false], "`hidden = false` is a person's word");
    assert!(book.synced(&server, &[]).contains("nothing new"));
    server.change(389, |it| it.comments[0].minimised = false);
    assert!(book.synced(&server, &[]).contains("nothing new"), "who has hidden it is not known");
}

#[test]
fn deleted_comments_are_reported_and_pruned() {
    let server = server(vec![comment(10, "08-01", "a"), comment(11, "08-02", "b"), comment(12, "08-03", "c"), comment(13, "08-04", "d")]);
    let book = Book::new(&[("goals.toml", &head())]);
    book.synced(&server, &["--milestone", "2025h2-goals"]);
    book.edit("goals.toml", "\na\n'''", "\nedited\n'''");
    let whole = book.read("goals.toml");
    let at = whole.match_indices("[[goal.389.update]]").nth(2).unwrap().0;
    book.write("goals.toml", &format!("{}# about c\n{}", &whole[..at], &whole[at..]));
    server.change(389, |it| drop(it.comments.drain(..3)));
    server.change(389, |it| it.comments.push(comment(20, "08-02", "new")));
    let said = book.sync(&server, &[]);
    assert_eq!((said.code, said.stderr.matches("warning[deleted-comment]").count()), (Some(0), 3), "{}", said.stderr);
    assert_eq!(book.goals().goals[0].updates.len(), 5);
    let said = book.sync(&server, &["--since", "2025-08-04"]);
    assert!(!said.stderr.contains("deleted-comment"), "what was not asked for is not deleted: {}", said.stderr);
    let said = book.sync(&server, &["--prune"]);
    assert!(said.stderr.contains("2 updates removed") && said.stderr.contains("it was edited here"), "{}", said.stderr);
    let text = book.read("goals.toml");
    let bodies: Vec<_> = book.goals().goals[0].updates.iter().map(|it| it.body.value.trim().to_owned()).collect();
    assert_eq!(bodies, ["edited", "new", "d"]);
    assert!(text.contains("# about c\n") && !text.contains("\n\n\n"), "{text}");
}

#[test]
fn dry_runs_and_diffs_write_nothing() {
    let server = server(three_comments());
    let book = Book::new(&[("goals.toml", OLD)]);
    let said = book.sync(&server, &["--goal=389", "--dry-run"]);
    assert_eq!((said.code, said.stdout.as_str(), book.read("goals.toml").as_str()), (Some(0), "", OLD));
    assert!(said.stderr.ends_with("goals.toml would change; nothing was written.\n"), "{}", said.stderr);
    let said = book.sync(&server, &["--goal=389", "--diff"]);
    assert_eq!(book.read("goals.toml"), OLD);
    assert!(said.stdout.starts_with("--- a/goals.toml\n+++ b/goals.toml\n@@ "), "{}", said.stdout);
    assert!(said.stdout.contains("\n+progress = { completed = 1, total = 2 }\n"), "{}", said.stdout);
    assert!(said.stdout.lines().skip(2).all(|it| !it.starts_with('-')), "nothing goes: {}", said.stdout);
    book.synced(&server, &["--goal=389"]);
    let new = book.read("goals.toml");
    let added: Vec<_> = said.stdout.lines().skip(2).filter_map(|it| it.strip_prefix('+')).collect();
    assert!(added.iter().all(|it| new.contains(it)));
}

#[test]
fn several_files_each_get_their_own() {
    let server = server(vec![comment(10, "10-01", "old"), comment(11, "11-04", "new")]);
    server.add(406, Issue { title: "Another".into(), comments: vec![comment(30, "11-05", "first word")], ..Issue::default() });
    server.add(407, Issue { title: "Named".into(), comments: vec![comment(40, "10-15", "named")], ..Issue::default() });
    let goals = format!(
        "{}\n[goal.389]\ntitle = \"Pin\"\nstatus = \"accepted\"\n\n[goal.406]\ntitle = \"Another\"\nstatus = \"accepted\"\n\n\
         [goal.named]\ntitle = \"Named\"\nstatus = \"accepted\"\ntracking-issue = \"#407\"\n",
        head()
    );
    let update = |goal: u32, day: &str, id: u32| {
        format!(
            "[[goal.{goal}.update]]\ndate = 2025-{day}\nauthor = \"@a\"\nurl = \"https://github.com/{REPOSITORY}/issues/{goal}#issuecomment-{id}\"\nbody = 'x'\n"
        )
    };
    let october = format!("# October\n\n{}\n{}", update(389, "10-01", 10), update(406, "10-20", 29));
    let november = format!("# November\n\n{}\n{}", update(406, "11-01", 28), update(1, "11-30", 99));
    let book = Book::new(&[("goals.toml", &goals), ("updates/2025-10.toml", &october), ("updates/2025-11.toml", &november)]);
    server.change(406, |it| it.comments.extend([comment(28, "11-01", "x"), comment(29, "10-20", "x")]));
    let line = book.synced(&server, &["--goal=389", "--goal=406", "--goal=named"]);
    assert!(line.contains("3 updates added") && line.ends_with("wrote goals.toml, updates/2025-10.toml, updates/2025-11.toml."), "{line}");
    let ids = |name: &str| {
        let text = book.read(name);
        text.lines().filter_map(|it| Some(it.split_once("issuecomment-")?.1.trim_end_matches('"').to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(ids("goals.toml"), Vec::<String>::new());
    assert_eq!(ids("updates/2025-10.toml"), ["10", "40", "29"]);
    assert_eq!(ids("updates/2025-11.toml"), ["28", "11", "30", "99"]);
    for (name, old) in [("goals.toml", &goals), ("updates/2025-10.toml", &october), ("updates/2025-11.toml", &november)] {
        assert_eq!(lost(old, &book.read(name)), Vec::<String>::new(), "{name}");
    }
    assert!(book.synced(&server, &["--goal=389", "--goal=406", "--goal=named"]).contains("nothing new"));
}

#[test]
fn crlf_files_stay_so_and_marks_stay() {
    let server = server(three_comments());
    let book = Book::new(&[("goals.toml", &format!("\u{feff}{}", OLD.replace('\n', "\r\n")))]);
    book.synced(&server, &["--goal=389"]);
    let text = book.read("goals.toml");
    assert!(text.starts_with("\u{feff}#:schema"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "one kind of line end");
    assert_eq!(lost(OLD, &text.replace(['\r', '\u{feff}'], "")), Vec::<String>::new());
    assert!(book.synced(&server, &["--goal=389"]).contains("nothing new"));
}

#[test]
fn progress_counts_issues_to_see_also() {
    let server = server(vec![]);
    server.change(389, |it| it.body = "| See also | rust-lang/rust#1, rust-lang/rust#2 #3 |\n\n- [x] own\n```\n- [ ] code\n```\n".into());
    let other = |body: &str, closed| Issue { body: body.into(), closed, ..Issue::default() };
    let rust = |number| ("rust-lang/rust".to_owned(), number);
    server.state().issues.insert(rust(1), other("- [x] a\n- [ ] b\nSee also #1, #2", false));
    server.state().issues.insert(rust(2), Issue { is_pull_request: true, ..other("", true) });
    server.add(3, other("- [ ] c", false));
    let book = Book::new(&[("goals.toml", &head())]);
    book.synced(&server, &["--milestone=2025h2-goals"]);
    assert_eq!(book.goals().goals[0].progress.map(|it| (it.completed, it.total)), Some((3, 5)));
}

#[test]
fn a_missing_issue_is_reported_and_the_others_go_on() {
    let server = server(three_comments());
    let book = Book::new(&[("goals.toml", OLD)]);
    let said = book.sync(&server, &[]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(said.stderr.contains("error[missing-issue]: the tracking issue #406 does not exist"), "{}", said.stderr);
    assert!(said.stderr.contains("2 updates added"), "{}", said.stderr);
}

#[test]
fn goals_that_cannot_grow_are_reported() {
    let server = server(vec![comment(10, "08-01", "First")]);
    for goal in [
        "[goal]\n389 = { title = \"Pin\", status = \"accepted\" }\n",
        "[goal]\n389.title = \"Pin\"\n389.status = \"accepted\"\n",
        "[goal.389]\ntitle = \"Pin\"\nstatus = \"accepted\"\nupdate = [{ date = 2025-07-01, author = \"@a\", body = \"x\" }]\n",
    ] {
        let book = Book::new(&[("goals.toml", &format!("{}\n{goal}", head()))]);
        let said = book.sync(&server, &[]);
        assert_eq!(said.code, Some(1), "{goal}{}", said.stderr);
        assert!(said.stderr.contains("error[unwritable-goal]"), "{}", said.stderr);
        assert_eq!(book.goals().goals.len(), 1, "it is still TOML");
    }
}

/// All faults after which nothing may be written.
#[test]
fn where_the_forge_fails_no_file_changes() {
    let server = server(three_comments());
    server.add(406, Issue { title: "Another".into(), ..Issue::default() });
    let book = Book::new(&[("goals.toml", OLD)]);
    let refusals = [
        Fault::Status(401, vec![], "Bad credentials"),
        Fault::Status(403, vec![("x-ratelimit-remaining", "0".into()), ("x-ratelimit-reset", "99999999999".into())], "limit"),
        Fault::Status(302, vec![("location", server.other_url())], ""),
        Fault::Json(serde_json::json!({ "data": { "repository": 7 } })),
    ];
    for fault in refusals {
        server.fail([Fault::Header("x-none", String::new()), fault.clone()]);
        let said = book.sync(&server, &[]);
        assert_eq!((said.code, book.read("goals.toml").as_str()), (Some(2), OLD), "{fault:?} {}", said.stderr);
        assert!(said.stderr.contains("error: cannot fetch #406; nothing was changed: "), "{}", said.stderr);
        assert_eq!(book.all_files().len(), 2, "nothing is left behind");
    }
    let said = Said::new(&book.command(&server, &[]).env("GITHUB_TOKEN", "tok en").output().unwrap());
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("GITHUB_TOKEN") && !said.stderr.contains("tok en"), "{}", said.stderr);
}

#[test]
fn twice_502_then_success() {
    let server = server(three_comments());
    server.fail(vec![Fault::Status(502, vec![], ""); 2]);
    let book = Book::new(&[("goals.toml", OLD)]);
    let said = book.sync(&server, &["--goal=389"]);
    assert_eq!(said.code, Some(0));
    assert_eq!(said.stderr.matches("trying again in").count(), 2, "{}", said.stderr);
    let quiet = Said::new(&book.command(&server, &["--goal=389", "-q"]).output().unwrap());
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
}

#[test]
fn a_file_that_changes_meanwhile_is_not_overwritten() {
    let server = server(three_comments());
    let book = Book::new(&[("goals.toml", OLD)]);
    let path = book.path("goals.toml");
    let theirs = OLD.replace("Another", "Changed by hand");
    let write = theirs.clone();
    server.state().on_request = Some(Box::new(move || fs::write(&path, &write).unwrap()));
    let said = book.sync(&server, &["--goal=389"]);
    assert_eq!((said.code, book.read("goals.toml")), (Some(2), theirs));
    assert!(said.stderr.contains("was changed while sync ran"), "{}", said.stderr);
}

#[test]
fn bad_usage_and_files_that_cannot_be_read() {
    let server = server(vec![]);
    let book = Book::new(&[("goals.toml", OLD)]);
    for (arguments, expected) in [
        (vec!["--goal=398"], "there is no goal 398: did you mean `389`?"),
        (vec!["--milestone=2025h2"], "has no milestone `2025h2`: the only milestone is `2025h2-goals`"),
        (vec!["--since=yesterday"], "invalid value 'yesterday'"),
        (vec!["--period=2026"], "the book has one period"),
        (vec!["--goal=389", "--label=x"], "cannot be used with"),
        (vec!["--prune", "--since=2025-01-01"], "cannot be used with"),
        (vec!["--book=nowhere"], "there is no book.toml in `nowhere`"),
    ] {
        let said = book.sync(&server, &arguments);
        assert_eq!(said.code, Some(2), "{arguments:?} {}", said.stderr);
        assert!(said.stderr.contains(expected), "{arguments:?} {}", said.stderr);
    }
    for (text, expected) in [("[goal.1]\ntitle = \n", "error[invalid-toml]"), ("\u{feff}[goal.389\n", "error[invalid-toml]")] {
        book.write("goals.toml", text);
        let said = book.sync(&server, &[]);
        assert_eq!((said.code, book.read("goals.toml").as_str()), (Some(2), text));
        assert!(said.stderr.contains(expected) && said.stderr.contains("nothing was fetched"), "{}", said.stderr);
    }
    fs::remove_file(book.path("goals.toml")).unwrap();
    assert_eq!(book.sync(&server, &[]).code, Some(2));
    let before = server.requests().len();
    assert!(server.requests().iter().all(|it| it.line.starts_with("POST /graphql ")));
    book.write(
        "goals.toml",
        &OLD.replace("[period]", "[project.x]\n[period]").replace("tracking-rep", "forge = \"https://evil.example\"\ntracking-rep"),
    );
    let said = Said::new(&book.command(&server, &[]).env_remove("GITHUB_API_URL").output().unwrap());
    assert_eq!((said.code, server.requests().len()), (Some(2), before));
    assert!(said.stderr.contains("set GITHUB_API_URL"), "{}", said.stderr);
}

#[test]
fn without_a_token_rest_is_asked_and_said() {
    let server = server(three_comments());
    let book = Book::new(&[("goals.toml", OLD)]);
    let said = Said::new(&book.command(&server, &["--goal=389"]).env_remove("GITHUB_TOKEN").output().unwrap());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stderr.starts_with("warning: without a token, minimised comments come in like others"), "{}", said.stderr);
    assert_eq!(book.goals().goals[0].updates.len(), 5, "the minimised one as well");
    assert!(server.requests().iter().all(|it| it.line.starts_with("GET /repos/") && it.authorization.is_none()));
    assert!(book.synced(&server, &["--goal=389"]).contains("1 update hidden"), "with a token it is known");
}

#[cfg(unix)]
#[test]
fn the_token_of_gh_is_used() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = server(three_comments());
    let book = Book::new(&[("goals.toml", OLD)]);
    let gh = book.path("gh");
    fs::write(&gh, format!("#!/bin/sh\n[ \"$*\" = 'auth token --hostname 127.0.0.1' ] && echo {TOKEN}\n")).unwrap();
    fs::set_permissions(&gh, fs::Permissions::from_mode(0o755)).unwrap();
    let said = Said::new(&book.command(&server, &["--goal=389"]).env_remove("GITHUB_TOKEN").output().unwrap());
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(!said.stderr.contains(TOKEN) && !said.stderr.contains("without a token"), "{}", said.stderr);
    assert_eq!(server.requests()[0].authorization.as_deref(), Some(&*format!("Bearer {TOKEN}")));
}

#[test]
fn help_names_what_there_is() {
    let book = Book::new(&[]);
    let said = Said::new(&command(&book.path("")).args(["sync", "--help"]).output().unwrap());
    for word in ["--goal", "--since", "--milestone", "--label", "--dry-run", "--diff", "--prune", "GITHUB_TOKEN", "GITHUB_API_URL"] {
        assert!(said.stdout.contains(word), "{word}\n{}", said.stdout);
    }
}

#[test]
fn seventy_goals_with_two_thousand_comments() {
    let server = Server::start();
    let mut all = many(2000).into_iter();
    let mut goals = head();
    for number in 100..170 {
        let comments: Vec<_> = all.by_ref().take(if number == 100 { 206 } else { 26 }).collect();
        server.add(number, Issue { title: format!("Goal {number}"), body: "- [ ] a".into(), comments, ..Issue::default() });
        goals.push_str(&format!("\n[goal.{number}]\ntitle = \"Goal {number}\"\nstatus = \"accepted\"\n"));
    }
    assert!(all.next().is_none());
    let book = Book::new(&[("goals.toml", &goals)]);
    let start = Instant::now();
    let line = book.synced(&server, &[]);
    let took = start.elapsed();
    assert!(line.contains("2000 updates added"), "{line}");
    assert_eq!(server.requests().len(), 72, "a request for each hundred comments");
    let data = book.goals();
    assert_eq!(data.goals.iter().map(|it| it.updates.len()).sum::<usize>(), 2000);
    assert!(data.goals.iter().all(|it| it.updates.is_sorted_by_key(|it| it.date)));
    assert_eq!(lost(&goals, &book.read("goals.toml")), Vec::<String>::new());
    assert!(book.synced(&server, &[]).contains("nothing new"));
    assert!(took.as_secs() < 60, "{took:?}");
    eprintln!("70 goals with 2,000 comments: {took:?}");
}
