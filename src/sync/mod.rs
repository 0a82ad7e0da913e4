//! What was fetched from the forge, merged into the goals files: text and facts in, edits out.
//!
//! A value that sync writes stands in the file with a [`fingerprint()`] of what was fetched. Where
//! the two no longer agree, a person has edited the value, and it stays (`decide`). `layout`
//! finds the bytes of every value and table in a file, `place` the place of a new update, and
//! `goal` and `merge` collect edits of the original text, so that all that is not edited
//! stays byte for byte. Nothing here reads a file, knows the network or what time it is.

mod decide;
mod edits;
mod fingerprint;
mod goal;
mod layout;
mod merge;
mod place;
mod progress;
mod remote;
mod write;

pub use fingerprint::fingerprint;
pub use merge::{
    CODES, Counts, DELETED_COMMENT, Fetched, MISSING_ISSUE, Merged, Options, Prune, SYNC_CONFLICT, UNWRITABLE_GOAL, merge, missing_issue,
};
pub use progress::{Tally, tally};
pub use remote::{Extent, RemoteComment, RemoteIssue, RemoteState, Shown, Writer, comment_id};
