//! 价格比对: purchases above their price, the sums by item, supplier and unit, and what could not be compared.

use crate::{
    model::{
        goods::prices::{OverpaidSum, PriceComparison},
        region_summary::RegionSummary,
    },
    report::tables::{Cell, Kind, Table},
    text::catalog::Catalog,
};

/// Purchases above their price.
pub(crate) fn overpaid<'a>(prices: &'a PriceComparison, catalog: &'a Catalog) -> Table<'a> {
    Table::of(catalog, "prices", &prices.lines)
        .column("period", 9.0, Kind::Month, |l| Cell::Month(l.period))
        .column("item", 14.0, Kind::Wrap, |l| Cell::text(Some(&l.item)))
        .column("supplier", 20.0, Kind::Wrap, |l| Cell::text(l.supplier.as_deref()))
        .column("quantity", 10.0, Kind::General, |l| Cell::text(Some(&l.quantity)))
        .column("measure", 8.0, Kind::Text, |l| Cell::text(Some(&l.measure)))
        .column("paid", 13.0, Kind::Yuan, |l| Cell::Yuan(l.paid_fen))
        .column("price", 10.0, Kind::General, |l| Cell::text(Some(&l.price)))
        .column("allowed", 13.0, Kind::Yuan, |l| Cell::Yuan(l.allowed_fen))
        .column("overpaid", 13.0, Kind::Yuan, |l| Cell::Yuan(l.overpaid_fen))
        .column("basis", 34.0, Kind::Wrap, |l| Cell::text(Some(&l.basis)))
        .column("place", 30.0, Kind::Wrap, |l| Cell::owned(l.source.to_string()))
        .table()
}

/// The over-paid amounts by item, then by supplier.
pub(crate) fn sums<'a>(items: &'a [OverpaidSum], suppliers: &'a [OverpaidSum], catalog: &'a Catalog) -> Table<'a> {
    let of = |by: &'static str, all: &'a [OverpaidSum]| all.iter().map(move |s| (by, s));
    let all = of("xlsx.prices.item", items).chain(of("xlsx.prices.supplier", suppliers));
    Table::of(catalog, "prices", all)
        .column("by", 10.0, Kind::Centre, |(by, _)| Cell::text(Some(catalog.get(by))))
        .column("name", 28.0, Kind::Wrap, |(_, s)| {
            Cell::text(Some(match &*s.name {
                "" => catalog.get("xlsx.prices.no_name"),
                name => name,
            }))
        })
        .column("lines", 9.0, Kind::Count, |(_, s)| Cell::Count(s.lines))
        .column("paid", 14.0, Kind::Yuan, |(_, s)| Cell::Yuan(s.paid_fen))
        .column("overpaid", 14.0, Kind::Yuan, |(_, s)| Cell::Yuan(s.overpaid_fen))
        .table()
}

/// Goods that could not be compared.
pub(crate) fn unmatched<'a>(prices: &'a PriceComparison, catalog: &'a Catalog) -> Table<'a> {
    Table::of(catalog, "prices", &prices.unmatched)
        .column("item", 18.0, Kind::Wrap, |u| Cell::text(Some(&u.item)))
        .column("spec", 18.0, Kind::Wrap, |u| Cell::text(Some(&u.spec)))
        .column("measure", 10.0, Kind::Text, |u| Cell::text(Some(&u.measure)))
        .column("reason", 40.0, Kind::Wrap, |u| Cell::owned(u.reason.word(catalog)))
        .column("lines", 9.0, Kind::Count, |u| Cell::Count(u.lines))
        .column("paid", 14.0, Kind::Yuan, |u| Cell::Yuan(u.paid_fen))
        .table()
}

/// Every unit that was compared, the most over-paid first.
pub(crate) fn units<'a>(summary: &'a RegionSummary, catalog: &'a Catalog) -> Table<'a> {
    let mut units: Vec<_> = summary.units.iter().filter_map(|u| Some((u, u.prices?))).collect();
    units.sort_by_key(|(_, p)| std::cmp::Reverse(p.overpaid_fen));
    Table::of(catalog, "prices", units)
        .column("unit", 26.0, Kind::Wrap, |(u, _)| Cell::text(Some(&u.unit)))
        .column("county", 12.0, Kind::Text, |(u, _)| Cell::text(u.county.as_deref()))
        .column("compared_lines", 10.0, Kind::Count, |(_, p)| Cell::Count(p.compared))
        .column("compared", 15.0, Kind::Yuan, |(_, p)| Cell::Yuan(p.compared_fen))
        .column("overpaid_lines", 10.0, Kind::Count, |(_, p)| Cell::Count(p.overpaid))
        .column("overpaid", 14.0, Kind::Yuan, |(_, p)| Cell::Yuan(p.overpaid_fen))
        .column("unmatched_lines", 10.0, Kind::Count, |(_, p)| Cell::Count(p.unmatched))
        .column("unmatched", 15.0, Kind::Yuan, |(_, p)| Cell::Yuan(p.unmatched_fen))
        .table()
}
