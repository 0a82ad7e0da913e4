//! Text that is HTML by construction: the only way in is through escaping.

/// HTML under construction.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// Text, escaped for an element's content and for an attribute's value alike.
    pub(super) fn text(&mut self, text: &str) {
        for it in text.chars() {
            match it {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                // mdBook's `links` looks for `{{#` in raw text, formula scripts for `$` and `\(`.
                '{' => self.0.push_str("&#123;"),
                '$' => self.0.push_str("&#36;"),
                '\\' => self.0.push_str("&#92;"),
                // A blank line would end the block of HTML.
                '\n' | '\r' => self.0.push(' '),
                _ => self.0.push(it),
            }
        }
    }

    /// Code: line ends are kept, and written so that a list or a quote around it cannot indent
    /// the lines.
    pub(super) fn verbatim(&mut self, text: &str) {
        let text = text.strip_suffix('\n').unwrap_or(text);
        for (nth, line) in text.split('\n').enumerate() {
            if nth > 0 {
                self.0.push_str("&#10;");
            }
            self.text(line.strip_suffix('\r').unwrap_or(line));
        }
    }

    /// HTML that was written before.
    pub(super) fn written(&mut self, html: &str) {
        self.0.push_str(html);
    }

    /// Ends the line, once.
    pub(super) fn line_end(&mut self) {
        if !self.0.ends_with('\n') {
            self.0.push('\n');
        }
    }

    /// An element on its line.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[(&'static str, &str)], content: impl FnOnce(&mut Html)) {
        self.open(name, attributes);
        content(self);
        self.close(name);
    }

    /// An element whose tags stand on lines of their own.
    pub(super) fn container(&mut self, name: &'static str, attributes: &[(&'static str, &str)], content: impl FnOnce(&mut Html)) {
        self.open(name, attributes);
        self.line_end();
        content(self);
        self.line_end();
        self.close(name);
    }

    /// A start tag.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.void(name, attributes);
    }

    /// An element without an end tag.
    pub(super) fn void(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes {
            self.0.push(' ');
            self.0.push_str(key);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
        self.0.push('>');
    }

    /// An end tag.
    pub(super) fn close(&mut self, name: &'static str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// The text, done.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_text_is_markup() {
        let mut out = Html::default();
        out.text("a<b>&\"'{{#include x}} \\(y\\) $z$\n\n\r\nß");
        assert_eq!(out.into_string(), "a&lt;b&gt;&amp;&quot;'&#123;&#123;#include x}} &#92;(y&#92;) &#36;z&#36;    ß");
    }

    #[test]
    fn code_keeps_its_lines_and_never_has_a_blank_one() {
        let mut out = Html::default();
        out.verbatim("a\r\n\n  b\n");
        assert_eq!(out.into_string(), "a&#10;&#10;  b");
    }
}
