//! `check --online`: what is asked, what is found, what is kept, and what is said on bad days.

use std::fs;

use mdbook_goals::data;
use mdbook_goals::forge::Looked;
use mdbook_goals::lint::online::{Pull, Thing};
use serde_json::{Value, json};

use crate::book::{Book, Said, command};
use crate::client::{BOTH, TOKEN, client, hurry};
use crate::server::{Fault, Issue, Server};

/// A goals file of a project whose bare numbers are those of `rust-lang/rust`.
pub(crate) fn goals(more: &str) -> String {
    format!(
        "[project]\ntracking-repository = \"rust-lang/rust-project-goals\"\ndefault-repository = \"rust-lang/rust\"\n\
         rfc-repository = \"rust-lang/rfcs\"\n\n[repository]\nrfcs = \"rust-lang/rfcs\"\n\n[period]\nname = \"2025h2\"\n{more}"
    )
}

pub(crate) fn book(chapter: &str) -> Book {
    let book = Book::new(&[("goals.toml", &goals(""))]);
    fs::create_dir(book.path("src")).unwrap();
    book.write("src/SUMMARY.md", "# Summary\n\n- [Chapter](chapter.md)\n");
    book.write("src/chapter.md", chapter);
    book
}

/// Puts `owner/name#1` on the server, as one of the words that the guide's pages use.
pub(crate) fn put(server: &Server, name: &str, is: &str) {
    let (repository, number) = name.split_once('#').unwrap();
    let key = (repository.to_owned(), number.parse().unwrap());
    let pull = Issue { is_pull_request: true, ..Issue::default() };
    let issue = match is {
        "issue" => Issue::default(),
        "open" => pull,
        "closed" => Issue { closed: true, rejected: true, ..pull },
        "merged" => Issue { closed: true, ..pull },
        "discussion" => return server.state().discussions.push(key),
        "nothing" => return,
        other => panic!("{other}"),
    };
    server.state().issues.insert(key, issue);
}

/// Runs `check --online`, which must not show or keep the token.
pub(crate) fn check(book: &Book, server: &Server, token: Option<&str>, arguments: &[&str]) -> Said {
    let mut command = command(&book.path(""));
    command.env("GITHUB_API_URL", server.url()).env("XDG_CACHE_HOME", book.path("cache"));
    command.args(["check", "--online", "--cache", "answers.json"]).args(arguments);
    if let Some(token) = token {
        command.env("GITHUB_TOKEN", token);
    }
    let said = Said::new(&command.output().unwrap());
    for text in [&said.stdout, &said.stderr, &fs::read_to_string(book.path("answers.json")).unwrap_or_default()] {
        assert!(!text.contains(TOKEN), "{text}");
    }
    said
}

/// The findings, a line each.
fn short(said: &Said) -> Vec<&str> {
    said.stdout.lines().collect()
}

fn issue(repository: &str, number: u64) -> data::Issue {
    data::Issue { repository: repository.into(), number }
}

/// A server with something of everything.
fn server() -> Server {
    let server = Server::start();
    for (number, is) in (1..).zip(["issue", "open", "closed", "merged", "discussion"]) {
        put(&server, &format!("a/b#{number}"), is);
    }
    put(&server, "c/d#1", "issue");
    let mut state = server.state();
    state.moved.insert(("a/b".into(), 8), "/repos/c/d/issues/1".into());
    state.gone.push(9);
    drop(state);
    server
}

#[test]
fn both_interfaces_say_what_numbers_are() {
    let server = server();
    let up = Looked::Up;
    let pull = |it| up(Thing::PullRequest(it));
    let wanted = [
        (issue("a/b", 1), up(Thing::Issue)),
        (issue("c/d", 1), up(Thing::Issue)),
        (issue("a/b", 2), pull(Pull::Open)),
        (issue("a/b", 3), pull(Pull::Closed)),
        (issue("a/b", 4), pull(Pull::Merged)),
        (issue("a/b", 5), up(Thing::Discussion)),
        (issue("a/b", 6), up(Thing::Nothing)),
        (issue("c/d", 6), up(Thing::Nothing)),
        (issue("e/f", 1), up(Thing::NoRepository)),
        (issue("a/b", 8), up(Thing::Issue)),
        (issue("a/b", 9), up(Thing::Nothing)),
    ];
    let issues: Vec<_> = wanted.iter().map(|(it, _)| it.clone()).collect();
    let (forge, _) = client(&server, BOTH[0], hurry());
    let expected: Vec<_> = wanted.iter().map(|(_, it)| it.clone()).collect();
    assert_eq!(forge.look_up().look_up(&issues).unwrap(), expected);

    let (forge, _) = client(&server, BOTH[1], hurry());
    let mut look_up = forge.look_up();
    for (issue, expected) in wanted {
        // without a token nobody says what a discussion is; where a repository has none, it is sure
        let is_hidden = issue.repository == "a/b" && matches!(issue.number, 5 | 6);
        let expected = if is_hidden { Looked::PerhapsDiscussion } else { expected };
        assert_eq!(look_up.look_up(std::slice::from_ref(&issue)).unwrap(), [expected], "{issue:?}");
    }
    server.state().texts = ["0003-x.md", "README.md", "0012-ä.md", "0000-template.md"].map(Into::into).into();
    for token in BOTH {
        let (forge, _) = client(&server, token, hurry());
        assert_eq!(forge.look_up().rfcs("a/b").unwrap().into_iter().collect::<Vec<_>>(), [0, 3, 12]);
    }
}

#[test]
fn half_an_answer_is_no_answer() {
    for fault in [Fault::CutBody, Fault::NoBody, Fault::HalfBody] {
        for token in BOTH {
            let server = server();
            server.fail(vec![fault.clone(); 9]);
            let (forge, _) = client(&server, token, hurry());
            assert!(forge.look_up().look_up(&[issue("a/b", 1)]).is_err(), "{fault:?}");
        }
    }
    let server = server();
    for (answer, expected) in [
        (json!({ "data": { "r0": { "i1": null } } }), "not whole"),
        (json!({ "data": { "r0": null } }), "not whole"),
        (json!({ "data": {} }), "not whole"),
        (json!({ "data": { "r0": null }, "errors": [{ "type": "FORBIDDEN", "path": ["r0"], "message": "SAML" }] }), "SAML"),
        (json!({ "data": { "r0": { "i1": { "__typename": "Poem" } } } }), "Poem"),
        (json!({ "data": { "r0": { "i1": { "__typename": "PullRequest", "state": "NEW" } } } }), "PullRequest"),
    ] {
        server.fail([Fault::Json(answer.clone())]);
        let (forge, _) = client(&server, BOTH[0], hurry());
        let looked = forge.look_up().look_up(&[issue("a/b", 1)]).unwrap();
        assert!(matches!(&looked[0], Looked::Refused(why) if why.contains(expected)), "{answer}: {looked:?}");
    }
}

#[test]
fn each_reference_is_asked_once_and_found_everywhere() {
    let server = server();
    put(&server, "rust-lang/rust#1", "issue");
    put(&server, "rust-lang/rust#2", "merged");
    let book = book("ä #1, PR #1, a/b#6 and [x](https://github.com/a/b/issues/6), RFC 9\r\n");
    book.write("goals.toml", &goals("\n[goal.1]\ntitle = \"a/b#6\"\nstatus = \"accepted\"\npoint-of-contact = \"@x\"\n"));
    let said = check(&book, &server, Some(TOKEN), &["--format=short", "-v"]);
    let expected = [
        "goals.toml:13:10: error[unknown-reference]: `a/b` has no issue, pull request or discussion 6",
        "src/chapter.md:1:7: warning[kind-mismatch]: the text says that this is a pull request, `rust-lang/rust#1` is an issue",
        "src/chapter.md:1:14: error[unknown-reference]: `a/b` has no issue, pull request or discussion 6",
        "src/chapter.md:1:58: error[unknown-reference]: `a/b` has no issue, pull request or discussion 6",
        "src/chapter.md:1:62: error[unknown-reference]: there is no repository `rust-lang/rfcs`",
    ];
    assert_eq!(short(&said), expected, "{}", said.stderr);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("4 files checked, 3 references looked up: 4 errors, 1 warning"), "{}", said.stderr);
    assert_eq!(said.stderr.matches("period ").count(), 1, "{}", said.stderr);
    // all at once; what that does not have, as discussions; and what is none, through REST
    assert!(said.stderr.contains("3 references, of which 0 answered before; 3 requests sent"), "{}", said.stderr);
    let lines: Vec<_> = server.requests().into_iter().map(|it| it.line).collect();
    assert_eq!(lines, ["POST /graphql HTTP/1.1", "POST /graphql HTTP/1.1", "GET /repos/a/b/issues/6 HTTP/1.1"]);
    assert!(server.requests().iter().all(|it| it.authorization.as_deref() == Some(&format!("Bearer {TOKEN}"))));
}

#[test]
fn many_are_asked_in_few_requests() {
    let server = Server::start();
    let mut chapter = String::new();
    for number in 1..=120 {
        put(&server, &format!("rust-lang/rust#{number}"), if number % 2 == 0 { "merged" } else { "issue" });
        chapter.push_str(&format!("x #{number}\n"));
    }
    let said = check(&book(&chapter), &server, Some(TOKEN), &[]);
    assert_eq!((said.code, server.requests().len()), (Some(0), 3), "{}", said.stderr);
}

#[test]
fn rfcs_are_merged_or_their_text_is_there() {
    let server = Server::start();
    for (number, is) in [(1, "merged"), (2, "open"), (3, "closed"), (4, "closed"), (5, "issue")] {
        put(&server, &format!("rust-lang/rfcs#{number}"), is);
    }
    server.state().texts = vec!["0003-by-hand.md".into(), "0007-no-pull-request.md".into()];
    let book = book("RFC 1, RFC 2, RFC 3, RFC 4, RFC 5, RFC 6, RFC 7, rfcs#4\n");
    for token in BOTH {
        let said = check(&book, &server, token, &["--format=short"]);
        let expected = [
            "src/chapter.md:1:8: warning[unmerged-rfc]: RFC 2 has not been merged yet",
            "src/chapter.md:1:22: warning[unmerged-rfc]: RFC 4 was closed without being merged",
            "src/chapter.md:1:29: warning[unmerged-rfc]: RFC 5 is none: `rust-lang/rfcs#5` is an issue",
            "src/chapter.md:1:36: error[unknown-reference]: `rust-lang/rfcs` has no issue, pull request or discussion 6",
        ];
        assert_eq!(short(&said), expected, "{}", said.stderr);
        fs::remove_file(book.path("answers.json")).unwrap();
    }
    // what was kept as a mere pull request is asked for its text
    book.write("src/chapter.md", "rfcs#3\n");
    assert_eq!(check(&book, &server, Some(TOKEN), &[]).code, Some(0));
    book.write("src/chapter.md", "RFC 3\n");
    assert_eq!(check(&book, &server, Some(TOKEN), &[]).stdout, "");
}

#[test]
fn without_a_token_discussions_are_not_called_unknown() {
    let server = server();
    let book = book("<!-- goals: allow(unknown-reference) perhaps -->\na/b#5, a/b#6\n\nc/d#6, a/b#1, a/b#8\n");
    let said = check(&book, &server, None, &["--format=short"]);
    assert_eq!(short(&said), ["src/chapter.md:4:1: error[unknown-reference]: `c/d` has no issue, pull request or discussion 6"]);
    assert!(said.stderr.contains("without a token GitHub answers few requests"), "{}", said.stderr);
    assert!(said.stderr.contains("2 references are no issues (a/b#5, a/b#6)"), "{}", said.stderr);
    let repositories = server.requests().iter().filter(|it| it.line == "GET /repos/a/b HTTP/1.1").count();
    assert_eq!((said.code, repositories), (Some(1), 1), "a repository is asked for once");
}

#[test]
fn answers_are_kept() {
    let server = server();
    let book = book("a/b#1 a/b#2 a/b#6 e/f#1\n");
    let first = check(&book, &server, Some(TOKEN), &["--format=short"]);
    let requests = server.requests().len();
    let again = check(&book, &server, Some(TOKEN), &["--format=short", "-v"]);
    assert_eq!(server.requests().len(), requests, "nothing is asked");
    assert_eq!((&again.stdout, again.code), (&first.stdout, Some(1)));
    assert!(again.stderr.contains("4 references, of which 4 answered before; 0 requests sent"), "{}", again.stderr);

    // what there was stays for long, what there was not does not
    let kept: Value = serde_json::from_str(&book.read("answers.json")).unwrap();
    let mut older = kept.clone();
    let answers = older["answers"][server.url()].as_object_mut().unwrap();
    assert_eq!(answers.keys().collect::<Vec<_>>(), ["a/b#1", "a/b#2", "a/b#6", "e/f#1"]);
    let day_ago = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(25);
    for it in answers.values_mut() {
        it["asked"] = json!(day_ago.to_string());
    }
    book.write("answers.json", &older.to_string());
    put(&server, "a/b#6", "issue");
    let later = check(&book, &server, Some(TOKEN), &["--format=short"]);
    assert_eq!(short(&later), ["src/chapter.md:1:19: error[unknown-reference]: there is no repository `e/f`"]);
    assert_eq!(server.requests().len(), requests + 1);
}

#[test]
fn what_is_no_cache_is_not_in_the_way() {
    let server = server();
    let book = book("a/b#1\n");
    for (text, why) in
        [("{", "EOF"), ("\u{0}", "expected value"), (r#"{"version":99,"answers":{}}"#, "they are of version 99"), ("", "EOF")]
    {
        book.write("answers.json", text);
        let said = check(&book, &server, Some(TOKEN), &[]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        assert!(said.stderr.contains("warning: the kept answers in ") && said.stderr.contains(why), "{}", said.stderr);
        assert!(book.read("answers.json").contains("\"a/b#1\""), "it is written anew");
    }
    fs::remove_file(book.path("answers.json")).unwrap();
    fs::create_dir(book.path("answers.json")).unwrap();
    let said = check(&book, &server, Some(TOKEN), &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stderr.contains("the answers are not kept for the next run"), "{}", said.stderr);
    let said = check(&book, &server, Some(TOKEN), &["--cache", "book/x/answers.json"]);
    assert!(said.stderr.contains("used multiple times"), "{}", said.stderr);
}

#[test]
fn the_cache_lies_among_caches_and_never_among_pages() {
    let server = server();
    let book = book("a/b#1\n");
    let run = |arguments: &[&str]| {
        let mut command = command(&book.path(""));
        command.env("GITHUB_API_URL", server.url()).env("GITHUB_TOKEN", TOKEN).env("XDG_CACHE_HOME", book.path("cache"));
        Said::new(&command.args(["check", "--online"]).args(arguments).output().unwrap())
    };
    if cfg!(unix) {
        assert_eq!(run(&[]).code, Some(0));
        assert!(book.read("cache/mdbook-goals/references.json").contains("a/b#1"));
    }
    let said = run(&["--cache", "book/answers.json"]);
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("lies among the pages that mdBook writes") && !book.path("book").exists(), "{}", said.stderr);
}

#[test]
fn what_could_not_be_asked_is_said_and_is_no_finding() {
    let limited = |seconds: &str| Fault::Status(429, vec![("retry-after", seconds.to_owned())], "slow down");
    for (faults, expected) in [
        (vec![limited("3540")], "no more requests for 59 minutes"),
        (vec![Fault::Status(401, vec![], "Bad credentials")], "does not accept the token in GITHUB_TOKEN (401)"),
        (vec![Fault::Status(403, vec![], "no")], "refuses: 403"),
        (vec![Fault::Json(json!({ "data": null, "errors": [{ "type": "FORBIDDEN", "message": "SAML" }] }))], "the server refuses: SAML"),
    ] {
        let server = server();
        let book = book("a/b#1 a/b#2 a/b#3 a/b#6\n\n[#1](https://github.com/rust-lang/rust/issues/2)\n");
        server.fail(faults);
        let said = check(&book, &server, Some(TOKEN), &["--format=short"]);
        assert_eq!(said.code, Some(2), "{}", said.stderr);
        let offline = "src/chapter.md:3:2: warning[number-mismatch]: the label says 1, the link goes to 2";
        assert_eq!(short(&said), [offline], "what needs no network is found all the same");
        assert!(said.stderr.contains(expected), "{}", said.stderr);
        assert!(said.stderr.contains("5 references could not be looked up (a/b#1, a/b#2, a/b#3 and 2 more): "), "{}", said.stderr);
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn what_was_answered_before_a_failure_is_kept() {
    let server = server();
    let book = book("a/b#1 a/b#2 c/d#1\n");
    let fine = || Fault::Header("x-none", String::new());
    server.fail([fine(), fine(), Fault::Status(401, vec![], "no")]);
    let said = check(&book, &server, None, &[]);
    assert!(said.stderr.contains("1 reference could not be looked up (c/d#1): "), "{}", said.stderr);
    assert_eq!((said.code, server.requests().len()), (Some(2), 3));
    let said = check(&book, &server, None, &[]);
    assert_eq!((said.code, server.requests().len()), (Some(0), 4), "{}", said.stderr);
}

#[test]
fn an_rfc_that_is_half_asked_is_not_judged() {
    for (fine, requests) in [(1, 2), (2, 3)] {
        let server = Server::start();
        put(&server, "rust-lang/rfcs#3", "closed");
        put(&server, "rust-lang/rfcs#4", "closed");
        server.fail(vec![Fault::Header("x-none", String::new()); fine]);
        server.fail([Fault::Status(401, vec![], "no")]);
        let said = check(&book("RFC 3, RFC 4\n"), &server, None, &[]);
        assert_eq!((said.stdout.as_str(), said.code), ("", Some(2)), "{}", said.stderr);
        assert!(said.stderr.contains("2 references could not be looked up (rust-lang/rfcs#3, rust-lang/rfcs#4)"), "{}", said.stderr);
        assert_eq!(server.requests().len(), requests);
    }
}

#[test]
fn passing_troubles_pass() {
    for fault in [Fault::Status(500, vec![], "no"), Fault::CutBody, Fault::Status(429, vec![("retry-after", "1".into())], "no")] {
        let server = server();
        server.fail([fault.clone()]);
        let said = check(&book("a/b#1\n"), &server, Some(TOKEN), &[]);
        assert_eq!((said.code, server.requests().len()), (Some(0), 2), "{fault:?} {}", said.stderr);
    }
}

#[test]
fn a_server_that_is_not_there_and_one_that_nobody_named() {
    let server = server();
    let book = book("a/b#1\n");
    let mut command = command(&book.path(""));
    command.env("GITHUB_API_URL", "http://example.org").args(["check", "--online", "--cache", "answers.json"]);
    let said = Said::new(&command.output().unwrap());
    assert_eq!(said.code, Some(2));
    assert!(said.stderr.contains("1 reference could not be looked up (a/b#1): ") && said.stderr.contains("not sent in the clear"));
    // a goals file from elsewhere does not choose where the token goes
    book.edit("goals.toml", "default-repository", "forge = \"https://example.org\"\ndefault-repository");
    book.write("src/chapter.md", "#1\n");
    let mut command = crate::book::command(&book.path(""));
    command.env("GITHUB_TOKEN", TOKEN).args(["check", "--online", "--cache", "answers.json"]);
    let said = Said::new(&command.output().unwrap());
    assert!(said.code == Some(2) && said.stderr.contains("set GITHUB_API_URL"), "{}", said.stderr);
    assert!(server.requests().is_empty());
}

#[test]
fn standard_input_and_files_without_a_book_are_asked_too() {
    use std::io::Write as _;
    let server = server();
    let book = book("");
    fs::remove_file(book.path("book.toml")).unwrap();
    book.write("lone.md", "a/b#6, #7, RFC 8\n");
    let said = check(&book, &server, Some(TOKEN), &["lone.md", "--format=short"]);
    assert_eq!(short(&said), ["lone.md:1:1: error[unknown-reference]: `a/b` has no issue, pull request or discussion 6"]);
    let mut command = command(&book.path(""));
    command.env("GITHUB_API_URL", server.url()).env("GITHUB_TOKEN", TOKEN);
    command.args(["check", "--online", "--cache", "answers.json", "-", "--format=short"]);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"PR a/b#1\n").unwrap();
    let said = Said::new(&child.wait_with_output().unwrap());
    assert_eq!(short(&said), ["<stdin>:1:1: warning[kind-mismatch]: the text says that this is a pull request, `a/b#1` is an issue"]);
}

#[test]
fn fixes_by_what_the_forge_says() {
    let server = server();
    let book = book("See [#5](https://github.com/a/b/pull/5) and PR a/b#1.\n");
    let said = check(&book, &server, Some(TOKEN), &["--fix"]);
    assert!(said.stderr.contains("mended 1 finding in 1 file"), "{}", said.stderr);
    assert_eq!(book.read("src/chapter.md"), "See [#5](https://github.com/a/b/discussions/5) and PR a/b#1.\n");
    let said = check(&book, &server, Some(TOKEN), &["--fix", "--unsafe"]);
    assert_eq!(said.stdout, "", "{}", said.stderr);
    assert_eq!(book.read("src/chapter.md"), "See [#5](https://github.com/a/b/discussions/5) and issue a/b#1.\n");
}

#[test]
fn every_format_shows_them_and_levels_hold() {
    let server = server();
    let book = book("a/b#6\n");
    for (format, expected) in [
        ("human", "error[unknown-reference]: `a/b` has no issue"),
        ("json", "\"code\":\"unknown-reference\""),
        ("github", "title=unknown-reference::`a/b` has no issue"),
        ("sarif", "\"ruleId\": \"unknown-reference\""),
    ] {
        let said = check(&book, &server, Some(TOKEN), &["--format", format]);
        assert!(said.stdout.contains(expected) && said.code == Some(1), "{format}: {}", said.stdout);
    }
    book.edit("book.toml", "data = ", "lints.unknown-reference = \"warn\"\ndata = ");
    assert_eq!(check(&book, &server, Some(TOKEN), &[]).code, Some(0));
    assert_eq!(check(&book, &server, Some(TOKEN), &["--deny", "warnings"]).code, Some(1));
    assert_eq!(check(&book, &server, Some(TOKEN), &["--allow", "unknown-reference"]).stdout, "");
}
