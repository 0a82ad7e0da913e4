//! The ids that a chapter takes on its page, so that ours meet none of them.
//!
//! The rule is mdBook's: a heading's id is its text in lower case, letters, digits, `_` and `-`
//! kept, white space as `-`. (0.4 lowers ASCII letters alone; our ids are ASCII, so this makes no
//! difference.)

use super::html;

/// The text of a heading as it is read.
pub(super) struct HeadingText {
    explicit: Option<String>,
    text: String,
}

impl HeadingText {
    /// A heading that starts, with the id that it gives itself.
    pub(super) fn new(explicit: Option<&str>) -> Self {
        HeadingText { explicit: explicit.map(str::to_owned), text: String::new() }
    }

    /// Adds a piece of its text.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The id that mdBook will give it (the first one of that text; the next gets a number).
    pub(super) fn id(self) -> String {
        self.explicit.unwrap_or_else(|| slug(&self.text))
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
pub(super) fn of_html(text: &str, ids: &mut Vec<String>) {
    let values = html::tags(text).filter_map(|tag| tag.split_once("id=")).map(|(_, value)| value);
    ids.extend(values.filter_map(|value| {
        match value.strip_prefix(['"', '\'']) {
            Some(quoted) => quoted.split(['"', '\'']).next(),
            None => value.split([' ', '>', '\n', '/']).next(),
        }
        .map(str::to_owned)
    }));
}
