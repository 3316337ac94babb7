//! Every line and every finding of the region as flat tables, one row each (docs/zh/lines.md): for a pivot, for other audit programs, SQL and frames.
//!
//! In: the report of one unit after the other. Out: rows of plain texts ([`FlatTable::add`]), and of those CSV ([`csv`]) and a workbook ([`xlsx`]).
//! Parquet is the ledger's room. Names of columns are stable: people keep pivots and queries over them.

pub(crate) mod csv;
mod findings;
mod lines;
mod rows;
pub(crate) mod xlsx;

use std::collections::BTreeSet;

pub(crate) use rows::Rows;

use crate::{
    model::{policy_info::PolicyInfo, unit_report::UnitReport},
    text::{catalog::Catalog, fault::Fault},
};

/// What the texts of a column say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Any text.
    Text,
    /// `2024-03-05`.
    Day,
    /// Digits, perhaps with a sign.
    Whole,
    /// A decimal.
    Decimal,
    /// Yuan with two decimals.
    Yuan,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub name: String,
    pub kind: Kind,
    /// Characters.
    pub width: u8,
}

/// What is done when a row is whole.
pub(crate) type Whole<'a> = dyn FnMut(&mut Rows) -> Result<(), Fault> + 'a;

/// One of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FlatTable {
    /// 明细.
    Lines,
    /// 疑点.
    Findings,
}

impl FlatTable {
    pub const ALL: [Self; 2] = [Self::Lines, Self::Findings];

    /// Name of its files, without their ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Findings => "findings",
        }
    }

    /// Its columns; those of requirements are named by the policy's titles.
    pub fn columns(self, policy: &PolicyInfo, catalog: &Catalog) -> Vec<Column> {
        match self {
            Self::Lines => lines::columns(policy, catalog),
            Self::Findings => findings::columns(catalog),
        }
    }

    /// Adds its rows of one unit; `whole` is called behind each.
    pub fn add(self, unit: &UnitReport, catalog: &Catalog, rows: &mut Rows, whole: &mut Whole<'_>) -> Result<(), Fault> {
        match self {
            Self::Lines => lines::add(unit, catalog, rows, whole),
            Self::Findings => findings::add(unit, catalog, rows, whole),
        }
    }
}

/// Columns whose names are `flat.{group}.{key}`; with each stands what it says of a row.
fn columns<F>(catalog: &Catalog, group: &str, columns: &[(&str, Kind, u8, F)]) -> Vec<Column> {
    let column = |(key, kind, width, _): &(&str, Kind, u8, F)| Column {
        name: catalog.get(&format!("flat.{group}.{key}")).to_owned(),
        kind: *kind,
        width: *width,
    };
    columns.iter().map(column).collect()
}

/// No two columns of one name: readers of Parquet refuse them, and a pivot shows one of them alone.
fn told_apart(columns: &mut [Column]) {
    let mut seen = BTreeSet::new();
    for column in columns {
        while !seen.insert(column.name.clone()) {
            column.name.push('_');
        }
    }
}
