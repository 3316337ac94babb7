//! Was too much paid: market and guide prices and contracts that an auditor gives (`--prices`), or that a ledger's own columns name, beside what
//! was paid. Names and measures are matched where that is plain; what is not is listed, never guessed.

pub(crate) mod compare;
mod given;
pub(crate) mod measure;
pub(crate) mod price_list;
pub(crate) mod sheet;
