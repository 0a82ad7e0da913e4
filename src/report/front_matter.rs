//! What a static site's generator wants to know of a post.

use jiff::civil::Date;
use toml::Value;

/// The front matter of a post for Zola.
#[derive(Clone, Debug)]
pub struct FrontMatter {
    /// The day of the post.
    pub date: Option<Date>,
    /// Who publishes it.
    pub authors: Vec<String>,
}

impl FrontMatter {
    /// The front matter with the fences around it and an empty line behind it.
    pub(super) fn text(&self, title: &str) -> String {
        let mut out = format!("+++\ntitle = {}\n", Value::from(one_line(title)));
        if let Some(date) = self.date {
            out.push_str(&format!("date = {date}\n"));
        }
        if !self.authors.is_empty() {
            out.push_str(&format!("authors = {}\n", Value::from(self.authors.iter().map(|it| one_line(it)).collect::<Vec<_>>())));
        }
        out.push_str("+++\n");
        out
    }
}

/// A value on one line: a line of one could look like the fence at the end.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped_and_what_is_unknown_is_left_out() {
        let full = FrontMatter { date: Some("2025-10-31".parse().unwrap()), authors: vec!["A \"B\" \\ ß".into(), "C".into()] };
        let text = full.text("a\n+++\"'");
        let inner = text.strip_prefix("+++\n").unwrap().strip_suffix("\n+++\n").unwrap();
        let read: toml::Table = inner.parse().unwrap();
        assert_eq!(read["title"].as_str(), Some("a +++\"'"));
        assert_eq!(read["date"].to_string(), "2025-10-31");
        assert_eq!(read["authors"][0].as_str(), Some("A \"B\" \\ ß"));
        assert!(!inner.contains("\n+++"), "nothing in a value ends the front matter: {inner}");
        assert_eq!(FrontMatter { date: None, authors: Vec::new() }.text("x"), "+++\ntitle = \"x\"\n+++\n");
    }
}
