//! `cargo bench`: every promise about speed with its measured value, in one table.
//!
//! The books and goals files are generated, the same on every run. The program is measured beside
//! the preprocessor that does nothing (`benches/noop.rs`) and beside `toml` alone, in turn, since
//! a machine's clock drifts more than the programs differ. What holds on every machine is the
//! ratio, so ratios are what is bounded.
//!
//! `cargo bench -- wall-1000 load` measures the rows whose names begin so, and `--check` makes a
//! missed target an exit code of 1.

mod book;
mod goals;
mod measure;
mod program;
mod prose;
mod rows;
mod table;
mod toml_alone;

use std::env;
use std::process::ExitCode;

fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    // `cargo test --all-targets` runs this too, without the flag: then it was enough to build it.
    if !arguments.iter().any(|it| it == "--bench") {
        return Ok(ExitCode::SUCCESS);
    }
    let wanted: Vec<&str> = arguments.iter().map(String::as_str).filter(|it| !it.starts_with("--")).collect();
    let rows: Vec<_> = rows::ROWS.iter().filter(|row| wanted.is_empty() || wanted.iter().any(|it| row.name.starts_with(it))).collect();
    if rows.is_empty() {
        let names: Vec<&str> = rows::ROWS.iter().map(|row| row.name).collect();
        anyhow::bail!("no row begins with `{}`; the rows are {}", wanted.join("` or `"), names.join(", "));
    }
    let workshop = rows::Workshop::new()?;
    let mut missed = false;
    table::head()?;
    for row in rows {
        let measured = row.measure(&workshop)?;
        missed |= measured.value().zip(row.limit).is_some_and(|(value, limit)| value > limit);
        table::line(row, &measured)?;
    }
    Ok(if missed && arguments.iter().any(|it| it == "--check") { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
