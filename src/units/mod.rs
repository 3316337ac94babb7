//! TODO room.

pub mod assemble;
pub mod grouping;
pub(crate) mod names;
pub(crate) mod overlap;
pub mod placing;
pub(crate) mod records;
pub mod registry;
pub(crate) mod terms;
