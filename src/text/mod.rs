//! Texts: words for people out of the catalogue, and texts of ledgers as they are compared, named and remembered. Knows nothing of ledgers.

pub mod catalog;
pub(crate) mod causes;
pub(crate) mod file_names;
pub(crate) mod hex;
pub(crate) mod memoize;
pub(crate) mod names;
pub(crate) mod normal;
