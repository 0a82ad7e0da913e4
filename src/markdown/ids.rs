//! The ids that a chapter takes on its page, so that ours meet none of them.
//!
//! The rule is mdBook's: a heading's id is its text in lower case, letters, digits, `_` and `-`
//! kept, white space as `-`. (0.4 lowers ASCII letters alone; our ids are ASCII, so this makes no
//! difference.)

use super::html;

/// An id that a chapter takes. What it is, most chapters never ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakenId {
    /// As the chapter gives it.
    Given(String),
    /// Of a heading with this text.
    OfHeading(String),
}

impl TakenId {
    /// The id; a heading's is the one that mdBook gives it (the first one of that text; the next
    /// gets a number).
    pub fn id(self) -> String {
        match self {
            TakenId::Given(id) => id,
            TakenId::OfHeading(text) => slug(&text),
        }
    }
}

fn slug(text: &str) -> String {
    let text = text.trim();
    let mut id = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            'a'..='z' | '0'..='9' | '_' | '-' => id.push(it),
            'A'..='Z' => id.push(it.to_ascii_lowercase()),
            _ if it.is_alphanumeric() => id.extend(it.to_lowercase()),
            _ if it.is_whitespace() => id.push('-'),
            _ => {}
        }
    }
    id
}

/// Adds the values of all `id` attributes in raw HTML. Too many would do no harm.
pub(super) fn of_html(text: &str, ids: &mut Vec<TakenId>) {
    let values = html::tags(text).filter_map(|tag| tag.split_once("id=")).map(|(_, value)| value);
    ids.extend(values.filter_map(|value| {
        match value.strip_prefix(['"', '\'']) {
            Some(quoted) => quoted.split(['"', '\'']).next(),
            None => value.split([' ', '>', '\n', '/']).next(),
        }
        .map(|it| TakenId::Given(it.to_owned()))
    }));
}
