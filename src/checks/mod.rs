//! Checks: 疑点, points to clear up, never conclusions. One file a check, one line in [`CHECKS`].
//!
//! In: a unit's data and assessment, read only. Out: what was examined, and findings with evidence down to the cell.

pub(crate) mod files;
pub(crate) mod first_digit;
pub(crate) mod holiday_purchases;
pub(crate) mod noted;
pub(crate) mod one_day_booking;
pub(crate) mod own_price;
pub(crate) mod page;
pub(crate) mod reconciled;
pub(crate) mod region;
pub(crate) mod returns_after_period;
pub(crate) mod round_amounts;
pub mod settings;
pub(crate) mod split_under_limit;
pub(crate) mod statement_mismatch;
pub(crate) mod suppliers;
pub(crate) mod total_mismatch;
pub(crate) mod weekend_purchases;
pub(crate) mod year_end_surge;

pub use settings::CheckSettings;
pub use suppliers::BySupplier;

use std::{cell::OnceCell, collections::BTreeMap, sync::Arc};

use sha2::{Digest, Sha256};

use crate::{
    model::{
        BaseStanding, Finding, Line, LineKind, Severity, Source,
        cell::FieldCells,
        dates::Month,
        reconciliation::Reconciliation,
        report::{CheckView, Sector},
        terms::UnitAssessment,
    },
    policy::at::PolicyAt,
    text::catalog::Catalog,
    units::{assemble::UnitData, overlap::FileOverlap, registry::RegisteredUnit},
};

/// Evidence cells kept per finding; `evidence_total` tells how many there are.
pub const EVIDENCE_KEPT: usize = 50;

/// What a check is. Its texts (`title`, `detail`, `flags`, `why`, `verify`, `exclusions`, `basis`) are data: `checks.<id>.*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// Id, the bad pattern; also the file's name.
    pub id: &'static str,
    /// Severity of its findings.
    pub severity: Severity,
    /// Version that brought it.
    pub since: &'static str,
}

/// All that a check may look at.
#[derive(Clone, Copy)]
pub struct CheckContext<'a> {
    /// Unit's name.
    pub unit: &'a str,
    /// County.
    pub county: Option<&'a str>,
    /// Registry entry.
    pub registered: Option<&'a RegisteredUnit>,
    /// Whether the run has a registry.
    pub in_registry_run: bool,
    /// Lines, totals, issues, files.
    pub data: &'a UnitData,
    /// Byte-identical copies: the file that counts, and the copy.
    pub copies: &'a [(Arc<str>, Arc<str>)],
    /// Files that repeat each other.
    pub overlaps: &'a [FileOverlap],
    /// Tables of matches with platform exports; `None` without exports.
    pub reconciliation: Option<&'a [Reconciliation]>,
    /// Assessment.
    pub assessment: &'a UnitAssessment,
    /// Policy.
    pub policy: &'a PolicyAt,
    /// Month of the run.
    pub period: Month,
    /// Thresholds.
    pub settings: &'a CheckSettings,
    /// Words.
    pub catalog: &'a Catalog,
    /// Found once, when the first check asks ([`Self::suppliers`]).
    pub by_supplier: &'a OnceCell<BySupplier<'a>>,
}

impl<'a> CheckContext<'a> {
    /// Purchases by the normalised name of their supplier.
    #[must_use]
    pub fn suppliers(&self) -> &'a BySupplier<'a> {
        self.by_supplier.get_or_init(|| suppliers::by_supplier(purchases(self)))
    }
}

/// One flagged subject, before words are put to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flag {
    /// What it is about, stable from month to month: part of the key, never a row number.
    pub subject: String,
    /// Arguments of the text `checks.<id>.detail`.
    pub args: BTreeMap<String, String>,
    /// Amount at stake, fen.
    pub amount_fen: Option<i64>,
    /// Evidence.
    pub evidence: Vec<Source>,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Examined.
    Examined {
        /// Subjects that are in order.
        passed: u64,
        /// Subjects that are not.
        flags: Vec<Flag>,
    },
    /// Could not be run on this unit; the reason is a key of `checks.not_applicable.*`.
    NotApplicable(&'static str),
}

/// A check on one unit.
pub trait Check: Sync {
    /// What it is.
    fn meta(&self) -> Meta;
    /// Runs it.
    fn run(&self, cx: &CheckContext<'_>) -> Outcome;
}

/// Every unit check, in the order of the docs.
pub const CHECKS: &[&dyn Check] = &[
    &total_mismatch::TotalMismatch,
    &noted::AMOUNT_MISMATCH,
    &statement_mismatch::StatementMismatch,
    &files::DuplicateFile,
    &files::DuplicateAcrossFiles,
    &noted::DUPLICATE_SUSPECTED,
    &files::HiddenSheet,
    &files::OutOfPeriod,
    &noted::DAMAGED_ID,
    &noted::UNPARSED_DATE,
    &files::NotSubmitted,
    &files::GapInMonths,
    &files::UnregisteredUnit,
    &noted::CHANNEL_CONFLICT,
    &noted::ORIGIN_CONFLICT,
    &one_day_booking::OneDayBooking,
    &own_price::PriceFarAboveOwnMedian,
    &suppliers::SupplierConcentration,
    &suppliers::SupplierInAndOut,
    &reconciled::UNCONFIRMED,
    &reconciled::AMOUNT_DIFFERS,
    &reconciled::OTHER_UNIT,
    &reconciled::CANCELLED,
    &reconciled::AMBIGUOUS,
    &reconciled::CLAIMED_AGAIN,
    &reconciled::NOT_IN_LEDGER,
    &year_end_surge::YearEndSurge,
    &weekend_purchases::WeekendPurchases,
    &holiday_purchases::HolidayPurchases,
    &round_amounts::RoundAmounts,
    &first_digit::FirstDigit,
    &split_under_limit::SplitUnderLimit,
    &returns_after_period::ReturnsAfterPeriod,
];

/// Findings of a unit and what each check did.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// Worst first, then by amount at stake.
    pub findings: Vec<Finding>,
    /// Per check.
    pub views: Vec<CheckView>,
}

impl Checked {
    /// Takes in what one check did.
    pub fn add(&mut self, meta: Meta, outcome: Outcome, unit: &str, catalog: &Catalog) {
        let mut view = CheckView {
            check: Arc::from(meta.id),
            passed: None,
            flagged: None,
            not_applicable: None,
        };
        match outcome {
            Outcome::Examined { passed, flags } => {
                view.passed = Some(passed);
                view.flagged = Some(flags.len() as u64);
                self.findings.extend(flags.into_iter().map(|f| finding(meta, f, unit, catalog)));
            }
            Outcome::NotApplicable(reason) => {
                view.not_applicable = Some(catalog.get(&format!("checks.not_applicable.{reason}")).to_owned());
            }
        }
        self.views.push(view);
    }
}

/// What each check is: those of one unit, then those across units.
pub fn metas() -> impl Iterator<Item = Meta> {
    CHECKS
        .iter()
        .map(|c| c.meta())
        .chain(region::REGION_CHECKS.iter().map(|c| c.meta()))
}

/// Runs every check on a unit.
#[must_use]
pub fn run_unit(cx: &CheckContext<'_>) -> Checked {
    let mut checked = Checked::default();
    for check in CHECKS {
        // One check that fails must not take the others, nor the report, with it.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check.run(cx)));
        checked.add(
            check.meta(),
            outcome.unwrap_or(Outcome::NotApplicable("failed")),
            cx.unit,
            cx.catalog,
        );
    }
    sort_findings(&mut checked.findings);
    checked
}

/// Arguments of a flag's text.
fn args<const N: usize>(pairs: [(&str, String); N]) -> BTreeMap<String, String> {
    pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}

/// Share in basis points, rounded down; 0 when the whole is not positive.
fn share_bp(part: i64, whole: i64) -> i64 {
    crate::model::money::Ratio {
        numerator_fen: part,
        denominator_fen: whole,
    }
    .floor_bp()
    .unwrap_or(0)
}

/// Purchases of detail lines that are or may be in the base.
fn purchases<'a>(cx: &CheckContext<'a>) -> impl Iterator<Item = &'a Line> + use<'a> {
    let lines = &cx.data.lines;
    lines.iter().filter(|l| l.kind == LineKind::Detail && l.base != BaseStanding::Out)
}

/// Sum of the readable amounts, fen.
fn sum(lines: &[&Line]) -> i64 {
    lines.iter().filter_map(|l| l.amount_fen).fold(0_i64, i64::saturating_add)
}

/// Why a check on schools does not apply, where it does not.
fn not_a_school(cx: &CheckContext<'_>) -> Option<&'static str> {
    match cx.registered.and_then(|r| r.sector) {
        Some(Sector::School) => None,
        Some(_) => Some("not_a_school"),
        None => Some("sector_unknown"),
    }
}

/// A whole file as evidence.
fn place_of_file(path: &Arc<str>) -> Source {
    Source {
        file: path.clone(),
        sheet: Arc::from(""),
        row: 0,
        cells: FieldCells::default(),
    }
}

/// Open ones first, worst first, then by amount at stake, then by key.
pub fn sort_findings(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let amount = |f: &Finding| std::cmp::Reverse(f.amount_fen.map_or(0, i64::unsigned_abs));
        let open = |f: &Finding| f.waived.is_some();
        (open(a), a.severity, amount(a), &a.check, &a.key).cmp(&(open(b), b.severity, amount(b), &b.check, &b.key))
    });
}

/// Puts words to a flag.
#[must_use]
pub fn finding(meta: Meta, flag: Flag, unit: &str, catalog: &Catalog) -> Finding {
    let mut evidence = flag.evidence;
    let evidence_total = evidence.len();
    evidence.truncate(EVIDENCE_KEPT);
    let text = |part: &str| catalog.format(&format!("checks.{}.{part}", meta.id), &flag.args);
    Finding {
        check: Arc::from(meta.id),
        severity: meta.severity,
        title: text("title"),
        detail: text("detail"),
        key: key(meta.id, unit, &flag.subject),
        amount_fen: flag.amount_fen,
        evidence,
        evidence_total,
        clause: catalog.has(&format!("checks.{}.basis", meta.id)).then(|| text("basis")),
        waived: None,
    }
}

/// Stable key of a finding: check, unit and subject, 12 hex digits.
#[must_use]
pub fn key(check: &str, unit: &str, subject: &str) -> String {
    let digest = Sha256::digest(format!("{check}\u{1f}{unit}\u{1f}{subject}").as_bytes());
    crate::text::hex::hex(&digest[..6])
}
