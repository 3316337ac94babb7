//! Policy: the clause as dated data, what each line contributes, and the verdicts. Knows nothing of files.

pub mod at;
pub(crate) mod channel;
pub mod classify;
pub(crate) mod food;
pub(crate) mod judgement_cache;
pub(crate) mod limit;
pub(crate) mod origin;
pub mod pack;
