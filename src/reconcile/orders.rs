//! Rows of exports to orders: the rows of one number are one order; what is cancelled or refunded is no purchase.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;

use crate::{
    model::{Month, Source},
    reconcile::words::{Number, is_void, number},
};

/// Whose order it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// A unit of the run.
    Unit(u32),
    /// The export names a unit that the run does not have.
    Unknown,
    /// The export names none.
    Unnamed,
}

/// One row of an export, placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Index of the export, in the order given.
    pub export: usize,
    /// Whose.
    pub owner: Owner,
    /// Unit as the export writes it.
    pub unit_text: Option<Arc<str>>,
    /// Order number as written.
    pub order_no: Option<Arc<str>>,
    /// Reading noted a damaged identifier in the row.
    pub damaged_id: bool,
    /// Order date.
    pub date: Option<Date>,
    /// Month, where date or table tell it.
    pub period: Option<Month>,
    pub amount_fen: Option<i64>,
    /// State as written.
    pub status: Option<Arc<str>>,
    /// What else tells rows without a number apart.
    pub item: Option<Arc<str>>,
    pub supplier: Option<Arc<str>>,
    /// Where it stands.
    pub source: Source,
}

/// An order on the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Whose.
    pub owner: Owner,
    /// Unit as the export writes it.
    pub unit_text: Option<Arc<str>>,
    /// Number as compared; `None` when blank or damaged.
    pub number: Option<Arc<str>>,
    /// Number as written.
    pub order_no: Option<Arc<str>>,
    /// The number has lost digits.
    pub damaged: bool,
    /// Order date.
    pub date: Option<Date>,
    pub period: Option<Month>,
    /// Sum of its rows that stand (of all rows when none does); `None` when one of them cannot be read.
    pub amount_fen: Option<i64>,
    /// State as written, of the row that decides.
    pub status: Option<Arc<str>>,
    /// Cancelled or refunded in full.
    pub void: bool,
    /// Its rows.
    pub sources: Vec<Source>,
}

/// Days that the exports of a platform cover.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// First and last day of each export.
    pub ranges: Vec<(Date, Date)>,
}

impl Coverage {
    /// From the dates of the rows, export by export.
    pub fn of(rows: &[Row], whole_months: bool) -> Self {
        let mut ranges: BTreeMap<usize, (Date, Date)> = BTreeMap::new();
        for row in rows {
            let days = match (row.date, row.period) {
                (Some(date), _) if whole_months => (Month::of(date).first_day(), Month::of(date).last_day()),
                (Some(date), _) => (date, date),
                (None, Some(month)) => (month.first_day(), month.last_day()),
                (None, None) => continue,
            };
            let range = ranges.entry(row.export).or_insert(days);
            *range = (range.0.min(days.0), range.1.max(days.1));
        }
        let mut ranges: Vec<_> = ranges.into_values().collect();
        ranges.sort_unstable();
        ranges.dedup();
        Self { ranges }
    }

    /// Whether an export would hold an order of these days. A purchase known to the month only must have its whole month covered.
    pub fn holds(&self, days: (Date, Date)) -> bool {
        self.ranges.iter().any(|(from, to)| *from <= days.0 && days.1 <= *to)
    }
}

/// The orders, in the order of owner, date, number and place. Where two exports hold the same number, the one given last counts: it tells
/// the later state. Rows without a number that stand in several exports alike are one.
pub fn orders(rows: Vec<Row>) -> Vec<Order> {
    let mut numbered: BTreeMap<Arc<str>, Vec<Row>> = BTreeMap::new();
    let mut single: BTreeMap<String, BTreeMap<usize, Vec<(bool, Row)>>> = BTreeMap::new();
    for row in rows {
        match number(row.order_no.as_deref(), row.damaged_id) {
            Number::Intact(n) => {
                let of = numbered.entry(n).or_default();
                match of.first().map(|r| r.export) {
                    Some(before) if before < row.export => *of = vec![row],
                    Some(before) if before > row.export => {}
                    _ => of.push(row),
                }
            }
            other => {
                let what = (&row.item, &row.supplier, &row.status, &row.order_no);
                let alike = format!("{:?}", (row.owner, row.date, row.amount_fen, what));
                let copies = single.entry(alike).or_default().entry(row.export).or_default();
                copies.push((other == Number::Damaged, row));
            }
        }
    }
    let mut out: Vec<Order> = numbered.into_iter().map(|(n, rows)| order(Some(n), false, rows)).collect();
    for copies in single.into_values() {
        // As many as the export that holds most of them.
        let most = copies.into_values().max_by_key(Vec::len).unwrap_or_default();
        out.extend(most.into_iter().map(|(damaged, row)| order(None, damaged, vec![row])));
    }
    out.sort_by(|a, b| {
        let key = |o: &Order| (o.owner, o.date, o.number.clone(), o.sources.first().cloned());
        key(a).cmp(&key(b))
    });
    out
}

/// The amounts together, fen; `None` where one of them cannot be read.
pub(super) fn total(mut amounts: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    amounts.try_fold(0_i64, |sum, fen| sum.checked_add(fen?))
}

fn order(number: Option<Arc<str>>, damaged: bool, rows: Vec<Row>) -> Order {
    let state = |r: &Row| r.status.as_deref().is_some_and(is_void);
    let stands: Vec<&Row> = rows.iter().filter(|r| !state(r)).collect();
    let counted: Vec<&Row> = if stands.is_empty() { rows.iter().collect() } else { stands.clone() };
    let amount_fen = total(counted.iter().map(|r| r.amount_fen));
    // A sale and its refund as two rows of one number leave nothing.
    let refunded = amount_fen == Some(0) && counted.iter().any(|r| r.amount_fen.is_some_and(|a| a < 0));
    let first = counted.first().copied();
    let owner_row = rows.iter().min_by_key(|r| r.owner);
    Order {
        owner: owner_row.map_or(Owner::Unnamed, |r| r.owner),
        unit_text: owner_row.and_then(|r| r.unit_text.clone()),
        number,
        order_no: rows.iter().find_map(|r| r.order_no.clone()),
        damaged,
        date: rows.iter().filter_map(|r| r.date).min(),
        period: rows.iter().filter_map(|r| r.period).min(),
        amount_fen,
        status: first.and_then(|r| r.status.clone()),
        void: stands.is_empty() || refunded,
        sources: rows.into_iter().map(|r| r.source).collect(),
    }
}
