//! Tables of who sells to the units.

use crate::{
    model::{JoinedBy, NamePair, Seller, Supplier, SupplierReport},
    report::{
        tables::{Described, Kind, Table},
        words,
    },
    suppliers::category::Category,
    text::Catalog,
};

/// Counties that are named in a cell.
const COUNTIES: usize = 3;

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
    let table = Table::of(catalog, "suppliers", (1_u64..).zip(&report.suppliers))
        .column("rank", 7.0, Kind::Count, |(rank, _)| rank)
        .column("name", 30.0, Kind::Wrap, |(_, s)| &*s.name)
        .column("spellings", 30.0, Kind::Wrap, |(_, s)| other_spellings(s, catalog))
        .column("code", 20.0, Kind::Text, |(_, s)| s.code.as_deref())
        .column("base", 15.0, Kind::Yuan, |(_, s)| s.bought.base_fen)
        .column("share", 9.0, Kind::Percent, |(_, s)| s.share_bp)
        .column("inside", 14.0, Kind::Yuan, |(_, s)| s.bought.inside_fen)
        .column("open", 14.0, Kind::Yuan, |(_, s)| s.bought.open_fen)
        .column("outside", 14.0, Kind::Yuan, |(_, s)| s.bought.outside_fen)
        .column("disputed", 14.0, Kind::Yuan, |(_, s)| s.bought.disputed_fen)
        .column("units", 8.0, Kind::Count, |(_, s)| s.units.len() as u64)
        .column("by_county", 30.0, Kind::Wrap, |(_, s)| by_county(s, catalog))
        .column("first", 9.0, Kind::Month, |(_, s)| s.first)
        .column("last", 9.0, Kind::Month, |(_, s)| s.last)
        .column("unified", 18.0, Kind::Wrap, |(_, s)| unified(s, catalog));
    let with_kind = |table: Described<'a, (u64, &'a Supplier)>, category: Category| {
        let head = kind(catalog, category.id());
        table.headed("kind", head, 13.0, Kind::Yuan, move |(_, s)| {
            let found = s.categories.iter().find(|c| c.category == category.id());
            found.map(|c| c.base_fen)
        })
    };
    Category::all().fold(table, with_kind).table()
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
    let why = supplier.joined_by.iter().map(|by| match by {
        JoinedBy::CreditCode => catalog.get("suppliers.by_credit_code"),
        JoinedBy::Decision => catalog.get("suppliers.by_decision"),
    });
    let why: Vec<&str> = why.collect();
    let joiner = catalog.get("word.name_joiner");
    catalog.say("suppliers.spelt", &[("names", &others.join(joiner)), ("why", &why.join(joiner))])
}

fn by_county(supplier: &Supplier, catalog: &Catalog) -> String {
    let shown = supplier.counties.iter().take(COUNTIES).map(|part| {
        let (name, share) = (county(part.county.as_deref(), catalog), words::share(part.share_bp));
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
    let parts = report.suppliers.iter().flat_map(|s| s.units.iter().map(move |part| (s, part)));
    Table::of(catalog, "suppliers", parts)
        .column("name", 30.0, Kind::Wrap, |(s, _)| &*s.name)
        .column("county", 10.0, Kind::Text, |(_, part)| part.county.as_deref())
        .column("unit", 28.0, Kind::Wrap, |(_, part)| &*part.unit)
        .column("base", 15.0, Kind::Yuan, |(_, part)| part.base_fen)
        .column("unit_share", 12.0, Kind::Percent, |(_, part)| part.share_bp)
        .table()
}

/// Kinds of food by county, with the largest sellers.
pub(crate) fn kinds<'a>(report: &'a SupplierReport, catalog: &'a Catalog) -> Table<'a> {
    let seller = |s: &Seller| {
        let said = [
            ("name", s.name.as_str()),
            ("share", &words::share(s.share_bp)),
            ("units", &s.units.to_string()),
        ];
        catalog.say("checks.category_in_few_hands.seller", &said)
    };
    Table::of(catalog, "suppliers", &report.counties)
        .column("county", 10.0, Kind::Text, |c| county(c.county.as_deref(), catalog))
        .column("kind", 12.0, Kind::Text, |c| kind(catalog, &c.category))
        .column("market", 15.0, Kind::Yuan, |c| c.fen)
        .column("buyers", 9.0, Kind::Count, |c| c.units)
        .column("sellers", 9.0, Kind::Count, |c| c.suppliers)
        .column("largest_share", 11.0, Kind::Percent, |c| c.largest.first().and_then(|s| s.share_bp))
        .column("largest", 60.0, Kind::Wrap, move |c| {
            let largest: Vec<String> = c.largest.iter().map(seller).collect();
            largest.join(catalog.get("word.joiner"))
        })
        .table()
}

/// What is in few hands, county by county.
pub(crate) fn findings<'a>(report: &'a SupplierReport, catalog: &'a Catalog) -> Table<'a> {
    Table::of(catalog, "suppliers", &report.findings)
        .column("county", 10.0, Kind::Text, |f| county(f.county.as_deref(), catalog))
        .column("finding", 22.0, Kind::Wrap, |f| &*f.finding.title)
        .column("detail", 70.0, Kind::Wrap, |f| &*f.finding.detail)
        .column("market", 15.0, Kind::Yuan, |f| f.finding.amount_fen)
        .column("key", 16.0, Kind::Text, |f| &*f.finding.key)
        .table()
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
    Table::of(catalog, "suppliers", &report.proposals)
        .column("name", 30.0, Kind::Wrap, |p| &*p.name)
        .column("other", 30.0, Kind::Wrap, |p| &*p.other)
        .column("score", 9.0, Kind::Count, |p| u64::from(p.score))
        .column("differences", 34.0, Kind::Wrap, |p| differences(p, catalog))
        .column("base", 15.0, Kind::Yuan, |p| p.base_fen)
        .column("other_base", 15.0, Kind::Yuan, |p| p.other_base_fen)
        .table()
}
