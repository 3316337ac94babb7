//! A run as seen from outside: a progress bar where a person watches, log lines with stable names, and a way to stop it.

use std::{fs::File, time::SystemTime};

use crate::{
    cli::{
        interrupt,
        log::{self, LogFormat, RunLog},
        progress::Progress,
    },
    formats::unreadable::Unreadable,
    model::{dates::Month, results::Verdict},
    run::{RunEvents, outcome::AuditOutcome},
    units::file_record::{FileOutcome, FileRecord},
};

/// Progress and log of a run started on a terminal or by a job.
#[derive(Debug)]
pub(crate) struct Terminal {
    progress: Progress,
    log: RunLog,
    started: SystemTime,
}

impl Terminal {
    /// `quiet` hides the bar and all log lines but errors; the bar is hidden too where stderr is no terminal (cron).
    #[must_use]
    pub fn start(quiet: bool, format: LogFormat) -> Self {
        Self {
            log: log::init(format, quiet),
            progress: Progress::new(quiet),
            started: SystemTime::now(),
        }
    }
}

impl RunEvents for Terminal {
    fn started(&self) -> SystemTime {
        self.started
    }
    fn stopped(&self) -> bool {
        interrupt::requested()
    }
    fn may_publish(&self) -> bool {
        interrupt::commit()
    }
    fn run_started(&self, period: Month, policy: &str, files: usize) {
        log::run_started(period, policy, files);
    }
    fn log_into(&self, file: File) {
        self.log.attach(file);
    }
    fn phase(&self, name: &str, steps: usize) {
        self.progress.start(name, steps);
    }
    fn not_opened(&self, path: &str, reason: &Unreadable) {
        log::file_quarantined(path, reason.code());
    }
    fn file_done(&self, file: &FileRecord) {
        match &file.outcome {
            FileOutcome::Quarantined(Unreadable::OwnOutput) => {}
            FileOutcome::Quarantined(reason) => log::file_quarantined(&file.path, reason.code()),
            FileOutcome::Read | FileOutcome::Duplicate(_) => log::file_read(&file.path, file.rows, file.lines),
        }
        self.progress.step();
    }
    fn unit_done(&self, unit: &str, verdict: Verdict) {
        log::unit_assessed(unit, verdict.code());
        self.progress.step();
    }
    fn run_ended(&self, outcome: &AuditOutcome) {
        log::run_published(outcome);
        self.log.close();
    }
}
