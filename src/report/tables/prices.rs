//! 价格比对: purchases above their price, the sums by item, supplier and unit, and what could not be compared.

use crate::{
    model::{OverpaidSum, PriceComparison, RegionSummary},
    report::tables::{Kind, Table},
    text::Catalog,
};

/// Purchases above their price.
pub(crate) fn overpaid<'a>(prices: &'a PriceComparison, catalog: &'a Catalog) -> Table<'a> {
    Table::of(catalog, "prices", &prices.lines)
        .column("period", 9.0, Kind::Month, |l| l.period)
        .column("item", 14.0, Kind::Wrap, |l| &*l.item)
        .column("supplier", 20.0, Kind::Wrap, |l| l.supplier.as_deref())
        .column("quantity", 10.0, Kind::General, |l| &*l.quantity)
        .column("measure", 8.0, Kind::Text, |l| &*l.measure)
        .column("paid", 13.0, Kind::Yuan, |l| l.paid_fen)
        .column("price", 10.0, Kind::General, |l| &*l.price)
        .column("allowed", 13.0, Kind::Yuan, |l| l.allowed_fen)
        .column("overpaid", 13.0, Kind::Yuan, |l| l.overpaid_fen)
        .column("basis", 34.0, Kind::Wrap, |l| &*l.basis)
        .column("place", 30.0, Kind::Wrap, |l| l.source.to_string())
        .table()
}

/// The over-paid amounts by item, then by supplier.
pub(crate) fn sums<'a>(items: &'a [OverpaidSum], suppliers: &'a [OverpaidSum], catalog: &'a Catalog) -> Table<'a> {
    let of = |by: &'static str, all: &'a [OverpaidSum]| all.iter().map(move |s| (by, s));
    let all = of("xlsx.prices.item", items).chain(of("xlsx.prices.supplier", suppliers));
    Table::of(catalog, "prices", all)
        .column("by", 10.0, Kind::Centre, |(by, _)| catalog.get(by))
        .column("name", 28.0, Kind::Wrap, |(_, s)| match &*s.name {
            "" => catalog.get("xlsx.prices.no_name"),
            name => name,
        })
        .column("lines", 9.0, Kind::Count, |(_, s)| s.lines)
        .column("paid", 14.0, Kind::Yuan, |(_, s)| s.paid_fen)
        .column("overpaid", 14.0, Kind::Yuan, |(_, s)| s.overpaid_fen)
        .table()
}

/// Goods that could not be compared.
pub(crate) fn unmatched<'a>(prices: &'a PriceComparison, catalog: &'a Catalog) -> Table<'a> {
    Table::of(catalog, "prices", &prices.unmatched)
        .column("item", 18.0, Kind::Wrap, |u| &*u.item)
        .column("spec", 18.0, Kind::Wrap, |u| &*u.spec)
        .column("measure", 10.0, Kind::Text, |u| &*u.measure)
        .column("reason", 40.0, Kind::Wrap, |u| u.reason.word(catalog))
        .column("lines", 9.0, Kind::Count, |u| u.lines)
        .column("paid", 14.0, Kind::Yuan, |u| u.paid_fen)
        .table()
}

/// Every unit that was compared, the most over-paid first.
pub(crate) fn units<'a>(summary: &'a RegionSummary, catalog: &'a Catalog) -> Table<'a> {
    let mut units: Vec<_> = summary.units.iter().filter_map(|u| Some((u, u.prices?))).collect();
    units.sort_by_key(|(_, p)| std::cmp::Reverse(p.overpaid_fen));
    Table::of(catalog, "prices", units)
        .column("unit", 26.0, Kind::Wrap, |(u, _)| &*u.unit)
        .column("county", 12.0, Kind::Text, |(u, _)| u.county.as_deref())
        .column("compared_lines", 10.0, Kind::Count, |(_, p)| p.compared)
        .column("compared", 15.0, Kind::Yuan, |(_, p)| p.compared_fen)
        .column("overpaid_lines", 10.0, Kind::Count, |(_, p)| p.overpaid)
        .column("overpaid", 14.0, Kind::Yuan, |(_, p)| p.overpaid_fen)
        .column("unmatched_lines", 10.0, Kind::Count, |(_, p)| p.unmatched)
        .column("unmatched", 15.0, Kind::Yuan, |(_, p)| p.unmatched_fen)
        .table()
}
