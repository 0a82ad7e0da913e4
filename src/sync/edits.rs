//! Edits of one goals file, collected in any order and applied once.

use std::ops::Range;

use super::layout::{Form, Layout, TableText};
use super::write;
use crate::edit::{self, Edit};

/// Where an edit stands among those at the same byte: first what belongs to a table's own lines,
/// then new tables; of these first those of goals that were there, then new goal by new goal; by
/// day and number of the comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub(super) table: bool,
    pub(super) new_goal: usize,
    pub(super) when: i64,
    pub(super) id: u64,
}

/// What changes in one file.
#[derive(Debug, Default)]
pub(super) struct Edits {
    list: Vec<(Range<usize>, Rank, String)>,
}

/// A table has no place for a key.
#[derive(Debug)]
pub(super) struct NoPlace;

impl Edits {
    /// Puts `text` in place of the bytes `range`.
    pub(super) fn replace(&mut self, range: Range<usize>, text: String) {
        self.list.push((range, Rank::default(), text));
    }

    /// Puts lines or tables at `at`, the beginning of a line or the file's end.
    pub(super) fn insert(&mut self, at: usize, rank: Rank, text: String) {
        self.list.push((at..at, rank, text));
    }

    /// Sets a key of a table to a value that is TOML already. A new key stands above the key
    /// `before`, where there is one, else it is the last.
    pub(super) fn set(
        &mut self,
        layout: &Layout<'_>,
        table: &TableText,
        name: &str,
        value: String,
        before: Option<&str>,
    ) -> Result<(), NoPlace> {
        if let Some(field) = table.field(name) {
            if layout.text.get(field.value.clone()) != Some(value.as_str()) {
                self.replace(field.value.clone(), value);
            }
            return Ok(());
        }
        let line = format!("{} = {value}", write::key(name));
        match table.form {
            Form::Headed => {
                let at = before.and_then(|it| table.field(it)).map_or(table.end, |it| it.line);
                self.insert(at, Rank::default(), format!("{line}{}", layout.newline));
            }
            Form::Inline => {
                let comma = if table.fields.is_empty() { " " } else { ", " };
                self.insert(table.end, Rank::default(), format!("{comma}{line}"));
            }
            Form::Implied => return Err(NoPlace),
        }
        Ok(())
    }

    /// The file's text with all edits, or `None` where it stays as it is.
    pub(super) fn apply(mut self, layout: &Layout<'_>) -> Option<String> {
        let text = layout.text;
        self.list.sort_by_key(|(range, rank, _)| (range.start, *rank, range.end));
        // what is put behind a last line that has no end must end it first
        let is_open = !text.is_empty() && !text.ends_with('\n');
        let mut edits: Vec<_> = self.list.into_iter().map(|(range, _, text)| Edit { range, text }).collect();
        if let Some(first) = edits.iter_mut().find(|it| is_open && it.range == (text.len()..text.len())) {
            first.text.insert_str(0, layout.newline);
        }
        Some(edit::apply(text, &edits)).filter(|it| it != text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_set_in_every_form_of_table() {
        for (before, expected) in [
            ("[goal.1]\ntitle = 'a' # why\n\n[goal.2]\n", "[goal.1]\ntitle = 'a' # why\nnew = 1\n\n[goal.2]\n"),
            ("[goal.1]", "[goal.1]\nnew = 1\n"),
            ("[goal.1]\r\nnew = 0\r\n", "[goal.1]\r\nnew = 1\r\n"),
            ("[goal.1]\r\nbody = '''\r\nx'''", "[goal.1]\r\nnew = 1\r\nbody = '''\r\nx'''"),
            ("goal.1 = { title = 'ä' }", "goal.1 = { title = 'ä', new = 1 }"),
            ("goal.1 = {}\n", "goal.1 = { new = 1}\n"),
        ] {
            let layout = Layout::new(before).unwrap();
            let mut edits = Edits::default();
            edits.set(&layout, &layout.goals[0].table, "new", "1".into(), Some("body")).unwrap();
            assert_eq!(edits.apply(&layout).unwrap(), expected);
        }
        let layout = Layout::new("goal.1.title = 'a'").unwrap();
        assert!(Edits::default().set(&layout, &layout.goals[0].table, "new", "1".into(), None).is_err());
    }
}
