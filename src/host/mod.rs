//! The mdBook protocol: `[context, book]` as JSON comes in, the book goes out with some texts
//! changed.
//!
//! One reader serves mdBook 0.4 and 0.5. It keeps no model of the book: it remembers where each
//! chapter's text stands in the JSON, and what goes out is the JSON that came in, with those texts
//! replaced and chapters added. Whatever else the host wrote (fields, order, form) survives because it is not
//! touched. Nothing here knows directives or goals.

mod added;
mod context;
mod input;
mod order;
mod place;

pub use added::{SubChapter, insert};
pub use context::{Context, HtmlOutput, Support, display_prefix};
pub use input::{Chapter, Input, Insertion, read, write};
pub use order::Order;
pub use place::{Relocation, relocate};
