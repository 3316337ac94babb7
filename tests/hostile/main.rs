//! Files that are broken, disguised or made to hurt: each has an outcome with its reason, none costs more than what it really holds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/accounted.rs"]
mod accounted;
mod bombs;
mod disguise;
mod files;
mod mutations;
mod program;
#[path = "../support/wrapped.rs"]
mod wrapped;
