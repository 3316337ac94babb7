//! What few tables say beside their purchases.

pub(super) mod details;
mod order_totals;
pub(super) mod stock;
