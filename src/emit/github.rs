//! Annotations of GitHub Actions: a workflow command for each finding, which the runner reads from
//! the output of a step.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>; how values are
//! escaped, the runner's own toolkit says: `%`, CR and LF everywhere, in properties also `:` and `,`.

use std::io;

use super::{Finding, level};
use crate::source::Sources;

/// Writes `findings` in their order. The width of the terminal changes nothing.
pub fn write(out: &mut dyn io::Write, sources: &Sources, findings: &[Finding<'_>], _: usize) -> io::Result<()> {
    for it in findings {
        let at = it.diagnostic;
        let file = sources.file(at.span.file);
        let (start, end) = (file.position(at.span.start), file.position(at.span.end));
        write!(out, "::{} file={},line={}", level(it.level), property(file.path()), start.line)?;
        // the runner drops columns where the lines differ
        if start.line == end.line {
            write!(out, ",col={},endLine={},endColumn={}", start.column, end.line, end.column)?;
        } else {
            write!(out, ",endLine={}", end.line)?;
        }
        let text = format!("{}\n{}", at.message, at.help);
        writeln!(out, ",title={}::{}", property(at.code.name), data(&text))?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic, Level};
    use crate::source::Span;

    static CODE: Code = Code::warning("some-code", "for a test");

    #[test]
    fn what_would_end_a_value_is_escaped() {
        let mut sources = Sources::default();
        let file = sources.add("a:b,100%.md", "ä bad\nmore\n");
        let one = Diagnostic::new(&CODE, Span::new(file, 3..6), "100% of\r\na: b, c", "h::i");
        let two = Diagnostic::new(&CODE, Span::new(file, 3..11), "m", "h");
        let findings = [Finding { diagnostic: &one, level: Level::Warning }, Finding { diagnostic: &two, level: Level::Error }];
        let mut out = Vec::new();
        write(&mut out, &sources, &findings, 0).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "::warning file=a%3Ab%2C100%25.md,line=1,col=3,endLine=1,endColumn=6,title=some-code::100%25 of%0D%0Aa: b, c%0Ah::i\n\
             ::error file=a%3Ab%2C100%25.md,line=1,endLine=2,title=some-code::m%0Ah\n"
        );
    }
}
