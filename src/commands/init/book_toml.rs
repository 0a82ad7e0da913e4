//! The edits of `book.toml`: from its text to the new one.
//!
//! `toml_edit` says where everything stands; the text itself is spliced, so that all that is not
//! added stays byte for byte as it was: comments, spacing, line endings, a byte order mark.

use toml_edit::{Document, Item, TableLike, Value};

use crate::edit::{Edit, apply};

/// What a book needs.
#[derive(Debug)]
pub(super) struct Wishes {
    /// The stylesheet to name in `output.html.additional-css`, where the book wants ours.
    pub(super) stylesheet: Option<String>,
    /// What `mdbook serve` is to watch.
    pub(super) watch: Vec<String>,
}

/// The outcome of [`edit`].
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edited {
    /// The new text; the old one where nothing was missing.
    pub(super) text: String,
    /// What was added, a phrase each.
    pub(super) added: Vec<String>,
    /// What was right already, a phrase each.
    pub(super) kept: Vec<String>,
}

/// Adds what `wishes` names and the book lacks to the text of its `book.toml`.
///
/// # Errors
///
/// What somebody must change by hand before, a sentence each: a key of another type, or a table
/// written in a form that is not edited.
pub(super) fn edit(text: &str, wishes: &Wishes) -> Result<Edited, Vec<String>> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = Document::parse(body).map_err(|error| vec![format!("it is not valid TOML: {}", error.to_string().trim_end())])?;
    let mut editor = Editor::new(body, &document);
    if editor.table(&["preprocessor", "goals"]).is_some() {
        editor.kept.push("[preprocessor.goals] is there".into());
        editor.list(&["preprocessor", "goals"], "after", &["links".to_owned()]);
    } else {
        let block = ["command = \"mdbook-goals\"", "after = [\"links\"]", "data = [\"goals.toml\"]"];
        editor.block(&["preprocessor", "goals"], &block, "[preprocessor.goals]");
    }
    if let Some(stylesheet) = &wishes.stylesheet {
        let other_renderers = editor.table(&["output"]).is_some_and(|it| it.iter().next().is_some());
        if other_renderers && editor.table(&["output", "html"]).is_none() {
            editor.kept.push("no stylesheet is needed, since the book has no [output.html]".into());
        } else {
            editor.list(&["output", "html"], "additional-css", std::slice::from_ref(stylesheet));
        }
    }
    editor.list(&["build"], "extra-watch-dirs", &wishes.watch);
    editor.finish(text)
}

struct Editor<'a> {
    text: &'a str,
    document: &'a Document<&'a str>,
    /// How the file's lines end.
    newline: &'static str,
    edits: Vec<Edit>,
    /// What goes to the end of the file.
    tail: String,
    added: Vec<String>,
    kept: Vec<String>,
    refused: Vec<String>,
}

impl<'a> Editor<'a> {
    fn new(text: &'a str, document: &'a Document<&'a str>) -> Self {
        let first = text.find('\n').unwrap_or(0);
        let newline = if text.get(..first).is_some_and(|it| it.ends_with('\r')) { "\r\n" } else { "\n" };
        let (edits, added, kept, refused) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Editor { text, document, newline, edits, tail: String::new(), added, kept, refused }
    }

    fn item(&self, path: &[&str]) -> Option<&'a Item> {
        path.iter().try_fold(self.document.as_item(), |item, key| item.get(key)).filter(|it| !it.is_none())
    }

    fn table(&self, path: &[&str]) -> Option<&'a dyn TableLike> {
        self.item(path)?.as_table_like()
    }

    /// Sees to it that the list `key` of the table `path` holds `items`.
    fn list(&mut self, path: &[&str], key: &str, items: &[String]) {
        let name = format!("{}.{key}", path.join("."));
        let found = self.table(path).and_then(|it| it.get(key)).filter(|it| !it.is_none());
        let list = match found {
            None => None,
            Some(Item::Value(Value::Array(list))) => Some(list),
            Some(other) => {
                self.refused.push(format!("`{name}` is {}, where a list belongs: make it a list and run init again", type_name(other)));
                return;
            }
        };
        let known = |item: &String| list.into_iter().flatten().filter_map(Value::as_str).any(|it| covers(it, item));
        let (here, missing): (Vec<_>, Vec<_>) = items.iter().partition(|it| known(it));
        self.kept.extend(here.iter().map(|it| format!("{name} has \"{it}\"")));
        if missing.is_empty() {
            return;
        }
        let quoted: Vec<_> = missing.iter().map(|it| Value::from(it.as_str()).to_string()).collect();
        let label: Vec<_> = missing.iter().map(|it| format!("\"{it}\" to {name}")).collect();
        match list {
            Some(list) => self.extend(list, &quoted),
            None => {
                let line = format!("{key} = [{}]", quoted.join(", "));
                if !self.insert(path, &line) {
                    return;
                }
            }
        }
        self.added.extend(label);
    }

    /// Puts `items` behind the last one of `list`, in the way in which the list is written.
    fn extend(&mut self, list: &toml_edit::Array, items: &[String]) {
        let whole = list.span().expect("a parsed list has a place");
        let Some(last) = list.iter().last().and_then(Value::span) else {
            self.edits.push(Edit { range: whole.start + 1..whole.start + 1, text: items.join(", ") });
            return;
        };
        let line = self.line_start(last.start);
        let indent = self.text.get(line..last.start).unwrap_or_default();
        let alone = line > whole.start && indent.trim().is_empty();
        if !alone {
            self.edits.push(Edit { range: last.end..last.end, text: items.iter().map(|it| format!(", {it}")).collect() });
            return;
        }
        // an item a line: the comma goes behind the last item, the new lines below its comment
        if !list.trailing_comma() {
            self.edits.push(Edit { range: last.end..last.end, text: ",".into() });
        }
        let comma = if list.trailing_comma() { "," } else { "" };
        let count = items.len();
        let lines = items.iter().enumerate().map(|(at, it)| {
            let comma = if at + 1 < count { "," } else { comma };
            format!("{indent}{it}{comma}{}", self.newline)
        });
        let text = lines.collect();
        let at = self.line_end(last.end);
        self.edits.push(Edit { range: at..at, text });
    }

    /// Puts `line` at the end of the table `path`, which it makes where there is none. Says
    /// whether it could.
    fn insert(&mut self, path: &[&str], line: &str) -> bool {
        let by_hand = |what: &str| format!("[{}] is written as {what}, which init does not edit: add `{line}` to it", path.join("."));
        for depth in 1..=path.len() {
            match self.item(&path[..depth]) {
                None => break,
                Some(Item::Table(table)) if table.is_dotted() => {
                    self.refused.push(by_hand("dotted keys"));
                    return false;
                }
                Some(Item::Table(table)) if depth == path.len() => {
                    let Some(header) = table.span().filter(|_| !table.is_implicit()) else { break };
                    let last = table.get_values().into_iter().filter_map(|(_, value)| value.span()).map(|it| it.end).max();
                    let at = self.line_end(last.unwrap_or(header.end).max(header.end));
                    let start = if self.text.get(..at).is_some_and(|it| it.ends_with('\n')) { "" } else { self.newline };
                    self.edits.push(Edit { range: at..at, text: format!("{start}{line}{}", self.newline) });
                    return true;
                }
                Some(Item::Table(_)) => {}
                Some(Item::Value(Value::InlineTable(_))) => {
                    self.refused.push(by_hand("an inline table"));
                    return false;
                }
                Some(other) => {
                    let name = path[..depth].join(".");
                    self.refused.push(format!("`{name}` is {}, where a table belongs", type_name(other)));
                    return false;
                }
            }
        }
        self.append(path, &[line]);
        true
    }

    /// A new table at the end of the file.
    fn block(&mut self, path: &[&str], lines: &[&str], label: &str) {
        for depth in 1..=path.len() {
            if let Some(other) = self.item(&path[..depth]) {
                let name = path[..depth].join(".");
                let what = match other {
                    Item::Table(it) if !it.is_dotted() => continue,
                    Item::Table(_) => "is written as dotted keys, which init does not edit".to_owned(),
                    Item::Value(Value::InlineTable(_)) => "is written as an inline table, which init does not edit".to_owned(),
                    other => format!("is {}, where a table belongs", type_name(other)),
                };
                self.refused.push(format!("`{name}` {what}: add {label} by hand, with {}", lines.join(", ")));
                return;
            }
        }
        self.append(path, lines);
        self.added.push(label.to_owned());
    }

    fn append(&mut self, path: &[&str], lines: &[&str]) {
        let n = self.newline;
        let body: String = lines.iter().map(|it| format!("{it}{n}")).collect();
        self.tail.push_str(&format!("{n}[{}]{n}{body}", path.join(".")));
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1)
    }

    /// The byte behind the end of the line that holds `at`.
    fn line_end(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|it| it.find('\n')).map_or(self.text.len(), |it| at + it + 1)
    }

    fn finish(mut self, whole: &str) -> Result<Edited, Vec<String>> {
        if !self.refused.is_empty() {
            return Err(self.refused);
        }
        if self.edits.is_empty() && self.tail.is_empty() {
            return Ok(Edited { text: whole.to_owned(), added: self.added, kept: self.kept });
        }
        self.edits.sort_by_key(|it| it.range.start);
        let mut text = apply(self.text, &self.edits);
        if !self.tail.is_empty() {
            if text.trim().is_empty() {
                self.tail = self.tail.trim_start().to_owned();
            } else if !text.ends_with('\n') {
                text.push_str(self.newline);
            }
            text.push_str(&self.tail);
        }
        if let Err(error) = Document::parse(text.as_str()) {
            return Err(vec![format!("it is written in a way that init cannot edit: {}", error.to_string().trim_end())]);
        }
        let mark = if whole.starts_with('\u{feff}') { "\u{feff}" } else { "" };
        Ok(Edited { text: format!("{mark}{text}"), added: self.added, kept: self.kept })
    }
}

/// Whether `entry` of a list is `wanted`, or a folder that holds it.
fn covers(entry: &str, wanted: &str) -> bool {
    let entry = entry.replace('\\', "/");
    let entry = entry.trim_start_matches("./").trim_end_matches('/');
    entry == wanted || wanted.strip_prefix(entry).is_some_and(|it| !entry.is_empty() && it.starts_with('/'))
}

fn type_name(item: &Item) -> String {
    let name = item.type_name();
    if name.starts_with(['a', 'e', 'i', 'o', 'u']) { format!("an {name}") } else { format!("a {name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes() -> Wishes {
        Wishes { stylesheet: Some("goals.css".into()), watch: vec!["goals.toml".into()] }
    }

    const NEW: &str = "[preprocessor.goals]\ncommand = \"mdbook-goals\"\nafter = [\"links\"]\ndata = [\"goals.toml\"]\n";

    #[test]
    fn what_is_missing_is_added_and_all_else_stays() {
        let css = "\n[output.html]\nadditional-css = [\"goals.css\"]\n";
        let watch = "\n[build]\nextra-watch-dirs = [\"goals.toml\"]\n";
        let rows = [
            (String::new(), format!("{NEW}{css}{watch}")),
            ("[book]\ntitle = \"ß\" # t".into(), format!("[book]\ntitle = \"ß\" # t\n\n{NEW}{css}{watch}")),
            (
                // an inline list, values behind it, and a table that follows
                format!("{NEW}[output.html]\nadditional-css = [ 'a.css' ] # c\nx.y = 1 # d\n\n[build]\n# only this\n[z]\n"),
                format!("{NEW}[output.html]\nadditional-css = [ 'a.css', \"goals.css\" ] # c\nx.y = 1 # d\n\n[build]\nextra-watch-dirs = [\"goals.toml\"]\n# only this\n[z]\n"),
            ),
            (
                // an item a line, with and without a comma at the end
                format!("[output.html]\nadditional-css = [\n  \"a.css\", # c\n]\n[build]\nextra-watch-dirs = [\n\t\"d\" # e\n]\n{NEW}"),
                format!("[output.html]\nadditional-css = [\n  \"a.css\", # c\n  \"goals.css\",\n]\n[build]\nextra-watch-dirs = [\n\t\"d\", # e\n\t\"goals.toml\"\n]\n{NEW}"),
            ),
            (
                // a header that is only implied, an empty list, `after` without `links`, no line end at the end
                "[output.html.search]\nenable = false\n[build]\nextra-watch-dirs = []\n[preprocessor.goals]\nafter = [\"toc\"]".into(),
                format!("[output.html.search]\nenable = false\n[build]\nextra-watch-dirs = [\"goals.toml\"]\n[preprocessor.goals]\nafter = [\"toc\", \"links\"]\n{css}"),
            ),
            (
                "[output.html]\nadditional-css = [\"css/goals.css\", \"./goals.css\"]\n[build]\nextra-watch-dirs = [\"./goals.toml\"]\n[preprocessor.goals]".into(),
                "[output.html]\nadditional-css = [\"css/goals.css\", \"./goals.css\"]\n[build]\nextra-watch-dirs = [\"./goals.toml\"]\n[preprocessor.goals]\nafter = [\"links\"]\n".into(),
            ),
            (
                format!("[output.epub]\n{NEW}{watch}"), // no page in HTML: nothing may switch it on
                format!("[output.epub]\n{NEW}{watch}"),
            ),
        ];
        for (old, new) in rows {
            let edited = edit(&old, &wishes()).unwrap();
            assert_eq!(edited.text, new, "{old}");
            let again = edit(&new, &wishes()).unwrap();
            assert_eq!((again.text.as_str(), again.added.len()), (new.as_str(), 0), "again changes nothing");
            let crlf = |it: &str| format!("\u{feff}{}", it.replace('\n', "\r\n"));
            if old.contains('\n') {
                assert_eq!(edit(&crlf(&old), &wishes()).unwrap().text, crlf(&new), "line ends and mark stay");
            }
        }
    }

    #[test]
    fn what_is_of_another_form_is_named() {
        let rows = [
            ("preprocessor = 1", "`preprocessor` is an integer, where a table belongs"),
            ("[preprocessor]\ngoals = true", "`preprocessor.goals` is a boolean"),
            ("[preprocessor.goals]\nafter = \"links\"", "`preprocessor.goals.after` is a string, where a list belongs"),
            ("output = { html = {} }", "inline table, which init does not edit: add `additional-css = [\"goals.css\"]`"),
            ("output.html.x = 1", "dotted keys"),
            ("[output.html]\nadditional-css = \"a.css\"", "`output.html.additional-css` is a string"),
            ("[[build]]", "`build` is an array of tables"),
            ("preprocessor.toc.x = 1", "`preprocessor` is written as dotted keys"),
            ("[book\n", "not valid TOML"),
        ];
        for (text, message) in rows {
            let refused = edit(text, &wishes()).unwrap_err().join("\n");
            assert!(refused.contains(message), "{text}: {refused}");
        }
    }

    #[test]
    fn folders_cover_what_is_in_them() {
        for (entry, wanted, covered) in
            [("goals", "goals/a.toml", true), ("goal", "goals/a.toml", false), ("", "a", false), (".\\goals\\", "goals", true)]
        {
            assert_eq!(covers(entry, wanted), covered, "{entry} {wanted}");
        }
    }
}
