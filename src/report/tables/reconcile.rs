//! 对账: both sides of a platform by outcome, which add up, and the table of matches.

use crate::{
    model::{MatchView, Outcome, Side, UnitReport},
    report::{
        tables::{Kind, Table},
        words,
    },
    text::Catalog,
};

/// Cells of one match that are named.
const PLACES: usize = 12;

/// Both sides of a platform by outcome, with the whole below.
pub(crate) fn totals<'a>(title: &'a str, ledger: &'a Side, platform: &'a Side, catalog: &'a Catalog) -> Table<'a> {
    let of = |side: &'a Side, outcome| side.parts.iter().find(move |p| p.outcome == outcome).map(|p| (p.count, p.fen));
    let parts = Outcome::ALL.into_iter().filter_map(move |outcome| {
        let (l, p) = (of(ledger, outcome), of(platform, outcome));
        (l.is_some() || p.is_some()).then_some((Some(outcome), l, p))
    });
    let whole = |side: &Side| Some((side.count, side.fen));
    let name = |outcome: Option<Outcome>| outcome.map_or_else(|| catalog.get("xlsx.side_total").to_owned(), |o| o.word(catalog));
    Table::of(catalog, "column", parts.chain([(None, whole(ledger), whole(platform))]))
        .column("channel", 20.0, Kind::Wrap, move |_| title)
        .column("outcome", 26.0, Kind::Wrap, move |(outcome, ..)| name(outcome))
        .column("ledger_count", 11.0, Kind::Count, |(_, l, _)| l.map_or(0, |l| l.0))
        .column("ledger_yuan", 16.0, Kind::Yuan, |(_, l, _)| l.map(|l| l.1))
        .column("platform_count", 11.0, Kind::Count, |(.., p)| p.map_or(0, |p| p.0))
        .column("platform_yuan", 16.0, Kind::Yuan, |(.., p)| p.map(|p| p.1))
        .table()
}

/// Every match of the unit, largest trouble first as the report lists them.
pub(crate) fn matches<'a>(report: &'a UnitReport, catalog: &'a Catalog) -> Table<'a> {
    let all = report.reconciliation.iter().flat_map(|r| r.matches.iter().map(move |m| (r, m)));
    let difference = |m: &MatchView| m.ledger_fen.zip(m.platform_fen).and_then(|(l, p)| l.checked_sub(p));
    Table::of(catalog, "column", all)
        .column("outcome", 20.0, Kind::Wrap, |(_, m)| m.outcome.word(catalog))
        .column("channel", 16.0, Kind::Wrap, |(r, _)| &*r.title)
        .column("ledger_yuan", 13.0, Kind::Yuan, |(_, m)| m.ledger_fen)
        .column("platform_yuan", 13.0, Kind::Yuan, |(_, m)| m.platform_fen)
        .column("difference", 13.0, Kind::Yuan, move |(_, m)| difference(m))
        .column("in_ledger", 30.0, Kind::Wrap, |(_, m)| words::match_lines(m, catalog))
        .column("on_platform", 34.0, Kind::Wrap, |(_, m)| words::match_orders(m, catalog))
        .column("way", 16.0, Kind::Wrap, |(_, m)| words::way(catalog, m.way))
        .column("notes", 24.0, Kind::Wrap, |(_, m)| words::match_notes(catalog, &m.notes))
        .column("places", 44.0, Kind::Wrap, |(_, m)| places(m, catalog.get("word.joiner")))
        .table()
}

/// Cells on both sides.
fn places(m: &MatchView, joiner: &str) -> String {
    let orders = m.orders.iter().flat_map(|o| &o.sources);
    let all = m.lines.iter().map(|l| &l.source).chain(orders);
    all.take(PLACES).map(ToString::to_string).collect::<Vec<_>>().join(joiner)
}
