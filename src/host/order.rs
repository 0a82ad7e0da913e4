//! Where mdBook's built-in `links` stands in the order of preprocessors.
//!
//! mdBook sorts them in levels, by `before` and `after`; in a level by name. Without either,
//! `goals` comes before `links`, and what `{{#include}}` brings in is never looked at.

use serde_json::{Map, Value};

/// When mdBook expands `{{#include}}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Before us: directives in included files are seen.
    AfterLinks,
    /// After us: they stay raw.
    BeforeLinks,
    /// Never: the book has switched the built-in preprocessors off.
    Alone,
}

impl Order {
    /// The order that mdBook makes of `[preprocessor.*]`.
    pub(super) fn of(preprocessors: &Map<String, Value>) -> Order {
        let mut names: Vec<&str> = vec!["index", "links"];
        names.extend(preprocessors.keys().map(String::as_str).filter(|it| !["index", "links"].contains(it)));
        let place = |name: &str| names.iter().position(|it| *it == name);
        let mut pairs = Vec::new(); // (first, then)
        for (name, settings) in preprocessors {
            let Some(at) = place(name) else { continue };
            let list =
                |key: &str| settings.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).filter_map(place);
            pairs.extend(list("before").map(|other| (at, other)));
            pairs.extend(list("after").map(|other| (other, at)));
        }
        // the level of each is the longest way to it; a cycle, which mdBook refuses, ends the search
        let mut levels = vec![0; names.len()];
        for _ in 0..names.len() {
            for &(first, then) in &pairs {
                levels[then] = levels[then].max(levels[first] + 1);
            }
        }
        let level = |name: &str| place(name).map_or(0, |at| levels[at]);
        if level("goals") > level("links") { Order::AfterLinks } else { Order::BeforeLinks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_come_first_where_something_says_so() {
        let rows = [
            (r#"{"goals":{}}"#, Order::BeforeLinks),
            (r#"{}"#, Order::BeforeLinks),
            (r#"{"goals":{"after":["links"]}}"#, Order::AfterLinks),
            (r#"{"goals":{"after":["index"]}}"#, Order::AfterLinks), // a later level than `links`
            (r#"{"goals":{"after":["toc"]},"toc":{"after":["links"]}}"#, Order::AfterLinks),
            (r#"{"goals":{"after":["toc"]},"toc":{"before":["links"]}}"#, Order::BeforeLinks),
            (r#"{"goals":{},"links":{"before":["goals"]}}"#, Order::AfterLinks),
            (r#"{"goals":{"after":["nope"]}}"#, Order::BeforeLinks),
        ];
        for (json, order) in rows {
            let preprocessors: Map<String, Value> = serde_json::from_str(json).unwrap();
            assert_eq!(Order::of(&preprocessors), order, "{json}");
        }
    }
}
