//! 对账 and 对账汇总: the table of matches, and both sides by outcome, which add up.

use crate::{
    model::{
        reconciliation::{MatchView, Side},
        unit_report::UnitReport,
    },
    report::{
        RenderError,
        table::Cell,
        words,
        xlsx::{
            book::{Book, Column},
            styles::Kind,
        },
    },
};

/// Both sheets; none without exports.
pub(crate) fn write(book: &mut Book<'_>, report: &UnitReport) -> Result<(), RenderError> {
    if report.reconciliation.is_empty() {
        return Ok(());
    }
    let sides = report.reconciliation.iter().map(|r| (r.title.as_str(), &r.ledger, &r.platform));
    totals(book, sides)?;
    matches(book, report)
}

/// Both sides of every platform by outcome, with the whole below.
pub(crate) fn totals<'r>(book: &mut Book<'_>, sides: impl Iterator<Item = (&'r str, &'r Side, &'r Side)>) -> Result<(), RenderError> {
    let catalog = book.catalog;
    let c = |key: &str, width: f64, kind: Kind| Column::new(book.word(&format!("column.{key}")), width, kind);
    let columns = [
        c("channel", 20.0, Kind::Wrap),
        c("side", 12.0, Kind::Centre),
        c("outcome", 30.0, Kind::Wrap),
        c("count", 9.0, Kind::Count),
        c("amount", 16.0, Kind::Yuan),
    ];
    let mut rows: Vec<Vec<Cell<'_>>> = Vec::new();
    for (title, ledger, platform) in sides {
        for (key, side) in [("side_ledger", ledger), ("side_platform", platform)] {
            let row = |outcome: String, count: u64, fen: i64| {
                vec![
                    Cell::Text(title.into()),
                    Cell::owned(book.word(key)),
                    Cell::owned(outcome),
                    Cell::Count(count),
                    Cell::Yuan(fen),
                ]
            };
            for part in &side.parts {
                rows.push(row(words::outcome(catalog, part.outcome), part.count, part.fen));
            }
            rows.push(row(book.word("side_total"), side.count, side.fen));
        }
    }
    let sheet = book.table("reconcile_totals", &columns, rows)?;
    book.push(sheet);
    Ok(())
}

fn matches(book: &mut Book<'_>, report: &UnitReport) -> Result<(), RenderError> {
    let catalog = book.catalog;
    let c = |key: &str, width: f64, kind: Kind| Column::new(book.word(&format!("column.{key}")), width, kind);
    let columns = [
        c("outcome", 20.0, Kind::Wrap),
        c("channel", 16.0, Kind::Wrap),
        c("way", 16.0, Kind::Wrap),
        c("ledger_yuan", 13.0, Kind::Yuan),
        c("platform_yuan", 13.0, Kind::Yuan),
        c("difference", 13.0, Kind::Yuan),
        c("in_ledger", 30.0, Kind::Wrap),
        c("on_platform", 34.0, Kind::Wrap),
        c("places", 44.0, Kind::Wrap),
        c("notes", 24.0, Kind::Wrap),
    ];
    let all = report.reconciliation.iter().flat_map(|r| r.matches.iter().map(move |m| (r, m)));
    let rows = all.map(|(r, m)| {
        let difference = m.ledger_fen.zip(m.platform_fen).and_then(|(l, p)| l.checked_sub(p));
        vec![
            Cell::owned(words::outcome(catalog, m.outcome)),
            Cell::Text(r.title.as_str().into()),
            Cell::owned(words::way(catalog, m.way)),
            Cell::yuan(m.ledger_fen),
            Cell::yuan(m.platform_fen),
            Cell::yuan(difference),
            Cell::owned(words::match_lines(m, catalog)),
            Cell::owned(words::match_orders(m, catalog)),
            Cell::owned(places(m, catalog.get("word.joiner"))),
            Cell::owned(words::match_notes(catalog, &m.notes)),
        ]
    });
    let sheet = book.table("reconcile", &columns, rows)?;
    book.push(sheet);
    Ok(())
}

/// Cells on both sides.
fn places(m: &MatchView, joiner: &str) -> String {
    let orders = m.orders.iter().flat_map(|o| &o.sources);
    let all: Vec<String> = m
        .lines
        .iter()
        .map(|l| &l.source)
        .chain(orders)
        .take(12)
        .map(ToString::to_string)
        .collect();
    all.join(joiner)
}
