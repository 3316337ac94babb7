//! 价格比对: purchases above their price, the sums by item, supplier and unit, and what could not be compared.

use crate::{
    model::{
        goods::prices::{OverpaidSum, PriceComparison, RegionPrices},
        region_summary::RegionSummary,
    },
    report::{
        tables::{Cell, Kind, Table, columns},
        words,
    },
    text::catalog::Catalog,
};

/// Purchases above their price.
pub(crate) fn overpaid<'a>(prices: &'a PriceComparison, catalog: &'a Catalog) -> Table<'a> {
    let columns = columns(
        catalog,
        "prices",
        [
            ("period", 9.0, Kind::Month),
            ("item", 14.0, Kind::Wrap),
            ("supplier", 20.0, Kind::Wrap),
            ("quantity", 10.0, Kind::General),
            ("measure", 8.0, Kind::Text),
            ("paid", 13.0, Kind::Yuan),
            ("price", 10.0, Kind::General),
            ("allowed", 13.0, Kind::Yuan),
            ("overpaid", 13.0, Kind::Yuan),
            ("basis", 34.0, Kind::Wrap),
            ("place", 30.0, Kind::Wrap),
        ],
    );
    let rows = prices.lines.iter().map(|l| {
        vec![
            Cell::Month(l.period),
            Cell::text(Some(&l.item)),
            Cell::text(l.supplier.as_deref()),
            Cell::text(Some(&l.quantity)),
            Cell::text(Some(&l.measure)),
            Cell::Yuan(l.paid_fen),
            Cell::text(Some(&l.price)),
            Cell::Yuan(l.allowed_fen),
            Cell::Yuan(l.overpaid_fen),
            Cell::text(Some(&l.basis)),
            Cell::owned(l.source.to_string()),
        ]
    });
    Table::new(columns, rows)
}

/// The over-paid amounts by item, then by supplier.
fn sums<'a>(items: &'a [OverpaidSum], suppliers: &'a [OverpaidSum], catalog: &'a Catalog) -> Table<'a> {
    let columns = columns(
        catalog,
        "prices",
        [
            ("by", 10.0, Kind::Centre),
            ("name", 28.0, Kind::Wrap),
            ("lines", 9.0, Kind::Count),
            ("paid", 14.0, Kind::Yuan),
            ("overpaid", 14.0, Kind::Yuan),
        ],
    );
    let of = |by: &'static str, all: &'a [OverpaidSum]| {
        let by = catalog.get(by);
        all.iter().map(move |s| {
            let name = if s.name.is_empty() {
                catalog.get("xlsx.prices.no_name")
            } else {
                &*s.name
            };
            vec![
                Cell::text(Some(by)),
                Cell::text(Some(name)),
                Cell::Count(s.lines),
                Cell::Yuan(s.paid_fen),
                Cell::Yuan(s.overpaid_fen),
            ]
        })
    };
    Table::new(columns, of("xlsx.prices.item", items).chain(of("xlsx.prices.supplier", suppliers)))
}

/// Of a unit.
pub(crate) fn sums_of_unit<'a>(prices: &'a PriceComparison, catalog: &'a Catalog) -> Table<'a> {
    sums(&prices.items, &prices.suppliers, catalog)
}

/// Of the region.
pub(crate) fn sums_of_region<'a>(prices: &'a RegionPrices, catalog: &'a Catalog) -> Table<'a> {
    sums(&prices.items, &prices.suppliers, catalog)
}

/// Goods that could not be compared.
pub(crate) fn unmatched<'a>(prices: &'a PriceComparison, catalog: &'a Catalog) -> Table<'a> {
    let columns = columns(
        catalog,
        "prices",
        [
            ("item", 18.0, Kind::Wrap),
            ("spec", 18.0, Kind::Wrap),
            ("measure", 10.0, Kind::Text),
            ("reason", 40.0, Kind::Wrap),
            ("lines", 9.0, Kind::Count),
            ("paid", 14.0, Kind::Yuan),
        ],
    );
    let rows = prices.unmatched.iter().map(|u| {
        vec![
            Cell::text(Some(&u.item)),
            Cell::text(Some(&u.spec)),
            Cell::text(Some(&u.measure)),
            Cell::owned(words::word(catalog, "unmatched", u.reason.code())),
            Cell::Count(u.lines),
            Cell::Yuan(u.paid_fen),
        ]
    });
    Table::new(columns, rows)
}

/// Every unit that was compared, the most over-paid first.
pub(crate) fn units<'a>(summary: &'a RegionSummary, catalog: &'a Catalog) -> Table<'a> {
    let columns = columns(
        catalog,
        "prices",
        [
            ("unit", 26.0, Kind::Wrap),
            ("county", 12.0, Kind::Text),
            ("compared_lines", 10.0, Kind::Count),
            ("compared", 15.0, Kind::Yuan),
            ("overpaid_lines", 10.0, Kind::Count),
            ("overpaid", 14.0, Kind::Yuan),
            ("unmatched_lines", 10.0, Kind::Count),
            ("unmatched", 15.0, Kind::Yuan),
        ],
    );
    let mut units: Vec<_> = summary.units.iter().filter_map(|u| Some((u, u.prices?))).collect();
    units.sort_by_key(|(_, p)| std::cmp::Reverse(p.overpaid_fen));
    let rows = units.into_iter().map(|(u, p)| {
        vec![
            Cell::text(Some(&u.unit)),
            Cell::text(u.county.as_deref()),
            Cell::Count(p.compared),
            Cell::Yuan(p.compared_fen),
            Cell::Count(p.overpaid),
            Cell::Yuan(p.overpaid_fen),
            Cell::Count(p.unmatched),
            Cell::Yuan(p.unmatched_fen),
        ]
    });
    Table::new(columns, rows)
}
