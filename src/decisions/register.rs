//! The register of decisions (待核实.xlsx): what is open, ready to be decided, and all that was decided, so that the next run needs no other.

use std::sync::atomic::Ordering;

use crate::{
    decisions::{
        overrides::Overrides,
        row::{DecisionRow, Subject},
        waivers::Waiver,
    },
    model::{
        dates::Month,
        line::{Decision, Line},
        unit_report::UnitReport,
    },
    text::catalog::Catalog,
};

/// A row of the register.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegisterRow {
    /// Line id.
    pub line: String,
    pub unit: String,
    pub period: Option<Month>,
    pub item: String,
    pub amount_fen: Option<i64>,
    pub supplier: String,
    /// Channel text.
    pub channel: String,
    /// Reasons in words; of a decision that matched nothing, that.
    pub reasons: String,
    /// `台账.xlsx › 3月 › F17`.
    pub source: String,
    /// What was decided; nothing where it is open.
    pub decision: Option<Box<Decision>>,
    /// A finding's key, where it is a finding that was looked into.
    pub finding: String,
    /// Last month for which that holds.
    pub expires: String,
}

/// A unit's disputed lines of the year to date and those that were decided one by one, the largest first.
pub fn of_unit(report: &UnitReport, overrides: Option<&Overrides>, catalog: &Catalog) -> Vec<RegisterRow> {
    let decided = |l: &Line| {
        l.decision.as_ref()?;
        overrides?.of_line(&report.unit, &l.id)
    };
    let listed = |l: &Line| l.is_disputed() && l.period.in_year_to_date(report.run.period);
    let lines = report.lines.iter().map(|l| (l, decided(l)));
    let mut lines: Vec<_> = lines.filter(|(l, decided)| listed(l) || decided.is_some()).collect();
    lines.sort_by_key(|(l, _)| (std::cmp::Reverse(l.amount_fen.map_or(u64::MAX, i64::unsigned_abs)), &l.id));
    let row = |(l, decided): (&Line, Option<&DecisionRow>)| RegisterRow {
        line: l.id.clone(),
        unit: report.unit.to_string(),
        period: Some(l.period),
        item: l.item.as_deref().unwrap_or_default().to_owned(),
        amount_fen: l.amount_fen,
        supplier: l.supplier.as_deref().unwrap_or_default().to_owned(),
        channel: l.channel_text.as_deref().unwrap_or_default().to_owned(),
        reasons: l.reasons.iter().map(|r| r.words(catalog)).collect::<Vec<_>>().join("；"),
        source: l.source.to_string(),
        decision: decided.map(|row| Box::new(row.decision.clone())),
        ..RegisterRow::default()
    };
    // What a table's total leaves open is decided like a line.
    let open = report
        .scopes
        .ytd
        .open_amounts
        .iter()
        .filter(|o| o.decision.is_some() || o.fen() != 0);
    let amounts = open.map(|o| RegisterRow {
        line: o.id.clone(),
        unit: report.unit.to_string(),
        period: Some(report.run.period),
        amount_fen: Some(o.fen()),
        reasons: catalog.get(&format!("word.open.{}", o.kind.code())).to_owned(),
        source: o.source.to_string(),
        decision: o.decision.clone().map(Box::new),
        ..RegisterRow::default()
    });
    amounts.chain(lines.into_iter().map(row)).collect()
}

/// Decisions and waivers that no unit's lines show: of suppliers and channel texts, and those that match nothing.
pub fn of_no_line(overrides: &Overrides, catalog: &Catalog) -> Vec<RegisterRow> {
    let unmatched = |used: bool| if used { "" } else { catalog.get("policy.disputes.unmatched") }.to_owned();
    let decision = |row: &DecisionRow| {
        let mut out = RegisterRow {
            unit: row.unit.clone(),
            reasons: unmatched(row.is_used()),
            decision: Some(Box::new(row.decision.clone())),
            ..RegisterRow::default()
        };
        match &row.subject {
            Subject::Line(_) => out.line.clone_from(&row.written),
            Subject::Supplier(_) => out.supplier.clone_from(&row.written),
            Subject::ChannelText(_) => out.channel.clone_from(&row.written),
        }
        out
    };
    let waiver = |w: &Waiver| RegisterRow {
        reasons: unmatched(w.used.load(Ordering::Relaxed)),
        decision: Some(Box::new(Decision {
            decision: String::new(),
            by: w.waived.by.clone(),
            evidence: w.waived.reason.clone(),
            date: w.waived.date.clone(),
            source: w.waived.source.clone(),
        })),
        finding: w.key.clone(),
        expires: w.waived.until.clone(),
        ..RegisterRow::default()
    };
    let shown = |row: &&DecisionRow| row.is_used() && matches!(row.subject, Subject::Line(_));
    let decisions = overrides.rows.iter().filter(|row| !shown(row)).map(decision);
    decisions.chain(overrides.waivers.rows.iter().map(waiver)).collect()
}
