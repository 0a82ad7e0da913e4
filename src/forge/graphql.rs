//! Issues through GraphQL.

use std::collections::HashSet;

use anyhow::{Context as _, anyhow, bail};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::http::{Reply, Request, Trouble};
use super::{Answer, Filter, Forge, Linked, MOST_PAGES, find_milestone, login, with_line_feeds};
use crate::data::Issue;
use crate::sync::{Extent, RemoteComment, RemoteIssue, RemoteState, Shown, Writer, comment_id};

const ISSUE: &str = "query($owner:String!,$name:String!,$number:Int!,$after:String,$order:IssueCommentOrder){\
    repository(owner:$owner,name:$name){issue(number:$number){number title body state assignees(first:10){nodes{login}} \
    comments(first:100,after:$after,orderBy:$order){pageInfo{hasNextPage endCursor} \
    nodes{url createdAt updatedAt body isMinimized author{__typename login}}}}}}";

const LINKED: &str = "query($owner:String!,$name:String!,$number:Int!){\
    repository(owner:$owner,name:$name){issue:issueOrPullRequest(number:$number){\
    ...on Issue{body state} ...on PullRequest{body state}}}}";

const MILESTONES: &str = "query($owner:String!,$name:String!,$title:String){\
    repository(owner:$owner,name:$name){milestones(first:100,query:$title){nodes{title number}}}}";

const LIST: &str = "query($owner:String!,$name:String!,$after:String,$filter:IssueFilters){\
    repository(owner:$owner,name:$name){issues(first:100,after:$after,filterBy:$filter){\
    pageInfo{hasNextPage endCursor} nodes{number}}}}";

#[derive(Deserialize)]
struct Envelope<T> {
    data: Option<Data<T>>,
    #[serde(default)]
    errors: Vec<Complaint>,
}

#[derive(Deserialize)]
struct Data<T> {
    repository: Option<T>,
}

/// An error in an answer with status 200.
#[derive(Deserialize)]
pub(super) struct Complaint {
    #[serde(default)]
    message: String,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    /// The names, and in lists the indexes, of what it is about, from the outermost.
    #[serde(default)]
    pub(super) path: Vec<Value>,
}

impl Complaint {
    /// What it says, in one line.
    pub(super) fn said(&self) -> String {
        self.message.chars().filter(|it| !it.is_control()).take(200).collect()
    }
}

/// A repository that was asked for one issue.
#[derive(Deserialize)]
struct OneIssue<T> {
    issue: Option<T>,
}

#[derive(Deserialize)]
struct IssueNode {
    number: u64,
    title: String,
    body: String,
    state: State,
    assignees: Option<Nodes<Account>>,
    comments: Option<Page<CommentNode>>,
}

#[derive(Deserialize)]
struct LinkedNode {
    body: String,
    state: State,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum State {
    Open,
    Closed,
    Merged,
}

/// GraphQL puts `null` in the place of what it could not read.
#[derive(Deserialize)]
struct Nodes<T> {
    nodes: Option<Vec<Option<T>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page<T> {
    page_info: PageInfo,
    nodes: Option<Vec<Option<T>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CommentNode {
    url: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    body: String,
    is_minimized: bool,
    author: Option<Account>,
}

#[derive(Deserialize)]
struct Account {
    #[serde(rename = "__typename")]
    kind: Option<String>,
    login: String,
}

#[derive(Deserialize)]
struct Milestones {
    milestones: Option<Nodes<Milestone>>,
}

#[derive(Deserialize)]
struct Milestone {
    title: String,
    number: u64,
}

#[derive(Deserialize)]
struct Issues {
    issues: Page<Number>,
}

#[derive(Deserialize)]
struct Number {
    number: u64,
}

pub(super) fn issue(forge: &Forge, issue: &Issue, since: Option<Date>) -> anyhow::Result<Answer<RemoteIssue>> {
    let since = since.map(|it| it.to_zoned(TimeZone::UTC)).transpose().context("that day is no day")?.map(|it| it.timestamp());
    let mut variables = variables(&issue.repository)?;
    variables["number"] = json!(issue.number);
    if since.is_some() {
        variables["order"] = json!({ "field": "UPDATED_AT", "direction": "DESC" });
    }
    let mut found: Option<RemoteIssue> = None;
    let (mut seen, mut cursors) = (HashSet::new(), HashSet::new());
    for _ in 0..MOST_PAGES {
        let (node, partial) = match ask::<OneIssue<IssueNode>>(forge, ISSUE, &variables)? {
            Some((OneIssue { issue: Some(node) }, partial)) => (node, partial),
            Some((OneIssue { issue: None }, _)) | None => return Ok(Answer::NotFound),
        };
        let issue = found.get_or_insert_with(|| RemoteIssue {
            number: node.number,
            title: node.title,
            body: with_line_feeds(node.body),
            state: node.state.into(),
            assignees: node.assignees.and_then(|it| it.nodes).into_iter().flatten().flatten().map(|it| it.login).collect(),
            comments: Vec::new(),
            extent: if since.is_some() { Extent::Some } else { Extent::All },
        });
        if partial {
            issue.extent = Extent::Some;
        }
        let Some(page) = node.comments else {
            issue.extent = Extent::Some;
            break;
        };
        let mut past = false;
        for node in page.nodes.into_iter().flatten() {
            let Some(comment) = node.and_then(|it| comment(it, since, &mut past)) else {
                issue.extent = Extent::Some;
                continue;
            };
            if seen.insert(comment.id) {
                issue.comments.push(comment);
            }
        }
        let next = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page && !past);
        let Some(next) = next else { break };
        if !cursors.insert(next.clone()) {
            forge.http.say(&format!("#{}: the server gives one page of comments again and again; the others are left out", issue.number));
            issue.extent = Extent::Some;
            break;
        }
        variables["after"] = json!(next);
    }
    let Some(mut issue) = found else { bail!("the server has no end of comments for #{}", issue.number) };
    issue.comments.sort_by_key(|it| (it.written, it.id));
    Ok(Answer::Found(issue))
}

/// The comment, unless it has no number or is older than `since`; `past` then says so: they come
/// newest first.
fn comment(node: CommentNode, since: Option<Timestamp>, past: &mut bool) -> Option<RemoteComment> {
    if since.is_some_and(|it| node.updated_at < it) {
        *past = true;
        return None;
    }
    let name = node.author.as_ref().map(|it| it.login.as_str());
    let kind = node.author.as_ref().and_then(|it| it.kind.as_deref());
    Some(RemoteComment {
        id: comment_id(&node.url)?,
        author: login(name),
        written: node.created_at,
        body: with_line_feeds(node.body),
        by: if kind == Some("Bot") { Writer::Bot } else { Writer::Person },
        shown: if node.is_minimized { Shown::Minimised } else { Shown::Yes },
        url: node.url,
    })
}

pub(super) fn linked(forge: &Forge, issue: &Issue) -> anyhow::Result<Answer<Linked>> {
    let mut variables = variables(&issue.repository)?;
    variables["number"] = json!(issue.number);
    Ok(match ask::<OneIssue<LinkedNode>>(forge, LINKED, &variables)? {
        Some((OneIssue { issue: Some(node) }, _)) => Answer::Found(Linked { body: with_line_feeds(node.body), state: node.state.into() }),
        Some((OneIssue { issue: None }, _)) | None => Answer::NotFound,
    })
}

pub(super) fn list(forge: &Forge, repository: &str, filter: &Filter) -> anyhow::Result<Vec<u64>> {
    let mut wanted = json!({});
    if let Some(title) = &filter.milestone {
        let mut variables = variables(repository)?;
        variables["title"] = json!(title);
        let mut known = milestones(forge, repository, &variables)?;
        if !known.iter().any(|(it, _)| it == title) {
            variables["title"] = Value::Null; // for a proposal
            known = milestones(forge, repository, &variables)?;
        }
        wanted["milestoneNumber"] = json!(find_milestone(title, repository, &known)?.to_string());
    }
    if let Some(label) = &filter.label {
        wanted["labels"] = json!([label]);
    }
    let mut variables = variables(repository)?;
    variables["filter"] = wanted;
    let (mut out, mut cursors) = (Vec::new(), HashSet::new());
    for _ in 0..MOST_PAGES {
        let (Issues { issues }, partial) = ask::<Issues>(forge, LIST, &variables)?.ok_or_else(|| no_repository(repository))?;
        if partial {
            bail!("the server does not list all issues of {repository}");
        }
        out.extend(issues.nodes.into_iter().flatten().flatten().map(|it| it.number));
        let next = issues.page_info.end_cursor.filter(|_| issues.page_info.has_next_page);
        match next {
            Some(next) if cursors.insert(next.clone()) => variables["after"] = json!(next),
            Some(_) => bail!("the server gives one page of the issues of {repository} again and again"),
            None => break,
        }
    }
    Ok(out)
}

fn milestones(forge: &Forge, repository: &str, variables: &Value) -> anyhow::Result<Vec<(String, u64)>> {
    let (found, _) = ask::<Milestones>(forge, MILESTONES, variables)?.ok_or_else(|| no_repository(repository))?;
    Ok(found.milestones.and_then(|it| it.nodes).into_iter().flatten().flatten().map(|it| (it.title, it.number)).collect())
}

fn no_repository(repository: &str) -> anyhow::Error {
    anyhow!("there is no repository {repository}, or the token may not see it")
}

fn variables(repository: &str) -> anyhow::Result<Value> {
    let (owner, name) = owner_and_name(repository)?;
    Ok(json!({ "owner": owner, "name": name }))
}

pub(super) fn owner_and_name(repository: &str) -> anyhow::Result<(&str, &str)> {
    repository.split_once('/').with_context(|| format!("`{repository}` is no `owner/name`"))
}

/// The repository's part of an answer, and whether the server says that parts of it are missing;
/// `None` where there is no such repository.
fn ask<T: DeserializeOwned>(forge: &Forge, query: &str, variables: &Value) -> anyhow::Result<Option<(T, bool)>> {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let request = Request::Post(forge.address.graphql(), body);
    let envelope = match forge.http.send::<Envelope<T>>(request, |it| trouble(&it.errors, it.data.is_some()))? {
        Reply::Value(envelope, _) => envelope,
        Reply::NotFound | Reply::Gone => bail!("there is no GraphQL at {}", forge.address.graphql()),
    };
    let others: Vec<_> = envelope.errors.iter().filter(|it| it.kind.as_deref() != Some("NOT_FOUND")).collect();
    let said = others.first().map(|it| it.said());
    match (envelope.data.and_then(|it| it.repository), said) {
        (Some(repository), None) => Ok(Some((repository, false))),
        (Some(repository), Some(said)) => {
            forge.http.say(&format!("the server's answer is not whole: {said}"));
            Ok(Some((repository, true)))
        }
        (None, None) => Ok(None),
        (None, Some(said)) => bail!("the server refuses: {said}"),
    }
}

/// An answer without data is worth a second try, unless it says why.
pub(super) fn trouble(errors: &[Complaint], has_data: bool) -> Option<Trouble> {
    if errors.iter().any(|it| it.kind.as_deref().unwrap_or_default().contains("RATE_LIMIT")) {
        return Some(Trouble::Limited);
    }
    if has_data {
        return None;
    }
    match errors.first() {
        Some(first) if first.kind.is_none() => Some(Trouble::Failed(format!("the server failed ({})", first.message.escape_debug()))),
        Some(_) => None,
        None => Some(Trouble::Failed("the answer was empty".into())),
    }
}

impl From<State> for RemoteState {
    fn from(state: State) -> Self {
        match state {
            State::Open => RemoteState::Open,
            State::Closed | State::Merged => RemoteState::Closed,
        }
    }
}
