//! The preprocessor that changes nothing, written as mdBook's own documentation shows it.
//!
//! It is what `targets` measures against, in a program of its own so that it starts as fast as a
//! small preprocessor does. Only `noop preprocess` acts: Cargo runs every bench target, and there
//! this one has nothing to do.

use std::io;

fn main() -> anyhow::Result<()> {
    if std::env::args().nth(1).as_deref() != Some("preprocess") {
        return Ok(());
    }
    let (_context, book) = mdbook_preprocessor::parse_input(io::stdin())?;
    serde_json::to_writer(io::stdout(), &book)?;
    Ok(())
}
