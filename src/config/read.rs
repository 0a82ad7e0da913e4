//! Reads `[preprocessor.goals]`: every key known, of the right type, with a possible value.
//!
//! A wrong setting is reported and has its default, so that one mistake does not hide the next.

use serde_json::{Map, Value};

use super::places::{DATE, Place, Places};
use super::{Autolink, Check, Config, Levels, Limits, OnError, Stylesheet};
use crate::diagnostic::codes::{INVALID_TYPE, INVALID_VALUE, UNKNOWN_KEY, UNKNOWN_PERIOD};
use crate::diagnostic::{Adjustable, Code, Diagnostic, Level, did_you_mean};
use crate::source::{FileId, Sources, Span, Spanned};

/// Ours. mdBook's own follow.
const KEYS: [&str; 9] = ["data", "periods", "default-period", "check", "on-error", "autolink", "css", "lints", "limits"];
const HOST_KEYS: [&str; 5] = ["command", "before", "after", "optional", "renderers"];

/// Reads the settings that mdBook hands over: the JSON of `preprocessor.goals`, with the
/// environment merged in. `book_toml` is the file that most of them stand in; `codes` are all
/// codes whose level may be set.
///
/// Mistakes are returned beside the settings. The text of each environment variable that is
/// spoken of is added to `sources`.
pub fn read(
    sources: &mut Sources,
    settings: Option<&Value>,
    book_toml: Option<FileId>,
    codes: &[&'static Code],
) -> (Config, Vec<Diagnostic>) {
    let places = Places::new(sources, book_toml);
    Reader { sources, places, codes, diagnostics: Vec::new() }.config(settings)
}

/// Reads the settings from `book.toml` alone, for commands that run without mdBook.
pub fn read_book_toml(sources: &mut Sources, book_toml: FileId, codes: &[&'static Code]) -> (Config, Vec<Diagnostic>) {
    let places = Places::new(sources, Some(book_toml));
    let settings = places.written().cloned();
    Reader { sources, places, codes, diagnostics: Vec::new() }.config(settings.as_ref())
}

struct Reader<'a> {
    sources: &'a mut Sources,
    places: Places,
    codes: &'a [&'static Code],
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn config(mut self, settings: Option<&Value>) -> (Config, Vec<Diagnostic>) {
        let span = self.places.head(self.sources);
        let mut config = Config {
            data: Vec::new(),
            periods: Vec::new(),
            default_period: None,
            check: Check::default(),
            on_error: OnError::default(),
            autolink: Autolink::default(),
            stylesheet: Stylesheet::default(),
            levels: Levels::default(),
            limits: Limits::default(),
            span,
        };
        let empty = Map::new();
        let settings = settings.and_then(Value::as_object).unwrap_or(&empty);
        for (key, value) in settings {
            if HOST_KEYS.contains(&key.as_str()) {
                continue;
            }
            let at = self.places.find(self.sources, &[key], value);
            match key.as_str() {
                "data" => config.data = self.files(value, &at),
                "periods" => config.periods = self.periods(value, &at),
                "default-period" => config.default_period = self.default_period(value, &at, settings.get("periods")),
                "check" => {
                    config.check =
                        self.choice(value, &at, &[("off", Check::Off), ("warn", Check::Warn), ("deny", Check::Deny)]).unwrap_or_default();
                }
                "on-error" => {
                    config.on_error = self.choice(value, &at, &[("fail", OnError::Fail), ("warn", OnError::Warn)]).unwrap_or_default()
                }
                "autolink" => {
                    let all = [("excerpts", Autolink::Excerpts), ("all", Autolink::All), ("none", Autolink::None)];
                    config.autolink = self.choice(value, &at, &all).unwrap_or_default();
                }
                "css" => config.stylesheet = self.stylesheet(value, &at),
                "limits" => config.limits = self.limits(value, &at),
                "lints" => config.levels = self.levels(value, &at),
                _ => {
                    let help = did_you_mean("key", key, KEYS);
                    self.report(&UNKNOWN_KEY, at.key, format!("unknown key `{key}` in `[preprocessor.goals]`"), help);
                }
            }
        }
        match (settings.get("data"), settings.get("periods")) {
            (Some(data), Some(periods)) => {
                let data = self.places.find(self.sources, &["data"], data);
                let periods = self.places.find(self.sources, &["periods"], periods);
                let message = "`data` and `periods` exclude each other";
                let help = "keep `data` for a book with one period, `periods` for a book with several";
                self.diagnostics
                    .push(Diagnostic::new(&INVALID_VALUE, periods.key, message, help).with_related(data.key, "`data` stands here"));
            }
            (None, None) => config.data = vec![Spanned::new("goals.toml".into(), span)],
            (Some(_), None) | (None, Some(_)) => {}
        }
        (config, self.diagnostics)
    }

    /// A list of paths and globs; a single string is a list of one, as the environment gives it.
    fn files(&mut self, value: &Value, at: &Place) -> Vec<Spanned<String>> {
        let mut out = Vec::new();
        match value {
            Value::String(it) => self.file(it, at.value, &mut out),
            Value::Array(items) if items.is_empty() => {
                self.report(&INVALID_VALUE, at.value, "this list names no goals file", "name one: `[\"goals.toml\"]`");
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    match item {
                        Value::String(it) => self.file(it, at.item(index), &mut out),
                        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                            self.wrong_type(at.item(index), "a path or a glob", item, "write it in quotes: `\"goals.toml\"`");
                        }
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
                self.wrong_type(at.value, "a list of paths", value, "write `[\"goals.toml\"]`");
            }
        }
        out
    }

    fn file(&mut self, path: &str, span: Span, out: &mut Vec<Spanned<String>>) {
        if path.trim().is_empty() {
            self.report(&INVALID_VALUE, span, "an empty path", "name a goals file: `\"goals.toml\"`");
        } else {
            out.push(Spanned::new(path.replace('\\', "/"), span));
        }
    }

    fn periods(&mut self, value: &Value, at: &Place) -> Vec<(Spanned<String>, Vec<Spanned<String>>)> {
        let Some(table) = value.as_object().filter(|it| !it.contains_key(DATE)) else {
            self.wrong_type(
                at.value,
                "a table of periods",
                value,
                "write `[preprocessor.goals.periods]` and a line for each: `2026 = [\"goals.toml\"]`",
            );
            return Vec::new();
        };
        if table.is_empty() {
            self.report(&INVALID_VALUE, at.key, "no period is named", "write a line for each: `2026 = [\"goals.toml\"]`");
        }
        let mut out = Vec::new();
        for (name, files) in table {
            let at = self.places.find(self.sources, &["periods", name], files);
            out.push((Spanned::new(name.clone(), at.key), self.files(files, &at)));
        }
        out.sort_by(|(a, _), (b, _)| a.value.cmp(&b.value));
        out
    }

    fn default_period(&mut self, value: &Value, at: &Place, periods: Option<&Value>) -> Option<String> {
        let name = match value {
            Value::String(it) => it.clone(),
            Value::Number(it) => it.to_string(), // the environment's `2026` arrives as a number
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                self.wrong_type(at.value, "the name of a period", value, "write it in quotes: `\"2026\"`");
                return None;
            }
        };
        let names: Vec<_> = periods.and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        if names.contains(&name.as_str()) {
            return Some(name);
        }
        let help = if names.is_empty() {
            "drop this key, or name the periods under `[preprocessor.goals.periods]`".to_owned()
        } else {
            did_you_mean("period", &name, names)
        };
        self.report(&UNKNOWN_PERIOD, at.value, format!("`periods` has no period `{name}`"), help);
        None
    }

    fn stylesheet(&mut self, value: &Value, at: &Place) -> Stylesheet {
        match value {
            Value::Bool(true) => Stylesheet::Check,
            Value::Bool(false) => Stylesheet::Own,
            Value::Null | Value::String(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                self.wrong_type(
                    at.value,
                    "`true` or `false`",
                    value,
                    "write `false` where the book brings its own stylesheet, else drop the key",
                );
                Stylesheet::default()
            }
        }
    }

    fn levels(&mut self, value: &Value, at: &Place) -> Levels {
        let mut levels = Levels::default();
        let Some(table) = value.as_object().filter(|it| !it.contains_key(DATE)) else {
            self.wrong_type(
                at.value,
                "a table of codes",
                value,
                "write `[preprocessor.goals.lints]` and a line for each code: `number-mismatch = \"deny\"`",
            );
            return levels;
        };
        for (name, value) in table {
            let at = self.places.find(self.sources, &["lints", name], value);
            let Some(code) = self.codes.iter().copied().find(|it| it.name == name) else {
                let help =
                    format!("{} (`mdbook-goals explain` lists all codes)", did_you_mean("code", name, self.codes.iter().map(|it| it.name)));
                self.report(&UNKNOWN_KEY, at.key, format!("unknown code `{name}`"), help);
                continue;
            };
            let all = [("allow", Level::Off), ("warn", Level::Warning), ("deny", Level::Error)];
            let Some(level) = self.choice(value, &at, &all) else { continue };
            match code.adjustable {
                Adjustable::Yes => levels.set(code, level),
                Adjustable::No => {
                    self.report(
                        &INVALID_VALUE,
                        at.key,
                        format!("the level of `{name}` cannot be set"),
                        "drop this line: what is wrong here leaves nothing to show",
                    );
                }
            }
        }
        levels
    }

    fn limits(&mut self, value: &Value, at: &Place) -> Limits {
        let mut limits = Limits::default();
        let Some(table) = value.as_object().filter(|it| !it.contains_key(DATE)) else {
            self.wrong_type(at.value, "a table of limits", value, "write `{ issue = 999999, rfc = 9999 }`");
            return limits;
        };
        for (name, value) in table {
            let at = self.places.find(self.sources, &["limits", name], value);
            let limit = match name.as_str() {
                "issue" => &mut limits.issue,
                "rfc" => &mut limits.rfc,
                _ => {
                    self.report(&UNKNOWN_KEY, at.key, format!("unknown limit `{name}`"), did_you_mean("limit", name, ["issue", "rfc"]));
                    continue;
                }
            };
            match value.as_u64() {
                Some(number) => *limit = number,
                None if value.is_number() => {
                    self.report(
                        &INVALID_VALUE,
                        at.value,
                        "this is no whole number from 0 on",
                        "write the largest number that there can be",
                    );
                }
                None => self.wrong_type(at.value, "a number", value, "write the largest number that there can be"),
            }
        }
        limits
    }

    fn choice<T: Copy>(&mut self, value: &Value, at: &Place, all: &[(&str, T)]) -> Option<T> {
        let names = || all.iter().map(|(name, _)| *name);
        let list = || names().map(|it| format!("\"{it}\"")).collect::<Vec<_>>().join(", ");
        let Some(text) = value.as_str() else {
            self.wrong_type(at.value, "a string", value, format!("write one of {}", list()));
            return None;
        };
        let found = all.iter().find(|(name, _)| *name == text).map(|&(_, it)| it);
        if found.is_none() {
            self.report(&INVALID_VALUE, at.value, format!("unknown value `{text}`"), format!("write one of {}", list()));
        }
        found
    }

    fn wrong_type(&mut self, span: Span, expected: &str, found: &Value, help: impl Into<String>) {
        self.report(&INVALID_TYPE, span, format!("expected {expected}, found {}", kind(found)), help);
    }

    fn report(&mut self, code: &'static Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, span, message, help));
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(it) if it.contains_key(DATE) => "a date",
        Value::Object(_) => "a table",
    }
}
