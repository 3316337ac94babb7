//! Policy: the clause as dated data, what each line contributes, and the verdicts. Knows nothing of files.

pub mod types;

pub use types::*;
