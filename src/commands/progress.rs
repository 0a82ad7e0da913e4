//! How far long work on the forge is: a bar on a terminal, nothing elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::console::Console;
use crate::forge::Say;

/// How far the work is. Off a terminal nothing is shown but what must be said.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    bar: ProgressBar,
    console: Console,
}

impl Bar {
    pub(super) fn new(console: Console) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        if console.shows_progress() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").expect("the template has known keys alone");
        bar.set_style(style);
        Bar { bar, console }
    }

    /// Says how much there is to do.
    pub(super) fn start(&self, length: usize) {
        self.bar.set_length(count(length));
    }

    /// Says what is done now.
    pub(super) fn at(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }

    /// So much more is done.
    pub(super) fn done(&self, number: usize) {
        self.bar.inc(count(number));
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }

    /// Says something between two states of the bar.
    pub(super) fn say(&self) -> Say {
        let it = self.clone();
        Box::new(move |text| it.bar.suspend(|| it.console.say(text)))
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
