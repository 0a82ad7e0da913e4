//! Two things timed in turn, and the ratio that can be trusted.
//!
//! It does not know what is timed.

use std::time::{Duration, Instant};

/// How often a pair is run.
#[derive(Clone, Copy)]
pub(crate) struct Rounds {
    /// At least so often, however long it takes.
    pub(crate) least: usize,
    /// At most so often.
    pub(crate) most: usize,
    /// Between the two, as long as this has not passed.
    pub(crate) budget: Duration,
}

/// What the rounds gave, as medians.
pub(crate) struct Comparison {
    /// Ours divided by theirs.
    pub(crate) ratio: f64,
    /// Ours.
    pub(crate) ours: Duration,
    /// Theirs.
    pub(crate) theirs: Duration,
}

/// Runs the pair once to warm up and then in rounds, each side first in every other round.
pub(crate) fn compare(
    rounds: Rounds,
    mut ours: impl FnMut() -> anyhow::Result<Duration>,
    mut theirs: impl FnMut() -> anyhow::Result<Duration>,
) -> anyhow::Result<Comparison> {
    ours()?;
    theirs()?;
    let start = Instant::now();
    let mut pairs = Vec::new();
    while pairs.len() < rounds.least || pairs.len() < rounds.most && start.elapsed() < rounds.budget {
        let pair = if pairs.len().is_multiple_of(2) {
            let first = ours()?;
            (first, theirs()?)
        } else {
            let first = theirs()?;
            (ours()?, first)
        };
        pairs.push(pair);
    }
    let mut ratios: Vec<f64> = pairs.iter().map(|(ours, theirs)| ours.as_secs_f64() / theirs.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    let median = |side: fn(&(Duration, Duration)) -> Duration| {
        let mut times: Vec<Duration> = pairs.iter().map(side).collect();
        times.sort();
        times[times.len() / 2]
    };
    Ok(Comparison { ratio: ratios[ratios.len() / 2], ours: median(|it| it.0), theirs: median(|it| it.1) })
}

/// The time of `work`, the mean of `times` goes.
pub(crate) fn mean<T>(times: u32, work: impl Fn() -> anyhow::Result<T>) -> anyhow::Result<Duration> {
    let start = Instant::now();
    for _ in 0..times {
        std::hint::black_box(work()?);
    }
    Ok(start.elapsed() / times)
}
