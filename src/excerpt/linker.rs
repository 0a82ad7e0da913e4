//! What bare references, people and teams in text lead to.

use std::collections::HashMap;
use std::rc::Rc;

use super::target::{self, Base};
use crate::config::Autolink;
use crate::data::Goals;
use crate::fragment::{Inline, Link, plain_text};
use crate::reference::{self, Around, Kind, Reference};

/// Knows what references in one period's texts mean.
#[derive(Clone, Debug)]
pub struct Linker<'a> {
    goals: &'a Goals,
    autolink: Autolink,
    names: Rc<Names<'a>>,
    page: Option<&'a str>,
}

/// Names in lower case, read once.
#[derive(Debug)]
struct Names<'a> {
    repositories: HashMap<String, &'a str>,
    teams: HashMap<String, &'a str>,
    people: HashMap<String, &'a str>,
}

impl<'a> Linker<'a> {
    /// Links to what `goals` declares; [`Autolink::None`] leaves bare references text.
    pub fn new(goals: &'a Goals, autolink: Autolink) -> Self {
        let mut teams = HashMap::new();
        for team in &goals.teams {
            let Some(url) = team.url.as_deref() else { continue };
            teams.entry(team.key.to_lowercase()).or_insert(url);
        }
        for team in &goals.teams {
            let Some(url) = team.url.as_deref() else { continue };
            teams.entry(team.name.to_lowercase()).or_insert(url);
        }
        let repositories = goals.repositories.iter().map(|(name, it)| (name.to_lowercase(), it.value.as_str())).collect();
        let people = goals.people.iter().map(|it| (it.login.as_str().to_lowercase(), it.login.as_str())).collect();
        Linker { goals, autolink, names: Rc::new(Names { repositories, teams, people }), page: None }
    }

    /// The same for a text that comes from `page`, to which its links such as `#part` lead.
    pub fn on_page<'b>(&self, page: Option<&'b str>) -> Linker<'b>
    where
        'a: 'b,
    {
        Linker { page, ..self.clone() }
    }

    /// Where a link of the text leads, if anywhere.
    pub(super) fn target(&self, destination: &str) -> Option<String> {
        let project = &self.goals.project;
        target::resolve(destination, Base { forge: &project.forge, repository: &project.tracking_repository, page: self.page })
    }

    /// What a label without definition means (`[lang]`, `[@login][]`, `[text][rust#1]`).
    pub(super) fn label(&self, label: &str) -> Option<String> {
        if self.autolink == Autolink::None {
            return None;
        }
        let team = self.names.teams.get(&label.to_lowercase()).and_then(|it| self.target(it));
        team.or_else(|| match reference::whole(label)? {
            Kind::Url => None,
            kind @ (Kind::Issue { .. } | Kind::Rfc { .. } | Kind::Mention { .. }) => self.reference(&kind, label),
        })
    }

    /// What a reference, written so, means.
    pub(super) fn reference(&self, kind: &Kind<'_>, written: &str) -> Option<String> {
        if self.autolink == Autolink::None {
            return None;
        }
        let project = &self.goals.project;
        let on_forge = |repository: &str, kind: &str, number: u64| format!("{}/{repository}/{kind}/{number}", project.forge);
        match *kind {
            Kind::Issue { repository: None, number } => Some(on_forge(project.default_repository.as_deref()?, "issues", number)),
            Kind::Issue { repository: Some(name), number } => {
                let known = self.names.repositories.get(&name.to_lowercase()).copied();
                Some(on_forge(known.or(name.contains('/').then_some(name))?, "issues", number))
            }
            // With a `#` it is an issue, which the IETF does not have.
            Kind::Rfc { number } if project.ietf_rfcs.contains(&number) && !written.contains('#') => None,
            Kind::Rfc { number } => Some(on_forge(project.rfc_repository.as_deref()?, "pull", number)),
            Kind::Mention { login } => {
                let known = self.names.people.get(&login.to_lowercase()).copied();
                // `@3pm` is no person unless the goals file says so.
                let login = known.or(login.starts_with(|it: char| it.is_ascii_alphabetic()).then_some(login))?;
                Some(format!("{}/{login}", project.forge))
            }
            Kind::Url => self.target(written),
        }
    }

    /// `line` with the references of its own text as links; what stands in styles has been done.
    pub(super) fn linked(&self, line: Vec<Inline>) -> Vec<Inline> {
        let mut out = Vec::with_capacity(line.len());
        let mut line = line.into_iter().peekable();
        let mut before = None;
        while let Some(it) = line.next() {
            // Only the last character counts, so that one long line is not read again and again.
            let last = plain_text(std::slice::from_ref(&it)).chars().next_back();
            match it {
                Inline::Text(text) => {
                    let after = line.peek().and_then(|it| plain_text(std::slice::from_ref(it)).chars().next());
                    self.push_linked(&text, Around { before, after }, &mut out);
                }
                it => out.push(it),
            }
            before = last;
        }
        out
    }

    fn push_linked(&self, text: &str, around: Around, out: &mut Vec<Inline>) {
        let mut at = 0;
        let push_text = |out: &mut Vec<Inline>, from: usize, to: usize| {
            let text = text.get(from..to).unwrap_or_default();
            if !text.is_empty() {
                out.push(Inline::text(text));
            }
        };
        for Reference { range, kind } in reference::scan(text, around) {
            let written = text.get(range.clone()).unwrap_or_default();
            let Some(url) = self.reference(&kind, written) else { continue };
            push_text(out, at, range.start);
            out.push(Inline::Link(Link { url, title: None, content: vec![Inline::text(written)] }));
            at = range.end;
        }
        push_text(out, at, text.len());
    }
}
