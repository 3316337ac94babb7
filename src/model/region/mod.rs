//! What is told of the whole region where it is asked for.

pub mod history;
pub mod suppliers;
