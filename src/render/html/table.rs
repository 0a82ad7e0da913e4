//! Tables, in a frame that scrolls by itself.

use super::escape::Html;
use super::line::write_line;
use crate::fragment::{Alignment, Inline, Origin, Table, plain_text};

pub(super) fn write_table(out: &mut Html, table: &Table) {
    let class = match table.origin {
        Origin::Directive => "goals-table goals-list",
        Origin::Author => "goals-table",
    };
    // A table may be wider than a phone: it scrolls in a frame of its own, by keyboard as well.
    out.container("div", &[("class", class), ("tabindex", "0"), ("role", "group"), ("aria-label", "Table")], |out| {
        out.container("table", &[], |out| {
            if table.head.iter().any(|it| !it.is_empty()) {
                out.element("thead", &[], |out| write_row(out, table, &table.head, "th"));
                out.line_end();
            }
            out.container("tbody", &[], |out| {
                for row in &table.rows {
                    write_row(out, table, row, "td");
                    out.line_end();
                }
            });
            out.line_end();
        });
        out.line_end();
    });
}

fn write_row(out: &mut Html, table: &Table, cells: &[Vec<Inline>], name: &'static str) {
    out.element("tr", &[], |out| {
        for (nth, cell) in cells.iter().enumerate() {
            let class = match table.alignment.get(nth) {
                Some(Alignment::Center) => Some("goals-center"),
                Some(Alignment::Right) => Some("goals-right"),
                Some(Alignment::Left) => Some("goals-left"),
                Some(Alignment::Default) | None => is_long(cell).then_some("goals-long"),
            };
            let mut attributes = vec![("dir", "auto")];
            attributes.extend(class.map(|it| ("class", it)));
            if name == "th" {
                attributes.push(("scope", "col"));
            }
            out.element(name, &attributes, |out| write_line(out, cell));
        }
    });
}

/// Whether a cell's text is to have a column that is wide enough for several words in a line.
fn is_long(cell: &[Inline]) -> bool {
    plain_text(cell).chars().nth(30).is_some()
}
