//! The open disputes of a unit, ready to be decided.

use std::sync::Arc;

use crate::{
    decisions::vocabulary::decision_words,
    model::{dates::Month, unit_report::UnitReport},
    text::catalog::Catalog,
};

/// A disputed line of the year to date.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OpenDispute {
    /// Line id.
    pub line: String,
    /// Unit.
    pub unit: String,
    /// Month.
    pub period: Month,
    /// Item.
    pub item: String,
    /// Fen.
    pub amount_fen: Option<i64>,
    /// Supplier.
    pub supplier: String,
    /// Channel text.
    pub channel: String,
    /// Reasons in words.
    pub reasons: String,
    /// `台账.xlsx › 3月 › F17`.
    pub source: String,
    /// Words for the drop-down; one list for all lines of a unit.
    pub words: Arc<[String]>,
}

/// Disputed lines of the unit's year to date, largest first.
#[must_use]
pub fn open_disputes(report: &UnitReport, catalog: &Catalog) -> Vec<OpenDispute> {
    let words: Arc<[String]> = decision_words(&report.policy).into();
    let mut open: Vec<_> = report
        .lines
        .iter()
        .filter(|l| l.is_disputed() && l.period.in_year_to_date(report.run.period))
        .collect();
    open.sort_by_key(|l| (std::cmp::Reverse(l.amount_fen.map_or(u64::MAX, i64::unsigned_abs)), l.id.clone()));
    let amounts = report
        .scopes
        .ytd
        .open_amounts
        .iter()
        .filter(|o| o.decision.is_none() && o.fen() != 0);
    let amounts = amounts.map(|o| OpenDispute {
        line: o.id.clone(),
        unit: report.unit.to_string(),
        period: report.run.period,
        item: String::new(),
        amount_fen: Some(o.fen()),
        supplier: String::new(),
        channel: String::new(),
        reasons: catalog.get(&format!("word.open.{}", o.kind.code())).to_owned(),
        source: o.source.to_string(),
        words: words.clone(),
    });
    let lines = open.into_iter().map(|l| OpenDispute {
        line: l.id.clone(),
        unit: report.unit.to_string(),
        period: l.period,
        item: l.item.as_deref().unwrap_or_default().to_owned(),
        amount_fen: l.amount_fen,
        supplier: l.supplier.as_deref().unwrap_or_default().to_owned(),
        channel: l.channel_text.as_deref().unwrap_or_default().to_owned(),
        reasons: l.reasons.iter().map(|r| r.words(catalog)).collect::<Vec<_>>().join("；"),
        source: l.source.to_string(),
        words: words.clone(),
    });
    amounts.chain(lines).collect()
}
