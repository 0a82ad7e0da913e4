//! `<<#report month=2025-10>>`: a period's report, in the form of a monthly post.

use std::collections::HashMap;

use super::context::Context;
use super::period_report::{Entry, Report};
use super::{Directive, Fragment, Placement, fields, goal};
use crate::data::{Goal, GoalId};
use crate::diagnostic::count;
use crate::fragment::{Block, Inline, Pointer, Purpose, Style, without_links};
use crate::query::{Filter, Opt, Takes, WINDOW, Window};

static OPTIONS: &[Opt] = &[Opt { name: "team", takes: Takes::Value }, Opt { name: "intro", takes: Takes::Flag }];

pub(super) static DIRECTIVE: Directive = Directive {
    name: "report",
    about: "a period's report: introduction, flagship goals by theme, goals looking for help, other goals",
    words: &[],
    options: &[OPTIONS, WINDOW, super::PERIOD],
    placement: |_| Placement::Block,
    expand: |context, given, report| {
        let goals = context.view.goals;
        let window = Window::read(given, &goals.period, report);
        let filter = Filter::read(given, goals, &window, report);
        let introduction = given.parse("intro", "write `intro=false` to leave the introduction out", parse_introduction, report);
        let made = Report::new(context.view, &filter, window);
        Some(Fragment::Block(blocks(context, &made, introduction.unwrap_or(Introduction::Shown))))
    },
};

/// Whether a report begins with its introduction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Introduction {
    /// It does.
    Shown,
    /// It begins with the table of contents.
    LeftOut,
}

fn parse_introduction(text: &str) -> Option<Introduction> {
    match text {
        "true" => Some(Introduction::Shown),
        "false" => Some(Introduction::LeftOut),
        _ => None,
    }
}

/// The rows of a card in a report: beside who answers for the goal, what became of it.
const ROWS: &str = "progress, point-of-contact, champions, task-owners, status, outcome";

/// What a report shows.
pub fn blocks(context: &Context<'_>, report: &Report<'_>, introduction: Introduction) -> Vec<Block> {
    // Anchors come first: the table of contents stands before the cards.
    let anchors = report.entries().map(|it| (&it.goal.id, context.anchor(it.goal))).collect();
    let writer = Writer { context, report, anchors };
    let mut content = match introduction {
        Introduction::Shown => vec![Block::Paragraph(writer.introduction())],
        Introduction::LeftOut => Vec::new(),
    };
    let sections = writer.sections();
    if !sections.is_empty() {
        content.push(Block::Pointers(Purpose::Contents, contents(&sections)));
    }
    content.extend(sections);
    if report.counts.goals == 0 {
        content.push(Block::Empty("No goals match.".to_owned()));
    }
    vec![Block::Report(content)]
}

/// The table of contents: sections, and cards in them.
fn contents(blocks: &[Block]) -> Vec<Pointer> {
    let mut out = Vec::new();
    for block in blocks {
        if let Block::Section { title, anchor: Some(anchor), content } = block {
            out.push(Pointer { anchor: anchor.clone(), title: without_links(title), inner: contents(content) });
        } else if let Block::Card(card) = block {
            out.push(Pointer { anchor: card.anchor.clone(), title: without_links(&card.title), inner: Vec::new() });
        }
    }
    out
}

struct Writer<'a> {
    context: &'a Context<'a>,
    report: &'a Report<'a>,
    anchors: HashMap<&'a GoalId, String>,
}

impl Writer<'_> {
    /// Who worked on how many goals, and how much was heard of them.
    fn introduction(&self) -> Vec<Inline> {
        let (report, counts) = (self.report, self.report.counts);
        let goals = report.goals;
        let strong = |text: String| Inline::Styled(Style::Strong, vec![Inline::Text(text)]);
        let mut out = vec![Inline::text(format!("{}, ", report.window.phrase(&goals.period)))];
        let project = goals.project.name.as_deref().map_or_else(|| "the project".to_owned(), |it| format!("the {it} project"));
        if report.teams.is_empty() {
            out.push(Inline::text(format!("{project} worked on ")));
        } else {
            out.push(Inline::text(if report.teams.len() == 1 { "the team " } else { "the teams " }));
            for (nth, key) in report.teams.iter().enumerate() {
                out.extend((nth > 0).then(|| Inline::text(", ")));
                out.extend(fields::team(self.context, key));
            }
            out.push(Inline::text(format!(" of {project} championed ")));
        }
        out.push(strong(count(counts.goals, "goal", "goals")));
        out.push(Inline::text(format!(" of the period {}", goals.period.name)));
        out.extend(self.flagship());
        out.push(Inline::text("."));
        let mut more = match counts.updates {
            0 => " There are no updates from that time.".to_owned(),
            updates => format!(" This report has {} from that time.", count(updates, "update", "updates")),
        };
        if counts.silent > 0 && counts.updates > 0 {
            more.push_str(&format!(" {} said nothing.", count(counts.silent, "goal", "goals")));
        }
        if counts.help_wanted > 0 {
            more.push_str(&format!(" {} looking for help.", count(counts.help_wanted, "goal is", "goals are")));
        }
        if counts.goals > 0 {
            more.push_str(" The title of each goal links to its tracking issue.");
        }
        out.push(Inline::Text(more));
        out
    }

    /// How many of the goals are flagship goals; nothing where the period has none at all.
    fn flagship(&self) -> Vec<Inline> {
        let (number, goals) = (self.report.counts.flagship, self.report.counts.goals);
        if number == 0 {
            let is_known = goals > 0 && self.report.goals.goals.iter().any(|it| it.flagship);
            return if is_known { vec![Inline::text(", none of them a flagship goal")] } else { Vec::new() };
        }
        let kind = if number == 1 { " of them a flagship goal" } else { " of them flagship goals" };
        vec![Inline::text(", "), Inline::Styled(Style::Strong, vec![Inline::Text(number.to_string())]), Inline::text(kind)]
    }

    fn sections(&self) -> Vec<Block> {
        let report = self.report;
        let mut out = Vec::new();
        if !report.flagship.is_empty() {
            let themes = report.flagship.iter().map(|it| {
                let (name, title) = match it.theme {
                    Some(theme) => (theme.key.as_str(), fields::theme(self.context, &theme.key)),
                    None => ("none", vec![Inline::text("Other flagship goals")]),
                };
                let mut content = self.cards(&it.entries);
                content.extend(self.elsewhere("Also part of this theme:", &it.elsewhere));
                Block::Section { title, anchor: Some(self.context.claim("theme", name)), content }
            });
            out.push(self.section("flagship-goals", "Flagship goals", themes.collect()));
        }
        if report.counts.help_wanted > 0 {
            let mut content = self.elsewhere("Flagship goals that are looking for help:", &report.flagship_help_wanted);
            content.extend(self.cards(&report.help_wanted));
            out.push(self.section("help-wanted", "Goals looking for help", content));
        }
        if !report.other.is_empty() {
            out.push(self.section("other-goals", "Other goal updates", self.cards(&report.other)));
        }
        out
    }

    fn section(&self, name: &str, title: &str, content: Vec<Block>) -> Block {
        Block::Section { title: vec![Inline::text(title)], anchor: Some(self.context.claim("report", name)), content }
    }

    fn cards(&self, entries: &[Entry<'_>]) -> Vec<Block> {
        let card = |it: &Entry<'_>| goal::card_of(self.context, it.goal, &it.said, self.anchor(it.goal), ROWS, self.report.window.length);
        entries.iter().map(|it| Block::Card(Box::new(card(it)))).collect()
    }

    /// Goals whose cards stand in another section.
    fn elsewhere(&self, label: &str, goals: &[&Goal]) -> Vec<Block> {
        if goals.is_empty() {
            return Vec::new();
        }
        let pointer =
            |it: &&Goal| Pointer { anchor: self.anchor(it), title: without_links(&self.context.view.title(it)), inner: Vec::new() };
        vec![Block::Paragraph(vec![Inline::text(label)]), Block::Pointers(Purpose::Elsewhere, goals.iter().map(pointer).collect())]
    }

    /// The anchor of a goal's card. Each goal of a report has one.
    fn anchor(&self, goal: &Goal) -> String {
        self.anchors.get(&goal.id).cloned().unwrap_or_default()
    }
}
