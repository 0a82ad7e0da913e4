//! What numbers of repositories are: many at once through GraphQL, one by one through REST.
//!
//! A number counts as unknown only where the server has said so in so many words. GraphQL does not
//! know issues that were moved to another repository, REST does: what GraphQL does not find is
//! asked there again.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use serde::Deserialize;
use serde_json::json;

use super::graphql::{self, Complaint};
use super::http::{Reply, Request};
use super::{Answer, Api, Forge, rest};
use crate::data::Issue;
use crate::lint::online::{Pull, Thing};

/// What the forge says of one number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// It is this.
    Up(Thing),
    /// It is nothing, or a discussion: REST does not tell.
    PerhapsDiscussion,
    /// The server does not say, and why.
    Refused(String),
}

/// Looks numbers up, and remembers what it learns of repositories on the way.
pub struct LookUp<'f> {
    forge: &'f Forge,
    repositories: BTreeMap<String, Repository>,
}

/// What REST says of a repository.
#[derive(Clone, Copy, Debug)]
enum Repository {
    None,
    WithDiscussions,
    WithoutDiscussions,
}

/// Values by their alias; GraphQL puts `null` in the place of what it could not read.
type Named<T> = BTreeMap<String, Option<T>>;

#[derive(Deserialize)]
struct Envelope {
    data: Option<Named<Named<Node>>>,
    #[serde(default)]
    errors: Vec<Complaint>,
}

#[derive(Deserialize)]
struct Node {
    #[serde(rename = "__typename")]
    kind: String,
    state: Option<String>,
}

#[derive(Deserialize)]
struct Item {
    state: String,
    pull_request: Option<Merged>,
}

#[derive(Deserialize)]
struct Merged {
    merged_at: Option<String>,
}

#[derive(Deserialize)]
struct RepositoryItem {
    #[serde(default)]
    has_discussions: bool,
}

#[derive(Deserialize)]
struct File {
    name: String,
}

impl<'f> LookUp<'f> {
    pub(super) fn new(forge: &'f Forge) -> Self {
        LookUp { forge, repositories: BTreeMap::new() }
    }

    /// How many numbers are asked for at once.
    pub fn at_once(&self) -> usize {
        match self.forge.api {
            Api::GraphQl => 50,
            Api::Rest => 1,
        }
    }

    /// What each of `wanted` is, in their order.
    ///
    /// # Errors
    ///
    /// As [`Forge::issue`]: nothing is known of any of them then.
    pub fn look_up(&mut self, wanted: &[Issue]) -> anyhow::Result<Vec<Looked>> {
        match self.forge.api {
            Api::GraphQl => self.by_graphql(wanted),
            Api::Rest => wanted.iter().map(|it| self.by_rest(it)).collect(),
        }
    }

    /// The numbers of the RFCs whose texts lie in `repository`, as `text/0001-name.md`: early ones
    /// were merged by hand, and their pull requests are closed.
    ///
    /// # Errors
    ///
    /// As [`Forge::issue`].
    pub fn rfcs(&self, repository: &str) -> anyhow::Result<BTreeSet<u64>> {
        let path = format!("{}/contents/text", rest::repository_path(repository)?);
        let files = match rest::get::<Vec<File>>(self.forge, &path)? {
            Answer::Found(files) => files,
            Answer::NotFound | Answer::Gone => Vec::new(),
        };
        Ok(files.iter().filter_map(|it| it.name.split_once('-')?.0.parse().ok()).collect())
    }

    fn by_graphql(&self, wanted: &[Issue]) -> anyhow::Result<Vec<Looked>> {
        let mut out = self.ask(wanted, "issueOrPullRequest", "__typename ...on PullRequest{state}")?;
        let left: Vec<_> = (0..wanted.len()).filter(|&at| out[at] == Looked::Up(Thing::Nothing)).collect();
        if !left.is_empty() {
            let again: Vec<_> = left.iter().map(|&at| wanted[at].clone()).collect();
            for (&at, found) in left.iter().zip(self.ask(&again, "discussion", "__typename")?) {
                out[at] = match found {
                    Looked::Up(Thing::Nothing) => match self.item(&wanted[at])? {
                        Answer::Found(thing) => Looked::Up(thing),
                        Answer::NotFound | Answer::Gone => found,
                    },
                    Looked::Up(_) | Looked::PerhapsDiscussion | Looked::Refused(_) => found,
                };
            }
        }
        Ok(out)
    }

    /// Asks for the field `field` of the repositories, which has a number, for all of `wanted`.
    fn ask(&self, wanted: &[Issue], field: &str, about: &str) -> anyhow::Result<Vec<Looked>> {
        let mut names: Vec<&str> = wanted.iter().map(|it| it.repository.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let (mut heads, mut parts, mut variables) = (Vec::new(), String::new(), json!({}));
        for (at, name) in names.iter().enumerate() {
            let (owner, name) = graphql::owner_and_name(name)?;
            heads.push(format!("$o{at}:String!,$n{at}:String!"));
            (variables[format!("o{at}")], variables[format!("n{at}")]) = (json!(owner), json!(name));
            parts.push_str(&format!("r{at}:repository(owner:$o{at},name:$n{at}){{"));
            for it in wanted.iter().filter(|it| it.repository == names[at]) {
                parts.push_str(&format!("i{0}:{field}(number:{0}){{{about}}} ", it.number));
            }
            parts.push_str("} ");
        }
        let body = json!({ "query": format!("query({}){{{parts}}}", heads.join(",")), "variables": variables }).to_string();
        let request = Request::Post(self.forge.address.graphql(), body);
        let envelope = match self.forge.http.send::<Envelope>(request, |it| graphql::trouble(&it.errors, it.data.is_some()))? {
            Reply::Value(envelope, _) => envelope,
            Reply::NotFound | Reply::Gone => bail!("there is no GraphQL at {}", self.forge.address.graphql()),
        };
        let Some(data) = &envelope.data else {
            bail!("the server refuses: {}", envelope.errors.first().map_or_else(String::new, Complaint::said))
        };
        let looked = wanted.iter().map(|it| {
            let repository = names.binary_search(&it.repository.as_str()).map_or_else(|_| String::new(), |at| format!("r{at}"));
            let number = format!("i{}", it.number);
            match data.get(&repository).and_then(Option::as_ref) {
                None => absent(&envelope.errors, &[&repository], Thing::NoRepository),
                Some(items) => match items.get(&number).and_then(Option::as_ref) {
                    None => absent(&envelope.errors, &[&repository, &number], Thing::Nothing),
                    Some(node) => thing(node),
                },
            }
        });
        Ok(looked.collect())
    }

    fn by_rest(&mut self, wanted: &Issue) -> anyhow::Result<Looked> {
        Ok(match self.item(wanted)? {
            Answer::Found(thing) => Looked::Up(thing),
            Answer::Gone => Looked::Up(Thing::Nothing),
            Answer::NotFound => match self.repository(&wanted.repository)? {
                Repository::None => Looked::Up(Thing::NoRepository),
                Repository::WithDiscussions => Looked::PerhapsDiscussion,
                Repository::WithoutDiscussions => Looked::Up(Thing::Nothing),
            },
        })
    }

    /// An issue or a pull request, wherever it was moved.
    fn item(&self, wanted: &Issue) -> anyhow::Result<Answer<Thing>> {
        Ok(match rest::get::<Item>(self.forge, &rest::path(wanted)?)? {
            Answer::NotFound => Answer::NotFound,
            Answer::Gone => Answer::Gone,
            Answer::Found(it) => Answer::Found(match it.pull_request {
                None => Thing::Issue,
                Some(Merged { merged_at: Some(_) }) => Thing::PullRequest(Pull::Merged),
                Some(Merged { merged_at: None }) if it.state == "open" => Thing::PullRequest(Pull::Open),
                Some(Merged { merged_at: None }) => Thing::PullRequest(Pull::Closed),
            }),
        })
    }

    fn repository(&mut self, name: &str) -> anyhow::Result<Repository> {
        if let Some(known) = self.repositories.get(name) {
            return Ok(*known);
        }
        let found = match rest::get::<RepositoryItem>(self.forge, &rest::repository_path(name)?)? {
            Answer::Found(it) if it.has_discussions => Repository::WithDiscussions,
            Answer::Found(_) => Repository::WithoutDiscussions,
            Answer::NotFound | Answer::Gone => Repository::None,
        };
        self.repositories.insert(name.to_owned(), found);
        Ok(found)
    }
}

fn thing(node: &Node) -> Looked {
    match (node.kind.as_str(), node.state.as_deref()) {
        ("Issue", _) => Looked::Up(Thing::Issue),
        ("Discussion", _) => Looked::Up(Thing::Discussion),
        ("PullRequest", Some("OPEN")) => Looked::Up(Thing::PullRequest(Pull::Open)),
        ("PullRequest", Some("CLOSED")) => Looked::Up(Thing::PullRequest(Pull::Closed)),
        ("PullRequest", Some("MERGED")) => Looked::Up(Thing::PullRequest(Pull::Merged)),
        (other, _) => Looked::Refused(format!("`{}` is not known to this version", other.escape_debug())),
    }
}

/// What it means that there is nothing at `path`: `nothing`, where the server says that it found
/// nothing, and otherwise what it says.
fn absent(errors: &[Complaint], path: &[&str], nothing: Thing) -> Looked {
    let is_there = |it: &&Complaint| it.path.len() >= path.len() && path.iter().zip(&it.path).all(|(a, b)| b.as_str() == Some(a));
    let of_all = || errors.iter().find(|it| it.path.is_empty());
    match errors.iter().find(is_there).or_else(of_all) {
        Some(it) if it.kind.as_deref() == Some("NOT_FOUND") => Looked::Up(nothing),
        Some(it) => Looked::Refused(it.said()),
        None => Looked::Refused("the answer was not whole".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn complaints(errors: Value) -> Vec<Complaint> {
        serde_json::from_value(errors).unwrap()
    }

    #[test]
    fn nothing_is_unknown_unless_the_server_says_so() {
        let errors = complaints(json!([
            { "type": "NOT_FOUND", "path": ["r0", "i1"], "message": "no" },
            { "type": "FORBIDDEN", "path": ["r0", "i2"], "message": "SAML\u{1b}" },
            { "type": "NOT_FOUND", "path": ["r1"], "message": "no" },
        ]));
        let refused = |it: &str| Looked::Refused(it.to_owned());
        assert_eq!(absent(&errors, &["r0", "i1"], Thing::Nothing), Looked::Up(Thing::Nothing));
        assert_eq!(absent(&errors, &["r0", "i2"], Thing::Nothing), refused("SAML"));
        assert_eq!(absent(&errors, &["r0", "i3"], Thing::Nothing), refused("the answer was not whole"));
        assert_eq!(absent(&errors, &["r1"], Thing::NoRepository), Looked::Up(Thing::NoRepository));
        let one = complaints(json!([{ "message": "Something went wrong" }]));
        assert_eq!(absent(&one, &["r0", "i1"], Thing::Nothing), refused("Something went wrong"));
    }
}
