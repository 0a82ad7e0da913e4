//! Markdown as a handbook has it, made from a seed: the same seed gives the same bytes.
//!
//! It knows nothing of books, goals or directives.

use std::fmt::Write;

/// A source of numbers that look random and are not (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    /// The dice of `seed`; different seeds give unrelated numbers.
    pub(crate) fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A number from 0 to `bound - 1`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // The remainder is less than `bound`, which is a `usize`.
        (mixed % bound as u64) as usize
    }

    /// One of `items`, which is not empty.
    pub(crate) fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }
}

const NOUNS: &[&str] = &[
    "parser",
    "type checker",
    "linker",
    "build script",
    "test runner",
    "documentation",
    "lockfile",
    "borrow checker",
    "release notes",
    "language server",
    "standard library",
    "error message",
    "trait solver",
    "code generator",
    "dependency graph",
    "formatter",
    "package index",
    "command line",
    "style guide",
    "migration guide",
];
const VERBS: &[&str] = &[
    "reads",
    "checks",
    "replaces",
    "depends on",
    "keeps a copy of",
    "is described beside",
    "is tested against",
    "waits for",
    "hands its result to",
    "was split from",
    "shares a cache with",
    "is measured beside",
];
const TAILS: &[&str] = &[
    "before anything is written",
    "on every platform that we build for",
    "unless the edition says otherwise",
    "so that a second run finds the same",
    "and the team reviews the result each month",
    "when `--locked` is given",
    "which **takes most of the time** in a large workspace",
    "as [the reference](https://doc.rust-lang.org/reference/) explains",
    "even where the path holds a “naïve” name",
    "in the nightly channel only",
    "after the *first* pass",
    "until the stabilisation report is merged",
];
const CODE: &[&str] = &[
    "```rust\nfn resolve(graph: &Graph, wanted: &[Name]) -> Result<Plan, Conflict> {\n    let mut plan = Plan::default();\n    \
     for name in wanted {\n        plan.add(graph.newest(name)?);\n    }\n    Ok(plan)\n}\n```\n",
    "```toml\n[profile.release]\nlto = \"thin\"\ncodegen-units = 1\n```\n",
    "```console\n$ cargo build --workspace --locked\n   Compiling resolver v0.3.1\n    Finished `dev` profile in 4.21s\n```\n",
    "```text\nsource -> tokens -> tree -> types -> code\n```\n",
];

/// A noun with its article.
pub(crate) fn noun(dice: &mut Dice) -> String {
    format!("the {}", dice.pick(NOUNS))
}

/// A sentence with its full stop, and inline Markdown in some.
pub(crate) fn sentence(dice: &mut Dice) -> String {
    format!("The {} {} {} {}.", dice.pick(NOUNS), dice.pick(VERBS), noun(dice), dice.pick(TAILS))
}

/// Two to five sentences and a blank line.
pub(crate) fn paragraph(dice: &mut Dice) -> String {
    let sentences: Vec<String> = (0..2 + dice.below(4)).map(|_| sentence(dice)).collect();
    sentences.join(" ") + "\n\n"
}

/// Bullets, numbers or check boxes, and a blank line.
pub(crate) fn list(dice: &mut Dice) -> String {
    let marker = dice.pick(&["- ", "1. ", "- [ ] ", "- [x] "]);
    let items = (0..3 + dice.below(4)).map(|_| format!("{marker}{}\n", sentence(dice)));
    items.collect::<String>() + "\n"
}

/// Fenced code and a blank line.
pub(crate) fn code(dice: &mut Dice) -> String {
    dice.pick(CODE).to_owned() + "\n"
}

/// A table and a blank line.
pub(crate) fn table(dice: &mut Dice) -> String {
    let mut table = String::from("| Part | State | Notes |\n|---|:-:|---|\n");
    for _ in 0..3 + dice.below(5) {
        let state = dice.pick(&["done", "in review", "not begun", "~~dropped~~"]);
        // Writing to a `String` never fails.
        let _ = writeln!(table, "| `{}` | {state} | {} |", dice.pick(NOUNS), sentence(dice));
    }
    table + "\n"
}

/// One section of a chapter below a heading of its own.
pub(crate) fn section(dice: &mut Dice) -> String {
    let mut section = format!("## How {} {} {}\n\n", noun(dice), dice.pick(VERBS), noun(dice));
    for _ in 0..2 + dice.below(3) {
        section += &match dice.below(7) {
            0..3 => paragraph(dice),
            3 => list(dice),
            4 => code(dice),
            5 => table(dice),
            _ => format!("> {}\n> {}\n\n", sentence(dice), sentence(dice)),
        };
    }
    section
}
