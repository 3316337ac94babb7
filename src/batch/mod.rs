//! One run: read every workbook once, assemble and assess every unit, check, render, publish everything at once.
//!
//! A reading is put into the store and fetched again unit by unit, so that memory grows with the largest unit, not with the inbox.

pub mod assemble;
mod build;
pub mod cross;
mod database;
pub mod events;
mod exchange;
pub mod exports;
mod frame;
pub mod grouping;
mod held;
pub mod ingest;
pub mod interrupt;
mod keep;
pub mod lake;
pub mod lock;
pub mod log;
pub mod manifest;
mod memo;
pub mod names;
pub mod options;
pub mod overlap;
pub mod places;
mod problems;
pub mod progress;
pub mod publish;
pub mod read;
mod record;
pub mod region;
mod replace;
pub mod reuse;
pub mod run;
mod seal;
mod second;
mod stamps;
pub mod store;
mod tree;
pub mod unit;
pub mod verify;

pub use assemble::{FileOutcome, FileRecord, TotalView, UnitData, UnitWork};
pub use build::{Build, Published};
pub use options::AuditOptions;
pub use publish::OutputError;
pub use run::{AuditOutcome, audit};

/// Files or units that a thread takes at a time: left to itself it takes hundreds, and the others wait for it at the end.
const PIECE: usize = 8;

/// Who is told how a run is going, and who can stop it.
pub trait RunEvents: Sync {
    /// A phase of so many steps starts: reading files, then assessing units.
    fn phase(&self, name: &str, steps: usize);
    /// A file was read, reused or quarantined.
    fn file_done(&self, file: &FileRecord);
    /// A unit's reports are written.
    fn unit_done(&self, unit: &str, verdict: &str);
    /// Ctrl-C or a signal came.
    fn stopped(&self) -> bool;
    /// When the run started (for the manifest only).
    fn started(&self) -> std::time::SystemTime;
}
