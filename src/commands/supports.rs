//! `supports RENDERER`: mdBook asks before each renderer. It reads nothing, so that nothing can
//! fail: mdBook skips a preprocessor in silence when this call fails.

use super::Outcome;

/// Every renderer is supported.
pub(super) fn run() -> Outcome {
    Outcome::Clean
}
