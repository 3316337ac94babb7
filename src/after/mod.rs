//! Work on an OUT that is published: explain a unit's figures, compare two runs, verify bytes and recount, hand out what it holds.
//!
//! In: a published OUT. Out: texts for people. Nothing here writes into OUT, and no run needs it.

pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod handout;
pub(crate) mod recount;
pub mod verify;
