//! The JSON Schema (draft 2020-12) of a goals file, from the same table of keys that the reader
//! checks against.
//!
//! Editors use it: a first line `#:schema ./goals.schema.json` in a goals file is enough.

use serde_json::{Map as Object, Value, json};

use super::shape::{FILE, Form, Key, Kind, Need, Shape};

/// The JSON Schema of a goals file.
///
/// A file set may keep a goal in one file and its updates in another, so nothing is required at
/// the top nor of tables with a name, such as `[goal.389]`.
pub fn schema() -> Value {
    let mut schema = Object::new();
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".into(), json!("Goals file of mdbook-goals"));
    schema.append(&mut table(&FILE, Rest::MayStandElsewhere));
    Value::Object(schema)
}

/// Whether further keys of a table may stand in another file.
#[derive(Clone, Copy)]
enum Rest {
    MayStandElsewhere,
    IsHere,
}

fn table(shape: &Shape, rest: Rest) -> Object<String, Value> {
    let mut out = Object::new();
    out.insert("type".into(), json!("object"));
    out.insert("additionalProperties".into(), json!(false));
    let required: Vec<_> = shape.keys.iter().filter(|it| it.need == Need::Required).map(|it| it.name).collect();
    if let (Rest::IsHere, false) = (rest, required.is_empty()) {
        out.insert("required".into(), json!(required));
    }
    let properties: Object<_, _> = shape.keys.iter().map(|it| (it.name.to_owned(), property(it))).collect();
    out.insert("properties".into(), Value::Object(properties));
    out
}

fn property(key: &Key) -> Value {
    let mut out = of_kind(&key.kind);
    let mut about = key.about.to_owned();
    match key.kind {
        Kind::Text(_) | Kind::Texts(_) | Kind::TextOrTexts(_) | Kind::TextOrFlag(_) | Kind::TextOrCount(_) => {
            about.push_str(&format!(" Type: {}.", key.kind.name()));
        }
        Kind::Flag | Kind::Count | Kind::Counts | Kind::Date | Kind::Choice(_) => {}
        Kind::Table(_) | Kind::Tables(_) | Kind::Map(_) => {}
    }
    match key.need {
        Need::Required => about.push_str(" Required."),
        Need::Optional => {}
        Need::Default(value) => about.push_str(&format!(" Default: {value}.")),
    }
    out.insert("description".into(), json!(about));
    Value::Object(out)
}

fn of_kind(kind: &Kind) -> Object<String, Value> {
    match kind {
        Kind::Text(form) => of_form(*form),
        Kind::Flag => object([("type", json!("boolean"))]),
        Kind::Count => count(),
        Kind::Counts => list(count()),
        Kind::Date => object([("type", json!("string")), ("format", json!("date"))]),
        Kind::Choice(choice) => object([("type", json!("string")), ("enum", json!(choice.values))]),
        Kind::Texts(form) => list(of_form(*form)),
        Kind::TextOrTexts(form) => any_of([of_form(*form), list(of_form(*form))]),
        Kind::TextOrFlag(form) => any_of([of_form(*form), object([("type", json!("boolean"))])]),
        Kind::TextOrCount(form) => any_of([of_form(*form), count()]),
        Kind::Table(shape) => table(shape, Rest::IsHere),
        Kind::Tables(shape) => list(table(shape, Rest::IsHere)),
        Kind::Map(map) => {
            let value = match &map.value {
                Kind::Table(shape) => table(shape, Rest::MayStandElsewhere),
                Kind::Text(_) | Kind::Flag | Kind::Count | Kind::Date | Kind::Choice(_) | Kind::Texts(_) => of_kind(&map.value),
                Kind::Counts | Kind::TextOrTexts(_) | Kind::TextOrFlag(_) | Kind::TextOrCount(_) => of_kind(&map.value),
                Kind::Tables(_) | Kind::Map(_) => of_kind(&map.value),
            };
            object([("type", json!("object")), ("additionalProperties", Value::Object(value))])
        }
    }
}

/// An empty string is a missing value, so every pattern lets it pass.
fn of_form(form: Form) -> Object<String, Value> {
    let mut out = object([("type", json!("string"))]);
    let pattern = match form {
        Form::Url => Some("^([hH][tT][tT][pP][sS]?://.*)?$"),
        Form::Repository => Some("^([A-Za-z0-9._-]+/[A-Za-z0-9._-]+)?$"),
        Form::Plain | Form::Inline | Form::Markdown | Form::Issue | Form::Page => None,
        Form::Person | Form::Theme | Form::Team | Form::Goal => None,
    };
    if let Some(pattern) = pattern {
        out.insert("pattern".into(), json!(pattern));
    }
    out
}

fn count() -> Object<String, Value> {
    object([("type", json!("integer")), ("minimum", json!(0))])
}

fn list(items: Object<String, Value>) -> Object<String, Value> {
    object([("type", json!("array")), ("items", Value::Object(items))])
}

fn any_of(kinds: [Object<String, Value>; 2]) -> Object<String, Value> {
    object([("anyOf", Value::Array(kinds.into_iter().map(Value::Object).collect()))])
}

fn object<const N: usize>(pairs: [(&str, Value); N]) -> Object<String, Value> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_says_what_the_table_of_keys_says() {
        let schema = schema();
        let at = |path: &str| schema.pointer(path).unwrap_or_else(|| panic!("{path} in {schema:#}"));
        let goal = "/properties/goal/additionalProperties/properties";
        assert_eq!(at(&format!("{goal}/status/enum/6")), "not-accepted");
        assert_eq!(at(&format!("{goal}/title/description")), "The title. Type: inline Markdown. Required.");
        assert_eq!(at(&format!("{goal}/update/items/required")), &json!(["date", "author", "body"]));
        assert_eq!(at(&format!("{goal}/update/items/properties/date/format")), "date");
        assert_eq!(at(&format!("{goal}/champions/additionalProperties/anyOf/1/type")), "array");
        assert_eq!(at("/properties/project/required"), &json!(["tracking-repository"]));
        assert_eq!(
            at("/properties/project/properties/forge/description"),
            "GitHub, or a GitHub Enterprise server. Type: URL. Default: https://github.com."
        );
        assert_eq!(schema.pointer("/properties/goal/additionalProperties/required"), None, "updates may stand in a file of their own");
        assert_eq!(schema.pointer("/required"), None);
    }
}
