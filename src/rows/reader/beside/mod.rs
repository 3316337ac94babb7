//! What few tables say beside their purchases.

pub(super) mod details;
mod order_totals;
mod owners;
pub(super) mod stock;
mod sums;
mod whole;
