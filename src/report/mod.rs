//! A period's report as a document of its own: a post in Markdown, a piece of HTML or a whole page,
//! or JSON for other programs.
//!
//! What a report holds and how it reads is [`crate::directive`]'s: here it is only put into a file.
//! Nothing that was written is read again.

mod front_matter;
mod json;
pub(crate) mod record;
pub(crate) mod schema;

pub use front_matter::FrontMatter;
pub use json::json;
pub use schema::schema;

use crate::directive::{Context, Introduction, Report, report_blocks};
use crate::fragment::{Inline, plain_text};
use crate::render::{self, Site, Target};

/// What the report is called: `Rust goals: October 2025`.
pub fn title(context: &Context<'_>, report: &Report<'_>) -> Vec<Inline> {
    let goals = report.goals;
    let time = report.window.title(&goals.period);
    let project = goals.project.name.as_deref().map_or_else(String::new, |it| format!("{it} "));
    let names: Vec<_> =
        report.teams.iter().map(|key| context.view.goals.team(key).map_or_else(|| key.clone(), |it| it.name.clone())).collect();
    let what = if names.is_empty() {
        if project.is_empty() { "Goals".to_owned() } else { format!("{project}goals") }
    } else {
        format!("{project}goals championed by {}", names.join(", "))
    };
    let what = if project.is_empty() { what.replacen("goals", "Goals", 1) } else { what };
    vec![Inline::Text(format!("{what}: {time}"))]
}

/// A post in Markdown. `front_matter` decides for which site: without it the title is a heading.
pub fn markdown(context: &Context<'_>, report: &Report<'_>, front_matter: Option<&FrontMatter>) -> String {
    let blocks = report_blocks(context, report, Introduction::Shown);
    let title = title(context, report);
    let mut out = match front_matter {
        Some(it) => it.text(&plain_text(&title)) + "\n" + &render::post(None, &blocks, Site::Zola),
        None => render::post(Some(&title), &blocks, Site::GitHub),
    };
    out.push('\n');
    out
}

/// A piece of HTML, with the classes that it has in a book.
pub fn html(context: &Context<'_>, report: &Report<'_>) -> String {
    let mut out = render::blocks(&report_blocks(context, report, Introduction::Shown), Target::Html);
    out.push('\n');
    out
}

/// A whole page of HTML, with the stylesheet inside.
pub fn page(context: &Context<'_>, report: &Report<'_>) -> String {
    /// What a book's own stylesheet does for a chapter.
    const PAGE: &str = "\
:root { color-scheme: light dark; }
body { margin: 0; background: var(--goals-bg); color: var(--goals-fg); font-family: system-ui, sans-serif; line-height: 1.5; }
main { max-inline-size: 50em; margin-inline: auto; padding: 1em; }
h1 { line-height: 1.2; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
";
    let content = render::blocks(&report_blocks(context, report, Introduction::Shown), Target::Html);
    render::html::page(&title(context, report), &format!("{}\n{PAGE}", render::STYLESHEET), &content)
}
