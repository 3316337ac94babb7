//! TODO room.

pub mod catalog;
pub(crate) mod causes;
pub(crate) mod file_names;
pub(crate) mod hash;
pub(crate) mod memoize;
pub(crate) mod nfkc;
pub(crate) mod normal;

pub use catalog::{Catalog, Lang};
