//! The table on standard output, a line as soon as it is measured.

use crate::rows::{Measured, Row};
use std::io::{self, Write};

/// The first lines.
pub(crate) fn head() -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{:<18} {:<66} {:>8} {:>6}", "row", "what", "measured", "limit")?;
    writeln!(out, "{}", "-".repeat(104))
}

/// One row with its verdict and the two figures behind the ratio.
pub(crate) fn line(row: &Row, measured: &Measured) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let limit = row.limit.map_or("-".to_owned(), |it| format!("{it:.2}"));
    write!(out, "{:<18} {:<66} ", row.name, row.what)?;
    match measured {
        Measured::Ratio { value, figures } => {
            let verdict = match row.limit {
                Some(limit) if *value > limit => "OVER",
                Some(_) => "ok",
                None => "",
            };
            writeln!(out, "{value:>8.3} {limit:>6}  {verdict:<4}  {figures}")?;
        }
        Measured::Not(why) => writeln!(out, "{:>8} {limit:>6}  {why}", "-")?,
    }
    out.flush()
}
