//! Raw HTML as tokens. It knows CommonMark's grammar of tags (6.6) and no element.

use super::text::decode;

/// A piece of raw HTML. Together, the pieces are the whole.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text, character references unresolved, and everything that is no tag.
    Text(&'a str),
    /// An opening tag.
    Open(Tag<'a>),
    /// A closing tag.
    Close {
        /// The name, lower case.
        name: String,
        /// The tag as written.
        written: &'a str,
    },
    /// A comment, which is not shown.
    Comment,
}

/// An opening tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// The name, lower case.
    pub(super) name: String,
    /// The tag as written.
    pub(super) written: &'a str,
    attributes: Vec<(String, String)>,
}

impl Tag<'_> {
    /// The value of the first attribute `name`, character references resolved.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }
}

/// The tokens of `html`, in time linear in its length.
pub(super) fn tokens(html: &str) -> Vec<Token<'_>> {
    let ends = Ends { html, comment: html.rfind("-->"), double: html.rfind('"'), single: html.rfind('\'') };
    let mut found = Vec::new();
    let (mut text, mut at) = (0, 0);
    while let Some(next) = html.get(at..).and_then(|it| it.find('<')) {
        let start = at + next;
        let Some((token, end)) = ends.token(start) else {
            at = start + 1;
            continue;
        };
        if text < start {
            found.push(Token::Text(html.get(text..start).unwrap_or_default()));
        }
        found.push(token);
        (text, at) = (end, end);
    }
    if text < html.len() {
        found.push(Token::Text(html.get(text..).unwrap_or_default()));
    }
    found
}

/// A text with the last places of what long tokens end with, so that none is searched for in vain.
struct Ends<'a> {
    html: &'a str,
    comment: Option<usize>,
    double: Option<usize>,
    single: Option<usize>,
}

impl<'a> Ends<'a> {
    /// The token that begins with the `<` at `start`, and where it ends.
    fn token(&self, start: usize) -> Option<(Token<'a>, usize)> {
        const COMMENT: &str = "<!--";
        let rest = self.html.get(start..)?;
        if rest.starts_with(COMMENT) {
            // `<!-->` and `<!--->` are comments too.
            let from = start + "<!".len();
            self.comment.filter(|&last| last >= from)?;
            let end = from + self.html.get(from..)?.find("-->")? + "-->".len();
            return Some((Token::Comment, end));
        }
        let is_close = rest.starts_with("</");
        let mut at = start + if is_close { 2 } else { 1 };
        let name = self.name(at)?;
        at += name.len();
        let name = name.to_ascii_lowercase();
        if is_close {
            at = self.skip_space(at);
            let end = self.eat(at, ">")?;
            return Some((Token::Close { name, written: self.html.get(start..end)? }, end));
        }
        let mut attributes = Vec::new();
        loop {
            let next = self.skip_space(at);
            if let Some(end) = self.eat(next, ">").or_else(|| self.eat(next, "/>")) {
                return Some((Token::Open(Tag { name, written: self.html.get(start..end)?, attributes }), end));
            }
            if next == at {
                return None;
            }
            let (attribute, end) = self.attribute(next)?;
            attributes.push(attribute);
            at = end;
        }
    }

    fn name(&self, at: usize) -> Option<&'a str> {
        let rest = self.html.get(at..).filter(|it| it.starts_with(|it: char| it.is_ascii_alphabetic()))?;
        rest.get(..rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '-').unwrap_or(rest.len()))
    }

    fn attribute(&self, at: usize) -> Option<((String, String), usize)> {
        let rest = self.html.get(at..).filter(|it| it.starts_with(|it: char| it.is_ascii_alphabetic() || matches!(it, '_' | ':')))?;
        let is_part = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | ':' | '.' | '-');
        let name = rest.get(..rest.find(|it| !is_part(it)).unwrap_or(rest.len()))?;
        let end = at + name.len();
        let name = name.to_ascii_lowercase();
        let Some(value) = self.eat(self.skip_space(end), "=") else { return Some(((name, String::new()), end)) };
        let (value, end) = self.value(self.skip_space(value))?;
        Some(((name, decode(value).into_owned()), end))
    }

    fn value(&self, at: usize) -> Option<(&'a str, usize)> {
        let rest = self.html.get(at..)?;
        for (quote, last) in [('"', self.double), ('\'', self.single)] {
            if let Some(rest) = rest.strip_prefix(quote) {
                last.filter(|&it| it > at)?;
                let value = rest.get(..rest.find(quote)?)?;
                return Some((value, at + value.len() + 2));
            }
        }
        let ends = |it: char| it.is_ascii_whitespace() || matches!(it, '"' | '\'' | '=' | '<' | '>' | '`');
        let value = rest.get(..rest.find(ends).unwrap_or(rest.len())).filter(|it| !it.is_empty())?;
        Some((value, at + value.len()))
    }

    fn skip_space(&self, at: usize) -> usize {
        let rest = self.html.get(at..).unwrap_or_default();
        at + rest.len() - rest.trim_start_matches(|it: char| it.is_ascii_whitespace()).len()
    }

    fn eat(&self, at: usize, wanted: &str) -> Option<usize> {
        self.html.get(at..)?.starts_with(wanted).then_some(at + wanted.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    fn shown(html: &str) -> String {
        let show = |it: &Token<'_>| match it {
            Token::Text(text) => format!("{text:?}"),
            Token::Open(tag) => {
                let attributes = tag.attributes.iter().map(|(name, value)| format!(" {name}={value:?}"));
                format!("<{}{}>", tag.name, attributes.collect::<String>())
            }
            Token::Close { name, .. } => format!("</{name}>"),
            Token::Comment => "--".to_owned(),
        };
        tokens(html).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tags_text_and_comments() {
        let rows = [
            ("", ""),
            ("ä < b", r#""ä < b""#),
            ("<B>x</b >", r#"<b> "x" </b>"#),
            ("<br/><br /><hr\n>", "<br> <br> <hr>"),
            (r#"<a href="x&amp;&#121;" TITLE='"' y=1 z>"#, r#"<a href="x&y" title="\"" y="1" z="">"#),
            (r#"<a b="1"c>"#, r#""<a b=\"1\"c>""#),
            ("<a b=>", r#""<a b=>""#),
            ("<div class=\"x", r#""<div class=\"x""#),
            ("<a <b>", r#""<a " <b>"#),
            ("</b x></>", r#""</b x></>""#),
            ("<3 <T> <a,b> <!x> <?x?>", r#""<3 " <t> " <a,b> <!x> <?x?>""#),
            ("a<!-- b --><!--><!---> c", r#""a" -- -- -- " c""#),
            ("a <!-- b", r#""a <!-- b""#),
            ("--> <!-- b <i>", r#""--> <!-- b " <i>"#),
            ("<p", r#""<p""#),
        ];
        for (html, expected) in rows {
            assert_eq!(shown(html), expected, "{html:?}");
        }
    }

    /// Long enough that what takes time by its square takes minutes.
    const LONG: usize = 200_000;

    #[test]
    fn a_long_run_of_anything_is_read_in_linear_time() {
        for piece in ["<", "<a ", "<a b=\"", "<a b='<a b=\"", "<!--", "</a", "<a b=1 ", "&#", "<a b= ", "-->"] {
            let html = piece.repeat(LONG / piece.len());
            let start = Instant::now();
            tokens(&html);
            assert!(start.elapsed() < Duration::from_secs(5), "{piece:?}: {:?}", start.elapsed());
        }
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_whole(html in r#"(<|/|>|!|-|--|a|b| |=|"|'|ä|&lt;){0,40}"#) {
            let mut at = 0;
            for it in tokens(&html) {
                at += match &it {
                    Token::Text(text) => text.len(),
                    Token::Open(tag) => tag.written.len(),
                    Token::Close { written, .. } => written.len(),
                    Token::Comment => html.get(at..).unwrap().find("-->").unwrap() + 3,
                };
            }
            prop_assert_eq!(at, html.len());
        }
    }
}
