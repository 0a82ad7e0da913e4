//! The programs that are measured, and one run of one: its time, output and peak memory.
//!
//! A run reads a file and writes into a pipe, as in a build, and must succeed.

use anyhow::Context;
use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A program with its arguments.
pub(crate) struct Program {
    path: PathBuf,
    arguments: Vec<OsString>,
    /// Whether an exit code other than 0 is no mistake.
    may_fail: bool,
}

/// What one run cost.
pub(crate) struct Run {
    /// From the start of the process to its end.
    pub(crate) wall: Duration,
    /// How many bytes it wrote.
    pub(crate) output_bytes: u64,
    /// The most memory that it held, in bytes; `None` where the system does not tell (it is asked as Linux wants it).
    pub(crate) peak_bytes: Option<u64>,
}

impl Program {
    /// Our own binary, as a release has it.
    pub(crate) fn ours() -> Self {
        Program { path: env!("CARGO_BIN_EXE_mdbook-goals").into(), arguments: Vec::new(), may_fail: false }
    }

    /// Our own binary, as it checks the book in `root`.
    pub(crate) fn check(root: &Path) -> Self {
        Program { arguments: vec!["check".into(), "--quiet".into(), root.into()], ..Program::ours() }
    }

    /// Our own binary, as it writes the report over the whole period of the book in `root`.
    pub(crate) fn report(root: &Path) -> Self {
        let arguments = ["report", "--since", "2025-07-01", "--until", "2025-12-31", "--format", "html", "--book"];
        let arguments = arguments.into_iter().map(Into::into).chain([root.into()]).collect();
        Program { arguments, ..Program::ours() }
    }

    /// Another program, where it is installed. What it finds is its own affair: it may say so by its
    /// exit code.
    pub(crate) fn installed(name: &str, arguments: &[&str], folder: &Path) -> Option<Self> {
        Command::new(name).arg("--version").output().ok()?;
        let arguments = arguments.iter().map(Into::into).chain([folder.into()]).collect();
        Some(Program { path: name.into(), arguments, may_fail: true })
    }

    /// The preprocessor that does nothing: Cargo puts its newest build beside this one.
    pub(crate) fn noop() -> anyhow::Result<Self> {
        let own = env::current_exe()?;
        let folder = own.parent().context("a program lies in a folder")?;
        let mut newest = None;
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let is_noop = path.file_name().and_then(|it| it.to_str()).is_some_and(|it| it.starts_with("noop-"));
            if is_noop && path.extension().unwrap_or_default() == env::consts::EXE_EXTENSION {
                newest = newest.max(Some((path.metadata()?.modified()?, path)));
            }
        }
        let (_, path) = newest.context("the bench target `noop` is not built: run `cargo bench` without `--bench`")?;
        Ok(Program { path, arguments: vec!["preprocess".into()], may_fail: false })
    }

    /// Runs our `init` in the book's folder `root`.
    pub(crate) fn init(&self, root: &Path) -> anyhow::Result<()> {
        let output = Command::new(&self.path).arg("init").current_dir(root).output()?;
        anyhow::ensure!(output.status.success(), "`init`: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// The command as `book.toml` wants it.
    pub(crate) fn command_line(&self) -> String {
        let path = self.path.display().to_string();
        std::iter::once(format!("'{path}'"))
            .chain(self.arguments.iter().map(|it| it.to_string_lossy().into_owned()))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// One timed run over the file `input`.
    pub(crate) fn run(&self, input: &Path) -> anyhow::Result<Run> {
        self.run_with(input, |_| None)
    }

    /// One run over the file `input` that watches its memory, which costs time.
    pub(crate) fn run_watched(&self, input: &Path) -> anyhow::Result<Run> {
        self.run_with(input, peak_bytes)
    }

    /// What the program writes for the file `input`. It must say nothing on standard error.
    pub(crate) fn output(&self, input: &Path) -> anyhow::Result<Vec<u8>> {
        let output = self.command(input)?.output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success() && said.is_empty(), "{} {}: {said}", self.path.display(), output.status);
        Ok(output.stdout)
    }

    /// How many instructions a run over the file `input` takes, as callgrind counts; `None` where valgrind is not installed.
    pub(crate) fn instructions(&self, input: &Path) -> anyhow::Result<Option<u64>> {
        let mut command = Command::new("valgrind");
        command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(&self.path).args(&self.arguments);
        let output = match command.stdin(File::open(input)?).stdout(Stdio::null()).output() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            output => output.context("could not run valgrind")?,
        };
        let said = String::from_utf8_lossy(&output.stderr);
        let count = said.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
        anyhow::ensure!(output.status.success() && count.is_some(), "valgrind on {} {}: {said}", self.path.display(), output.status);
        Ok(count)
    }

    fn command(&self, input: &Path) -> anyhow::Result<Command> {
        let mut command = Command::new(&self.path);
        command.args(&self.arguments).stdin(File::open(input)?);
        Ok(command)
    }

    fn run_with(&self, input: &Path, watch: impl Fn(&Child) -> Option<u64>) -> anyhow::Result<Run> {
        let mut command = self.command(input)?;
        let mut buffer = vec![0; 1 << 16];
        let mut output_bytes = 0;
        let mut peak_bytes = None;
        let start = Instant::now();
        let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("could not run {}", self.path.display()))?;
        let mut output = child.stdout.take().context("standard output is piped")?;
        loop {
            // A program that waits for its output to be read has not ended, so it can be asked. What it
            // may still allocate after its last pipe full of output, it does not: it has written all.
            peak_bytes = watch(&child).max(peak_bytes);
            match output.read(&mut buffer)? {
                0 => break,
                read => output_bytes += read as u64,
            }
        }
        let status = child.wait()?;
        let wall = start.elapsed();
        anyhow::ensure!(self.may_fail || status.success(), "{} {status}", self.path.display());
        Ok(Run { wall, output_bytes, peak_bytes })
    }
}

/// The high-water mark of a running process's memory.
fn peak_bytes(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let kibibytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix("kB")?.trim();
    Some(kibibytes.parse::<u64>().ok()? * 1024)
}
