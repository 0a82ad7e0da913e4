//! A GitHub of one's own on loopback: both interfaces, in the form of the published schemas.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::numbers;

pub(crate) const REPOSITORY: &str = "rust-lang/rust-project-goals";

#[derive(Clone, Debug)]
pub(crate) struct Comment {
    pub(crate) id: u64,
    /// `None`: the account was deleted.
    pub(crate) author: Option<String>,
    pub(crate) bot: bool,
    pub(crate) minimised: bool,
    pub(crate) created: String,
    pub(crate) updated: String,
    pub(crate) body: String,
}

impl Comment {
    pub(crate) fn new(id: u64, author: &str, created: &str, body: &str) -> Self {
        Comment {
            id,
            author: Some(author.into()),
            bot: false,
            minimised: false,
            created: created.into(),
            updated: created.into(),
            body: body.into(),
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Issue {
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) closed: bool,
    pub(crate) is_pull_request: bool,
    /// A pull request that is closed is merged, unless it was rejected.
    pub(crate) rejected: bool,
    pub(crate) assignees: Vec<String>,
    pub(crate) labels: Vec<String>,
    pub(crate) milestone: Option<u64>,
    pub(crate) comments: Vec<Comment>,
}

impl Issue {
    /// As GraphQL says it.
    pub(crate) fn state(&self) -> &'static str {
        match (self.closed, self.is_pull_request && !self.rejected) {
            (false, _) => "OPEN",
            (true, false) => "CLOSED",
            (true, true) => "MERGED",
        }
    }
}

/// What the server does instead of an answer, once.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// This status, with these headers and this message.
    Status(u16, Vec<(&'static str, String)>, &'static str),
    /// Half of the right answer, then the end of the connection.
    HalfBody,
    /// Half of the right answer as if it were all.
    CutBody,
    /// 200 without a body.
    NoBody,
    /// The connection ends without an answer.
    Drop,
    /// The right answer, a byte at a time.
    Drip(Duration),
    /// This JSON with status 200.
    Json(Value),
    /// The right answer, with this header.
    Header(&'static str, String),
    /// The right answer, after this has been put over its JSON.
    Merge(Value),
}

#[derive(Default)]
pub(crate) struct State {
    /// By repository and number.
    pub(crate) issues: BTreeMap<(String, u64), Issue>,
    pub(crate) milestones: Vec<(u64, String)>,
    pub(crate) faults: VecDeque<Fault>,
    /// The first page comes again and again.
    pub(crate) repeats: bool,
    /// Numbers that are discussions.
    pub(crate) discussions: Vec<(String, u64)>,
    /// Issues that were moved, and their new paths.
    pub(crate) moved: BTreeMap<(String, u64), String>,
    /// The names in the folder `text` of each repository.
    pub(crate) texts: Vec<String>,
    /// Issues that were deleted.
    pub(crate) gone: Vec<u64>,
    pub(crate) log: Vec<Logged>,
    /// Runs when a request came.
    pub(crate) on_request: Option<Box<dyn FnMut() + Send>>,
}

impl State {
    /// Whether anything is in the repository.
    pub(crate) fn has_repository(&self, name: &str) -> bool {
        let moved = self.moved.keys().map(|(it, _)| it);
        self.issues.keys().map(|(it, _)| it).chain(self.discussions.iter().map(|(it, _)| it)).chain(moved).any(|it| it == name)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Logged {
    pub(crate) line: String,
    pub(crate) authorization: Option<String>,
}

#[derive(Clone)]
pub(crate) struct Server {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Server { port: listener.local_addr().unwrap().port(), state: Arc::default() };
        let it = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let it = it.clone();
                // a client that goes away is none of the server's business
                thread::spawn(move || drop(it.serve(stream.unwrap())));
            }
        });
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The same server under another name: another host for a client.
    pub(crate) fn other_url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Adds an issue of the tracking repository.
    pub(crate) fn add(&self, number: u64, issue: Issue) {
        self.state().issues.insert((REPOSITORY.into(), number), issue);
    }

    /// Changes an issue of the tracking repository.
    pub(crate) fn change(&self, number: u64, change: impl FnOnce(&mut Issue)) {
        change(self.state().issues.get_mut(&(REPOSITORY.into(), number)).unwrap());
    }

    pub(crate) fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults.extend(faults);
    }

    pub(crate) fn requests(&self) -> Vec<Logged> {
        self.state().log.clone()
    }

    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut reader = BufReader::new(stream.try_clone()?);
        loop {
            let mut lines = Vec::new();
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line)? == 0 {
                    return Ok(());
                }
                if line.trim().is_empty() {
                    break;
                }
                lines.push(line.trim().to_owned());
            }
            let header = |name: &str| {
                let found = lines.iter().filter_map(|it| it.split_once(": "));
                found.filter(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, it)| it.to_owned()).next()
            };
            let mut body = vec![0; header("content-length").map_or(0, |it| it.parse().unwrap())];
            reader.read_exact(&mut body)?;
            let fault = {
                let mut state = self.state();
                state.log.push(Logged { line: lines[0].clone(), authorization: header("authorization") });
                if let Some(act) = &mut state.on_request {
                    act();
                }
                state.faults.pop_front()
            };
            let mut words = lines[0].split(' ');
            let (method, path) = (words.next().unwrap(), words.next().unwrap());
            let (status, headers, value) = self.answer(method, path, &body);
            if !send(&stream, fault, status, headers, value)? {
                return Ok(());
            }
        }
    }

    fn answer(&self, method: &str, path: &str, body: &[u8]) -> (u16, Vec<(&'static str, String)>, Value) {
        let state = self.state();
        if method == "POST" && path == "/graphql" {
            return (200, vec![], graphql(&state, &serde_json::from_slice(body).unwrap()));
        }
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let query: BTreeMap<_, _> = query.split('&').filter_map(|it| it.split_once('=')).collect();
        let parts: Vec<_> = path.split('/').skip(1).collect();
        let ["repos", owner, name, rest @ ..] = parts.as_slice() else { return not_found() };
        let repository = format!("{owner}/{name}");
        let number = || rest.get(1).and_then(|it| it.parse::<u64>().ok());
        let find = |number: u64| state.issues.get(&(repository.clone(), number));
        let items: Vec<Value> = match rest {
            ["issues", _] => {
                let number = number().unwrap();
                if state.gone.contains(&number) {
                    return (410, vec![], json!({ "message": "This issue was deleted" }));
                }
                if let Some(to) = state.moved.get(&(repository.clone(), number)) {
                    return (301, vec![("location", format!("{}{to}", self.url()))], json!({ "message": "Moved Permanently" }));
                }
                let Some(issue) = find(number) else { return not_found() };
                return (200, vec![], rest_issue(number, issue));
            }
            [] if state.has_repository(&repository) => {
                let has_discussions = state.discussions.iter().any(|(it, _)| *it == repository);
                return (200, vec![], json!({ "full_name": repository, "has_discussions": has_discussions }));
            }
            ["contents", "text"] => state.texts.iter().map(|name| json!({ "name": name, "type": "file" })).collect(),
            ["issues", _, "comments"] => {
                let number = number().unwrap();
                let Some(issue) = find(number) else { return not_found() };
                let since = query.get("since").copied().unwrap_or("");
                issue.comments.iter().filter(|it| it.updated.as_str() >= since).map(|it| rest_comment(&repository, number, it)).collect()
            }
            ["issues"] => {
                let milestone = query.get("milestone").map(|it| it.parse::<u64>().unwrap());
                let label = query.get("labels").map(|it| it.replace("%20", " "));
                let all = state.issues.iter().filter(|((it, _), _)| *it == repository);
                let all = all.filter(|(_, it)| is_wanted(it, milestone, label.as_deref()));
                all.map(|((_, number), it)| rest_issue(*number, it)).collect()
            }
            ["milestones"] => state.milestones.iter().map(|(number, title)| json!({ "number": number, "title": title })).collect(),
            _ => return not_found(),
        };
        let page: usize = query.get("page").map_or(1, |it| it.parse().unwrap());
        let more = items.len() > page * 100;
        let next = if state.repeats { page } else { page + 1 };
        let mut headers = vec![];
        if more || state.repeats {
            let others: Vec<_> = query.iter().filter(|it| *it.0 != "page").map(|(name, value)| format!("{name}={value}")).collect();
            headers.push(("link", format!("<{}{path}?{}&page={next}>; rel=\"next\"", self.url(), others.join("&"))));
        }
        let items: Vec<_> = items.into_iter().skip((page - 1) * 100).take(100).collect();
        (200, headers, json!(items))
    }
}

fn not_found() -> (u16, Vec<(&'static str, String)>, Value) {
    (404, vec![], json!({ "message": "Not Found", "documentation_url": "https://docs.github.com/rest" }))
}

fn is_wanted(issue: &Issue, milestone: Option<u64>, label: Option<&str>) -> bool {
    milestone.is_none_or(|it| issue.milestone == Some(it)) && label.is_none_or(|it| issue.labels.iter().any(|its| its == it))
}

fn rest_issue(number: u64, it: &Issue) -> Value {
    let mut out = json!({
        "number": number, "title": it.title, "body": it.body, "state": if it.closed { "closed" } else { "open" },
        "state_reason": null, "html_url": format!("https://github.com/{REPOSITORY}/issues/{number}"), "comments": it.comments.len(),
        "assignees": it.assignees.iter().map(|it| json!({ "login": it, "type": "User" })).collect::<Vec<_>>(),
    });
    if it.is_pull_request {
        let merged_at = (it.closed && !it.rejected).then_some("2025-10-01T00:00:00Z");
        out["pull_request"] = json!({ "url": "https://api.github.com/x", "merged_at": merged_at });
    }
    out
}

fn rest_comment(repository: &str, number: u64, it: &Comment) -> Value {
    let kind = if it.bot { "Bot" } else { "User" };
    json!({
        "id": it.id, "html_url": format!("https://github.com/{repository}/issues/{number}#issuecomment-{}", it.id),
        "body": it.body, "created_at": it.created, "updated_at": it.updated,
        "user": it.author.as_ref().map(|login| json!({ "login": login, "type": kind })), "author_association": "MEMBER",
    })
}

fn graphql(state: &State, request: &Value) -> Value {
    let (query, variables) = (request["query"].as_str().unwrap(), &request["variables"]);
    if query.contains("$o0:") {
        return numbers::answer(state, query, variables);
    }
    let repository = format!("{}/{}", variables["owner"].as_str().unwrap(), variables["name"].as_str().unwrap());
    let issue = |number: u64| state.issues.get(&(repository.clone(), number));
    if query.contains("milestones(") {
        let wanted = variables["title"].as_str().unwrap_or("");
        let found = state.milestones.iter().filter(|(_, it)| it.contains(wanted));
        let nodes: Vec<_> = found.map(|(number, title)| json!({ "number": number, "title": title })).collect();
        return json!({ "data": { "repository": { "milestones": { "nodes": nodes } } } });
    }
    if query.contains("issues(") {
        let filter = &variables["filter"];
        let milestone = filter["milestoneNumber"].as_str().map(|it| it.parse().unwrap());
        let label = filter["labels"][0].as_str();
        let all = state.issues.iter().filter(|((it, _), _)| *it == repository);
        let all: Vec<_> = all.filter(|(_, it)| !it.is_pull_request && is_wanted(it, milestone, label)).collect();
        let (page, info) = paged(state, &all, variables["after"].as_str());
        let nodes: Vec<_> = page.iter().map(|((_, number), _)| json!({ "number": number })).collect();
        return json!({ "data": { "repository": { "issues": { "pageInfo": info, "nodes": nodes } } } });
    }
    let number = variables["number"].as_u64().unwrap();
    let either = query.contains("issueOrPullRequest");
    let Some(it) = issue(number).filter(|it| either || !it.is_pull_request) else {
        let message = format!("Could not resolve to an Issue with the number of {number}.");
        let error = json!({ "type": "NOT_FOUND", "path": ["repository", "issue"], "message": message });
        return json!({ "data": { "repository": { "issue": null } }, "errors": [error] });
    };
    let issue_state = it.state();
    if either {
        return json!({ "data": { "repository": { "issue": { "body": it.body, "state": issue_state } } } });
    }
    let mut all: Vec<_> = it.comments.iter().collect();
    if variables["order"]["direction"] == "DESC" {
        all.sort_by(|a, b| b.updated.cmp(&a.updated));
    }
    let (page, info) = paged(state, &all, variables["after"].as_str());
    let nodes: Vec<_> = page
        .iter()
        .map(|it| {
            let kind = if it.bot { "Bot" } else { "User" };
            json!({
                "url": format!("https://github.com/{repository}/issues/{number}#issuecomment-{}", it.id),
                "createdAt": it.created, "updatedAt": it.updated, "body": it.body, "isMinimized": it.minimised,
                "author": it.author.as_ref().map(|login| json!({ "__typename": kind, "login": login })),
            })
        })
        .collect();
    let assignees: Vec<_> = it.assignees.iter().map(|it| json!({ "login": it })).collect();
    json!({ "data": { "repository": { "issue": {
        "number": number, "title": it.title, "body": it.body, "state": issue_state, "assignees": { "nodes": assignees },
        "comments": { "pageInfo": info, "nodes": nodes },
    } } } })
}

fn paged<'a, T>(state: &State, all: &'a [T], after: Option<&str>) -> (&'a [T], Value) {
    let start = after.filter(|_| !state.repeats).map_or(0, |it| it.strip_prefix("cursor:").unwrap().parse().unwrap());
    let end = all.len().min(start + 100);
    let more = end < all.len() || state.repeats;
    (&all[start..end], json!({ "hasNextPage": more, "endCursor": format!("cursor:{end}") }))
}

/// Sends the answer, or what the fault makes of it. Says whether the connection goes on.
fn send(
    mut stream: &TcpStream,
    fault: Option<Fault>,
    mut status: u16,
    mut headers: Vec<(&'static str, String)>,
    mut value: Value,
) -> std::io::Result<bool> {
    match &fault {
        Some(Fault::Drop) => return Ok(false),
        Some(Fault::Status(code, more, message)) => {
            (status, headers, value) = (*code, more.clone(), json!({ "message": message }));
        }
        Some(Fault::Json(json)) => value = json.clone(),
        Some(Fault::Merge(json)) => merge(&mut value, json),
        Some(Fault::Header(name, value)) => headers.push((name, value.clone())),
        Some(Fault::HalfBody | Fault::CutBody | Fault::NoBody | Fault::Drip(_)) | None => {}
    }
    let mut body = value.to_string().into_bytes();
    let half = body.len() / 2;
    match fault {
        Some(Fault::NoBody) => body.clear(),
        Some(Fault::CutBody) => body.truncate(half),
        _ => {}
    }
    let mut head = format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    match fault {
        Some(Fault::HalfBody) => {
            stream.write_all(&body[..half])?;
            return Ok(false);
        }
        Some(Fault::Drip(pause)) => {
            for byte in body {
                stream.write_all(&[byte])?;
                thread::sleep(pause);
            }
        }
        _ => stream.write_all(&body)?,
    }
    Ok(true)
}

fn merge(value: &mut Value, over: &Value) {
    match (value, over) {
        (Value::Object(value), Value::Object(over)) => {
            for (key, it) in over {
                merge(value.entry(key.clone()).or_insert(Value::Null), it);
            }
        }
        (value, over) => *value = over.clone(),
    }
}
