//! What is told of the whole region where it is asked for, and which units come first.

pub mod history;
pub mod suppliers;
pub mod urgency;
