//! A server on its bad days.

use std::time::{Duration, Instant};

use mdbook_goals::forge::{Answer, Policy};
use serde_json::json;

use crate::client::{BOTH, TOKEN, client, found, goal, hurry, many};
use crate::server::{Fault, Issue, Server};

fn status(code: u16, headers: &[(&'static str, &str)]) -> Fault {
    Fault::Status(code, headers.iter().map(|&(name, value)| (name, value.to_owned())).collect(), "said by the server")
}

/// A server with one issue, which fails so before it answers.
fn server(faults: &[Fault]) -> Server {
    let server = Server::start();
    server.add(1, Issue { title: "Pin".into(), comments: many(3), ..Issue::default() });
    server.fail(faults.iter().cloned());
    server
}

/// What a client with the token says before it gets the issue.
fn said_before_success(faults: &[Fault]) -> Vec<String> {
    let mut out = Vec::new();
    for token in BOTH {
        let server = server(faults);
        let (forge, said) = client(&server, token, hurry());
        assert_eq!(found(&forge, 1).comments.len(), 3, "{faults:?}");
        out = said.borrow().clone();
        assert!(!format!("{out:?}").contains(TOKEN));
    }
    out
}

/// The error of a client with the token, and how many requests it made.
fn failure(faults: &[Fault], policy: Policy) -> (String, usize) {
    let mut out = (String::new(), 0);
    for token in BOTH.into_iter().rev() {
        let server = server(faults);
        let (forge, said) = client(&server, token, policy);
        let error = forge.issue(&goal(1), None).unwrap_err();
        let text = format!("{error:#} {error:?} {said:?}");
        assert!(!text.contains(TOKEN), "{text}");
        out = (format!("{error:#}"), server.requests().len());
    }
    out
}

#[test]
fn passing_troubles_pass() {
    for fault in [status(500, &[]), status(502, &[]), status(503, &[]), Fault::HalfBody, Fault::CutBody, Fault::NoBody, Fault::Drop] {
        let said = said_before_success(&[fault.clone(), fault.clone()]);
        assert_eq!(said.len(), 2, "{fault:?} {said:?}");
        assert!(said.iter().all(|it| it.contains("127.0.0.1: ") && it.contains("trying again in")), "{said:?}");
    }
}

#[test]
fn lasting_troubles_end() {
    for fault in [status(500, &[]), Fault::HalfBody, Fault::NoBody, Fault::Drop] {
        let (error, requests) = failure(&vec![fault.clone(); 9], hurry());
        assert_eq!(requests, 5, "{fault:?}");
        assert!(error.contains("5 times"), "{error}");
    }
}

#[test]
fn pauses_grow() {
    let start = Instant::now();
    failure(&vec![status(500, &[]); 9], Policy { first_pause: Duration::from_millis(20), ..hurry() });
    assert!(start.elapsed() >= Duration::from_millis(2 * (20 + 40 + 80 + 160)), "{:?}", start.elapsed());
}

#[test]
fn a_bad_token_is_said_at_once() {
    let (error, requests) = failure(&[status(401, &[])], hurry());
    assert_eq!(requests, 1);
    assert!(error.contains("does not accept the token in GITHUB_TOKEN (401)"), "{error}");
    let (error, requests) = failure(&[status(403, &[("x-ratelimit-remaining", "12")])], hurry());
    assert_eq!(requests, 1);
    assert!(error.contains("403") && error.contains("said by the server"), "{error}");
}

#[test]
fn limits_are_waited_for() {
    let reset = (jiff::Timestamp::now().as_second() + 1).to_string();
    for fault in [
        status(403, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", &reset)]),
        status(429, &[("retry-after", "1")]),
        status(403, &[("retry-after", "1")]),
    ] {
        let start = Instant::now();
        let said = said_before_success(std::slice::from_ref(&fault));
        assert!(start.elapsed() >= Duration::from_secs(1), "{fault:?}");
        assert!(said[0].contains("allows no more requests for now") && said[0].contains("; waiting "), "{said:?}");
    }
    let limited = json!({ "errors": [{ "type": "RATE_LIMITED", "message": "API rate limit exceeded" }] });
    let server = server(&[Fault::Json(limited)]);
    let (forge, said) = client(&server, Some(TOKEN), hurry());
    assert_eq!(found(&forge, 1).comments.len(), 3);
    assert!(said.borrow()[0].contains("waiting"), "{said:?}");
}

#[test]
fn nobody_waits_for_an_hour_or_for_ever() {
    let (error, requests) = failure(&[status(429, &[("retry-after", "3540")])], hurry());
    assert_eq!(requests, 1);
    assert!(error.contains("no more requests for 59 minutes"), "{error}");
    let (_, requests) = failure(&vec![status(429, &[]); 20], hurry());
    assert_eq!(requests, 6);
    let (error, _) = failure(&[status(429, &[("retry-after", "99999999999999999999")]), status(401, &[])], hurry());
    assert!(error.contains("401"), "a time that is no number is not taken for one: {error}");
}

#[test]
fn a_slow_drip_is_cut_off() {
    let start = Instant::now();
    let policy = Policy { answer: Duration::from_millis(200), tries: 2, ..hurry() };
    let (error, requests) = failure(&[Fault::Drip(Duration::from_millis(20)), Fault::Drip(Duration::from_millis(20))], policy);
    assert_eq!(requests, 2);
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert!(error.contains("2 times"), "{error}");
}

#[test]
fn the_token_goes_to_no_other_host() {
    let other = Server::start();
    for target in [other.url(), other.other_url(), "https://example.org/x".into(), "//example.org/x".into(), "file:///etc/passwd".into()] {
        for code in [301, 302, 307, 308] {
            let (error, requests) = failure(&[status(code, &[("location", &target)])], hurry());
            assert_eq!(requests, 1);
            assert!(error.contains("is not followed"), "{error}");
        }
    }
    assert!(other.requests().is_empty());
    let next_page = Fault::Header("link", format!("<{}/x>; rel=\"next\"", other.url()));
    let server = server(&[Fault::Header("x-none", String::new()), next_page]);
    let (forge, _) = client(&server, None, hurry());
    assert!(format!("{:#}", forge.issue(&goal(1), None).unwrap_err()).contains("is not followed"));
    assert!(other.requests().is_empty());
}

#[test]
fn a_redirect_on_the_same_host_is_followed() {
    let moved = "/repos/rust-lang/rust-project-goals/issues/1";
    let server = server(&[status(301, &[("location", moved)])]);
    let (forge, _) = client(&server, None, hurry());
    assert!(matches!(forge.issue(&goal(1), None).unwrap(), Answer::Found(_)));
    let (error, _) = failure(&vec![status(302, &[("location", moved)]); 9], hurry());
    assert!(error.contains("in circles"), "{error}");
}

#[test]
fn answers_of_another_form() {
    for answer in [json!([1]), json!({ "data": { "repository": { "issue": { "number": "x" } } } }), json!("text"), json!(null)] {
        let (error, requests) = failure(&[Fault::Json(answer.clone())], hurry());
        assert_eq!(requests, 1, "{answer}");
        assert!(error.contains("does not know") || error.contains("refuses"), "{answer}: {error}");
    }
    let refused = json!({ "data": null, "errors": [{ "type": "FORBIDDEN", "message": "Resource protected by SAML\u{1b}[31m" }] });
    let server = server(&[Fault::Json(refused)]);
    let error = format!("{:#}", client(&server, Some(TOKEN), hurry()).0.issue(&goal(1), None).unwrap_err());
    assert!(error.contains("the server refuses: Resource protected by SAML[31m"), "{error}");
}
