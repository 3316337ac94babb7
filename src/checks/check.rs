//! What a check is: a static description and one pure function over a read-only context.

use std::{cell::OnceCell, collections::BTreeMap, sync::Arc};

use crate::{
    checks::{
        by_supplier::BySupplier,
        figures::{share_bp, sources, sum},
        settings::CheckSettings,
    },
    decisions::supplier_rows::SupplierDecisions,
    model::{
        BaseStanding, Fen, Line, LineKind, Month, PriceComparison, Reconciliation, Sector, Severity, Source, UnitAssessment, codes, percent,
    },
    policy::at::PolicyAt,
    text::Catalog,
    units::{assemble::UnitData, overlap::Repetition, placing::Placer, registry::RegisteredUnit},
};

/// What a check is. Its texts (`title`, `detail`, `flags`, `why`, `verify`, `exclusions`, `basis`) are data: `checks.<id>.*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// Id, the bad pattern; also the file's name.
    pub id: &'static str,
    /// Severity of its findings.
    pub severity: Severity,
}

/// A check on one unit.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// What it is.
    pub meta: Meta,
    /// Runs it: one pure function.
    pub run: fn(&CheckContext<'_>) -> Outcome,
}

/// A line of [`crate::checks::CHECKS`].
pub(super) const fn check(id: &'static str, severity: Severity, run: fn(&CheckContext<'_>) -> Outcome) -> Check {
    Check {
        meta: Meta { id, severity },
        run,
    }
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
    /// Could not be run on this unit.
    NotApplicable(NotApplicableReason),
}

impl Outcome {
    /// All in order.
    pub(crate) fn passed(passed: u64) -> Self {
        Self::Examined { passed, flags: Vec::new() }
    }

    /// One point, and so much in order.
    pub(crate) fn flagged(flag: Flag, passed: u64) -> Self {
        Self::Examined { passed, flags: vec![flag] }
    }

    /// One point of the year, where lines are a threshold's share (bp) of all, or more.
    pub(super) fn of_share(cx: &CheckContext<'_>, lines: &[&Line], all: &[&Line], threshold_bp: i64) -> Self {
        let share = share_bp(sum(lines), sum(all));
        if share < threshold_bp {
            return Self::passed(1);
        }
        let args = [
            ("count", lines.len().to_string()),
            ("share", percent(share)),
            ("threshold", percent(threshold_bp)),
        ];
        Self::flagged(Flag::of_lines(cx.period.year().to_string(), lines, args), 0)
    }

    /// So many subjects, of which some are flagged, one flag each.
    pub(crate) fn of(subjects: usize, flags: Vec<Flag>) -> Self {
        let passed = subjects.saturating_sub(flags.len()) as u64;
        Self::Examined { passed, flags }
    }

    /// Not applicable, for that reason, where nothing was examined.
    pub(crate) fn unless_nothing(self, reason: NotApplicableReason) -> Self {
        match self {
            Self::Examined { passed: 0, flags } if flags.is_empty() => Self::NotApplicable(reason),
            examined => examined,
        }
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
    pub evidence: Vec<Source>,
    /// How many places there are beside it.
    pub more_evidence: usize,
}

impl Flag {
    /// About a subject, with the arguments of its text.
    pub(super) fn new<const N: usize>(subject: impl Into<String>, args: [(&str, String); N]) -> Self {
        Self {
            subject: subject.into(),
            args: args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            ..Self::default()
        }
    }

    /// So much is at stake.
    pub(super) fn worth(self, fen: i64) -> Self {
        Self {
            amount_fen: Some(fen),
            ..self
        }
    }

    /// These places show it.
    pub(super) fn shown_by(self, evidence: Vec<Source>) -> Self {
        Self { evidence, ..self }
    }

    /// Lines that are flagged together: their sum is at stake, and stands in the text as `amount`.
    pub(super) fn of_lines<const N: usize>(subject: impl Into<String>, lines: &[&Line], args: [(&str, String); N]) -> Self {
        let amount = sum(lines);
        let mut flag = Self::new(subject, args).worth(amount).shown_by(sources(lines));
        flag.args.insert("amount".to_owned(), Fen(amount).yuan());
        flag
    }
}

codes! {
    /// Why a check could not be run on a unit; the words are `checks.not_applicable.*`.
    pub enum NotApplicableReason {
        Exempt = "exempt",
        Failed = "failed",
        NoAcceptanceDates = "no_acceptance_dates",
        NoBuyersBesideAcceptance = "no_buyers_beside_acceptance",
        NoCategories = "no_categories",
        NoEarlierMonth = "no_earlier_month",
        NoFiles = "no_files",
        NoLimit = "no_limit",
        NoLines = "no_lines",
        NoMealStandard = "no_meal_standard",
        NoNumbersBesideSuppliers = "no_numbers_beside_suppliers",
        NoOwnNumbers = "no_own_numbers",
        NoPlatformExport = "no_platform_export",
        NoPrices = "no_prices",
        NoProductionDates = "no_production_dates",
        NoRegistry = "no_registry",
        NoShelfLife = "no_shelf_life",
        NoStatedMonth = "no_stated_month",
        NoStatementBesideDetail = "no_statement_beside_detail",
        NoStockBook = "no_stock_book",
        NoStockCount = "no_stock_count",
        NoStockOfTwoMonths = "no_stock_of_two_months",
        NoSuppliers = "no_suppliers",
        NoTotals = "no_totals",
        NoTwoLongMonths = "no_two_long_months",
        NoYearEnd = "no_year_end",
        NotASchool = "not_a_school",
        OneFile = "one_file",
        OneSheet = "one_sheet",
        SectorUnknown = "sector_unknown",
        TooFewAccepted = "too_few_accepted",
        TooFewDatedLines = "too_few_dated_lines",
        TooFewForDigits = "too_few_for_digits",
        TooFewLargeLines = "too_few_large_lines",
        TooFewLines = "too_few_lines",
        TooFewMealMonths = "too_few_meal_months",
        TooFewMealUnits = "too_few_meal_units",
        TooFewNumbers = "too_few_numbers",
        TooFewPrices = "too_few_prices",
        TooFewSupplierLines = "too_few_supplier_lines",
        TooFewUnits = "too_few_units",
    }
}

/// All that a check may look at.
#[derive(Clone, Copy)]
pub struct CheckContext<'a> {
    /// Unit's name.
    pub unit: &'a str,
    /// Knows the registry's names.
    pub placer: &'a Placer<'a>,
    /// Registry entry.
    pub registered: Option<&'a RegisteredUnit>,
    /// Whether the run has a registry.
    pub in_registry_run: bool,
    /// Lines, totals, issues, files.
    pub data: &'a UnitData,
    /// Byte-identical copies: the file that counts, and the copy.
    pub copies: &'a [(Arc<str>, Arc<str>)],
    /// Sheets and files that repeat others.
    pub repeated: &'a [Repetition],
    /// Tables of matches with platform exports; `None` without exports.
    pub reconciliation: Option<&'a [Reconciliation]>,
    /// Purchases beside prices; `None` without any price.
    pub prices: Option<&'a PriceComparison>,
    pub assessment: &'a UnitAssessment,
    pub policy: &'a PolicyAt,
    /// Month of the run.
    pub period: Month,
    /// Thresholds.
    pub settings: &'a CheckSettings,
    /// What persons decided about suppliers.
    pub(crate) supplier_decisions: Option<&'a SupplierDecisions>,
    /// Words.
    pub catalog: &'a Catalog,
    /// Found once, when the first check asks ([`Self::suppliers`]).
    pub by_supplier: &'a OnceCell<BySupplier<'a>>,
}

impl<'a> CheckContext<'a> {
    /// Detail lines that are or may be in the canteen's base.
    pub(crate) fn purchases(&self) -> impl Iterator<Item = &'a Line> + use<'a> {
        let lines = &self.data.lines;
        lines
            .iter()
            .filter(|l| l.kind == LineKind::Detail && l.base != BaseStanding::Out && !l.union)
    }

    /// Purchases by the normalised name of their supplier.
    pub(crate) fn suppliers(&self) -> &'a BySupplier<'a> {
        self.by_supplier
            .get_or_init(|| crate::checks::by_supplier::by_supplier(self.purchases()))
    }

    /// Why a check on schools does not apply, where it does not.
    pub(crate) fn not_a_school(&self) -> Option<NotApplicableReason> {
        match self.registered.and_then(|r| r.sector) {
            Some(Sector::School) => None,
            Some(_) => Some(NotApplicableReason::NotASchool),
            None => Some(NotApplicableReason::SectorUnknown),
        }
    }
}
