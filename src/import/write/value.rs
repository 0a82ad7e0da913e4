//! Values as they are written, and how one takes the place of another.

use toml_edit::{Array, InlineTable, Item, TableLike, Value};

use crate::data::Issue;

/// Sets a key, unless its value says the same already; comments around the old value stay.
pub(super) fn set(table: &mut (impl TableLike + ?Sized), key: &str, value: Value) {
    match table.get_mut(key) {
        Some(old) if !old.is_none() => replace(old, value),
        _ => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// Moves the blank before the closing brace behind what is the last value now.
pub(super) fn tidy(table: &mut InlineTable) {
    let last = table.len().saturating_sub(1);
    for (at, (_, value)) in table.iter_mut().enumerate() {
        let suffix = value.decor().suffix().and_then(|it| it.as_str()).unwrap_or_default();
        if suffix.trim().is_empty() {
            value.decor_mut().set_suffix(if at == last { " " } else { "" });
        }
    }
}

/// Puts a value in the place of another, unless it says the same.
pub(super) fn replace(old: &mut Item, value: Value) {
    let Item::Value(old) = old else { return }; // a table where a value belongs: the book reports it
    if same(old, &value) {
        return;
    }
    let mut value = match (&*old, value) {
        (Value::Array(old), Value::Array(new)) => Value::Array(like(old, &new)),
        (_, value) => value,
    };
    *value.decor_mut() = old.decor().clone();
    *old = value;
}

/// The items of `new` laid out as those of `old`. Where `old` has comments, what is new comes last:
/// a comment stands between two items, and nothing tells whose it is.
fn like(old: &Array, new: &Array) -> Array {
    let prefix = |it: &Value| it.decor().prefix().and_then(|it| it.as_str()).unwrap_or_default().to_owned();
    let trailing = old.trailing().as_str().unwrap_or_default();
    let first = old.iter().next().map(prefix).unwrap_or_default();
    let is_tall = first.contains('\n');
    let indent = if is_tall { format!("\n{}", first.rsplit('\n').next().unwrap_or_default()) } else { " ".to_owned() };
    let mut out = old.clone();
    if trailing.contains('#') || old.iter().any(|it| prefix(it).contains('#')) {
        out.retain(|it| new.iter().any(|item| same(it, item)));
        for item in new.iter().filter(|item| !old.iter().any(|it| same(it, item))) {
            let comment = out.trailing().as_str().unwrap_or_default().trim_end().to_owned();
            out.set_trailing(if is_tall { "\n" } else { "" });
            out.push_formatted(item.clone().decorated(format!("{comment}{indent}"), ""));
        }
        return out;
    }
    out.clear();
    for (at, item) in new.iter().enumerate() {
        let item = old.iter().find(|it| same(it, item)).unwrap_or(item).clone();
        let prefix = if at == 0 && !old.is_empty() {
            first.clone()
        } else if at == 0 {
            String::new()
        } else {
            indent.clone()
        };
        out.push_formatted(item.decorated(prefix, ""));
    }
    out
}

/// Whether two values say the same. White space around a text and brackets around a single text
/// say nothing.
fn same(a: &Value, b: &Value) -> bool {
    let text = |it: &Value| it.as_str().map(|it| it.trim().to_owned());
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b)),
        (Value::Array(many), one) | (one, Value::Array(many)) => many.len() == 1 && many.iter().all(|it| same(it, one)),
        (Value::String(_), Value::String(_)) => text(a) == text(b),
        _ => a.as_bool().is_some() && a.as_bool() == b.as_bool() || a.as_integer().is_some() && a.as_integer() == b.as_integer(),
    }
}

/// An array of strings.
pub(super) fn texts<T: AsRef<str>>(items: &[T]) -> Value {
    Value::Array(items.iter().map(AsRef::as_ref).collect())
}

/// A string, or an array of them where there are several.
pub(super) fn text_or_texts(items: &[String]) -> Value {
    match items {
        [one] => one.as_str().into(),
        _ => texts(items),
    }
}

/// `owner/name#1`.
pub(super) fn issue(issue: &Issue) -> String {
    format!("{}#{}", issue.repository, issue.number)
}

/// Markdown: on several lines a string that shows it as it is, where its signs allow that.
pub(super) fn markdown(text: &str) -> Value {
    let is_plain = |it: char| !it.is_control() || matches!(it, '\n' | '\t');
    if text.contains('\n')
        && !text.contains("'''")
        && text.chars().all(is_plain)
        && let Ok(value) = format!("'''\n{text}\n'''").parse()
    {
        return value;
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_readable_where_it_can_be() {
        for (text, written) in [("one", "\"one\""), ("a\n\nß\t\"\"\"", "'''\na\n\nß\t\"\"\"\n'''"), ("a\n'", "'''\na\n'\n'''")] {
            assert_eq!(markdown(text).to_string(), written);
        }
        for text in ["'''\n", "a\n\u{7}b", "\u{2028}\nx", "\r", "\\\n\"\"\"'''"] {
            let written = format!("x = {}", markdown(text));
            let back: toml_edit::DocumentMut = written.parse().unwrap();
            assert_eq!(back["x"].as_str().unwrap().trim_end_matches('\n'), text.trim_end_matches('\n'), "{written}");
        }
    }

    #[test]
    fn a_value_that_says_the_same_stays_as_it_is_written() {
        let rows = [
            ("x = 'a' # c\n", "a".into(), "x = 'a' # c\n"),
            ("x = ['a'] # c\n", "a".into(), "x = ['a'] # c\n"),
            ("x = \"\"\"\na\n\"\"\"\n", "a".into(), "x = \"\"\"\na\n\"\"\"\n"),
            ("x = 'a' # c\n", "b".into(), "x = \"b\" # c\n"),
            ("x = [\n  'a',\n  'b',\n]\n", texts(&["c", "b", "d"]), "x = [\n  \"c\",\n  'b',\n  \"d\",\n]\n"),
            ("x = [\n  'a',\n  'b', # two\n]\n", texts(&["c", "b"]), "x = [\n  'b', # two\n  \"c\",\n]\n"),
            ("x = ['a','b']\n", texts(&["c", "b"]), "x = [\"c\", 'b']\n"),
            ("x = [] # none\n", texts(&["c", "d"]), "x = [\"c\", \"d\"] # none\n"),
            ("x = false\n", true.into(), "x = true\n"),
            ("x = {}\n", "a".into(), "x = \"a\"\n"),
            ("", 1.into(), "x = 1\n"),
        ];
        for (before, value, after) in rows {
            let mut document: toml_edit::DocumentMut = before.parse().unwrap();
            set(document.as_table_mut(), "x", value);
            assert_eq!(document.to_string(), after);
        }
    }
}
