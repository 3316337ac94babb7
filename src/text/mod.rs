//! Words for people in both languages, and texts as they are compared: NFKC, names, safe names of files.

pub mod catalog;
pub(crate) mod causes;
pub(crate) mod file_names;
pub(crate) mod hash;
pub(crate) mod hex;
pub(crate) mod memoize;
pub(crate) mod names;
pub(crate) mod normal;

pub use catalog::{Catalog, Lang};
