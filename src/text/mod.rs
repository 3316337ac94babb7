//! Words for people out of the catalogue, and how texts are compared, named and remembered. Knows nothing of what the texts are about.

pub mod catalog;
pub mod fault;
pub(crate) mod file_names;
pub(crate) mod hex;
pub(crate) mod letters;
pub(crate) mod memoize;
pub(crate) mod names;
pub(crate) mod normal;
pub(crate) mod visible;
pub(crate) mod written;
