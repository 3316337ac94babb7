//! What few ledgers say of goods beside their amounts. No figure of a requirement follows from it.

pub mod details;
pub mod stock;
