//! A small client of GitHub: issues, their comments, lists of issues, and what a number is.
//!
//! With a token it speaks GraphQL, which alone knows of minimised comments; without one, REST.
//! Only this folder knows the HTTP client. It knows nothing of goals files.

mod address;
mod graphql;
mod http;
mod judge;
mod look_up;
mod policy;
mod rest;
mod token;

use jiff::civil::Date;

use crate::data::Issue;
use crate::sync::{RemoteIssue, RemoteState};

pub use address::Address;
pub use look_up::{LookUp, Looked};
pub use policy::Policy;
pub use token::{Token, find_token};

use http::Http;

/// Says to people what the client waits for.
pub type Say = Box<dyn Fn(&str)>;

/// GitHub, or an Enterprise server of it.
pub struct Forge {
    http: Http,
    address: Address,
    api: Api,
}

/// Which of the two interfaces is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// With a token.
    GraphQl,
    /// Without.
    Rest,
}

/// What the forge says of one issue.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<T> {
    /// It is there.
    Found(T),
    /// There is no such issue, or the token may not see it.
    NotFound,
    /// It was deleted.
    Gone,
}

/// Another issue that counts as progress: its text and its state, without comments.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// The text, line ends as `\n`.
    pub body: String,
    /// Whether it is done.
    pub state: RemoteState,
}

/// Which issues of a repository are meant. With both, issues that have both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The title of a milestone.
    pub milestone: Option<String>,
    /// The name of a label.
    pub label: Option<String>,
}

impl Forge {
    /// A client of the server at `address`. `say` is told what is waited for.
    pub fn new(address: Address, token: Option<Token>, policy: Policy, say: Say) -> Self {
        let api = if token.is_some() { Api::GraphQl } else { Api::Rest };
        Forge { http: Http::new(address.origin(), token, policy, say), address, api }
    }

    /// The interface that is spoken.
    pub fn api(&self) -> Api {
        self.api
    }

    /// How many requests were sent.
    pub fn requests(&self) -> u64 {
        self.http.requests()
    }

    /// Looks up what numbers are.
    pub fn look_up(&self) -> LookUp<'_> {
        LookUp::new(self)
    }

    /// An issue with its comments, oldest first. With `since`, only comments that were written or
    /// changed on that day (UTC) or later.
    ///
    /// # Errors
    ///
    /// Where the server cannot be reached, refuses, or answers what cannot be understood.
    pub fn issue(&self, issue: &Issue, since: Option<Date>) -> anyhow::Result<Answer<RemoteIssue>> {
        match self.api {
            Api::GraphQl => graphql::issue(self, issue, since),
            Api::Rest => rest::issue(self, issue, since),
        }
    }

    /// The text and the state of an issue or pull request.
    ///
    /// # Errors
    ///
    /// As [`Forge::issue`].
    pub fn linked(&self, issue: &Issue) -> anyhow::Result<Answer<Linked>> {
        match self.api {
            Api::GraphQl => graphql::linked(self, issue),
            Api::Rest => rest::linked(self, issue),
        }
    }

    /// The numbers of the issues, open and closed, that `filter` means, ascending.
    ///
    /// # Errors
    ///
    /// As [`Forge::issue`], and where there is no such milestone.
    pub fn list(&self, repository: &str, filter: &Filter) -> anyhow::Result<Vec<u64>> {
        let mut numbers = match self.api {
            Api::GraphQl => graphql::list(self, repository, filter)?,
            Api::Rest => rest::list(self, repository, filter)?,
        };
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }
}

/// The milestone of that title among `(title, number)`.
fn find_milestone(title: &str, repository: &str, known: &[(String, u64)]) -> anyhow::Result<u64> {
    let found = known.iter().find(|(it, _)| it == title);
    found.map(|(_, number)| *number).ok_or_else(|| {
        let help = crate::diagnostic::did_you_mean("milestone", title, known.iter().map(|(it, _)| it.as_str()));
        anyhow::anyhow!("{repository} has no milestone `{title}`: {help}")
    })
}

/// What people see of a text from the web form: its line ends are `\r\n`.
fn with_line_feeds(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text }
}

/// A login; that of a deleted account is `ghost`, as the forge shows it.
fn login(name: Option<&str>) -> String {
    name.filter(|it| !it.is_empty()).unwrap_or("ghost").to_owned()
}

/// More pages than any issue has: a server that goes on for longer is at fault.
const MOST_PAGES: usize = 1000;
