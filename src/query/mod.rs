//! Questions to the goals data as directives and commands ask them: which goals, which updates,
//! in which order, in which groups.
//!
//! Nothing here knows how an answer looks, nor where the question was written: it gets options as
//! they were given, each with its place.

mod filter;
mod given;
mod group;
mod order;
mod stale;
mod window;

pub use filter::{FILTERS, Filter, TeamFilter};
pub use given::{Arguments, Given, Negation, Opt, Takes};
pub use group::{Group, GroupBy, NAMES as GROUP_NAMES};
pub use order::{NAMES as SORT_NAMES, Sort};
pub use stale::{Silence, stale};
pub use window::{EMPTY_WINDOW, Length, Order, WINDOW, Window};

use crate::diagnostic::Code;

/// Every code that this folder reports first.
pub static CODES: &[&Code] = &[&EMPTY_WINDOW];
