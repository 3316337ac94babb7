//! One run of `audit`, `assess` or `read`: load what is given, read every workbook, assess and check every unit, render, publish everything at once.
//!
//! In: options, and somebody who is told how it goes ([`RunEvents`]). Out: OUT, a ledger where one is wanted, and what came of it.
//!
//! Readings wait in memory up to a limit, and what does not fit is read again (inputs/readings.rs), so that memory does not grow with the inbox.

pub mod assess_units;
pub(crate) mod audit;
pub(crate) mod check;
pub mod context;
pub mod cross_unit;
pub(crate) mod extras;
pub(crate) mod flat;
pub(crate) mod history;
pub mod inputs;
pub(crate) mod load;
pub(crate) mod manifest;
pub(crate) mod options;
pub(crate) mod outcome;
pub(crate) mod provenance;
pub(crate) mod read_task;
pub(crate) mod region;
pub(crate) mod reports;
pub(crate) mod suppliers;

use std::{fs::File, path::Path, time::SystemTime};

use crate::{
    formats::Unreadable,
    inbox::input_file::InputFile,
    model::{Month, Verdict},
    run::outcome::AuditOutcome,
    text::Fault,
    units::file_record::FileRecord,
};

/// Files or units that a thread takes at a time: left to itself it takes hundreds, and the others wait for it at the end.
pub(crate) const PIECE: usize = 8;

/// Who is told how a run is going, and who can stop it.
pub trait RunEvents: Sync {
    /// When the run started (for the manifest only).
    fn started(&self) -> SystemTime;
    /// Ctrl-C or a signal came.
    fn stopped(&self) -> bool {
        false
    }
    /// Asked once, right before OUT is exchanged: from then on nothing stops the run.
    fn may_publish(&self) -> bool {
        true
    }
    /// All that was given is loaded; so many workbooks are to be read.
    fn run_started(&self, _period: Month, _policy: &str, _files: usize) {}
    /// The run log below OUT: for all that has been told and will be, up to [`Self::run_ended`].
    fn log_into(&self, _file: File) {}
    /// Another program holds files of OUT open: they are in the way of the reports that are made now.
    fn held(&self, _held: &Fault) {}
    /// A phase of so many steps starts: reading files, then assessing units.
    fn phase(&self, _name: &str, _steps: usize) {}
    /// Something in an inbox could not be looked into.
    fn not_opened(&self, _path: &str, _reason: &Unreadable) {}
    /// All is written; asked once, before OUT is exchanged: why it must not be, in words for people.
    ///
    /// # Errors
    /// What was found wrong.
    fn built(&self, _build: &Path, _inputs: &[InputFile]) -> Result<(), Fault> {
        Ok(())
    }
    /// A file was read or quarantined.
    fn file_done(&self, _file: &FileRecord) {}
    /// A unit's reports are written.
    fn unit_done(&self, _unit: &str, _verdict: Verdict) {}
    /// All is written, and published next; the log below OUT ends here.
    fn run_ended(&self, _outcome: &AuditOutcome) {}
}
