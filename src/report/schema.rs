//! The JSON Schema (draft 2020-12) of a report as JSON.

use serde_json::{Value, json};

use super::json::VERSION;
use crate::data::Status;

/// The JSON Schema of a report in the form `json`.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report of mdbook-goals",
        "description": "What `mdbook-goals report --format json` writes.",
        "type": "object",
        "additionalProperties": false,
        "required": ["version", "project", "period", "window", "team", "counts", "sections"],
        "properties": {
            "version": { "const": VERSION, "description": "The version of this form." },
            "project": { "type": ["string", "null"], "description": "The project's name." },
            "period": { "type": "string", "description": "The period's name." },
            "window": {
                "description": "The days that the report speaks of, both included; null: without a bound.",
                "type": "object",
                "additionalProperties": false,
                "required": ["since", "until"],
                "properties": { "since": { "$ref": "#/$defs/day-or-null" }, "until": { "$ref": "#/$defs/day-or-null" } }
            },
            "team": { "type": ["string", "null"], "description": "The team whose champions the report is about; null: all goals." },
            "counts": {
                "type": "object",
                "additionalProperties": false,
                "required": ["goals", "flagship", "updates", "silent", "help_wanted"],
                "properties": {
                    "goals": count("Goals in the report."),
                    "flagship": count("Flagship goals among them."),
                    "updates": count("Updates in the window."),
                    "silent": count("Goals without an update in the window."),
                    "help_wanted": count("Goals that look for help.")
                }
            },
            "sections": {
                "description": "The three sections, also where they are empty. Each goal stands in full once.",
                "type": "array",
                "minItems": 3,
                "maxItems": 3,
                "prefixItems": [
                    section("flagship", json!({
                        "themes": { "type": "array", "items": { "$ref": "#/$defs/theme" } }
                    })),
                    section("help-wanted", json!({
                        "goals": goals(),
                        "also": ids("Flagship goals that look for help; they stand in the first section.")
                    })),
                    section("other", json!({ "goals": goals() }))
                ]
            }
        },
        "$defs": definitions(json!({
            "theme": object(&["id", "title", "goals", "also"], json!({
                "id": { "type": ["string", "null"], "description": "The theme's key; null for flagship goals without a theme." },
                "title": { "type": "string", "description": "Inline Markdown." },
                "goals": goals(),
                "also": ids("Goals of this theme that stand under an earlier one.")
            }))
        }))
    })
}

/// `more`, and the definitions of what [`super::record`] writes.
pub(crate) fn definitions(mut more: Value) -> Value {
    let records = json!({
            "day": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
            "day-or-null": { "anyOf": [{ "$ref": "#/$defs/day" }, { "type": "null" }] },
            "goal": object(&GOAL, json!({
                "id": { "type": "string", "description": "The goal's key." },
                "title": { "type": "string", "description": "Inline Markdown, as written." },
                "url": { "type": ["string", "null"], "description": "The tracking issue." },
                "status": { "enum": Status::ALL.map(Status::name) },
                "progress": { "anyOf": [
                    object(&["completed", "total"], json!({ "completed": count("Tasks done."), "total": count("All tasks.") })),
                    { "type": "null" }
                ] },
                "point_of_contact": { "anyOf": [{ "$ref": "#/$defs/person" }, { "type": "null" }] },
                "champions": { "type": "array", "items": object(&["team", "person"], json!({
                    "team": { "type": "string", "description": "The team's key." },
                    "person": { "$ref": "#/$defs/person" }
                })) },
                "task_owners": { "type": "array", "items": { "$ref": "#/$defs/person" } },
                "themes": ids("Keys of themes."),
                "tldr": { "type": ["string", "null"], "description": "Markdown: the newest TL;DR in the window, else the goal's own." },
                "help_wanted": ids("Markdown: what the goal wants help with."),
                "updates": { "type": "array", "items": { "$ref": "#/$defs/update" } }
            })),
            "person": { "anyOf": [
                object(&["login", "name", "url"], json!({
                    "login": { "type": "string" },
                    "name": { "type": "string", "description": "The name, else the login." },
                    "url": { "type": "string" }
                })),
                object(&["name"], json!({ "name": { "type": "string" } }))
            ] },
            "update": object(&["date", "author", "url", "title", "markdown", "html"], json!({
                "date": { "$ref": "#/$defs/day" },
                "author": { "$ref": "#/$defs/person" },
                "url": { "type": ["string", "null"], "description": "The original." },
                "title": { "type": ["string", "null"], "description": "Inline Markdown, as written." },
                "markdown": { "type": "string", "description": "The text as written." },
                "html": { "type": "string", "description": "The text made safe to stand in a page." }
            }))
    });
    if let (Some(more), Value::Object(records)) = (more.as_object_mut(), records) {
        more.extend(records);
    }
    more
}

const GOAL: [&str; 12] = [
    "id",
    "title",
    "url",
    "status",
    "progress",
    "point_of_contact",
    "champions",
    "task_owners",
    "themes",
    "tldr",
    "help_wanted",
    "updates",
];

pub(crate) fn object(required: &[&str], properties: Value) -> Value {
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn section(kind: &str, mut properties: Value) -> Value {
    properties["kind"] = json!({ "const": kind });
    let required: Vec<_> = properties.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

pub(crate) fn goals() -> Value {
    json!({ "type": "array", "items": { "$ref": "#/$defs/goal" } })
}

pub(crate) fn ids(about: &str) -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "description": about })
}

pub(crate) fn count(about: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": about })
}
