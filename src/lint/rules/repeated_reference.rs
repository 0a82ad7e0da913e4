//! `#1, #1`: one reference twice in a row of them.

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::{Report, Rule};
use crate::markdown::LinkForm;
use crate::reference::{self, Kind};

/// What this rule reports.
pub static CODE: Code = Code::warning("repeated-reference", "one reference twice in a list or cell");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

/// A reference with what makes it the same as another.
struct Item<'a> {
    range: Range<usize>,
    text: &'a str,
    target: &'a str,
}

fn check(page: &Page<'_>, report: &mut Report) {
    let mut items: Vec<Item<'_>> = Vec::new();
    for link in &page.document.links {
        let is_reference = || reference::label(&link.label).is_some_and(|it| !it.titled);
        let has_number = link.label.bytes().any(|it| it.is_ascii_digit());
        if !matches!(link.form, LinkForm::Picture | LinkForm::Auto) && has_number && is_reference() {
            items.push(Item { range: link.range.clone(), text: link.label.trim(), target: &link.target.url });
        }
    }
    for it in page.document.broken.iter().filter(|it| reference::label(page.get(it.label.clone())).is_some()) {
        items.push(Item { range: it.range.clone(), text: page.get(it.text.clone()), target: "" });
    }
    for it in &page.bare {
        let broken = &page.document.broken;
        let before = broken.partition_point(|other| other.range.start <= it.range.start);
        let is_inside = before > 0 && broken.get(before - 1).is_some_and(|other| it.range.start < other.range.end);
        if matches!(it.reference.kind, Kind::Issue { .. } | Kind::Rfc { .. }) && !is_inside {
            items.push(Item { range: it.range.clone(), text: page.get(it.range.clone()), target: "" });
        }
    }
    items.sort_by_key(|it| (it.range.start, it.range.end));
    let mut row: HashMap<(String, &str), Range<usize>> = HashMap::new();
    let mut last_end = 0;
    for it in &items {
        let is_next = last_end <= it.range.start && is_separator(page.get(last_end..it.range.start));
        if !is_next {
            row.clear();
        }
        let first = row.entry((it.text.to_lowercase(), it.target)).or_insert_with(|| it.range.clone());
        if *first != it.range {
            report.push(
                page.finding(&CODE, it.range.clone(), format!("`{}` stands here twice", it.text), "remove one of the two")
                    .with_related(page.span(first.clone()), "here first")
                    .with_fix(Applicability::Safe, vec![page.edit(last_end..it.range.end, "")]),
            );
        }
        last_end = it.range.end;
    }
}

/// Whether only what stands between the items of a list stands here.
fn is_separator(text: &str) -> bool {
    const LONGEST: usize = 12;
    text.len() <= LONGEST && !text.is_empty() && {
        let text = text.replace("<br>", ",").replace("and", ",");
        text.contains([',', ';', '/', '&', '+']) && text.chars().all(|it| it.is_whitespace() || matches!(it, ',' | ';' | '/' | '&' | '+'))
    }
}
