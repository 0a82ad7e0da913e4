//! Issues through REST, which answers without a token, but seldom and without what is minimised.

use std::collections::HashSet;

use anyhow::{Context as _, anyhow, bail};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::http::{Reply, Request};
use super::{Answer, Filter, Forge, Linked, MOST_PAGES, find_milestone, login, with_line_feeds};
use crate::data::Issue;
use crate::sync::{Extent, RemoteComment, RemoteIssue, RemoteState, Shown, Writer};

#[derive(Deserialize)]
struct IssueItem {
    number: u64,
    title: String,
    body: Option<String>,
    state: State,
    #[serde(default)]
    assignees: Vec<User>,
    /// There for pull requests.
    pull_request: Option<serde::de::IgnoredAny>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Open,
    Closed,
}

#[derive(Deserialize)]
struct CommentItem {
    id: u64,
    html_url: String,
    body: Option<String>,
    created_at: Timestamp,
    user: Option<User>,
}

#[derive(Deserialize)]
struct User {
    login: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Milestone {
    title: String,
    number: u64,
}

pub(super) fn issue(forge: &Forge, issue: &Issue, since: Option<Date>) -> anyhow::Result<Answer<RemoteIssue>> {
    let path = path(issue)?;
    let item = match get::<IssueItem>(forge, &path)? {
        Answer::Found(item) if item.pull_request.is_some() => return Ok(Answer::NotFound),
        Answer::Found(item) => item,
        Answer::NotFound => return Ok(Answer::NotFound),
        Answer::Gone => return Ok(Answer::Gone),
    };
    let since_query = since.map(|it| format!("&since={it}T00:00:00Z")).unwrap_or_default();
    let Some((items, whole)) = pages::<CommentItem>(forge, &format!("{path}/comments?per_page=100{since_query}"))? else {
        return Ok(Answer::NotFound);
    };
    let mut seen = HashSet::new();
    let mut comments: Vec<_> = items.into_iter().filter(|it| seen.insert(it.id)).map(comment).collect();
    comments.sort_by_key(|it| (it.written, it.id));
    Ok(Answer::Found(RemoteIssue {
        number: item.number,
        title: item.title,
        body: with_line_feeds(item.body.unwrap_or_default()),
        state: item.state.into(),
        assignees: item.assignees.into_iter().map(|it| it.login).collect(),
        comments,
        extent: if since.is_none() && whole { Extent::All } else { Extent::Some },
    }))
}

fn comment(item: CommentItem) -> RemoteComment {
    let bot = item.user.as_ref().is_some_and(|it| it.kind.as_deref() == Some("Bot"));
    RemoteComment {
        id: item.id,
        url: item.html_url,
        author: login(item.user.as_ref().map(|it| it.login.as_str())),
        written: item.created_at,
        body: with_line_feeds(item.body.unwrap_or_default()),
        by: if bot { Writer::Bot } else { Writer::Person },
        shown: Shown::Yes,
    }
}

pub(super) fn linked(forge: &Forge, issue: &Issue) -> anyhow::Result<Answer<Linked>> {
    Ok(match get::<IssueItem>(forge, &path(issue)?)? {
        Answer::Found(item) => Answer::Found(Linked { body: with_line_feeds(item.body.unwrap_or_default()), state: item.state.into() }),
        Answer::NotFound => Answer::NotFound,
        Answer::Gone => Answer::Gone,
    })
}

pub(super) fn list(forge: &Forge, repository: &str, filter: &Filter) -> anyhow::Result<Vec<u64>> {
    let base = repository_path(repository)?;
    let none = || anyhow!("there is no repository {repository}, or it is not public");
    let mut query = "?state=all&per_page=100".to_owned();
    if let Some(title) = &filter.milestone {
        let (known, _) = pages::<Milestone>(forge, &format!("{base}/milestones?state=all&per_page=100"))?.ok_or_else(none)?;
        let known: Vec<_> = known.into_iter().map(|it| (it.title, it.number)).collect();
        query.push_str(&format!("&milestone={}", find_milestone(title, repository, &known)?));
    }
    if let Some(label) = &filter.label {
        query.push_str(&format!("&labels={}", percent_encoded(label)));
    }
    let (items, whole) = pages::<IssueItem>(forge, &format!("{base}/issues{query}"))?.ok_or_else(none)?;
    if !whole {
        bail!("the server does not list all issues of {repository}");
    }
    Ok(items.into_iter().filter(|it| it.pull_request.is_none()).map(|it| it.number).collect())
}

pub(super) fn get<T: DeserializeOwned>(forge: &Forge, path: &str) -> anyhow::Result<Answer<T>> {
    Ok(match forge.http.send(Request::Get(forge.address.rest(path)), |_| None)? {
        Reply::Value(value, _) => Answer::Found(value),
        Reply::NotFound => Answer::NotFound,
        Reply::Gone => Answer::Gone,
    })
}

/// The items of all pages, and whether there are no more; `None` where there is no such list.
fn pages<T: DeserializeOwned>(forge: &Forge, path: &str) -> anyhow::Result<Option<(Vec<T>, bool)>> {
    let mut url = forge.address.rest(path);
    let mut out = Vec::new();
    let mut seen = HashSet::from([url.clone()]);
    for _ in 0..MOST_PAGES {
        let (items, next) = match forge.http.send::<Vec<T>>(forge.http.page(url)?, |_| None)? {
            Reply::Value(items, next) => (items, next),
            Reply::NotFound | Reply::Gone => return Ok(None),
        };
        out.extend(items);
        match next {
            None => return Ok(Some((out, true))),
            Some(next) if seen.insert(next.clone()) => url = next,
            Some(_) => break,
        }
    }
    forge.http.say("the server gives one page again and again; the others are left out");
    Ok(Some((out, false)))
}

pub(super) fn path(issue: &Issue) -> anyhow::Result<String> {
    Ok(format!("{}/issues/{}", repository_path(&issue.repository)?, issue.number))
}

pub(super) fn repository_path(repository: &str) -> anyhow::Result<String> {
    let (owner, name) = repository.split_once('/').with_context(|| format!("`{repository}` is no `owner/name`"))?;
    Ok(format!("/repos/{}/{}", percent_encoded(owner), percent_encoded(name)))
}

/// A text as a part of a URL (RFC 3986: all but the unreserved characters).
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

impl From<State> for RemoteState {
    fn from(state: State) -> Self {
        match state {
            State::Open => RemoteState::Open,
            State::Closed => RemoteState::Closed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_parts_of_a_url() {
        assert_eq!(percent_encoded("C-tracking-issue"), "C-tracking-issue");
        assert_eq!(percent_encoded("Flagship Goal, ä&b"), "Flagship%20Goal%2C%20%C3%A4%26b");
    }
}
