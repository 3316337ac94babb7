//! 全部疑点: a row a finding, whether open or looked into.

use std::borrow::Cow;

use crate::{
    model::{field::Field, finding::Finding, unit_report::UnitReport},
    report::{
        flat::{Column, Kind, Record, columns as named, text, told_apart, yuan},
        words,
    },
    text::catalog::Catalog,
};

pub(super) fn columns(catalog: &Catalog) -> Vec<Column> {
    let mut all = named(
        catalog,
        "findings",
        [
            ("unit", Kind::Text, 24),
            ("code", Kind::Text, 14),
            ("county", Kind::Text, 10),
            ("sector", Kind::Text, 8),
            ("severity", Kind::Text, 9),
            ("title", Kind::Text, 22),
            ("detail", Kind::Text, 60),
            ("yuan", Kind::Yuan, 13),
            ("fen", Kind::Whole, 13),
            ("clause", Kind::Text, 30),
            ("state", Kind::Text, 10),
            ("reason", Kind::Text, 24),
            ("by", Kind::Text, 10),
            ("date", Kind::Text, 11),
            ("places", Kind::Whole, 9),
            ("file", Kind::Text, 40),
            ("sheet", Kind::Text, 12),
            ("row", Kind::Whole, 8),
            ("cell", Kind::Text, 8),
            ("all_places", Kind::Text, 40),
            ("check", Kind::Text, 24),
            ("key", Kind::Text, 14),
        ],
    );
    told_apart(&mut all);
    all
}

pub(super) fn record<'a>(unit: &'a UnitReport, finding: &'a Finding, catalog: &'a Catalog) -> Record<'a> {
    let fen = finding.amount_fen.map_or_else(String::new, |fen| fen.to_string());
    let first = finding.evidence.first();
    let cell = first.and_then(|place| {
        place
            .cells
            .get(Field::Amount)
            .or_else(|| place.cells.iter().next().map(|(_, cell)| cell))
    });
    let places: Vec<String> = finding.evidence.iter().map(ToString::to_string).collect();
    let waived = finding.waived.as_ref();
    let state = if waived.is_some() { "settled" } else { "open" };
    vec![
        text(Some(&unit.unit)),
        text(unit.code.as_deref()),
        text(unit.county.as_deref()),
        Cow::Owned(words::sector(catalog, unit.sector)),
        Cow::Owned(words::severity(catalog, finding.severity)),
        text(Some(&finding.title)),
        text(Some(&finding.detail)),
        yuan(finding.amount_fen),
        Cow::Owned(fen),
        text(finding.clause.as_deref()),
        Cow::Owned(words::word(catalog, "finding_state", state)),
        text(waived.map(|w| w.reason.as_str())),
        text(waived.map(|w| w.by.as_str())),
        text(waived.map(|w| w.date.as_str())),
        Cow::Owned(finding.evidence_total.to_string()),
        text(first.map(|place| &*place.file)),
        text(first.map(|place| &*place.sheet)),
        first
            .filter(|place| place.row > 0)
            .map_or(Cow::Borrowed(""), |place| Cow::Owned(place.row.to_string())),
        cell.map_or(Cow::Borrowed(""), |cell| Cow::Owned(cell.to_string())),
        Cow::Owned(text(Some(&places.join(catalog.get("word.joiner")))).into_owned()),
        Cow::Borrowed(&finding.check),
        Cow::Borrowed(&finding.key),
    ]
}
