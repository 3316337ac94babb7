//! TODO room.

pub(crate) mod gap;
pub mod intervals;
