//! The places of a page that name a number of a repository, with what the text says of it.

use std::ops::Range;

use crate::lint::page::{Bare, Labelled, Page, Url};
use crate::reference::{Kind, Number, PathKind, Repository, Subject, Word, word_before};

/// A place that names a number of a repository.
#[derive(Debug)]
pub(super) struct Mention {
    /// `owner/name`.
    pub(super) repository: String,
    pub(super) number: u64,
    /// The bytes that say the number.
    pub(super) place: Range<usize>,
    /// The bytes that say the repository; those of the number where it is not written.
    pub(super) repository_place: Range<usize>,
    /// What the text says that it is, and where.
    pub(super) claims: Vec<(Claim, Range<usize>)>,
    /// What the path of a URL says, and its bytes, where it is written as it is read.
    pub(super) path: Option<(PathKind, Range<usize>)>,
    /// The bytes of a text that names the same number.
    pub(super) label: Option<Range<usize>>,
    pub(super) weight: Weight,
}

/// What a text says of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    Issue,
    PullRequest,
    /// A merged pull request, whose text is an RFC.
    Rfc,
}

/// How sure it is that a reference is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// A URL, a repository or a word says so.
    Sure,
    /// A bare `#1`, which may count something else.
    Likely,
}

/// All mentions of a page that are plausible.
pub(super) fn mentions(page: &Page<'_>) -> Vec<Mention> {
    let limits = page.input.limits;
    let mut by_url: Vec<Option<Mention>> = page.urls.iter().map(|it| of_url(page, it)).collect();
    for it in &page.labels {
        if let Some(mention) = by_url.get_mut(it.url).and_then(Option::as_mut) {
            add_label(page, it, mention);
        }
    }
    let mut out: Vec<_> = by_url.into_iter().flatten().collect();
    out.extend(page.bare.iter().filter_map(|it| of_bare(page, it)));
    out.retain(|it| {
        let is_rfc = it.claims.iter().any(|(claim, _)| *claim == Claim::Rfc);
        it.number <= if is_rfc { limits.rfc } else { limits.issue } && !page.is_masked(it.place.start)
    });
    out
}

fn of_url(page: &Page<'_>, url: &Url<'_>) -> Option<Mention> {
    match &url.subject {
        Subject::Issue(issue) => {
            let Number::Known { value, digits, junk } = &issue.number else { return None };
            let path = (url.exact && !issue.kind_range.is_empty()).then(|| (issue.kind, page.part(url, &issue.kind_range)));
            junk.is_empty().then(|| Mention {
                repository: issue.repository.full(),
                number: *value,
                place: page.part(url, digits),
                repository_place: page.part(url, &issue.repository.range),
                claims: Vec::new(),
                path,
                label: None,
                weight: Weight::Sure,
            })
        }
        Subject::Rfc(rfc) => {
            let repository = page.input.repositories.rfc.filter(|it| is_of(url, it))?;
            let place = page.part(url, &rfc.digits);
            Some(Mention {
                repository: repository.to_owned(),
                number: rfc.number?,
                repository_place: place.clone(),
                claims: vec![(Claim::Rfc, place.clone())],
                place,
                path: None,
                label: None,
                weight: Weight::Sure,
            })
        }
        Subject::Other { .. } | Subject::Elsewhere => None,
    }
}

/// Whether the URL of an RFC's page or file belongs to the owner of `repository`.
fn is_of(url: &Url<'_>, repository: &str) -> bool {
    let owner = repository.split('/').next().unwrap_or_default();
    url.address.as_ref().is_some_and(|it| {
        let host = it.get(&it.host).to_ascii_lowercase();
        let first = || it.segments().map(|part| it.get(&part)).find(|it| !it.is_empty()).unwrap_or_default();
        host.strip_suffix(".github.io").map_or_else(|| first().eq_ignore_ascii_case(owner), |it| it.eq_ignore_ascii_case(owner))
    })
}

/// Adds what the label of a target says, where it is about the same number.
fn add_label(page: &Page<'_>, it: &Labelled<'_>, mention: &mut Mention) {
    if it.label.number != Some(mention.number) {
        return;
    }
    let place = page.label_part(it, &it.label.range);
    mention.label = Some(place.clone());
    let claim = match it.label.word {
        Some(Word::Issue) => Claim::Issue,
        Some(Word::PullRequest) => Claim::PullRequest,
        // An RFC's pull request may be open.
        Some(Word::Rfc) if !page.get(place.clone()).to_ascii_lowercase().starts_with("rfc pr") => {
            let is_rfcs = |it: &Repository<'_>| it.name.eq_ignore_ascii_case(page.input.repositories.rfcs());
            match &page.target(it).subject {
                Subject::Issue(issue) if is_rfcs(&issue.repository) => Claim::Rfc,
                Subject::Issue(_) | Subject::Rfc(_) | Subject::Other { .. } | Subject::Elsewhere => return,
            }
        }
        Some(Word::Rfc | Word::Other) | None => return,
    };
    mention.claims.push((claim, place));
}

fn of_bare(page: &Page<'_>, it: &Bare<'_>) -> Option<Mention> {
    let repositories = page.input.repositories;
    let (repository, number, claim) = match it.reference.kind {
        Kind::Issue { repository, number } => {
            let meant = repository.map_or(repositories.default, |written| repositories.find(written))?;
            if repository.is_none() && is_after_rfc_pr(page, it.range.start) {
                return None;
            }
            (meant, number, word_claim(page, it.range.start))
        }
        Kind::Rfc { number } => (repositories.rfc?, number, Some((Claim::Rfc, it.range.clone()))),
        Kind::Mention { .. } | Kind::Url => return None,
    };
    let written = match it.reference.kind {
        Kind::Issue { repository, .. } => repository,
        Kind::Rfc { .. } | Kind::Mention { .. } | Kind::Url => None,
    };
    let hash = written.map_or(it.range.start, |written| it.range.start + written.len());
    Some(Mention {
        repository: repository.to_owned(),
        number,
        place: it.range.clone(),
        repository_place: if written.is_some() { it.range.start..hash } else { it.range.clone() },
        weight: if written.is_some() || claim.is_some() { Weight::Sure } else { Weight::Likely },
        claims: claim.into_iter().collect(),
        path: None,
        label: None,
    })
}

/// What the word before the byte `at` says, and where.
fn word_claim(page: &Page<'_>, at: usize) -> Option<(Claim, Range<usize>)> {
    let word = word_before(page.text, at);
    let start = start_of(page, word, at);
    let before = word_before(page.text, start);
    let is = |word: &str, wanted: &str| word.eq_ignore_ascii_case(wanted);
    if is(word, "pr") || is(word, "pull") {
        Some((Claim::PullRequest, start..start + word.len()))
    } else if is(word, "request") && is(before, "pull") {
        Some((Claim::PullRequest, start_of(page, before, start)..start + word.len()))
    } else if is(word, "issue") {
        Some((Claim::Issue, start..start + word.len()))
    } else {
        None
    }
}

/// Where the word begins that stands before the byte `at`.
fn start_of(page: &Page<'_>, word: &str, at: usize) -> usize {
    page.get(0..at).trim_end().len().saturating_sub(word.len())
}

/// `RFC PR #1`: the text says of which repository it is, and not by its name.
fn is_after_rfc_pr(page: &Page<'_>, at: usize) -> bool {
    let word = word_before(page.text, at);
    word.eq_ignore_ascii_case("pr") && word_before(page.text, start_of(page, word, at)).eq_ignore_ascii_case("rfc")
}

impl Mention {
    /// What stands there, for messages: `rust-lang/rust#1`.
    pub(super) fn name(&self) -> String {
        format!("{}#{}", self.repository, self.number)
    }

    pub(super) fn claims_rfc(&self) -> Option<&Range<usize>> {
        self.claims.iter().find(|(claim, _)| *claim == Claim::Rfc).map(|(_, place)| place)
    }
}
