//! Checks on from whom was bought.

pub(super) mod split_under_limit;
pub(super) mod supplier_concentration;
pub(super) mod supplier_in_and_out;
