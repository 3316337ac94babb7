//! What few ledgers say of goods beside their amounts, and what they should have cost. No figure of a requirement follows from it.

pub mod details;
pub mod prices;
pub mod stock;
