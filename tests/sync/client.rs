//! The client alone: what arrives of issues and comments, through both interfaces.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use mdbook_goals::data;
use mdbook_goals::forge::{Address, Answer, Filter, Forge, Linked, Policy, Token};
use mdbook_goals::sync::{Extent, RemoteIssue, RemoteState, Shown, Writer};

use crate::server::{Comment, Fault, Issue, REPOSITORY, Server};

pub(crate) const TOKEN: &str = "ghp_0secret0";

/// A client in a hurry, and what it says.
pub(crate) fn client(server: &Server, token: Option<&str>, policy: Policy) -> (Forge, Rc<RefCell<Vec<String>>>) {
    let said = Rc::new(RefCell::new(Vec::new()));
    let it = said.clone();
    let token = token.and_then(|it| Token::new(it, "GITHUB_TOKEN").unwrap());
    let say = Box::new(move |text: &str| it.borrow_mut().push(text.to_owned()));
    (Forge::new(Address::parse(&server.url()).unwrap(), token, policy, say), said)
}

pub(crate) fn hurry() -> Policy {
    let ms = Duration::from_millis;
    Policy { first_pause: ms(2), unknown_wait: ms(3), longest_wait: ms(2500), answer: ms(1500), ..Policy::default() }
}

/// The token of each interface.
pub(crate) const BOTH: [Option<&str>; 2] = [Some(TOKEN), None];

pub(crate) fn goal(number: u64) -> data::Issue {
    data::Issue { repository: REPOSITORY.into(), number }
}

pub(crate) fn found(forge: &Forge, number: u64) -> RemoteIssue {
    match forge.issue(&goal(number), None).unwrap() {
        Answer::Found(it) => it,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn many(count: u64) -> Vec<Comment> {
    let day = |it: u64| format!("2025-{:02}-{:02}T{:02}:00:00Z", 7 + it / 24 / 28 % 6, 1 + it / 24 % 28, it % 24);
    (0..count).map(|it| Comment::new(1000 + it, "frank-king", &day(it), &format!("Week {it}"))).collect()
}

#[test]
fn an_issue_arrives_whole() {
    let server = Server::start();
    let mut ghost = Comment::new(11, "", "2025-10-01T23:59:59Z", "gone");
    ghost.author = None;
    let mut bot = Comment::new(12, "triagebot", "2025-10-02T00:00:00Z", "beep");
    bot.bot = true;
    let mut hidden = Comment::new(13, "someone-else", "2025-10-03T00:00:00Z", "off topic");
    hidden.minimised = true;
    let long = "ß".repeat(32 << 10);
    let wild = Comment::new(14, "frank-king", "2025-10-04T12:00:00Z", "a\r\nb\r\n\r\n'''\u{1}");
    let large = Comment::new(15, "frank-king", "2025-10-05T12:00:00Z", &long);
    server.add(
        389,
        Issue {
            title: "Pin".into(),
            body: "- [x] a\r\n".into(),
            closed: true,
            assignees: vec!["frank-king".into()],
            comments: vec![ghost, bot, hidden, wild, large],
            ..Issue::default()
        },
    );
    for token in BOTH {
        let (forge, said) = client(&server, token, hurry());
        let it = found(&forge, 389);
        assert_eq!((it.title.as_str(), it.body.as_str(), it.state), ("Pin", "- [x] a\n", RemoteState::Closed));
        assert_eq!((it.assignees.len(), it.extent, it.comments.len()), (1, Extent::All, 5));
        assert_eq!(it.comments[0].author, "ghost");
        assert_eq!(it.comments[0].date().to_string(), "2025-10-01");
        assert_eq!(it.comments[1].by, Writer::Bot);
        let shown = if token.is_some() { Shown::Minimised } else { Shown::Yes };
        assert_eq!(it.comments[2].shown, shown, "REST does not say");
        assert_eq!(it.comments[3].body, "a\nb\n\n'''\u{1}");
        assert_eq!(it.comments[3].url, "https://github.com/rust-lang/rust-project-goals/issues/389#issuecomment-14");
        assert_eq!(it.comments[4].body, long);
        assert!(said.borrow().is_empty(), "{said:?}");
    }
    let sent: Vec<_> = server.requests().into_iter().map(|it| it.authorization).collect();
    assert_eq!(sent, [Some(format!("Bearer {TOKEN}")), None, None]);
}

#[test]
fn all_pages_arrive_in_order_and_once() {
    let server = Server::start();
    server.add(1, Issue { comments: many(2000), ..Issue::default() });
    for (token, requests) in [(BOTH[0], 20), (BOTH[1], 21)] {
        let before = server.requests().len();
        let it = found(&client(&server, token, hurry()).0, 1);
        let ids: Vec<_> = it.comments.iter().map(|it| it.id).collect();
        assert_eq!(ids, (1000..3000).collect::<Vec<_>>());
        assert_eq!((it.extent, server.requests().len() - before), (Extent::All, requests));
    }
}

#[test]
fn a_page_that_repeats_ends() {
    let server = Server::start();
    server.add(1, Issue { comments: many(150), ..Issue::default() });
    server.state().repeats = true;
    for token in BOTH {
        let (forge, said) = client(&server, token, hurry());
        let it = found(&forge, 1);
        assert_eq!((it.comments.len(), it.extent), (100, Extent::Some));
        assert!(said.borrow()[0].contains("again and again"), "{said:?}");
    }
    assert!(server.requests().len() < 10);
}

#[test]
fn since_leaves_out_what_is_older() {
    let server = Server::start();
    let mut comments = many(300);
    comments[3].updated = "2026-01-02T00:00:00Z".into();
    comments[200].updated = "2026-01-01T00:00:00Z".into();
    server.add(1, Issue { comments, ..Issue::default() });
    for token in BOTH {
        let (forge, _) = client(&server, token, hurry());
        let answer = forge.issue(&goal(1), Some("2026-01-01".parse().unwrap())).unwrap();
        let Answer::Found(it) = answer else { panic!("{answer:?}") };
        let ids: Vec<_> = it.comments.iter().map(|it| it.id).collect();
        assert_eq!((ids, it.extent), (vec![1003, 1200], Extent::Some));
    }
}

#[test]
fn what_is_not_there() {
    let server = Server::start();
    server.state().gone.push(7);
    server.add(3, Issue { is_pull_request: true, closed: true, body: "x".into(), ..Issue::default() });
    for token in BOTH {
        let (forge, _) = client(&server, token, hurry());
        assert_eq!(forge.issue(&goal(9), None).unwrap(), Answer::NotFound);
        assert_eq!(forge.issue(&goal(3), None).unwrap(), Answer::NotFound, "a pull request is no tracking issue");
        assert_eq!(forge.linked(&goal(3)).unwrap(), Answer::Found(Linked { body: "x".into(), state: RemoteState::Closed }));
        assert_eq!(forge.linked(&goal(9)).unwrap(), Answer::NotFound);
    }
    let (rest, _) = client(&server, None, hurry());
    assert_eq!(rest.issue(&goal(7), None).unwrap(), Answer::Gone);
}

#[test]
fn lists_by_milestone_and_label() {
    let server = Server::start();
    server.state().milestones = vec![(4, "2025h1-goals".into()), (5, "2025h2-goals".into())];
    for number in 1..=250 {
        let milestone = Some(if number % 2 == 0 { 5 } else { 4 });
        let labels = if number <= 10 { vec!["Flagship Goal".into()] } else { vec![] };
        server.add(number, Issue { milestone, labels, is_pull_request: number == 8, ..Issue::default() });
    }
    for token in BOTH {
        let (forge, _) = client(&server, token, hurry());
        let list = |milestone: Option<&str>, label: Option<&str>| {
            let filter = Filter { milestone: milestone.map(Into::into), label: label.map(Into::into) };
            forge.list(REPOSITORY, &filter)
        };
        assert_eq!(list(Some("2025h2-goals"), None).unwrap().len(), 124);
        assert_eq!(list(None, Some("Flagship Goal")).unwrap(), [1, 2, 3, 4, 5, 6, 7, 9, 10]);
        assert_eq!(list(Some("2025h2-goals"), Some("Flagship Goal")).unwrap(), [2, 4, 6, 10]);
        let error = format!("{:#}", list(Some("2025h2-goal"), None).unwrap_err());
        assert!(error.contains("has no milestone `2025h2-goal`: did you mean `2025h2-goals`?"), "{error}");
        let whole = list(None, None).unwrap();
        assert_eq!(whole.len(), 249);
        server.state().repeats = true;
        assert!(list(None, None).is_err(), "part of a list is none");
        server.state().repeats = false;
    }
}

#[test]
fn partial_data_is_used_and_said() {
    let server = Server::start();
    server.add(1, Issue { comments: many(3), ..Issue::default() });
    let whole = serde_json::json!({
        "url": "https://github.com/o/r/issues/1#issuecomment-5", "createdAt": "2025-10-01T00:00:00Z", "updatedAt": "2025-10-01T00:00:00Z",
        "body": "b", "isMinimized": false, "author": null,
    });
    let over = serde_json::json!({
        "data": { "repository": { "issue": { "comments": { "nodes": [null, whole] } } } },
        "errors": [{ "message": "Something went wrong while executing your query.", "path": ["repository"] }],
    });
    server.fail([Fault::Merge(over)]);
    let (forge, said) = client(&server, Some(TOKEN), hurry());
    let it = found(&forge, 1);
    assert_eq!((it.comments.len(), it.extent), (1, Extent::Some), "what is missing is not taken for deleted");
    assert!(said.borrow()[0].contains("not whole"), "{said:?}");
}
