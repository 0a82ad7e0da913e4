//! What a URL points at: an issue of the forge, an RFC's page, or something else.
//!
//! URLs with mistakes in them are read as far as what they mean is clear, so that each mistake can
//! be named.

use std::ops::Range;

/// A URL in parts, as bytes of its text.
#[derive(Clone, Debug)]
pub struct Address<'a> {
    /// All of it.
    pub text: &'a str,
    /// `https` or `http`, as written.
    pub scheme: Range<usize>,
    /// The host, with its port.
    pub host: Range<usize>,
    /// From the first slash to the query or the fragment.
    pub path: Range<usize>,
    /// Behind the `?`.
    pub query: Option<Range<usize>>,
    /// Behind the `#`.
    pub fragment: Option<Range<usize>>,
}

/// What an address is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// An issue, pull request or discussion, or what was meant to be one.
    Issue(Issue<'a>),
    /// An RFC's page or file.
    Rfc(Rfc),
    /// Something else in a repository of the forge, such as a commit.
    Other {
        /// `owner/name`.
        repository: Repository<'a>,
        /// Whether it is a file or folder.
        file: bool,
    },
    /// Anything else.
    Elsewhere,
}

impl Subject<'_> {
    /// The number of the issue or RFC.
    pub fn number(&self) -> Option<u64> {
        match self {
            Subject::Issue(it) => it.number.value(),
            Subject::Rfc(it) => it.number,
            Subject::Other { .. } | Subject::Elsewhere => None,
        }
    }
}

/// A repository in a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository<'a> {
    /// The owner.
    pub owner: &'a str,
    /// The name.
    pub name: &'a str,
    /// The bytes of both, with the slash.
    pub range: Range<usize>,
}

impl Repository<'_> {
    /// `owner/name`
    pub fn full(&self) -> String {
        format!("{}/{}", self.owner, self.name)
    }
}

/// The address of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue<'a> {
    /// Where.
    pub repository: Repository<'a>,
    /// What kind the path says.
    pub kind: Kind,
    /// The bytes that say it; empty where nothing does.
    pub kind_range: Range<usize>,
    /// Which.
    pub number: Number,
    /// What follows the number in the path.
    pub rest: &'a str,
}

/// The kind that a path says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `/issues/`
    Issues,
    /// `/pull/`
    Pull,
    /// `/discussions/`
    Discussions,
    /// Something that the forge does not have, and what is meant.
    Mistaken(&'static str),
}

/// The number in a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// There is none.
    Missing,
    /// What stands for one.
    Placeholder(Range<usize>),
    /// A number, and the bytes that stick to it.
    Known {
        /// The number; the largest where it is larger.
        value: u64,
        /// The digits.
        digits: Range<usize>,
        /// What sticks to them, up to the next slash.
        junk: Range<usize>,
    },
}

impl Number {
    /// The number, where there is one.
    pub fn value(&self) -> Option<u64> {
        match self {
            Number::Known { value, .. } => Some(*value),
            Number::Missing | Number::Placeholder(_) => None,
        }
    }
}

/// The address of an RFC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rfc {
    /// Its number; `None` for a draft without one, `0000-name.md`.
    pub number: Option<u64>,
    /// The digits.
    pub digits: Range<usize>,
}

impl<'a> Address<'a> {
    /// Takes a URL apart; `None` where it does not begin with `http://` or `https://`.
    pub fn parse(text: &'a str) -> Option<Self> {
        const BEHIND: &str = "://";
        let begins = |it: &&str| text.get(..it.len()).is_some_and(|have| have.eq_ignore_ascii_case(it));
        let host = ["https://", "http://"].into_iter().find(begins)?.len();
        let scheme = host - BEHIND.len();
        let rest = text.get(host..)?;
        let path = host + rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let rest = text.get(path..)?;
        let path_end = path + rest.find(['?', '#']).unwrap_or(rest.len());
        let fragment = text.get(path_end..)?.find('#').map(|it| path_end + it + 1..text.len());
        let query_end = fragment.as_ref().map_or(text.len(), |it| it.start - 1);
        let query = (path_end < query_end).then(|| path_end + 1..query_end);
        Some(Address { text, scheme: 0..scheme, host: host..path, path: path..path_end, query, fragment })
    }

    /// A part of it.
    pub fn get(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Whether it is on `forge`, a URL without a slash at its end.
    pub fn is_on(&self, forge: &str) -> bool {
        let forge = forge.split_once(':').map_or(forge, |(_, it)| it.trim_start_matches('/'));
        let host = self.get(&self.host);
        let bare = host.get(..4).filter(|it| it.eq_ignore_ascii_case("www.")).map_or(host, |it| host.get(it.len()..).unwrap_or(host));
        bare.eq_ignore_ascii_case(forge)
    }

    /// The parts of the path between its slashes, empty ones too.
    pub fn segments(&self) -> impl Iterator<Item = Range<usize>> + use<'a> {
        let path = self.get(&self.path);
        let mut at = self.path.start + 1;
        path.strip_prefix('/').into_iter().flat_map(|it| it.split('/')).map(move |it| {
            let start = at;
            at += it.len() + 1;
            start..start + it.len()
        })
    }

    /// What it points at, on `forge`, where RFCs are in repositories of the name `rfcs`.
    pub fn subject(&self, forge: &str, rfcs: &str) -> Subject<'a> {
        let mut parts = self.segments().filter(|it| !it.is_empty());
        if !self.is_on(forge) {
            const PAGES: &str = ".github.io";
            let host = self.get(&self.host);
            let end = host.len().checked_sub(PAGES.len()).and_then(|at| host.get(at..));
            let is_pages = end.is_some_and(|it| it.eq_ignore_ascii_case(PAGES));
            let (Some(first), Some(second)) = (parts.next(), parts.next()) else { return Subject::Elsewhere };
            let rfc = (is_pages && self.get(&first).eq_ignore_ascii_case(rfcs)).then(|| self.rfc(second)).flatten();
            return rfc.map_or(Subject::Elsewhere, Subject::Rfc);
        }
        let (Some(owner), Some(name)) = (parts.next(), parts.next()) else { return Subject::Elsewhere };
        if SITE.contains(&self.get(&owner)) {
            return Subject::Elsewhere;
        }
        let range = owner.start..name.end;
        let repository = Repository { owner: self.get(&owner), name: self.get(&name), range };
        let Some(kind) = parts.next() else { return Subject::Other { repository, file: false } };
        let file = matches!(self.get(&kind), "blob" | "tree" | "raw" | "blame" | "edit");
        if file && repository.name.eq_ignore_ascii_case(rfcs) {
            if let Some(rfc) = parts.find_map(|it| self.rfc(it)) {
                return Subject::Rfc(rfc);
            }
            return Subject::Other { repository, file };
        }
        let number = parts.next();
        match self.issue(kind, number) {
            Some((kind, kind_range, number)) => {
                let end = match &number {
                    Number::Known { junk, .. } => junk.end,
                    Number::Placeholder(range) => range.end,
                    Number::Missing => self.path.end,
                };
                let rest = self.get(&(end..self.path.end)).trim_matches('/');
                Subject::Issue(Issue { repository, kind, kind_range, number, rest })
            }
            None => Subject::Other { repository, file },
        }
    }

    fn issue(&self, kind: Range<usize>, number: Option<Range<usize>>) -> Option<(Kind, Range<usize>, Number)> {
        let name = self.get(&kind);
        let known = match name {
            "issues" => Some(Kind::Issues),
            "pull" => Some(Kind::Pull),
            "discussions" => Some(Kind::Discussions),
            _ => None,
        };
        let Some(number) = number else {
            // `owner/name/123`: only the kind is absent.
            if name.bytes().all(|it| it.is_ascii_digit()) && name.len() < 8 {
                let start = kind.start;
                return Some((Kind::Mistaken("issues"), start..start, self.number(kind)?));
            }
            return known.map(|known| (known, kind, Number::Missing));
        };
        let number = self.number(number)?;
        let meant = || meant(name).map(Kind::Mistaken);
        Some((known.or_else(meant)?, kind, number))
    }

    fn number(&self, segment: Range<usize>) -> Option<Number> {
        let text = self.get(&segment);
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 {
            return is_placeholder(text).then_some(Number::Placeholder(segment));
        }
        let digits = segment.start..segment.start + length;
        let value = self.get(&digits).parse().unwrap_or(u64::MAX);
        if value == 0 {
            return Some(Number::Placeholder(digits));
        }
        let junk = digits.end..segment.end;
        let junk = if matches!(self.get(&junk), ".diff" | ".patch") { segment.end..segment.end } else { junk };
        Some(Number::Known { value, digits, junk })
    }

    fn rfc(&self, segment: Range<usize>) -> Option<Rfc> {
        let text = self.get(&segment);
        let (digits, _) = text.split_once(['-', '.'])?;
        if digits.len() != 4 || !digits.bytes().all(|it| it.is_ascii_digit()) {
            return None;
        }
        let number: u64 = digits.parse().ok()?;
        Some(Rfc { number: (number > 0).then_some(number), digits: segment.start..segment.start + digits.len() })
    }
}

/// What the forge itself has where owners stand.
const SITE: [&str; 14] = [
    "settings",
    "notifications",
    "marketplace",
    "sponsors",
    "topics",
    "features",
    "apps",
    "users",
    "enterprise",
    "about",
    "search",
    "login",
    "collections",
    "codespaces",
];

/// Whether a part of a path stands for a number that nobody knew.
fn is_placeholder(text: &str) -> bool {
    let all = |letters: [char; 2]| !text.is_empty() && text.len() < 9 && text.chars().all(|it| letters.contains(&it));
    all(['x', 'X']) || all(['n', 'N']) || all(['?', '?']) || ["tbd", "todo"].iter().any(|it| text.eq_ignore_ascii_case(it))
}

/// The kind that a name which the forge does not have before a number means.
fn meant(name: &str) -> Option<&'static str> {
    const MISTAKEN: [(&str, &str); 16] = [
        ("pulls", "pull"),
        ("pr", "pull"),
        ("prs", "pull"),
        ("pull-request", "pull"),
        ("pull-requests", "pull"),
        ("pull_request", "pull"),
        ("pullrequest", "pull"),
        ("merge_requests", "pull"),
        ("issue", "issues"),
        ("bug", "issues"),
        ("bugs", "issues"),
        ("ticket", "issues"),
        ("discussion", "discussions"),
        ("pull", "pull"),
        ("issues", "issues"),
        ("discussions", "discussions"),
    ];
    const OTHERS: [&str; 6] = ["wiki", "files", "runs", "suites", "labels", "milestone"];
    let lower = name.to_ascii_lowercase();
    let exact = MISTAKEN.iter().find(|(it, _)| *it == lower);
    let near = || {
        let typo = MISTAKEN.iter().filter(|(it, _)| it.len() > 3).find(|(it, _)| strsim::osa_distance(it, &lower) == 1);
        typo.filter(|_| !OTHERS.contains(&lower.as_str()))
    };
    exact.or_else(near).map(|(_, it)| *it)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(url: &str) -> String {
        let Some(address) = Address::parse(url) else { return "no".into() };
        match address.subject("https://github.com", "rfcs") {
            Subject::Issue(it) => {
                let number = match &it.number {
                    Number::Missing => "missing".to_owned(),
                    Number::Placeholder(range) => format!("placeholder {}", address.get(range)),
                    Number::Known { value, junk, .. } => format!("{value}{}", address.get(junk)),
                };
                format!("{} {:?} {number} {}", it.repository.full(), it.kind, it.rest).trim().to_owned()
            }
            Subject::Rfc(it) => format!("rfc {:?}", it.number),
            Subject::Other { repository, file } => format!("other {}{}", repository.full(), if file { " file" } else { "" }),
            Subject::Elsewhere => "elsewhere".into(),
        }
    }

    #[test]
    fn what_urls_point_at() {
        let rows = [
            ("https://github.com/a/b/pull/1", "a/b Pull 1"),
            ("HTTPS://www.GitHub.com//a/b/issues//12#issuecomment-3", "a/b Issues 12"),
            ("https://github.com/a/b/discussions/12?x", "a/b Discussions 12"),
            ("https://github.com/a/b/pull/1/files", "a/b Pull 1 files"),
            ("https://github.com/a/b/pull/1-", "a/b Pull 1-"),
            ("https://github.com/a/b/pull/1.diff", "a/b Pull 1"),
            ("https://github.com/a/b/pull/", "a/b Pull missing"),
            ("https://github.com/a/b/pull/0000", "a/b Pull placeholder 0000"),
            ("https://github.com/a/b/pull/XXXX", "a/b Pull placeholder XXXX"),
            ("https://github.com/a/b/pulls/1", "a/b Mistaken(\"pull\") 1"),
            ("https://github.com/a/b/isues/1", "a/b Mistaken(\"issues\") 1"),
            ("https://github.com/a/b/1", "a/b Mistaken(\"issues\") 1"),
            ("https://github.com/a/b/pulls/someone", "other a/b"),
            ("https://github.com/a/b/pulls?q=1", "other a/b"),
            ("https://github.com/a/b/issues/new", "other a/b"),
            ("https://github.com/a/b/commit/123", "other a/b"),
            ("https://github.com/a/b/blob/x/text/0123-x.md", "other a/b file"),
            ("https://github.com/a/b#1", "other a/b"),
            ("https://github.com/a", "elsewhere"),
            ("https://github.com/a/rfcs/blob/x/text/0123-x.md", "rfc Some(123)"),
            ("https://github.com/a/rfcs/blob/x/text/0000-x.md", "rfc None"),
            ("https://a.github.io/rfcs/3550-x.html#y", "rfc Some(3550)"),
            ("https://a.github.io/rfcs/", "elsewhere"),
            ("https://a.b/c/d/pull/1", "elsewhere"),
            ("github.com/a/b/pull/1", "no"),
            ("https://", "elsewhere"),
            ("", "no"),
        ];
        for (url, expected) in rows {
            assert_eq!(shown(url), expected, "{url}");
        }
    }
}
