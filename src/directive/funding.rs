//! `<<#funding FILTERS>>`: what goals cost, and how much of it has been found.

use super::context::Context;
use super::{Directive, Fragment, Placement, fields};
use crate::data::{Funded, Funding, Goal};
use crate::diagnostic::Diagnostic;
use crate::fragment::{Alignment, Block, Inline, ListItem, Style, Table, plain_text};
use crate::query::{Arguments, FILTERS, Filter, Group, GroupBy, Opt, Sort, Takes, WINDOW, Window};

static OPTIONS: &[Opt] = &[Opt { name: "group", takes: Takes::Value }, Opt { name: "legend", takes: Takes::Flag }];

pub(super) static DIRECTIVE: Directive = Directive {
    name: "funding",
    about: "what goals cost, who pays for it, and the totals",
    words: &[],
    options: &[FILTERS, OPTIONS, WINDOW, super::PERIOD],
    placement: |_| Placement::Block,
    expand,
};

/// By what the table is grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Theme,
    Contact,
}

fn parse_group(text: &str) -> Option<By> {
    match text {
        "theme" => Some(By::Theme),
        "funding-contact" => Some(By::Contact),
        _ => None,
    }
}

fn expand(context: &Context<'_>, given: &Arguments, report: &mut Vec<Diagnostic>) -> Option<Fragment> {
    if given.get("legend").is_some_and(|it| *it.value != *"false") {
        return Some(Fragment::Block(vec![legend()]));
    }
    let data = context.view.goals;
    let window = Window::read(given, &data.period, report);
    let mut goals = Filter::read(given, data, &window, report).goals(data);
    let by = given.parse("group", "write `theme` or `funding-contact`", parse_group, report);
    goals.retain(|it| !it.funding.is_empty());
    Sort::default().apply(&mut goals, |it| plain_text(&context.view.title(it)));
    if goals.is_empty() {
        return Some(Fragment::Block(vec![Block::Empty("No goal asks for funding.".to_owned())]));
    }
    let section = |title: Vec<Inline>, goals: &[&Goal]| Block::Section { title, anchor: None, content: listing(context, goals) };
    Some(Fragment::Block(match by {
        None => listing(context, &goals),
        Some(By::Theme) => GroupBy::Theme
            .apply(&goals, data, |it| plain_text(&context.view.person(it)))
            .into_iter()
            .map(|(group, goals)| match group {
                Group::Theme(key) => section(fields::theme(context, &key), &goals),
                Group::Team(_) | Group::Person(_) | Group::Status(_) | Group::Size(_) | Group::Rest => {
                    section(vec![Inline::text("Other goals")], &goals)
                }
            })
            .collect(),
        Some(By::Contact) => by_contact(&goals)
            .into_iter()
            .map(|(contact, goals)| {
                section(contact.map_or_else(|| vec![Inline::text("No funding contact")], |it| context.view.line(it)), &goals)
            })
            .collect(),
    }))
}

/// The goals of each funding contact, in the order of the contacts' names; those without last.
fn by_contact<'a>(goals: &[&'a Goal]) -> Vec<(Option<&'a str>, Vec<&'a Goal>)> {
    let mut groups: Vec<(Option<&str>, Vec<&Goal>)> = Vec::new();
    for &goal in goals {
        let contact = goal.funding_contact.as_deref();
        match groups.iter_mut().find(|(it, _)| *it == contact) {
            Some((_, members)) => members.push(goal),
            None => groups.push((contact, vec![goal])),
        }
    }
    groups.sort_by_cached_key(|(contact, _)| (contact.is_none(), contact.map(str::to_lowercase)));
    groups
}

/// The table of these goals, and their totals.
fn listing(context: &Context<'_>, goals: &[&Goal]) -> Vec<Block> {
    let rows = goals.iter().flat_map(|goal| goal.funding.iter().map(|it| row(context, goal, it)));
    let mut table = Table::listing(["Goal", "Purpose", "Cost", "Funded", "Sponsors"], rows.collect());
    if let Some(cost) = table.alignment.get_mut(2) {
        *cost = Alignment::Right;
    }
    let all: Vec<&Funding> = goals.iter().flat_map(|it| &it.funding).collect();
    vec![
        Block::Table(table),
        Block::Paragraph(vec![Inline::Styled(Style::Strong, vec![Inline::text("Total: ")]), Inline::Text(totals(&all))]),
    ]
}

fn row(context: &Context<'_>, goal: &Goal, it: &Funding) -> Vec<Vec<Inline>> {
    let field = |text: &Option<String>| text.as_deref().map(|it| context.view.line(it)).unwrap_or_default();
    let sponsors = super::context::comma_separated(it.sponsors.iter().map(|it| context.view.line(it)));
    vec![
        context.linked(goal, context.view.title(goal)),
        field(&it.purpose),
        it.cost.iter().map(Inline::text).collect(),
        vec![Inline::text(label(it.funded))],
        sponsors,
    ]
}

fn label(funded: Funded) -> &'static str {
    match funded {
        Funded::No => "No",
        Funded::Partial => "In part",
        Funded::Full => "Yes",
    }
}

/// `$110,000, of which $50,000 has no funding and $30,000 is funded in part; 2 costs are not known.`
fn totals(all: &[&Funding]) -> String {
    let sum = |funded: Option<Funded>| -> u64 {
        let of_kind = all.iter().filter(|it| funded.is_none_or(|wanted| it.funded == wanted));
        of_kind.filter_map(|it| it.cost.as_deref().and_then(dollars)).sum()
    };
    let unknown = all.iter().filter(|it| it.cost.as_deref().and_then(dollars).is_none()).count();
    let mut parts = Vec::new();
    if unknown < all.len() {
        let open = [(Funded::No, "has no funding"), (Funded::Partial, "is funded in part")];
        let open: Vec<_> =
            open.into_iter().filter(|(it, _)| sum(Some(*it)) > 0).map(|(it, what)| format!("{} {what}", money(sum(Some(it))))).collect();
        let rest = if open.is_empty() { ", all of it funded".to_owned() } else { format!(", of which {}", open.join(" and ")) };
        parts.push(format!("{}{rest}", money(sum(None))));
    }
    match unknown {
        0 => {}
        1 => parts.push("1 cost is not known".to_owned()),
        n => parts.push(format!("{n} costs are not known")),
    }
    format!("{}.", parts.join("; "))
}

/// An amount as the goals files write it: `$60,000`, `$75K`, `$1.5M`; in whole dollars. Anything
/// else is not known.
fn dollars(text: &str) -> Option<u64> {
    let text = text.trim().strip_prefix('$')?.replace(',', "");
    let (number, factor) = match text.strip_suffix(['K', 'k']) {
        Some(number) => (number, 1_000),
        None => match text.strip_suffix(['M', 'm']) {
            Some(number) => (number, 1_000_000),
            None => (text.as_str(), 1),
        },
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 6 {
        return None;
    }
    let scale = 10u64.pow(u32::try_from(part.len()).ok()?);
    let part = if part.is_empty() { 0 } else { part.parse::<u64>().ok()?.checked_mul(factor)? / scale };
    whole.parse::<u64>().ok()?.checked_mul(factor)?.checked_add(part).filter(|&it| it < 1_000_000_000_000)
}

/// `$1,234,567`
fn money(dollars: u64) -> String {
    let digits = dollars.to_string();
    let mut out = String::from("$");
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What the words in the tables mean.
fn legend() -> Block {
    let entry = |word: &str, meaning: &str| {
        let line = vec![Inline::Styled(Style::Strong, vec![Inline::text(word)]), Inline::text(format!(": {meaning}"))];
        ListItem { checked: None, content: vec![Block::Paragraph(line)] }
    };
    let items = vec![
        entry("No", "nobody pays for this yet"),
        entry("In part", "some of the money has been found; the cost is the whole of it"),
        entry("Yes", "all of the money has been found"),
        entry("Total", "the sum of the costs that are amounts of dollars; any other cost counts as not known"),
    ];
    Block::List { start: None, items }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_written() {
        let rows = [
            ("$60,000", Some(60_000)),
            ("$75K", Some(75_000)),
            ("$1.5M", Some(1_500_000)),
            (" $2.25k ", Some(2_250)),
            ("$0", Some(0)),
            ("60,000", None),
            ("$", None),
            ("$1.2.3", None),
            ("Ask", None),
            ("$60,000 per year", None),
            ("$99999999999999999999", None),
        ];
        for (text, expected) in rows {
            assert_eq!(dollars(text), expected, "{text}");
        }
        assert_eq!([money(0), money(999), money(1_000), money(1_234_567)], ["$0", "$999", "$1,000", "$1,234,567"]);
    }

    #[test]
    fn totals_say_what_is_open_and_what_is_not_known() {
        let row = |cost: &str, funded| Funding { purpose: None, cost: Some(cost.to_owned()), funded, sponsors: Vec::new() };
        let said = |rows: &[Funding]| totals(&rows.iter().collect::<Vec<_>>());
        assert_eq!(said(&[row("$10K", Funded::Full)]), "$10,000, all of it funded.");
        assert_eq!(said(&[row("Ask", Funded::No)]), "1 cost is not known.");
        assert_eq!(
            said(&[row("$50,000", Funded::No), row("$30K", Funded::Partial), row("Ask", Funded::No), row("?", Funded::Full)]),
            "$80,000, of which $50,000 has no funding and $30,000 is funded in part; 2 costs are not known."
        );
    }
}
