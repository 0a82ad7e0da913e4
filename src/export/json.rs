//! The export as JSON, version 1: what `super::schema` describes. Keys are never renamed and
//! never go; a change of that kind is another version.

use serde::Serialize;

use crate::directive::{Said, View};
use crate::query::Window;
use crate::report::record;

/// The version of the form.
pub(super) const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    project: Option<&'a str>,
    period: &'a str,
    updated: Option<String>,
    themes: Vec<Theme<'a>>,
    goals: Vec<record::Goal<'a>>,
}

#[derive(Serialize)]
struct Theme<'a> {
    id: &'a str,
    title: &'a str,
    flagship: bool,
}

/// All goals of the period in the order of its files, as JSON with a line end behind it.
pub fn json(view: &View<'_>) -> String {
    let data = view.goals;
    let document = Document {
        version: VERSION,
        project: data.project.name.as_deref(),
        period: &data.period.name,
        updated: data.newest_update().map(|it| it.to_string()),
        themes: data.themes.iter().map(|it| Theme { id: &it.key, title: &it.title, flagship: it.flagship }).collect(),
        goals: data.goals.iter().map(|it| record::goal(view, it, &Said::new(view, it, &Window::default()))).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).expect("strings, numbers and lists are always JSON");
    text.push('\n');
    text
}
