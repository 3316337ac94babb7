//! One run: read every workbook once, assemble and assess every unit, check, render, publish everything at once.
//!
//! Readings wait in memory up to a limit, and what does not fit is read again (readings.rs), so that memory does not grow with the inbox.

pub(crate) mod assess_units;
pub mod audit;
pub(crate) mod claims;
pub mod context;
pub mod cross_unit;
pub(crate) mod error;
pub mod options;
pub(crate) mod problems;
pub(crate) mod provenance;
pub mod read_inputs;
pub mod readings;
pub(crate) mod region;

use crate::units::assemble::FileRecord;

/// Files or units that a thread takes at a time: left to itself it takes hundreds, and the others wait for it at the end.
pub(crate) const PIECE: usize = 8;

/// Who is told how a run is going, and who can stop it.
pub trait RunEvents: Sync {
    /// A phase of so many steps starts: reading files, then assessing units.
    fn phase(&self, name: &str, steps: usize);
    /// A file was read or quarantined.
    fn file_done(&self, file: &FileRecord);
    /// A unit's reports are written.
    fn unit_done(&self, unit: &str, verdict: &str);
    /// Ctrl-C or a signal came.
    fn stopped(&self) -> bool;
    /// Asked right before OUT is exchanged: from here on nothing stops the run. `false` when something did.
    fn may_publish(&self) -> bool;
    /// When the run started (for the manifest only).
    fn started(&self) -> std::time::SystemTime;
}
