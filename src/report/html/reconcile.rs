//! 对账: both sides by outcome, and on a unit's page the table of matches.

use minijinja::{Value, value::Serde};
use serde_json::{Value as Json, json};

use crate::{
    model::{
        reconciliation::{MatchView, Outcome, Side},
        unit_report::UnitReport,
    },
    report::{
        RenderError,
        html::paged_table::{self, Cell, Column, Kind},
        words,
    },
    text::catalog::Catalog,
};

/// One platform's two sides as a table.
pub fn platform(title: &str, exports: &[std::sync::Arc<str>], covered: &[String], sides: (&Side, &Side), catalog: &Catalog) -> Json {
    let of = |side: &Side, outcome: Outcome| side.parts.iter().find(|p| p.outcome == outcome).map(|p| (p.count, p.fen));
    let parts: Vec<Json> = Outcome::ALL
        .into_iter()
        .filter_map(|outcome| {
            let (ledger, platform) = (of(sides.0, outcome), of(sides.1, outcome));
            (ledger.is_some() || platform.is_some()).then(|| {
                json!({
                    "outcome": words::outcome(catalog, outcome),
                    "lines": ledger.map_or(0, |p| p.0), "ledger_fen": ledger.map(|p| p.1),
                    "orders": platform.map_or(0, |p| p.0), "platform_fen": platform.map(|p| p.1),
                })
            })
        })
        .collect();
    json!({"title": title, "exports": exports, "covered": covered, "parts": parts, "ledger": sides.0, "platform": sides.1})
}

/// The platforms of a unit; nothing without exports.
pub fn platforms(report: &UnitReport, catalog: &Catalog) -> Option<Serde<Json>> {
    let all: Vec<Json> = report
        .reconciliation
        .iter()
        .map(|r| platform(&r.title, &r.exports, &r.covered, (&r.ledger, &r.platform), catalog))
        .collect();
    (!all.is_empty()).then(|| Serde(json!({"platforms": all})))
}

/// The unit's table of matches; nothing without exports.
///
/// # Errors
/// [`RenderError`].
pub fn matches(report: &UnitReport, catalog: &Catalog) -> Result<Option<Value>, RenderError> {
    if report.reconciliation.is_empty() {
        return Ok(None);
    }
    let head = |key: &str, kind| Column::new(catalog.get(&format!("html.{key}")), kind);
    let columns = [
        head("reconcile_outcome", Kind::T),
        head("channel", Kind::T),
        head("reconcile_ledger", Kind::N),
        head("reconcile_platform", Kind::N),
        head("reconcile_in_ledger", Kind::T),
        head("reconcile_on_platform", Kind::T),
        head("reconcile_way", Kind::T),
    ];
    let rows = report
        .reconciliation
        .iter()
        .flat_map(|r| r.matches.iter().map(move |m| row(&r.title, m, catalog)))
        .enumerate()
        .map(|(at, mut row)| {
            row[0] = std::mem::take(&mut row[0]).by(json!(at));
            row
        });
    Ok(Some(paged_table::table("matches", &columns, &[0, 1], rows)))
}

fn row(title: &str, m: &MatchView, catalog: &Catalog) -> Vec<Cell> {
    let amount = |fen: Option<i64>| fen.map_or_else(|| Cell::text("—"), Cell::yuan);
    let mut ledger = Cell::text(words::match_lines(m, catalog));
    for place in m.lines.iter().take(3).map(|l| l.source.to_string()) {
        ledger = ledger.small(place);
    }
    let mut platform = Cell::text(words::match_orders(m, catalog));
    for place in m.orders.iter().flat_map(|o| o.sources.first()).take(3).map(ToString::to_string) {
        platform = platform.small(place);
    }
    vec![
        Cell::text(words::outcome(catalog, m.outcome)),
        Cell::text(title),
        amount(m.ledger_fen),
        amount(m.platform_fen),
        ledger,
        platform,
        Cell::text(words::way(catalog, m.way)).small(words::match_notes(catalog, &m.notes)),
    ]
}
