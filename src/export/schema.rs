//! The JSON Schema (draft 2020-12) of an export as JSON.

use serde_json::{Value, json};

use super::json::VERSION;
use crate::report::schema::{definitions, goals, object};

/// The JSON Schema of an export in the form `json`.
pub fn schema() -> Value {
    let mut schema = object(
        &["version", "project", "period", "updated", "themes", "goals"],
        json!({
            "version": { "const": VERSION, "description": "The version of this form." },
            "project": { "type": ["string", "null"], "description": "The project's name." },
            "period": { "type": "string", "description": "The period's name." },
            "updated": { "$ref": "#/$defs/day-or-null", "description": "The day of the newest update; null: there is none." },
            "themes": { "type": "array", "items": object(&["id", "title", "flagship"], json!({
                "id": { "type": "string", "description": "The theme's key." },
                "title": { "type": "string", "description": "Inline Markdown, as written." },
                "flagship": { "type": "boolean" }
            })) },
            "goals": goals()
        }),
    );
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("Export of mdbook-goals");
    schema["description"] = json!("What `mdbook-goals export --format json` writes.");
    schema["$defs"] = definitions(json!({}));
    schema
}
