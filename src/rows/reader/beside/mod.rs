//! What few tables say beside their purchases.

pub(super) mod details;
mod owners;
pub(super) mod stock;
