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

/// Columns whose header nobody knows.
pub(super) fn unknown(region: &Region, data: TableData<'_>) -> Vec<Candidate> {
    let vocabulary = data.vocabulary;
    let other = |c: &&Column| !vocabulary.is_tax(&c.header) && !vocabulary.is_returned(&c.header);
    let candidate = |column: &Column| Candidate {
        kind: if vocabulary.ends_as_amount(&normal::header(&column.header)) {
            Kind::Named
        } else {
            Kind::Open
        },
        column: Column {
            field: Field::Amount,
            ..column.clone()
        },
    };
    region.unmapped.iter().filter(other).map(candidate).collect()
}
