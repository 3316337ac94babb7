//! TODO room.

pub(crate) mod columns;
pub(crate) mod digits;
pub(crate) mod disambiguate;
pub(crate) mod grid;
pub(crate) mod header;
pub(crate) mod periods;
pub(crate) mod region;
pub(crate) mod titles;
pub(crate) mod transposed;
pub mod vocabulary;
