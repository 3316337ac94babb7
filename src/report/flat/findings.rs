//! 全部疑点: a row a finding, whether open or looked into.

use crate::{
    model::{cell::CellRef, field::Field, finding::Finding, source::Source, unit_report::UnitReport},
    report::{
        flat::{Column, Kind, Rows, Whole, columns as named, told_apart},
        words,
    },
    text::{catalog::Catalog, fault::Fault},
};

/// A finding and its unit.
#[derive(Clone, Copy)]
struct Row<'a> {
    unit: &'a UnitReport,
    finding: &'a Finding,
    catalog: &'a Catalog,
}

type Says = fn(Row<'_>, &mut Rows);

const COLUMNS: [(&str, Kind, u8, Says); 22] = [
    ("unit", Kind::Text, 24, |f, rows| rows.text(Some(&f.unit.unit))),
    ("code", Kind::Text, 14, |f, rows| rows.text(f.unit.code.as_deref())),
    ("county", Kind::Text, 10, |f, rows| rows.text(f.unit.county.as_deref())),
    ("sector", Kind::Text, 8, |f, rows| {
        rows.word(&words::sector(f.catalog, f.unit.sector))
    }),
    ("severity", Kind::Text, 9, |f, rows| {
        rows.word(&f.finding.severity.word(f.catalog));
    }),
    ("title", Kind::Text, 22, |f, rows| rows.text(Some(&f.finding.title))),
    ("detail", Kind::Text, 60, |f, rows| rows.text(Some(&f.finding.detail))),
    ("yuan", Kind::Yuan, 13, |f, rows| rows.yuan(f.finding.amount_fen)),
    ("fen", Kind::Whole, 13, |f, rows| rows.value(f.finding.amount_fen)),
    ("clause", Kind::Text, 30, |f, rows| rows.text(f.finding.clause.as_deref())),
    ("state", Kind::Text, 10, |f, rows| {
        rows.word(words::known(f.catalog, "finding_state", state(f.finding)));
    }),
    ("reason", Kind::Text, 24, |f, rows| {
        rows.text(f.finding.waived.as_ref().map(|w| w.reason.as_str()));
    }),
    ("by", Kind::Text, 10, |f, rows| {
        rows.text(f.finding.waived.as_ref().map(|w| w.by.as_str()))
    }),
    ("date", Kind::Text, 11, |f, rows| {
        rows.text(f.finding.waived.as_ref().map(|w| w.date.as_str()));
    }),
    ("places", Kind::Whole, 9, |f, rows| rows.value(Some(f.finding.evidence_total))),
    ("file", Kind::Text, 40, |f, rows| rows.text(f.place().map(|place| &*place.file))),
    ("sheet", Kind::Text, 12, |f, rows| rows.text(f.place().map(|place| &*place.sheet))),
    ("row", Kind::Whole, 8, |f, rows| {
        rows.value(f.place().map(|place| place.row).filter(|row| *row > 0));
    }),
    ("cell", Kind::Text, 8, |f, rows| rows.value(f.place().and_then(cell))),
    ("all_places", Kind::Text, 40, |f, rows| rows.text(Some(&places(f)))),
    ("check", Kind::Text, 24, |f, rows| rows.word(&f.finding.check)),
    ("key", Kind::Text, 14, |f, rows| rows.word(&f.finding.key)),
];

impl<'a> Row<'a> {
    /// The first place.
    fn place(self) -> Option<&'a Source> {
        self.finding.evidence.first()
    }
}

pub(super) fn columns(catalog: &Catalog) -> Vec<Column> {
    let mut all = named(catalog, "findings", &COLUMNS);
    told_apart(&mut all);
    all
}

/// Adds the rows of a unit.
pub(super) fn add(unit: &UnitReport, catalog: &Catalog, rows: &mut Rows, whole: &mut Whole<'_>) -> Result<(), Fault> {
    for finding in &unit.findings {
        let row = Row { unit, finding, catalog };
        COLUMNS.iter().for_each(|(.., says)| says(row, rows));
        whole(rows)?;
    }
    Ok(())
}

fn state(finding: &Finding) -> &'static str {
    if finding.waived.is_some() { "settled" } else { "open" }
}

/// The cell of a place: its amount, or else its first.
fn cell(place: &Source) -> Option<CellRef> {
    let first = || place.cells.iter().next().map(|(_, cell)| cell);
    place.cells.get(Field::Amount).or_else(first)
}

fn places(row: Row<'_>) -> String {
    let places: Vec<String> = row.finding.evidence.iter().map(ToString::to_string).collect();
    places.join(row.catalog.get("word.joiner"))
}
