//! What short names and bare numbers mean.

use crate::data::Goals;
use crate::reference;

/// The repositories of a project.
#[derive(Clone, Debug)]
pub struct Repositories<'a> {
    /// The forge, without a slash at its end.
    pub forge: &'a str,
    /// What a bare `#1` means: `owner/name`.
    pub default: Option<&'a str>,
    /// What `RFC 1` means: `owner/name`.
    pub rfc: Option<&'a str>,
    /// Further numbers of RFCs that are the IETF's.
    pub ietf: &'a [u64],
    /// Where the tracking issues are: `owner/name`.
    pub tracking: Option<&'a str>,
    /// Short names, and the repositories that they mean.
    pub short: Vec<(&'a str, &'a str)>,
}

impl Default for Repositories<'_> {
    /// GitHub, and nothing else.
    fn default() -> Self {
        Repositories { forge: "https://github.com", default: None, rfc: None, ietf: &[], tracking: None, short: Vec::new() }
    }
}

impl<'a> Repositories<'a> {
    /// Those that a period's goals name.
    pub fn of(goals: &'a Goals) -> Self {
        Repositories {
            forge: &goals.project.forge,
            default: goals.project.default_repository.as_deref(),
            rfc: goals.project.rfc_repository.as_deref(),
            ietf: &goals.project.ietf_rfcs,
            tracking: Some(goals.project.tracking_repository.as_str()).filter(|it| !it.is_empty()),
            short: goals.repositories.iter().map(|(name, it)| (name.as_str(), it.value.as_str())).collect(),
        }
    }

    /// The repository that a short name means, or the one that is written out.
    pub fn find(&self, written: &'a str) -> Option<&'a str> {
        let known = self.short.iter().find(|(name, _)| name.eq_ignore_ascii_case(written)).map(|&(_, it)| it);
        known.or_else(|| written.contains('/').then_some(written))
    }

    /// The name of the repository of RFCs, without its owner.
    pub fn rfcs(&self) -> &'a str {
        self.rfc.and_then(|it| it.split_once('/')).map_or("rfcs", |(_, name)| name)
    }

    /// Whether an RFC of that number, written so, is one of the IETF's, where nothing else is said.
    /// With a `#` it is an issue, which the IETF does not have.
    pub fn is_ietf(&self, number: u64, written: &str) -> bool {
        (reference::is_ietf(number) || self.ietf.contains(&number)) && !written.contains('#')
    }

    /// The page of an issue: that of a pull request where the repository is the RFCs' or
    /// `kind` says so.
    pub fn url(&self, repository: &str, kind: &str, number: u64) -> String {
        let kind = if self.rfc.is_some_and(|it| it.eq_ignore_ascii_case(repository)) { "pull" } else { kind };
        format!("{}/{repository}/{kind}/{number}", self.forge)
    }
}

/// Whether a repository that is written `label` may be the one of the forge.
///
/// Case, `_` for `-`, `rust-` and `-project` do not count; nor does what an owner's name was
/// extended by when the repository was retired (`rust-lang-nursery`).
pub(super) fn same(label: &str, owner: &str, name: &str) -> bool {
    match label.split_once('/') {
        Some((label_owner, label_name)) => same_owner(label_owner, owner) && same_name(label_name, name),
        None => same_name(label, name),
    }
}

fn same_owner(a: &str, b: &str) -> bool {
    const RETIRED: [&str; 4] = ["-nursery", "-deprecated", "-archive", "-attic"];
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let own = |it: &str| RETIRED.iter().find_map(|end| it.strip_suffix(end)).unwrap_or(it).to_owned();
    own(&a) == own(&b)
}

fn same_name(a: &str, b: &str) -> bool {
    normal(a) == normal(b)
}

fn normal(name: &str) -> String {
    let name = name.to_ascii_lowercase().replace('_', "-").replace("-project", "");
    name.strip_prefix("rust-").unwrap_or(&name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfcs_of_the_ietf_are_known_or_named() {
        let ours = Repositories { ietf: &[7540], ..Repositories::default() };
        for (number, written, expected) in
            [(2119, "RFC 2119", true), (7540, "RFC7540", true), (7540, "RFC #7540", false), (3680, "RFC 3680", false)]
        {
            assert_eq!(ours.is_ietf(number, written), expected, "{written}");
        }
        assert!(!Repositories::default().is_ietf(7540, "RFC 7540"));
    }

    #[test]
    fn names_that_mean_the_same() {
        for (label, owner, name) in [
            ("rust", "rust-lang", "rust"),
            ("clippy", "rust-lang", "rust-clippy"),
            ("goals", "rust-lang", "rust-project-goals"),
            ("LLVM", "llvm", "llvm-project"),
            ("compiler_builtins", "rust-lang", "compiler-builtins"),
            ("rust-lang/rustfix", "rust-lang-nursery", "rustfix"),
        ] {
            assert!(same(label, owner, name), "{label}");
        }
        for (label, owner, name) in [
            ("rust-lang", "rust-lang", "reference"),
            ("rust-lang/cago", "rust-lang", "cargo"),
            ("a/b", "c", "b"),
            ("rust-lang/b", "rust", "b"),
            ("rust-lang/rust", "rust-lang", "cargo"),
        ] {
            assert!(!same(label, owner, name), "{label}");
        }
    }
}
