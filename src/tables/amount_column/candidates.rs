//! Columns that may hold the amounts.

use crate::{
    model::field::Field,
    tables::{
        region::{Column, Region},
        table_data::TableData,
    },
    text::normal,
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
}

/// A column that may hold the amounts.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) kind: Kind,
    pub(super) column: Column,
}

/// Columns with a known name.
pub(super) fn known(region: &Region) -> Vec<Candidate> {
    let columns = region.columns.iter().filter(|c| c.is_whole_amount() && !c.outgoing);
    let candidate = |column: &Column| Candidate {
        kind: Kind::Known,
        column: column.clone(),
    };
    columns.map(candidate).collect()
}

fn of(region: &Region, kind: Kind, is: impl Fn(&Column) -> bool) -> Vec<Candidate> {
    let columns = region.unmapped.iter().filter(|c| is(c));
    let candidate = |column: &Column| Candidate {
        kind,
        column: Column {
            field: Field::Amount,
            ..column.clone()
        },
    };
    columns.map(candidate).collect()
}

/// Columns whose header ends as that of an amount does.
pub(super) fn named(region: &Region, data: TableData<'_>) -> Vec<Candidate> {
    of(region, Kind::Named, |c| data.vocabulary.ends_as_amount(&normal::header(&c.header)))
}

/// All columns of figures that nobody knows.
pub(super) fn open(region: &Region, data: TableData<'_>) -> Vec<Candidate> {
    of(region, Kind::Open, |c| {
        !data.vocabulary.is_tax(&c.header) && !data.vocabulary.is_returned(&c.header)
    })
}
