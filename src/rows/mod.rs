//! From tables to lines: what each row below a header says, and what became of every other row.
//!
//! In: a workbook's cells and the vocabulary. Out: a [`reading::Reading`]: its lines with the cell of each value, the totals that it
//! states, the rows set aside with their reason, the issues, and one fate for every row. A reading depends on the bytes and the
//! vocabulary alone, never on the file's name, the registry, the policy or the period.

pub mod describe;
mod fates;
mod open_amounts;
mod reader;
pub mod reading;
pub mod sheets;
pub(crate) mod sink;
pub mod stated_total;
pub mod workbook;
