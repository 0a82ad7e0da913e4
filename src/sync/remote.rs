//! What a forge says of an issue, whatever interface it was asked through.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// An issue with its comments.
#[derive(Clone, Debug, PartialEq)]
pub struct RemoteIssue {
    /// Its number.
    pub number: u64,
    /// Its title: plain text, in which only backticks have a meaning.
    pub title: String,
    /// Its text, line ends as `\n`.
    pub body: String,
    /// Whether it is open.
    pub state: RemoteState,
    /// The logins of those it is assigned to.
    pub assignees: Vec<String>,
    /// Its comments, oldest first, each once.
    pub comments: Vec<RemoteComment>,
    /// Whether these are all comments that it has.
    pub extent: Extent,
}

/// Whether an issue is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoteState {
    /// It is.
    Open,
    /// It is closed, or a pull request is closed or merged.
    Closed,
}

impl RemoteState {
    /// As it is written in the goals file.
    pub fn name(self) -> &'static str {
        match self {
            RemoteState::Open => "open",
            RemoteState::Closed => "closed",
        }
    }
}

/// How many of an issue's comments were fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All: what is not among them is no more.
    All,
    /// Some: the newer ones alone were asked for, or the server did not give all.
    Some,
}

/// A comment.
#[derive(Clone, Debug, PartialEq)]
pub struct RemoteComment {
    /// The number in its URL.
    pub id: u64,
    /// Its page.
    pub url: String,
    /// The login of its author; of a deleted account `ghost`.
    pub author: String,
    /// When it was written.
    pub written: Timestamp,
    /// Its text, line ends as `\n`.
    pub body: String,
    /// Whether a program wrote it.
    pub by: Writer,
    /// Whether it is shown on its page.
    pub shown: Shown,
}

impl RemoteComment {
    /// The day on which it was written, UTC.
    pub fn date(&self) -> Date {
        self.written.to_zoned(TimeZone::UTC).date()
    }
}

/// Who wrote a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// A person, as far as the forge knows.
    Person,
    /// A program with an account for programs.
    Bot,
}

/// Whether a comment is shown on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It is, or the forge does not say.
    Yes,
    /// Somebody has minimised it.
    Minimised,
}

/// The number of a comment in its URL: `…#issuecomment-3430872050`.
pub fn comment_id(url: &str) -> Option<u64> {
    let (_, digits) = url.rsplit_once("#issuecomment-")?;
    if digits.bytes().all(|it| it.is_ascii_digit()) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_have_numbers() {
        assert_eq!(comment_id("https://github.com/a/b/issues/1#issuecomment-3430872050"), Some(3_430_872_050));
        for none in ["", "#issuecomment-", "#issuecomment-+1", "#issuecomment-1x", "https://github.com/a/b/issues/1", "#issuecomment-ß"] {
            assert_eq!(comment_id(none), None, "{none}");
        }
    }
}
