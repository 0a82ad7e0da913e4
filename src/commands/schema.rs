//! `schema`: the JSON Schemas on standard output.

use std::io::Write as _;

use anyhow::Context as _;

use super::Outcome;
use crate::cli::Schema;
use crate::{data, export, report};

/// Prints the schema.
pub(super) fn run(what: Schema) -> anyhow::Result<Outcome> {
    let text = match what {
        Schema::Goals => goals(),
        Schema::Export => format!("{:#}\n", export::schema()),
        Schema::Report => format!("{:#}\n", report::schema()),
    };
    std::io::stdout().write_all(text.as_bytes()).context("cannot write to standard output")?;
    Ok(Outcome::Clean)
}

/// The schema of a goals file, as it is written to disk.
pub(super) fn goals() -> String {
    format!("{:#}\n", data::schema())
}
