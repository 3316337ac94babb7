//! Rows of stock books by the goods that they are of, and what their own figures come to.

use std::{collections::BTreeMap, iter};

use rust_decimal::Decimal;

use crate::{
    checks::{by_supplier::by_texts, prelude::*},
    model::{Source, StockRow},
};

/// A row with what was there before it, where that is known.
pub(super) struct Entry<'a> {
    pub(super) row: &'a StockRow,
    /// 期初; where the book says none, what the row above of the same goods left.
    pub(super) before: Option<Decimal>,
}

impl Entry<'_> {
    /// Before + in − out.
    pub(super) fn computed(&self) -> Option<Decimal> {
        let figures = &self.row.figures;
        Some(self.before? + figures.incoming.unwrap_or_default() - figures.issued.unwrap_or_default())
    }
}

/// All rows, each with what was there before. A blank is nothing in a book that has such a column, unless the row above of the same goods left some.
pub(super) fn entries(rows: &[StockRow]) -> Vec<Entry<'_>> {
    let text = |t: &Option<std::sync::Arc<str>>| t.clone().unwrap_or_default();
    let texts: Vec<[std::sync::Arc<str>; 5]> = rows
        .iter()
        .map(|r| {
            let source = (r.source.file.clone(), r.source.sheet.clone());
            [source.0, source.1, r.item.clone(), text(&r.spec), text(&r.measure)]
        })
        .collect();
    let keyed = rows.iter().zip(&texts).enumerate();
    let books = by_texts(keyed.map(|(at, (row, t))| ([&*t[0], &*t[1], &*t[2], &*t[3], &*t[4]], (at, row))));
    let mut out: Vec<(usize, Entry<'_>)> = Vec::with_capacity(rows.len());
    for book in books.into_values() {
        let mut above: Option<Decimal> = None;
        for (at, row) in book {
            let before = row.figures.opening.or(above).or(row.has_opening.then_some(Decimal::ZERO));
            above = row.figures.closing.or(above);
            out.push((at, Entry { row, before }));
        }
    }
    out.sort_by_key(|(at, _)| *at);
    out.into_iter().map(|(_, entry)| entry).collect()
}

/// A row that does not add up.
pub(super) struct Wrong<'a> {
    pub(super) row: &'a StockRow,
    pub(super) args: Vec<(&'static str, String)>,
    /// Further cells that show it.
    pub(super) beside: Option<Source>,
}

/// One point a month, in the words of its first row.
pub(super) fn by_month(passed: u64, wrong: Vec<Wrong<'_>>) -> Outcome {
    let mut months: BTreeMap<Month, Vec<Wrong<'_>>> = BTreeMap::new();
    for one in wrong {
        months.entry(one.row.month).or_default().push(one);
    }
    let flags = months.into_iter().map(|(month, wrong)| {
        let mut items: Vec<&str> = wrong.iter().map(|w| &*w.row.item).collect();
        items.dedup();
        items.truncate(5);
        let args = [
            ("month", month.to_string()),
            ("count", wrong.len().to_string()),
            ("items", items.join("、")),
        ];
        let mut flag = Flag::new(month.to_string(), args);
        if let Some(first) = wrong.first() {
            let says = first.args.iter().map(|(k, v)| ((*k).to_owned(), v.clone()));
            flag.args.extend(says.chain([("item".to_owned(), first.row.item.to_string())]));
        }
        let evidence = wrong.into_iter().flat_map(|w| iter::once(w.row.source.clone()).chain(w.beside));
        flag.shown_by(evidence.collect())
    });
    let flags = flags.collect();
    Outcome::Examined { passed, flags }
}

/// As a person writes it.
pub(super) fn number(value: Decimal) -> String {
    value.normalize().to_string()
}
