//! What a run is asked to do.

use std::path::{Path, PathBuf};

use crate::{
    checks::settings::CheckSettings,
    formats::Limits,
    inbox::outputs::ReservedPaths,
    model::Month,
    reconcile::ReconcileSettings,
    report::{flat::csv::CsvEncoding, letterhead::Letterhead, render::Formats},
};

/// What `bangfu audit` was asked to do.
#[derive(Debug, Clone)]
pub(crate) struct AuditOptions {
    /// Folders, files or zips.
    pub inboxes: Vec<PathBuf>,
    pub period: Month,
    pub out: PathBuf,
    /// 单位名册.
    pub registry: Option<PathBuf>,
    /// Policy id or file.
    pub policy: String,
    /// Refuse a period for which a change of the policy is expected and no document is known.
    pub strict_policy: bool,
    /// Run although no inbox holds a workbook.
    pub allow_empty: bool,
    /// Market prices and contracts.
    pub prices: Vec<PathBuf>,
    /// Decisions by auditors: files, and folders of them.
    pub overrides: Vec<PathBuf>,
    /// Further header names.
    pub layouts: Option<PathBuf>,
    /// Formats of the unit reports.
    pub formats: Formats,
    /// Letters of the flat tables' CSV.
    pub csv_encoding: CsvEncoding,
    /// Language.
    pub lang: crate::text::catalog::Lang,
    /// Own texts for the docx reports.
    pub templates: Option<PathBuf>,
    /// Who issues the documents, their number and date.
    pub letterhead: Letterhead,
    /// An earlier OUT to compare with; the one that is replaced where none is given.
    pub previous: Option<PathBuf>,
    /// A folder of earlier runs, for what became of their points and for months and years.
    pub history: Option<PathBuf>,
    /// Limits of one workbook.
    pub limits: Limits,
    /// Folder for the normalised lines as Parquet; replaced as a whole.
    pub ledger: Option<PathBuf>,
    /// Thresholds of the checks.
    pub checks: CheckSettings,
    /// Platform exports by kind (a channel id, or `832`, `local`); the later of two that hold one order tells its state.
    pub platform_exports: Vec<(String, PathBuf)>,
    /// How lines are matched with exports.
    pub reconcile: ReconcileSettings,
    /// The settings file that was used.
    pub settings: Option<PathBuf>,
    /// `assess`: the ledger to take the readings from, instead of inboxes.
    pub from_ledger: Option<PathBuf>,
    /// `assess --classified`: write what SQL needs into that ledger.
    pub classified: bool,
}

impl AuditOptions {
    /// Where this run writes.
    pub fn places(&self) -> ReservedPaths {
        ReservedPaths::of(&self.out, self.ledger.as_deref())
    }

    /// Every file and folder that this run reads: none may lie where it writes. A policy's id is no path, and as one it lies nowhere.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &Path> {
        let given = [&self.settings, &self.registry, &self.layouts, &self.templates];
        let given = given
            .into_iter()
            .flatten()
            .chain(&self.from_ledger)
            .chain(&self.overrides)
            .chain(&self.prices)
            .map(PathBuf::as_path);
        let policy = Some(Path::new(&self.policy)).filter(|p| p.is_file());
        let exports = self.platform_exports.iter().map(|(_, path)| path.as_path());
        self.inboxes.iter().map(PathBuf::as_path).chain(given).chain(policy).chain(exports)
    }
}
