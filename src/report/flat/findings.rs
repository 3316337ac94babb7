//! 全部疑点: a row a finding, whether open or looked into.

use std::borrow::Cow;

use crate::{
    model::{cell::CellRef, field::Field, finding::Finding, source::Source, unit_report::UnitReport},
    report::{
        flat::{Column, Kind, Record, columns as named, shown_as, text, told_apart, yuan},
        words,
    },
    text::catalog::Catalog,
};

/// A finding and its unit.
#[derive(Clone, Copy)]
struct Row<'a> {
    unit: &'a UnitReport,
    finding: &'a Finding,
    catalog: &'a Catalog,
}

type Says = for<'a> fn(Row<'a>) -> Cow<'a, str>;

const COLUMNS: [(&str, Kind, u8, Says); 22] = [
    ("unit", Kind::Text, 24, |f| text(Some(&f.unit.unit))),
    ("code", Kind::Text, 14, |f| text(f.unit.code.as_deref())),
    ("county", Kind::Text, 10, |f| text(f.unit.county.as_deref())),
    ("sector", Kind::Text, 8, |f| Cow::Owned(words::sector(f.catalog, f.unit.sector))),
    ("severity", Kind::Text, 9, |f| Cow::Owned(f.finding.severity.word(f.catalog))),
    ("title", Kind::Text, 22, |f| text(Some(&f.finding.title))),
    ("detail", Kind::Text, 60, |f| text(Some(&f.finding.detail))),
    ("yuan", Kind::Yuan, 13, |f| yuan(f.finding.amount_fen)),
    ("fen", Kind::Whole, 13, |f| shown_as(f.finding.amount_fen)),
    ("clause", Kind::Text, 30, |f| text(f.finding.clause.as_deref())),
    ("state", Kind::Text, 10, |f| {
        Cow::Owned(words::word(f.catalog, "finding_state", state(f.finding)))
    }),
    ("reason", Kind::Text, 24, |f| {
        text(f.finding.waived.as_ref().map(|w| w.reason.as_str()))
    }),
    ("by", Kind::Text, 10, |f| text(f.finding.waived.as_ref().map(|w| w.by.as_str()))),
    ("date", Kind::Text, 11, |f| text(f.finding.waived.as_ref().map(|w| w.date.as_str()))),
    ("places", Kind::Whole, 9, |f| Cow::Owned(f.finding.evidence_total.to_string())),
    ("file", Kind::Text, 40, |f| {
        text(f.finding.evidence.first().map(|place| &*place.file))
    }),
    ("sheet", Kind::Text, 12, |f| {
        text(f.finding.evidence.first().map(|place| &*place.sheet))
    }),
    ("row", Kind::Whole, 8, |f| {
        shown_as(f.finding.evidence.first().map(|place| place.row).filter(|row| *row > 0))
    }),
    ("cell", Kind::Text, 8, |f| shown_as(f.finding.evidence.first().and_then(cell))),
    ("all_places", Kind::Text, 40, |f| places(f)),
    ("check", Kind::Text, 24, |f| Cow::Borrowed(&f.finding.check)),
    ("key", Kind::Text, 14, |f| Cow::Borrowed(&f.finding.key)),
];

pub(super) fn columns(catalog: &Catalog) -> Vec<Column> {
    let mut all = named(catalog, "findings", &COLUMNS);
    told_apart(&mut all);
    all
}

pub(super) fn record<'a>(unit: &'a UnitReport, finding: &'a Finding, catalog: &'a Catalog) -> Record<'a> {
    let row = Row { unit, finding, catalog };
    COLUMNS.iter().map(|(.., says)| says(row)).collect()
}

fn state(finding: &Finding) -> &'static str {
    if finding.waived.is_some() { "settled" } else { "open" }
}

/// The cell of a place: its amount, or else its first.
fn cell(place: &Source) -> Option<CellRef> {
    let first = || place.cells.iter().next().map(|(_, cell)| cell);
    place.cells.get(Field::Amount).or_else(first)
}

fn places(row: Row<'_>) -> Cow<'_, str> {
    let places: Vec<String> = row.finding.evidence.iter().map(ToString::to_string).collect();
    Cow::Owned(text(Some(&places.join(row.catalog.get("word.joiner")))).into_owned())
}
