//! SARIF 2.1.0, the form that code scanning services read: one run, with the codes as rules.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>

use std::fmt::Write as _;
use std::io;

use serde_json::{Value, json};

use super::{Finding, level};
use crate::catalog;
use crate::diagnostic::{Applicability, Code, Fix, Level};
use crate::source::{FileId, Sources, Span};

/// Writes `findings` in their order. The width of the terminal changes nothing.
pub fn write(out: &mut dyn io::Write, sources: &Sources, findings: &[Finding<'_>], _: usize) -> io::Result<()> {
    let mut codes: Vec<&'static Code> = findings.iter().map(|it| it.diagnostic.code).collect();
    codes.sort_by_key(|it| it.name);
    codes.dedup();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|it| rule(it)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(|it| result(sources, &codes, it)).collect::<Vec<_>>(),
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn rule(code: &Code) -> Value {
    let mut rule = json!({
        "id": code.name,
        "shortDescription": { "text": code.about },
        "defaultConfiguration": match code.level {
            Level::Off => json!({ "enabled": false }),
            Level::Warning | Level::Error => json!({ "level": level(code.level) }),
        },
    });
    if let Some(entry) = catalog::find(code.name) {
        rule["help"] = json!({ "text": entry.page, "markdown": entry.page });
    }
    rule
}

fn result(sources: &Sources, codes: &[&'static Code], it: &Finding<'_>) -> Value {
    let at = it.diagnostic;
    let mut result = json!({
        "ruleId": at.code.name,
        "ruleIndex": codes.iter().position(|it| *it == at.code),
        "level": level(it.level),
        "message": { "text": format!("{}; {}", at.message, at.help) },
        "locations": [{ "physicalLocation": location(sources, at.span) }],
    });
    if !at.related.is_empty() {
        let related = at
            .related
            .iter()
            .enumerate()
            .map(|(id, it)| json!({ "id": id, "message": { "text": it.label }, "physicalLocation": location(sources, it.span) }));
        result["relatedLocations"] = related.collect();
    }
    if !at.fixes.is_empty() {
        result["fixes"] = at.fixes.iter().map(|it| fix(sources, &at.help, it)).collect();
    }
    result
}

fn location(sources: &Sources, span: Span) -> Value {
    json!({ "artifactLocation": { "uri": uri(sources.file(span.file).path()) }, "region": region(sources, span) })
}

/// The end is behind the last character.
fn region(sources: &Sources, span: Span) -> Value {
    let file = sources.file(span.file);
    let (start, end) = (file.position(span.start), file.position(span.end));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn fix(sources: &Sources, help: &str, fix: &Fix) -> Value {
    let mut files: Vec<FileId> = fix.edits.iter().map(|it| it.span.file).collect();
    files.dedup();
    let changes = files.iter().map(|file| {
        let edits = fix.edits.iter().filter(|it| it.span.file == *file);
        let replacements = edits.map(|it| json!({ "deletedRegion": region(sources, it.span), "insertedContent": { "text": it.text } }));
        json!({
            "artifactLocation": { "uri": uri(sources.file(*file).path()) },
            "replacements": replacements.collect::<Vec<_>>(),
        })
    });
    let text = match fix.applicability {
        Applicability::Safe => help.to_owned(),
        Applicability::Unsafe => format!("{help} (look at it first)"),
    };
    json!({ "description": { "text": text }, "artifactChanges": changes.collect::<Vec<_>>() })
}

/// A path as a URI reference: relative ones stay so.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => {
                let _infallible = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("src/a.md", "src/a.md"),
            ("src/ä b#%.md", "src/%C3%A4%20b%23%25.md"),
            ("../a.md", "../a.md"),
            ("/tmp/a.md", "file:///tmp/a.md"),
            ("<stdin>", "%3Cstdin%3E"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }
}
