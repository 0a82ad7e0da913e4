//! Killed at any moment, every file is the old or the new one, and the next run ends the work.

use std::collections::BTreeMap;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::book::{Book, head};
use crate::server::{Comment, Issue, REPOSITORY, Server};

type Texts = BTreeMap<String, String>;

/// Three files, all of which change: the goals, and two months of updates.
fn book() -> Book {
    let goals: Vec<_> = (1..=6).map(|it| format!("\n[goal.{it}]\ntitle = \"Goal {it}\"\nstatus = \"accepted\"\n")).collect();
    let update = |goal: u32, day: &str, id: u32| {
        let url = format!("https://github.com/{REPOSITORY}/issues/{goal}#issuecomment-{id}");
        format!("[[goal.{goal}.update]]\ndate = 2025-{day}\nauthor = \"@a\"\nurl = \"{url}\"\nbody = 'x'\n")
    };
    Book::new(&[
        ("goals.toml", &format!("{}{}", head(), goals.concat())),
        ("updates/10.toml", &format!("{}\n{}", update(1, "10-01", 1), update(2, "10-02", 2))),
        ("updates/11.toml", &format!("{}\n{}", update(1, "11-01", 3), update(2, "11-02", 4))),
    ])
}

fn server() -> Server {
    let server = Server::start();
    let mut id = 100;
    for number in 1..=6 {
        let mut comments: Vec<_> = [(1, "10-01"), (2, "10-02"), (3, "11-01"), (4, "11-02")]
            .into_iter()
            .filter(|(old, _)| number <= 2 && (old % 2 == number % 2))
            .map(|(old, day)| Comment::new(old, "a", &format!("2025-{day}T00:00:00Z"), "x"))
            .collect();
        for day in 3..=20 {
            for month in [10, 11] {
                id += 1;
                comments.push(Comment::new(id, "a", &format!("2025-{month}-{day:02}T00:00:00Z"), &format!("{id} {}", "ä".repeat(400))));
            }
        }
        server.add(number, Issue { title: format!("Goal {number}"), body: "- [x] a".into(), comments, ..Issue::default() });
    }
    server
}

/// What an uninterrupted run makes of the book.
fn whole(server: &Server) -> (Texts, Texts, Duration) {
    let book = book();
    let old = book.texts();
    let start = Instant::now();
    book.synced(server, &[]);
    let took = start.elapsed();
    let new = book.texts();
    assert!(new.iter().all(|(name, text)| old[name] != *text && text.len() > 300), "all three files change");
    (old, new, took)
}

/// Each file is the old or the new one. Returns how many are new.
fn check(book: &Book, old: &Texts, new: &Texts, when: &str) -> usize {
    let mut done = 0;
    for (name, text) in book.texts() {
        assert!(text == old[&name] || text == new[&name], "{name} is neither the old nor the new one, {when}");
        done += usize::from(text == new[&name]);
    }
    done
}

fn spawn(book: &Book, server: &Server) -> Child {
    book.command(server, &[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[cfg(debug_assertions)] // the points are in test builds alone
#[test]
fn ended_between_and_inside_each_write() {
    let server = server();
    let (old, new, _) = whole(&server);
    let mut seen = Vec::new();
    for point in 0.. {
        let book = book();
        let mut command = book.command(&server, &[]);
        let status = command.env("MDBOOK_GOALS_END_AT", point.to_string()).output().unwrap().status;
        seen.push(check(&book, &old, &new, &format!("ended at point {point}")));
        if status.success() {
            break;
        }
        assert_eq!(status.code(), None, "a signal has ended it");
        book.synced(&server, &[]);
        assert_eq!(check(&book, &old, &new, "after the next run"), 3, "the next run ends the work, begun at point {point}");
        assert!(point < 1000);
    }
    assert!(seen.is_sorted() && seen.len() > 12, "{seen:?}");
    for done in 0..=3 {
        assert!(seen.contains(&done), "{seen:?}: ended with {done} files replaced");
    }
    eprintln!("ended at {} points: {seen:?}", seen.len() - 1);
}

#[test]
fn killed_at_fifty_random_moments() {
    let server = server();
    let (old, new, took) = whole(&server);
    let mut done = [0; 4];
    // a generator of its own: the moments need not be secret, only spread
    let mut random = u64::from(std::process::id()) | 1;
    for round in 0..50 {
        let book = book();
        let before = server.requests().len();
        let mut child = spawn(&book, &server);
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let moment = if round % 2 == 0 {
            random % u64::try_from(took.as_micros()).unwrap()
        } else {
            // from the last answer on, when the writing begins
            while server.requests().len() < before + 6 && child.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
            random % 40_000
        };
        sleep(Duration::from_micros(moment));
        child.kill().unwrap();
        child.wait().unwrap();
        done[check(&book, &old, &new, &format!("killed after {moment} µs"))] += 1;
        book.synced(&server, &[]);
        assert_eq!(check(&book, &old, &new, "after the next run"), 3);
    }
    assert!(done[0] > 0, "{done:?}: some were killed before the end");
    eprintln!("killed at 50 moments of {took:?}; with 0, 1, 2, 3 files replaced: {done:?}");
}
