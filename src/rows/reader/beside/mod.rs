//! What few tables say beside their purchases.

pub(super) mod details;
pub(super) mod stock;
