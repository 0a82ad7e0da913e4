//! The updates as CSV (RFC 4180): a row each, newest first, lines that end with CR LF.

use csv::{Terminator, WriterBuilder};

use super::newest_first;
use crate::data::Person;
use crate::directive::View;
use crate::report::record;

const COLUMNS: [&str; 10] =
    ["date", "goal_id", "goal_title", "goal_url", "goal_status", "author_login", "author_name", "url", "title", "markdown"];

/// All updates as CSV, below a row with the names of the columns.
///
/// A cell that a spreadsheet would take for a formula has a `'` before it.
pub fn csv(view: &View<'_>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let mut write = |row: [&str; COLUMNS.len()]| writer.write_record(row).expect("memory takes every row, and rows are of one length");
    write(COLUMNS);
    for (goal, update) in newest_first(view) {
        let login = match &update.author {
            Person::Login(login) => login.as_str(),
            Person::Text(_) => "",
        };
        let row = [
            update.date.to_string(),
            goal.id.as_str().to_owned(),
            goal.title.clone(),
            goal.issue.as_ref().map(|it| view.goals.issue_url(it)).unwrap_or_default(),
            goal.status.name().to_owned(),
            login.to_owned(),
            record::person_name(view, &update.author),
            update.url.clone().unwrap_or_default(),
            update.title.clone().unwrap_or_default(),
            update.body.value.clone(),
        ]
        .map(harmless);
        write(row.each_ref().map(String::as_str));
    }
    let bytes = writer.into_inner().expect("memory is always flushed");
    String::from_utf8(bytes).expect("rows of text are text")
}

/// A cell that no spreadsheet runs. Programs take a cell for a formula that begins with `=`, `+`,
/// `-`, `@` (also in their wide forms), a tab or a line end, quoted or not; the rule is that of the
/// OWASP page on CSV injection. NUL ends a cell in some programs, so it goes.
fn harmless(cell: String) -> String {
    let cell = if cell.contains('\0') { cell.replace('\0', "") } else { cell };
    if cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        for (cell, expected) in [
            ("", ""),
            ("plain = text", "plain = text"),
            ("=1+1", "'=1+1"),
            ("- a list", "'- a list"),
            ("@login", "'@login"),
            ("＝1", "'＝1"),
            ("\t=1", "'\t=1"),
            ("\r\n=1", "'\r\n=1"),
            ("\0=1", "'=1"),
            ("é=1", "é=1"),
        ] {
            assert_eq!(harmless(cell.to_owned()), expected, "{cell:?}");
        }
    }
}
