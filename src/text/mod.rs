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

pub(crate) use self::{
    catalog::{Catalog, Lang},
    fault::{Cause, Fault, Foreign, INTERRUPTED},
    file_names::{UniqueNames, safe_name, stem},
    names::{normal_name, normal_word},
    visible::{escaped, is_hidden, one_line, shown, shown_path},
};
