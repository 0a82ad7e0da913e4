//! Diagnostics as rustc shows them: the message, the place, the line, what stands beside it.
//!
//! The only user of `annotate-snippets`. It is given the lines around a place alone, so that a
//! long chapter with many mistakes costs no more than its mistakes.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level as Title, Origin, Patch, Renderer, Snippet};

use super::Finding;
use crate::diagnostic::{Diagnostic, Level, SpanEdit};
use crate::source::{FileId, Position, Sources, Span};

/// Lines that are longer than this, in bytes and all together, are shown in part.
const LONG: usize = 8_000;
/// How much of a long line is shown before and behind a place, in bytes.
const AROUND: usize = 40;
/// Two places of one file stand in one picture when no more lines than this are between them.
const NEAR: usize = 10;

/// Writes `findings` in their order, each with an empty line behind it. `width` is the
/// terminal's, in columns. The text holds escape codes for colours: `out` strips them where they
/// are not wanted.
pub fn write(out: &mut dyn io::Write, sources: &Sources, findings: &[Finding<'_>], width: usize) -> io::Result<()> {
    let renderer = Renderer::styled().term_width(width);
    for it in findings {
        let mut groups = vec![group(sources, it.diagnostic, it.level)];
        groups.extend(patches(sources, it.diagnostic));
        writeln!(out, "{}\n", renderer.render(&groups))?;
    }
    Ok(())
}

/// Writes a finding in one line: `warning[code]: message; help (path:line:column)`.
pub fn write_line(mut out: impl io::Write, sources: &Sources, finding: Finding<'_>) -> io::Result<()> {
    let Diagnostic { code, span, message, help, .. } = finding.diagnostic;
    let file = sources.file(span.file);
    let Position { line, column } = file.position(span.start);
    let text = format!("{message}; {help} ({}:{line}:{column})", file.path());
    let title = title(finding.level).primary_title(visible(&text).into_owned()).id(code.name);
    writeln!(out, "{}", Renderer::styled().render(&[Group::with_title(title)]))
}

/// Writes what concerns no place: a title alone.
pub fn write_title(mut out: impl io::Write, level: Level, text: &str) -> io::Result<()> {
    let title = title(level).primary_title(visible(text).into_owned());
    writeln!(out, "{}", Renderer::styled().render(&[Group::with_title(title)]))
}

fn title(level: Level) -> Title<'static> {
    match level {
        Level::Error => Title::ERROR,
        Level::Warning | Level::Off => Title::WARNING,
    }
}

fn group<'a>(sources: &'a Sources, it: &'a Diagnostic, level: Level) -> Group<'a> {
    let mut group = title(level).primary_title(visible(&it.message)).id(it.code.name).elements(Vec::<Element<'_>>::new());
    // what stands near the place goes into its picture, the rest below it
    let home = sources.file(it.span.file);
    let line = |span: Span| home.position(span.start).line;
    let (near, far): (Vec<_>, Vec<_>) =
        it.related.iter().partition(|other| other.span.file == it.span.file && line(other.span).abs_diff(line(it.span)) <= NEAR);
    let mut marks = vec![(AnnotationKind::Primary, it.span.range(), it.label.as_deref())];
    marks.extend(near.iter().map(|it| (AnnotationKind::Context, it.span.range(), Some(it.label.as_str()))));
    for element in picture(sources, it.span.file, &marks) {
        group = group.element(element);
    }
    for other in far {
        for element in picture(sources, other.span.file, &[(AnnotationKind::Context, other.span.range(), Some(other.label.as_str()))]) {
            group = group.element(element);
        }
    }
    for note in &it.notes {
        group = group.element(Title::NOTE.message(visible(note)));
    }
    if patches(sources, it).next().is_some() {
        return group; // the first patch has the help as its title
    }
    group.element(Title::HELP.message(visible(&it.help)))
}

/// What the text becomes, for each way to mend it that can be shown.
fn patches<'a>(sources: &'a Sources, it: &'a Diagnostic) -> impl Iterator<Item = Group<'a>> {
    let shown = it.fixes.iter().filter_map(|fix| patch(sources, &fix.edits));
    shown.enumerate().map(|(nth, snippet)| {
        let title = if nth == 0 { visible(&it.help) } else { "or this".into() };
        Group::with_title(Title::HELP.secondary_title(title)).element(snippet)
    })
}

/// Edits of one file, on lines that are not too long.
fn patch<'a>(sources: &'a Sources, edits: &'a [SpanEdit]) -> Option<Snippet<'a, Patch<'a>>> {
    let first = edits.first()?.span;
    if edits.iter().any(|it| it.span.file != first.file) {
        return None;
    }
    let file = sources.file(first.file);
    let end = edits.iter().map(|it| it.span.end).max().unwrap_or(first.end);
    let lines = file.lines(first.start..end);
    if lines.len() > LONG {
        return None;
    }
    let source = file.text().get(lines.clone())?;
    let source = source.strip_suffix('\r').filter(|it| end - lines.start <= it.len()).unwrap_or(source);
    let patches = edits.iter().map(|it| Patch::new(it.span.start - lines.start..it.span.end - lines.start, printable(&it.text)));
    Some(Snippet::source(printable(source)).line_start(file.position(lines.start).line).path(visible(file.path())).patches(patches))
}

/// The lines of `marks`, which are of one file and near each other, the first of which names the
/// place.
fn picture<'a>(sources: &'a Sources, file: FileId, marks: &[(AnnotationKind, Range<usize>, Option<&'a str>)]) -> Vec<Element<'a>> {
    let file = sources.file(file);
    let marks: Vec<_> = marks.iter().map(|(kind, range, label)| (*kind, whole(file.text(), range), *label)).collect();
    let Some((_, first, _)) = marks.first() else { return Vec::new() };
    let start = marks.iter().map(|(_, range, _)| range.start).min().unwrap_or(first.start);
    let end = marks.iter().map(|(_, range, _)| range.end).max().unwrap_or(first.end);
    let lines = file.lines(start..end);
    let annotate = |base: usize, (kind, range, label): &(AnnotationKind, Range<usize>, Option<&'a str>)| -> Annotation<'a> {
        kind.span(range.start - base..range.end - base).label(label.map(visible))
    };
    if lines.len() <= LONG {
        let source = file.text().get(lines.clone()).unwrap_or_default();
        // of a line that ends in CRLF the CR is no part of the picture, unless it is what is wrong
        let source = source.strip_suffix('\r').filter(|it| end - lines.start <= it.len()).unwrap_or(source);
        let line = file.position(lines.start).line;
        let snippet = Snippet::source(printable(source)).line_start(line).path(visible(file.path()));
        return vec![snippet.annotations(marks.iter().map(|it| annotate(lines.start, it))).into()];
    }
    // a picture counts columns from the beginning of what it shows, so a piece of a line is quoted
    let Position { line, column } = file.position(first.start);
    let window = window(file.text(), first, &file.lines(first.start..first.start));
    let piece = visible(file.text().get(window).unwrap_or_default().trim());
    vec![
        Origin::path(visible(file.path())).line(line).char_column(column).into(),
        Title::NOTE.message(format!("in this long line there stands: … {piece} …")).into(),
    ]
}

/// The piece of a long line around a place.
fn window(text: &str, at: &Range<usize>, line: &Range<usize>) -> Range<usize> {
    let boundary = |mut it: usize| {
        while !text.is_char_boundary(it) {
            it -= 1;
        }
        it
    };
    let start = boundary(at.start.saturating_sub(AROUND).max(line.start));
    let end = boundary((at.end.min(at.start + AROUND) + AROUND).min(line.end));
    start..end.max(start)
}

/// A range that lies in the text and begins and ends between characters. An empty one is left so:
/// it is shown as one caret.
fn whole(text: &str, range: &Range<usize>) -> Range<usize> {
    let boundary = |it: usize| (0..=it.min(text.len())).rev().find(|&it| text.is_char_boundary(it)).unwrap_or(0);
    let start = boundary(range.start);
    start..boundary(range.end).max(start)
}

/// Text for a terminal: line ends become blanks, and what would move the cursor or turn the
/// reading direction is shown as a sign of its own.
pub fn visible(text: &str) -> Cow<'_, str> {
    let tame = |it: char| !it.is_control() && !is_direction(it);
    if text.chars().all(tame) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '\n' | '\t' | '\r' => out.push(' '),
            it if tame(it) => out.push(it),
            it => {
                let _infallible = write!(out, "\\u{{{:x}}}", u32::from(it));
            }
        }
    }
    Cow::Owned(out)
}

/// Source text for a picture, of the same length in bytes: `annotate-snippets` itself shows the
/// control characters of ASCII and those that turn the direction, but not those of Latin-1.
fn printable(text: &str) -> Cow<'_, str> {
    let raw = |it: char| ('\u{80}'..='\u{9f}').contains(&it);
    if text.contains(raw) { Cow::Owned(text.replace(raw, "\u{b7}")) } else { Cow::Borrowed(text) }
}

fn is_direction(it: char) -> bool {
    matches!(it, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    static CODE: Code = Code::error("some-code", "for a test");

    fn show(sources: &Sources, diagnostic: &Diagnostic) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        write(&mut out, sources, &[Finding { diagnostic, level: Level::Error }], 100).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    #[test]
    fn it_looks_as_rustc_does() {
        let mut sources = Sources::default();
        let chapter = sources.add("src/a.md", "# Ä\r\n\r\n\tsee <<#gaol 389>> now\r\n");
        let goals = sources.add("goals.toml", "[goal.389]\n");
        let text = sources.file(chapter).text();
        let at = text.find("gaol").unwrap();
        let it = Diagnostic::new(&CODE, Span::new(chapter, at..at + 4), "unknown directive `gaol`", "did you mean `goal`?")
            .with_label("no such directive")
            .with_related(Span::new(chapter, 0..1), "the page")
            .with_related(Span::new(goals, 1..9), "the goal")
            .with_note("a note\x1b[31m");
        let expected = "\
error[some-code]: unknown directive `gaol`
 --> src/a.md:3:9
  |
1 | # Ä
  | - the page
2 |
3 |     see <<#gaol 389>> now
  |            ^^^^ no such directive
  |
 ::: goals.toml:1:2
  |
1 | [goal.389]
  |  -------- the goal
  |
  = note: a note\\u{1b}[31m
  = help: did you mean `goal`?

";
        assert_eq!(show(&sources, &it), expected);
    }

    #[test]
    fn a_fix_is_shown_as_a_patch() {
        let mut sources = Sources::default();
        let file = sources.add("src/a.md", "one\nsee ä#1(https://x)\r\nthree\r\n");
        let at = sources.file(file).text().find("#1").unwrap();
        let span = Span::new(file, at..at + 2);
        let edit = |text: &str| vec![SpanEdit { span, text: text.into() }];
        let it = Diagnostic::new(&CODE, span, "m", "write `[#1]`")
            .with_fix(crate::diagnostic::Applicability::Safe, edit("[#1]"))
            .with_fix(crate::diagnostic::Applicability::Unsafe, edit("\u{1b}x"));
        let expected = "\
error[some-code]: m
 --> src/a.md:2:6
  |
2 | see ä#1(https://x)
  |      ^^
  |
help: write `[#1]`
  |
2 - see ä#1(https://x)
2 + see ä[#1](https://x)
  |
help: or this
  |
2 - see ä#1(https://x)
2 + see ä␛x(https://x)
  |

";
        assert_eq!(show(&sources, &it), expected);
    }

    #[test]
    fn places_at_the_edges_are_shown() {
        for (text, range, place) in
            [("", 0..0, "1:1"), ("a", 1..1, "1:2"), ("a\n", 2..2, "2:1"), ("ä", 1..2, "1:1"), ("a\nb\nc", 0..5, "1:1"), ("x", 7..9, "1:2")]
        {
            let mut sources = Sources::default();
            let file = sources.add("a.md", text);
            let out = show(&sources, &Diagnostic::new(&CODE, Span { file, start: range.start, end: range.end }, "m", "h"));
            assert!(out.contains(&format!("a.md:{place}\n")), "{text:?} {range:?}: {out}");
        }
    }

    #[test]
    fn of_a_long_line_a_piece_is_shown_at_its_own_column() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", format!("one\n{}<<#x>>{}", "ä".repeat(50_000), "b".repeat(1_000_000)));
        let start = 4 + 100_000;
        let out = show(&sources, &Diagnostic::new(&CODE, Span::new(file, start..start + 6), "m", "h"));
        assert!(out.contains("a.md:2:50001\n") && out.contains("… ää") && out.contains("ä<<#x>>b"), "{out}");
        assert!(out.len() < 2_000);
    }

    #[test]
    fn nothing_moves_the_cursor() {
        assert_eq!(visible("a\tb\n\u{1b}[2J\u{202e}ß\u{9b}"), "a b \\u{1b}[2J\\u{202e}ß\\u{9b}");
        let mut sources = Sources::default();
        let file = sources.add("a\u{1b}.md", "\u{9b}x\u{1b}[2J\u{202e}");
        let out = show(&sources, &Diagnostic::new(&CODE, Span::new(file, 2..3), "m\u{1b}", "h\u{9b}").with_label("l\u{1b}"));
        assert!(!out.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{out:?}");
    }
}
