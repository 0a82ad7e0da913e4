//! What to make of an answer's status and headers: take it, try again, wait, or give up.
//!
//! The rules are those of GitHub's pages on rate limits. Nothing here sends or waits.

use std::time::Duration;

use jiff::Timestamp;
use ureq::http::{HeaderMap, StatusCode};

use super::policy::Policy;

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Verdict {
    /// The body is the answer, also where the status is 404 or 410.
    Take,
    /// The server failed: try again after a pause.
    Again(String),
    /// Too many requests: wait as long as the server says.
    Wait(Duration),
    /// It is elsewhere.
    Moved(String),
    /// It is of no use to try again.
    Refused,
}

/// Judges an answer. `message` is what the body says, where it could be read; `now` is this
/// machine's clock, which counts where the server does not say what time it is.
pub(super) fn judge(status: StatusCode, headers: &HeaderMap, message: &str, now: Timestamp, policy: &Policy) -> Verdict {
    match status.as_u16() {
        200..=299 | 404 | 410 => Verdict::Take,
        301 | 302 | 307 | 308 => match text(headers, "location") {
            Some(to) => Verdict::Moved(to.to_owned()),
            None => Verdict::Refused,
        },
        403 | 429 => match wait(headers, now) {
            Some(wait) => Verdict::Wait(wait),
            None if status.as_u16() == 429 || message.to_ascii_lowercase().contains("rate limit") => Verdict::Wait(policy.unknown_wait),
            None => Verdict::Refused,
        },
        500..=599 => Verdict::Again(format!("the server answered {status}")),
        _ => Verdict::Refused,
    }
}

/// How long to wait where the server speaks of its limits: `retry-after`, else the time at which
/// the limit is reset, by the server's own clock.
pub(super) fn wait(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    if let Some(seconds) = number(headers, "retry-after") {
        return Some(Duration::from_secs(seconds));
    }
    if number(headers, "x-ratelimit-remaining")? > 0 {
        return None;
    }
    let reset = i64::try_from(number(headers, "x-ratelimit-reset")?).ok()?;
    let now = text(headers, "date").and_then(|it| jiff::fmt::rfc2822::parse(it).ok()).map_or(now, |it| it.timestamp());
    let seconds = u64::try_from(reset.saturating_sub(now.as_second())).unwrap_or(0);
    Some(Duration::from_secs(seconds.saturating_add(1))) // the reset is given in whole seconds
}

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    text(headers, name)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(status: u16, headers: &[(&'static str, &'static str)], message: &str) -> Verdict {
        let headers = headers.iter().map(|&(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        let now = "2025-10-22T12:00:00Z".parse().unwrap();
        judge(StatusCode::from_u16(status).unwrap(), &headers, message, now, &Policy::default())
    }

    #[test]
    fn each_status_has_its_verdict() {
        let seconds = |it| Verdict::Wait(Duration::from_secs(it));
        let reset = ("x-ratelimit-reset", "1761134430"); // 12:00:30
        let none_left = ("x-ratelimit-remaining", "0");
        for (status, headers, message, expected) in [
            (200, vec![], "", Verdict::Take),
            (404, vec![], "Not Found", Verdict::Take),
            (410, vec![], "This issue was deleted", Verdict::Take),
            (401, vec![], "Bad credentials", Verdict::Refused),
            (403, vec![], "Resource not accessible by integration", Verdict::Refused),
            (403, vec![("x-ratelimit-remaining", "41"), reset], "Forbidden", Verdict::Refused),
            (403, vec![none_left, reset], "", seconds(31)),
            (403, vec![none_left, reset, ("date", "Wed, 22 Oct 2025 11:59:30 GMT")], "", seconds(61)),
            (403, vec![none_left, ("x-ratelimit-reset", "1")], "", seconds(1)),
            (403, vec![], "You have exceeded a secondary rate limit", seconds(60)),
            (429, vec![("retry-after", "7"), none_left, reset], "", seconds(7)),
            (429, vec![], "", seconds(60)),
            (429, vec![("retry-after", "soon")], "", seconds(60)),
            (302, vec![("location", "https://x/")], "", Verdict::Moved("https://x/".into())),
            (302, vec![], "", Verdict::Refused),
            (304, vec![], "", Verdict::Refused),
            (422, vec![], "", Verdict::Refused),
        ] {
            assert_eq!(verdict(status, &headers, message), expected, "{status} {headers:?} {message}");
        }
        assert!(matches!(verdict(502, &[], ""), Verdict::Again(_)));
    }
}
