//! A line for each finding: `path:line:column: level[code]: message`, as editors and `grep` read it.

use std::io;

use super::human::visible;
use super::{Finding, level};
use crate::source::{Position, Sources};

/// Writes `findings` in their order. The width of the terminal changes nothing.
pub fn write(out: &mut dyn io::Write, sources: &Sources, findings: &[Finding<'_>], _: usize) -> io::Result<()> {
    for it in findings {
        let at = it.diagnostic;
        let file = sources.file(at.span.file);
        let Position { line, column } = file.position(at.span.start);
        writeln!(out, "{}:{line}:{column}: {}[{}]: {}", visible(file.path()), level(it.level), at.code.name, visible(&at.message))?;
    }
    Ok(())
}
