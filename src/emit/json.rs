//! A JSON object a line, for programs.
//!
//! Byte offsets are those of the file on disk: a byte order mark counts. Lines and columns count
//! from 1, columns in characters, and there a byte order mark does not count.

use std::io;

use serde::Serialize;

use super::{Finding, level};
use crate::diagnostic::{Applicability, Fix};
use crate::source::{Position, Sources, Span};

#[derive(Serialize)]
struct Object<'a> {
    code: &'a str,
    level: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    help: &'a str,
    related: Vec<Related<'a>>,
    fixes: Vec<Mend<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    span: Bytes,
    start: At,
    end: At,
}

#[derive(Serialize)]
struct Bytes {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct At {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    label: &'a str,
}

#[derive(Serialize)]
struct Mend<'a> {
    applicability: &'static str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

/// Writes `findings` in their order. The width of the terminal changes nothing.
pub fn write(out: &mut dyn io::Write, sources: &Sources, findings: &[Finding<'_>], _: usize) -> io::Result<()> {
    for it in findings {
        let at = it.diagnostic;
        let object = Object {
            code: at.code.name,
            level: level(it.level),
            message: &at.message,
            place: place(sources, at.span),
            help: &at.help,
            related: at.related.iter().map(|it| Related { place: place(sources, it.span), label: &it.label }).collect(),
            fixes: at
                .fixes
                .iter()
                .filter(|fix| fix.edits.iter().all(|it| it.span.file == at.span.file))
                .map(|it| mend(sources, it))
                .collect(),
        };
        serde_json::to_writer(&mut *out, &object)?;
        writeln!(out)?;
    }
    Ok(())
}

fn bytes(sources: &Sources, span: Span) -> Bytes {
    let mark = sources.file(span.file).mark().len();
    Bytes { start: span.start + mark, end: span.end + mark }
}

fn place(sources: &Sources, span: Span) -> Place<'_> {
    let file = sources.file(span.file);
    let at = |offset| {
        let Position { line, column } = file.position(offset);
        At { line, column }
    };
    Place { path: file.path(), span: bytes(sources, span), start: at(span.start), end: at(span.end) }
}

fn mend<'a>(sources: &Sources, fix: &'a Fix) -> Mend<'a> {
    let edit = |it: &'a crate::diagnostic::SpanEdit| {
        let Bytes { start, end } = bytes(sources, it.span);
        Edit { start, end, text: &it.text }
    };
    Mend {
        applicability: match fix.applicability {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        },
        edits: fix.edits.iter().map(edit).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic, Level, SpanEdit};

    static CODE: Code = Code::error("some-code", "for a test");

    #[test]
    fn offsets_are_the_files_and_columns_count_characters() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "\u{feff}ß\r\nä \"bad\u{2028}\"");
        let span = Span::new(file, 7..10);
        assert_eq!(sources.slice(Span::new(file, 8..11)), "bad");
        let it = Diagnostic::new(&CODE, span, "a \"m\"", "h")
            .with_related(Span::new(file, 0..2), "l")
            .with_fix(Applicability::Unsafe, vec![SpanEdit { span, text: "é\n".into() }]);
        let mut out = Vec::new();
        write(&mut out, &sources, &[Finding { diagnostic: &it, level: Level::Warning }], 0).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            concat!(
                r#"{"code":"some-code","level":"warning","message":"a \"m\"","path":"a.md","span":{"start":10,"end":13},"#,
                r#""start":{"line":2,"column":3},"end":{"line":2,"column":6},"help":"h","#,
                r#""related":[{"path":"a.md","span":{"start":3,"end":5},"start":{"line":1,"column":1},"end":{"line":1,"column":2},"label":"l"}],"#,
                r#""fixes":[{"applicability":"unsafe","edits":[{"start":10,"end":13,"text":"é\n"}]}]}"#,
                "\n"
            )
        );
    }
}
