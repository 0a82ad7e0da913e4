//! Just enough about URLs, repositories and issues to tell a good one from a bad one.
//!
//! References in Markdown are `reference/`'s.

use super::Issue;

/// What to type instead of `url` where it is no `http` or `https` URL; `None` where it is one.
pub(super) fn problem(url: &str) -> Option<String> {
    let rest = strip_scheme(url);
    let host = rest.map(|it| it.split(['/', '?', '#']).next().unwrap_or_default());
    if host.is_some_and(|it| !it.is_empty()) {
        let bad = url.chars().find(|it| it.is_whitespace() || it.is_control() || matches!(it, '<' | '>' | '"'));
        return bad.map(|it| match it {
            ' ' => "write a space in a URL as `%20`".to_owned(),
            it => format!("remove `{}` from the URL", it.escape_default()),
        });
    }
    let looks_bare = rest.is_none() && !url.contains(':') && url.split('/').next().is_some_and(|it| it.contains('.'));
    if looks_bare {
        return Some(format!("write `https://{}`", url.trim_start_matches('/')));
    }
    match url.split_once("//") {
        Some((scheme, tail)) if !tail.is_empty() && scheme.len() <= "https:".len() && scheme.contains("tp") => {
            Some(format!("write `https://{tail}`"))
        }
        Some(_) | None => Some("write a URL that begins with `https://`".to_owned()),
    }
}

/// The URL behind `http://` or `https://`.
fn strip_scheme(url: &str) -> Option<&str> {
    ["https://", "http://"].iter().find_map(|scheme| {
        let start = url.get(..scheme.len())?;
        if start.eq_ignore_ascii_case(scheme) { url.get(scheme.len()..) } else { None }
    })
}

/// Whether `text` is `owner/name`.
pub(super) fn is_repository(text: &str) -> bool {
    let is_part = |it: &str| {
        !it.is_empty() && it != "." && it != ".." && it.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    text.split_once('/').is_some_and(|(owner, name)| is_part(owner) && is_part(name))
}

/// `owner/name` out of the URL of a repository.
pub(super) fn repository_of(url: &str) -> Option<String> {
    let path = strip_scheme(url).unwrap_or(url);
    let mut parts = path.split('/').skip(1);
    let name = parts.next().zip(parts.next()).map(|(owner, name)| format!("{owner}/{}", name.trim_end_matches(".git")))?;
    is_repository(&name).then_some(name)
}

/// What an issue may be written relative to.
pub(super) struct Forge<'a> {
    /// The forge, without a slash at its end.
    pub(super) url: &'a str,
    /// The repository of `#1`.
    pub(super) repository: &'a str,
    /// Short names of repositories.
    pub(super) short_names: Vec<(&'a str, &'a str)>,
}

impl Forge<'_> {
    /// The issue that is written `owner/name#1`, `name#1`, `#1` or as a URL.
    pub(super) fn issue(&self, text: &str) -> Option<Issue> {
        if let Some(path) = self.path(text) {
            let mut parts = path.split(['/', '?', '#']);
            let repository = format!("{}/{}", parts.next()?, parts.next()?);
            let kind = parts.next()?;
            if !matches!(kind, "issues" | "pull" | "discussions") {
                return None;
            }
            return Some(Issue { repository, number: number(parts.next()?)? });
        }
        let (repository, digits) = text.split_once('#')?;
        let number = number(digits)?;
        let short = self.short_names.iter().find(|(short, _)| *short == repository);
        let repository = match short {
            Some((_, full)) => (*full).to_owned(),
            None if repository.is_empty() => self.repository.to_owned(),
            None if is_repository(repository) => repository.to_owned(),
            None => return None,
        };
        Some(Issue { repository, number })
    }

    /// The path of a URL on this forge, without the slash at its start.
    pub(super) fn path<'t>(&self, url: &'t str) -> Option<&'t str> {
        let forge = strip_scheme(self.url)?;
        let rest = strip_scheme(url)?;
        let start = rest.get(..forge.len())?;
        if start.eq_ignore_ascii_case(forge) { rest.get(forge.len()..)?.strip_prefix('/') } else { None }
    }
}

fn number(digits: &str) -> Option<u64> {
    if !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit()) { digits.parse().ok() } else { None }
}
