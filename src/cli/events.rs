//! A run as seen from outside: a progress bar where a person watches, log lines with stable names, and a way to stop it.

use std::time::SystemTime;

use crate::{
    cli::{interrupt, log, progress::Progress},
    formats::unreadable::Unreadable,
    run::RunEvents,
    units::assemble::{FileOutcome, FileRecord},
};

/// Progress and log of a run started on a terminal or by a job.
#[derive(Debug)]
pub struct Terminal {
    progress: Progress,
    started: SystemTime,
}

impl Terminal {
    /// `quiet` hides the bar; so does a stderr that is no terminal (cron).
    #[must_use]
    pub fn start(quiet: bool) -> Self {
        Self {
            progress: Progress::new(quiet),
            started: SystemTime::now(),
        }
    }
}

impl RunEvents for Terminal {
    fn phase(&self, name: &str, steps: usize) {
        self.progress.start(name, steps);
    }
    fn file_done(&self, file: &FileRecord) {
        match &file.outcome {
            FileOutcome::Quarantined(Unreadable::OwnOutput) => {}
            FileOutcome::Quarantined(reason) => log::file_quarantined(&file.path, reason.code()),
            FileOutcome::Read | FileOutcome::Duplicate(_) => log::file_read(&file.path, file.rows, file.lines),
        }
        self.progress.step();
    }
    fn unit_done(&self, unit: &str, verdict: &str) {
        log::unit_assessed(unit, verdict);
        self.progress.step();
    }
    fn stopped(&self) -> bool {
        interrupt::requested()
    }
    fn may_publish(&self) -> bool {
        interrupt::commit()
    }
    fn started(&self) -> SystemTime {
        self.started
    }
}
