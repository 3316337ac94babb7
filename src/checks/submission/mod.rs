//! Checks on what was sent in: copies, versions, hidden sheets, missing months.

pub(super) mod duplicate_across_files;
pub(super) mod duplicate_file;
pub(super) mod duplicate_sheet;
pub(super) mod gap_in_months;
pub(super) mod hidden_sheet;
pub(super) mod not_submitted;
pub(super) mod out_of_period;
mod repeated;
pub(super) mod unregistered_unit;
