//! How patient the client is.

use std::time::Duration;

/// Pauses, tries and time-outs.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// How often a request is sent before the client gives up.
    pub tries: u32,
    /// The pause after the first failure. Each further one is twice as long.
    pub first_pause: Duration,
    /// The longest wait that the server may ask for; where it asks for more, the client gives up.
    pub longest_wait: Duration,
    /// The wait where the server says that there were too many requests, and not how long to wait.
    pub unknown_wait: Duration,
    /// How often the server may ask to wait for one answer.
    pub waits: u32,
    /// The longest time until a connection is there.
    pub connect: Duration,
    /// The longest time from the request to the last byte of the answer.
    pub answer: Duration,
}

impl Default for Policy {
    /// GitHub asks for at least a minute where it names no time, and resets its limits each hour.
    fn default() -> Self {
        Policy {
            tries: 5,
            first_pause: Duration::from_secs(1),
            longest_wait: Duration::from_secs(15 * 60),
            unknown_wait: Duration::from_secs(60),
            waits: 5,
            connect: Duration::from_secs(15),
            answer: Duration::from_secs(60),
        }
    }
}

impl Policy {
    /// The pause after the `failures`-th failure, from 1.
    pub(super) fn pause(&self, failures: u32) -> Duration {
        self.first_pause.saturating_mul(1 << failures.saturating_sub(1).min(10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow() {
        let pauses: Vec<_> = (1..=4).map(|it| Policy::default().pause(it).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8]);
        assert!(Policy::default().pause(u32::MAX) > Duration::from_secs(1));
    }
}
