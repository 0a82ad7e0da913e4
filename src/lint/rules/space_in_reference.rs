//! `PR # 123`, `#7,440`: something stands inside of a number.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::{Report, Rule};
use crate::reference::{Flaw, word_before};

/// What this rule reports.
pub static CODE: Code = Code::warning("space-in-reference", "a space or a comma inside of a reference");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

/// Words that a number of an issue follows.
const WORDS: [&str; 20] = [
    "pr",
    "prs",
    "issue",
    "issues",
    "rfc",
    "mcp",
    "acp",
    "request",
    "bug",
    "bugs",
    "fix",
    "fixes",
    "fixed",
    "close",
    "closes",
    "closed",
    "see",
    "discussion",
    "ticket",
    "pull",
];

/// Below this a number without such a word may be of any list.
const FIRST_OF_ISSUES: u64 = 100;

fn check(page: &Page<'_>, report: &mut Report) {
    for it in page.labels.iter().filter(|it| it.label.flaw.is_some()) {
        let place = page.label_part(it, &it.label.digits);
        let is_same = page.target(it).subject.number() == it.label.number;
        let sure = if is_same { Applicability::Safe } else { Applicability::Unsafe };
        let Some(number) = it.label.number else { continue };
        let finding = finding(page, place.clone(), it.label.flaw, number);
        report.push(if it.exact && page.definition(it.owner).is_none() {
            finding.with_fix(sure, vec![page.edit(place, number.to_string())])
        } else {
            finding
        });
    }
    for (run, at) in page.find_in_runs("#") {
        if !page.is_markdown(run) {
            continue;
        }
        let Some(run) = page.document.runs.get(run) else { continue };
        let text = page.get(at + 1..run.range.end);
        let Some((length, number, flaw)) = flawed(text) else { continue };
        let before = page.get(run.range.start..at);
        let word = word_before(page.text, at).to_ascii_lowercase();
        let starts_line = page.starts_line(at, &[' ', '\t', '>', '-', '*', '+', '|']);
        let is_free = before.chars().next_back().is_none_or(|it| it.is_whitespace() || matches!(it, '(' | ','));
        let is_known = WORDS.contains(&word.as_str());
        let plausible = match flaw {
            Flaw::Space => {
                is_known || number >= FIRST_OF_ISSUES && word.chars().all(|it| it.is_lowercase()) && !word.is_empty() && !ranks(&word)
            }
            Flaw::Comma => !ranks(&word),
        };
        if !starts_line && is_free && plausible {
            let place = at + 1..at + 1 + length;
            report.push(
                finding(page, place.clone(), Some(flaw), number)
                    .with_fix(Applicability::Unsafe, vec![page.edit(place, number.to_string())]),
            );
        }
    }
}

fn finding(page: &Page<'_>, place: std::ops::Range<usize>, flaw: Option<Flaw>, number: u64) -> crate::diagnostic::Diagnostic {
    let what = match flaw {
        Some(Flaw::Comma) => "a comma",
        Some(Flaw::Space) | None => "a space",
    };
    page.finding(&CODE, place, format!("{what} stands inside of this reference"), format!("write `#{number}`"))
}

/// Words before a rank.
fn ranks(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "at"
            | "rank"
            | "ranked"
            | "number"
            | "priority"
            | "top"
            | "the"
            | "our"
            | "part"
            | "episode"
            | "box"
            | "item"
            | "step"
    )
}

/// The length of ` 123` or `7,440` behind a `#`, and the number.
fn flawed(text: &str) -> Option<(usize, u64, Flaw)> {
    let bytes = text.as_bytes();
    let blanks = bytes.iter().take(3).take_while(|it| **it == b' ').count();
    let count = |from: usize| bytes.iter().skip(from).take(10).take_while(|it| it.is_ascii_digit()).count();
    let mut end = blanks + count(blanks);
    let mut digits = text.get(blanks..end).filter(|it| !it.is_empty() && !it.starts_with('0'))?.to_owned();
    let mut flaw = (blanks > 0).then_some(Flaw::Space);
    while digits.len() <= 3 && flaw != Some(Flaw::Space) && bytes.get(end) == Some(&b',') && count(end + 1) == 3 {
        digits.push_str(text.get(end + 1..end + 4)?);
        end += 4;
        flaw = Some(Flaw::Comma);
    }
    let next = text.get(end..)?.chars().next();
    let alone = next.is_none_or(|it| !it.is_alphanumeric() && !matches!(it, '_' | '-' | '#' | '%'));
    Some((end, digits.parse().ok().filter(|_| alone)?, flaw?))
}
