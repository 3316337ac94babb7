//! A run as seen from outside: a progress bar where a person watches, log lines with stable names, and a way to stop it.

use std::{fs::File, path::Path, time::SystemTime};

use rayon::prelude::*;

use crate::{
    after::recount::recounter::Recounter,
    cli::{
        interrupt,
        log::{self, LogFormat, RunLog},
        print_err,
        progress::Progress,
    },
    formats::{Limits, Unreadable, within_memory},
    inbox::input_file::InputFile,
    model::{Month, Verdict},
    run::{PIECE, RunEvents, outcome::AuditOutcome},
    text::{Catalog, Fault, Foreign, Lang},
    units::file_record::{FileOutcome, FileRecord},
};

/// Progress and log of a run started on a terminal or by a job.
#[derive(Debug)]
pub(crate) struct Terminal {
    progress: Progress,
    format: LogFormat,
    lang: Lang,
    log: RunLog,
    started: SystemTime,
    /// A recount before publishing: the limits of a workbook.
    recount: Option<Limits>,
}

impl Terminal {
    /// `quiet` hides the bar and all log lines but errors; the bar is hidden too where stderr is no terminal (cron).
    pub fn start(quiet: bool, format: LogFormat, lang: Lang, recount: Option<Limits>) -> Self {
        Self {
            recount,
            format,
            lang,
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
        tracing::info!(event = "run_started", %period, policy, files);
    }
    fn log_into(&self, file: File) {
        self.log.attach(file);
    }
    fn held(&self, held: &Fault) {
        if self.format == LogFormat::Json {
            tracing::warn!(event = "reports_open", detail = %held);
        } else {
            print_err(&held.text(&Catalog::new(self.lang)));
        }
    }
    fn phase(&self, name: &str, steps: usize) {
        self.progress.start(name, steps);
    }
    fn not_opened(&self, path: &str, reason: &Unreadable) {
        tracing::info!(event = "file_quarantined", path, reason = reason.code());
    }
    fn built(&self, build: &Path, inputs: &[InputFile]) -> Result<(), Fault> {
        let Some(limits) = &self.recount else { return Ok(()) };
        let catalog = Catalog::new(self.lang);
        let recounter = Recounter::open(build)?;
        self.progress.start(catalog.get("cli.audit.recounting"), inputs.len());
        inputs.par_iter().with_max_len(PIECE).for_each(|file| {
            // What cannot be read any more is told as a file that was not recounted.
            let _ = within_memory(limits, |limits| {
                recounter.file(&file.path, &file.bytes(limits)?, true, limits);
                Ok(())
            });
            self.progress.step();
        });
        let recount = recounter.finish(&catalog, inputs.iter().map(|file| &*file.path));
        if recount.differences.is_empty() {
            return Ok(());
        }
        Err(Fault::stopped("run.recount_differs").because(Foreign(recount.text(&catalog))))
    }
    fn file_done(&self, file: &FileRecord) {
        match &file.outcome {
            FileOutcome::Quarantined(Unreadable::OwnOutput) => {}
            // Not a warning: the closing lines of the run list them for people.
            FileOutcome::Quarantined(reason) => self.not_opened(&file.path, reason),
            FileOutcome::Read | FileOutcome::Duplicate(_) => {
                tracing::info!(event = "file_read", path = &*file.path, rows = file.rows, lines = file.lines);
            }
        }
        self.progress.step();
    }
    fn unit_done(&self, unit: &str, verdict: Verdict) {
        tracing::info!(event = "unit_assessed", unit, verdict = verdict.code());
        self.progress.step();
    }
    fn run_ended(&self, outcome: &AuditOutcome) {
        let [pass, fail, undetermined, no_data, exempt] = outcome.verdicts.map(|(_, n)| n);
        let units = pass + fail + undetermined + no_data + exempt;
        let (files, quarantined, lines) = (outcome.inputs.files, outcome.inputs.quarantined, outcome.inputs.lines);
        let seconds = outcome.seconds;
        tracing::info!(
            event = "run_published",
            units,
            pass,
            fail,
            undetermined,
            no_data,
            exempt,
            files,
            quarantined,
            lines,
            seconds
        );
        self.log.close();
    }
}
