//! What the figures and texts below a header say of its columns, where the header leaves it open or nobody knows its words.

pub(crate) mod counts;
pub(crate) mod factors;
pub(crate) mod fields;
pub(crate) mod parts;
pub(crate) mod payments;
pub(crate) mod quantities;
pub(crate) mod runs;
pub(crate) mod stock;
pub(crate) mod units;
pub(crate) mod values;
pub(crate) mod versions;
