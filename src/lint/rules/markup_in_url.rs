//! `https://hackmd.io/[@x][]/…`: Markdown or HTML inside of a URL.

use std::ops::Range;

use crate::diagnostic::{Applicability, Code};
use crate::lint::brackets::Trouble;
use crate::lint::page::Page;
use crate::lint::{Report, Rule};

/// What this rule reports.
pub static CODE: Code = Code::error("markup-in-url", "Markdown or HTML inside of a URL");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for trouble in &page.troubles {
        if let Trouble::Markup { whole } = trouble {
            report.push(page.finding(&CODE, whole.clone(), "markup stands inside of this URL: this is no link", "copy the URL again"));
        }
    }
    for it in &page.urls {
        let Some(address) = &it.address else { continue };
        let path = address.get(&address.path);
        let Some((markup, text)) = find(path) else { continue };
        let place = page.part(it, &(address.path.start + markup.start..address.path.start + markup.end));
        let message = "markup stands inside of this URL";
        report.push(match text {
            Some(text) if it.exact => page
                .finding(&CODE, place.clone(), message, format!("write `{text}`"))
                .with_fix(Applicability::Safe, vec![page.edit(place, text)]),
            Some(_) | None => page.finding(&CODE, place, message, "copy the URL again"),
        });
    }
}

/// The markup in a path, and the text that was marked up where that is clear.
fn find(path: &str) -> Option<(Range<usize>, Option<String>)> {
    if !path.contains(['[', '<', '%']) {
        return None;
    }
    // All in one case, with brackets as they are meant; `spelled` holds where each byte was.
    let mut plain = String::with_capacity(path.len());
    let mut places = Vec::with_capacity(path.len() + 1);
    let mut rest = path;
    while let Some(next) = rest.chars().next() {
        let at = path.len() - rest.len();
        let code = rest.get(..3).map(str::to_ascii_uppercase);
        let (sign, length) = match code.as_deref() {
            Some("%5B") => ('[', 3),
            Some("%5D") => (']', 3),
            Some("%3C") => ('<', 3),
            Some("%3E") => ('>', 3),
            Some("%60") => ('`', 3),
            Some(_) | None => (next, next.len_utf8()),
        };
        plain.push(sign);
        places.extend(std::iter::repeat_n(at, sign.len_utf8()));
        rest = rest.get(length..).unwrap_or_default();
    }
    places.push(path.len());
    let whole = |from: usize, to: usize| Some(*places.get(from)?..*places.get(to)?);
    // `[@x][]`, `[x][y]`, `[x](y)`
    for joint in ["][", "]("] {
        if let Some(middle) = plain.find(joint) {
            let start = plain.get(..middle)?.rfind('[')?;
            let close = if joint == "][" { ']' } else { ')' };
            let end = plain.get(middle + 2..)?.find(close).map_or(plain.len(), |it| middle + 3 + it);
            return Some((whole(start, end)?, plain.get(start + 1..middle).map(str::to_owned)));
        }
    }
    if let Some(start) = plain.find("[@") {
        let end = plain.get(start..)?.find(']').map_or(plain.len(), |it| start + it + 1);
        return Some((whole(start, end)?, plain.get(start + 1..end - 1).map(str::to_owned)));
    }
    let tag = plain
        .match_indices('<')
        .map(|(at, _)| at)
        .find(|at| plain.get(at + 1..).is_some_and(|it| it.starts_with(|it: char| it.is_ascii_alphabetic() || it == '/')))?;
    let end = plain.get(tag..)?.find('>').map_or(plain.len(), |it| tag + it + 1);
    Some((whole(tag, end)?, None))
}
