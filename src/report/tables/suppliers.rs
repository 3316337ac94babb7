//! Tables of who sells to the units.

use crate::{
    model::{
        money::percent,
        region::suppliers::{NamePair, Supplier, SupplierReport},
    },
    report::tables::{Cell, Column, Kind, Table, columns},
    suppliers::category::Category,
    text::catalog::Catalog,
};

/// Counties that are named in a cell.
const COUNTIES: usize = 3;

fn heads<const N: usize>(catalog: &Catalog, of: [(&'static str, f64, Kind); N]) -> Vec<Column> {
    columns(catalog, "suppliers", of)
}

/// A kind of food in words.
pub(crate) fn kind(catalog: &Catalog, id: &str) -> String {
    catalog.get(&format!("word.category.{id}")).to_owned()
}

/// The county, or that none is known.
fn county(name: Option<&str>, catalog: &Catalog) -> String {
    name.map_or_else(|| catalog.get("xlsx.region.unknown").to_owned(), str::to_owned)
}

/// Every supplier, largest first, with what it sold of each kind of food: the matrix.
pub(crate) fn suppliers<'a>(report: &'a SupplierReport, catalog: &'a Catalog) -> Table<'a> {
    let mut all = heads(
        catalog,
        [
            ("rank", 7.0, Kind::Count),
            ("name", 30.0, Kind::Wrap),
            ("spellings", 30.0, Kind::Wrap),
            ("code", 20.0, Kind::Text),
            ("base", 15.0, Kind::Yuan),
            ("share", 9.0, Kind::Percent),
            ("inside", 14.0, Kind::Yuan),
            ("open", 14.0, Kind::Yuan),
            ("outside", 14.0, Kind::Yuan),
            ("disputed", 14.0, Kind::Yuan),
            ("units", 8.0, Kind::Count),
            ("by_county", 30.0, Kind::Wrap),
            ("first", 9.0, Kind::Month),
            ("last", 9.0, Kind::Month),
            ("unified", 18.0, Kind::Wrap),
        ],
    );
    let of_kind = |category: Category| Column {
        key: "kind",
        ..Column::new(kind(catalog, category.id()), 13.0, Kind::Yuan)
    };
    all.extend(Category::all().map(of_kind));
    let rows = (1_u64..).zip(&report.suppliers).map(|(rank, s)| {
        let mut row = vec![
            Cell::Count(rank),
            Cell::text(Some(&s.name)),
            Cell::owned(other_spellings(s, catalog)),
            Cell::text(s.code.as_deref()),
            Cell::Yuan(s.bought.base_fen),
            Cell::percent(s.share_bp),
            Cell::Yuan(s.bought.inside_fen),
            Cell::Yuan(s.bought.open_fen),
            Cell::Yuan(s.bought.outside_fen),
            Cell::Yuan(s.bought.disputed_fen),
            Cell::Count(s.units.len() as u64),
            Cell::owned(by_county(s, catalog)),
            Cell::Month(s.first),
            Cell::Month(s.last),
            Cell::owned(unified(s, catalog)),
        ];
        row.extend(Category::all().map(|category| {
            let found = s.categories.iter().find(|c| c.category == category.id());
            Cell::yuan(found.map(|c| c.base_fen))
        }));
        row
    });
    Table::new(all, rows)
}

/// The other names of a supplier, and why they are its.
fn other_spellings(supplier: &Supplier, catalog: &Catalog) -> String {
    let others: Vec<&str> = supplier
        .spellings
        .iter()
        .map(|s| &*s.name)
        .filter(|name| *name != supplier.name)
        .collect();
    if others.is_empty() {
        return String::new();
    }
    let why: Vec<&str> = supplier
        .joined_by
        .iter()
        .map(|by| {
            catalog.get(if by.code() == "decision" {
                "suppliers.by_decision"
            } else {
                "suppliers.by_credit_code"
            })
        })
        .collect();
    let joiner = catalog.get("word.name_joiner");
    catalog.say("suppliers.spelt", &[("names", &others.join(joiner)), ("why", &why.join(joiner))])
}

fn by_county(supplier: &Supplier, catalog: &Catalog) -> String {
    let shown = supplier.counties.iter().take(COUNTIES).map(|part| {
        let (name, share) = (
            county(part.county.as_deref(), catalog),
            part.share_bp.map_or_else(|| "—".to_owned(), percent),
        );
        catalog.say(
            "suppliers.of_county",
            &[("county", &name), ("share", &share), ("units", &part.units.to_string())],
        )
    });
    let mut all: Vec<String> = shown.collect();
    if supplier.counties.len() > COUNTIES {
        all.push(catalog.say(
            "suppliers.more_counties",
            &[("count", &(supplier.counties.len() - COUNTIES).to_string())],
        ));
    }
    all.join(catalog.get("word.joiner"))
}

fn unified(supplier: &Supplier, catalog: &Catalog) -> String {
    let said = |d: &crate::model::line::Decision| catalog.say("suppliers.unified", &[("by", &d.by), ("evidence", &d.evidence)]);
    supplier.unified.as_ref().map(said).unwrap_or_default()
}

/// Every supplier of every unit.
pub(crate) fn units<'a>(report: &'a SupplierReport, catalog: &'a Catalog) -> Table<'a> {
    let all = heads(
        catalog,
        [
            ("name", 30.0, Kind::Wrap),
            ("county", 10.0, Kind::Text),
            ("unit", 28.0, Kind::Wrap),
            ("base", 15.0, Kind::Yuan),
            ("unit_share", 12.0, Kind::Percent),
        ],
    );
    let parts = report.suppliers.iter().flat_map(|s| s.units.iter().map(move |part| (s, part)));
    let rows = parts.map(|(s, part)| {
        vec![
            Cell::text(Some(&s.name)),
            Cell::text(part.county.as_deref()),
            Cell::text(Some(&part.unit)),
            Cell::Yuan(part.base_fen),
            Cell::percent(part.share_bp),
        ]
    });
    Table::new(all, rows)
}

/// Kinds of food by county, with the largest sellers.
pub(crate) fn kinds<'a>(report: &'a SupplierReport, catalog: &'a Catalog) -> Table<'a> {
    let all = heads(
        catalog,
        [
            ("county", 10.0, Kind::Text),
            ("kind", 12.0, Kind::Text),
            ("market", 15.0, Kind::Yuan),
            ("buyers", 9.0, Kind::Count),
            ("sellers", 9.0, Kind::Count),
            ("largest_share", 11.0, Kind::Percent),
            ("largest", 60.0, Kind::Wrap),
        ],
    );
    let rows = report.counties.iter().map(|c| {
        let seller = |s: &crate::model::region::suppliers::Seller| {
            let share = s.share_bp.map_or_else(|| "—".to_owned(), percent);
            let said = [("name", s.name.as_str()), ("share", &share), ("units", &s.units.to_string())];
            catalog.say("checks.category_in_few_hands.seller", &said)
        };
        let largest: Vec<String> = c.largest.iter().map(seller).collect();
        vec![
            Cell::owned(county(c.county.as_deref(), catalog)),
            Cell::owned(kind(catalog, &c.category)),
            Cell::Yuan(c.fen),
            Cell::Count(c.units),
            Cell::Count(c.suppliers),
            Cell::percent(c.largest.first().and_then(|s| s.share_bp)),
            Cell::owned(largest.join(catalog.get("word.joiner"))),
        ]
    });
    Table::new(all, rows)
}

/// What is in few hands, county by county.
pub(crate) fn findings<'a>(report: &'a SupplierReport, catalog: &'a Catalog) -> Table<'a> {
    let all = heads(
        catalog,
        [
            ("county", 10.0, Kind::Text),
            ("finding", 22.0, Kind::Wrap),
            ("detail", 70.0, Kind::Wrap),
            ("market", 15.0, Kind::Yuan),
            ("key", 16.0, Kind::Text),
        ],
    );
    let rows = report.findings.iter().map(|f| {
        vec![
            Cell::owned(county(f.county.as_deref(), catalog)),
            Cell::text(Some(&f.finding.title)),
            Cell::text(Some(&f.finding.detail)),
            Cell::yuan(f.finding.amount_fen),
            Cell::text(Some(&f.finding.key)),
        ]
    });
    Table::new(all, rows)
}

/// What two names differ in, in words.
pub(crate) fn differences(pair: &NamePair, catalog: &Catalog) -> String {
    if pair.differences.is_empty() {
        return catalog.get("suppliers.difference.none").to_owned();
    }
    let words = pair.differences.iter().map(|code| match code.as_str() {
        "form" => catalog.get("suppliers.difference.form"),
        "place" => catalog.get("suppliers.difference.place"),
        "goods" => catalog.get("suppliers.difference.goods"),
        "branch" => catalog.get("suppliers.difference.branch"),
        _ => catalog.get("suppliers.difference.letter"),
    });
    words.collect::<Vec<_>>().join(catalog.get("word.joiner"))
}

/// Names that may be one supplier's.
pub(crate) fn proposals<'a>(report: &'a SupplierReport, catalog: &'a Catalog) -> Table<'a> {
    let all = heads(
        catalog,
        [
            ("name", 30.0, Kind::Wrap),
            ("other", 30.0, Kind::Wrap),
            ("score", 9.0, Kind::Count),
            ("differences", 34.0, Kind::Wrap),
            ("base", 15.0, Kind::Yuan),
            ("other_base", 15.0, Kind::Yuan),
        ],
    );
    let rows = report.proposals.iter().map(|p| {
        vec![
            Cell::text(Some(&p.name)),
            Cell::text(Some(&p.other)),
            Cell::Count(p.score.into()),
            Cell::owned(differences(p, catalog)),
            Cell::Yuan(p.base_fen),
            Cell::Yuan(p.other_base_fen),
        ]
    });
    Table::new(all, rows)
}
