//! Columns that may hold the amounts.

use crate::{
    formats::cells::{Cell, Value},
    model::field::Field,
    tables::{
        region::{Column, Region},
        table_data::TableData,
    },
    text::normal,
    values::is_numeric_text,
};

/// What makes a column a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Its header is a known name.
    Known,
    /// Its header ends as that of an amount does.
    Named,
    /// Nothing but its figures.
    Open,
    /// Nothing but formulas of more than quantity × price, whose results nobody has.
    Formula,
}

/// A column that may hold the amounts.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) kind: Kind,
    pub(super) column: Column,
}

/// Columns with a known name.
pub(super) fn known(region: &Region) -> Vec<Candidate> {
    let columns = region.whole_amounts();
    let candidate = |column: &Column| Candidate {
        kind: Kind::Known,
        column: column.clone(),
    };
    columns.map(candidate).collect()
}

/// Columns whose header nobody knows.
pub(super) fn unknown(region: &Region, data: TableData<'_>) -> Vec<Candidate> {
    let vocabulary = data.vocabulary;
    // 现金 | 转账 beside an amount say how it was paid.
    let amount = region.whole_amounts().next().is_some();
    let way = |c: &Column| amount && vocabulary.is_way_of_paying(&c.header);
    let other = |c: &&Column| !vocabulary.is_tax(&c.header) && !vocabulary.is_returned(&c.header) && !way(c);
    let lone = lone_figures(region, data);
    // What repeats below several groups is of each of them, and no amount of the whole row.
    let leaf = |c: &Column| c.header.rsplit_once(" / ").map(|(_, leaf)| leaf.to_owned());
    let of_group = |c: &Column| leaf(c).is_some_and(|own| region.unmapped.iter().any(|u| u.col != c.col && leaf(u).as_ref() == Some(&own)));
    let candidate = |column: &Column| Candidate {
        kind: if vocabulary.ends_as_amount(&normal::header(&column.header)) || lone == Some(column.col) {
            Kind::Named
        } else if data.column(column.col).any(|cell| data.grid.is_other_formula(cell)) {
            Kind::Formula
        } else {
            Kind::Open
        },
        column: Column {
            field: Field::Amount,
            ..column.clone()
        },
    };
    region
        .unmapped
        .iter()
        .filter(other)
        .filter(|c| !of_group(c))
        .map(candidate)
        .collect()
}

/// The one column of figures of a ledger that names goods and who sold them, where its header speaks of money: what else would it be?
fn lone_figures(region: &Region, data: TableData<'_>) -> Option<u32> {
    let has = |fields: &[Field]| region.columns.iter().any(|c| fields.contains(&c.field));
    let counted = has(&[Field::Amount, Field::Quantity, Field::UnitPrice]) || region.columns.iter().any(|c| c.outgoing);
    if counted || !has(&[Field::Item]) || !has(&[Field::Supplier, Field::Channel]) {
        return None;
    }
    let is_figure = |cell: &Cell| match &cell.value {
        Value::Number(_) => true,
        Value::Text(text) => is_numeric_text(text),
        _ => false,
    };
    let mut columns = region.unmapped.iter().filter(|c| data.column(c.col).any(is_figure));
    let (Some(lone), None) = (columns.next(), columns.next()) else {
        return None;
    };
    data.vocabulary.speaks_of_money(&lone.header).then_some(lone.col)
}
