//! The `bangfu` program.

fn main() {}
