//! What people, goals and issues are named by. Types of their own, because each is a string that
//! compares in its own way.

/// A login of the forge, without `@`. Logins are compared without case.
#[derive(Clone, Debug, Eq)]
pub struct Login(String);

impl Login {
    /// The login `name`, without `@`.
    pub fn new(name: impl Into<String>) -> Self {
        Login(name.into())
    }

    /// The login in `@login`; `None` where the text is anything else, such as `@a and @b`.
    pub fn written(text: &str) -> Option<&str> {
        let login = text.strip_prefix('@')?;
        let name = login.strip_suffix("[bot]").unwrap_or(login);
        let is_name = !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'));
        is_name.then_some(login)
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Login {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

/// Somebody in a field of the goals file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Person {
    /// `@login`.
    Login(Login),
    /// Anything else: inline Markdown, shown as written.
    Text(String),
}

/// The key of a goal: the number of its tracking issue, or a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GoalId(String);

impl GoalId {
    /// The id with this key.
    pub fn new(key: impl Into<String>) -> Self {
        GoalId(key.into())
    }

    /// The key, as in `[goal.389]`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, where the key is one.
    pub fn number(&self) -> Option<u64> {
        if self.0.bytes().all(|it| it.is_ascii_digit()) { self.0.parse().ok() } else { None }
    }
}

/// An issue of some repository of the forge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// `owner/name`.
    pub repository: String,
    /// Its number.
    pub number: u64,
}
