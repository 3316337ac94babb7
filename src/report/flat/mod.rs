//! Every line and every finding of the region as flat tables, one row each (docs/zh/lines.md): for a pivot, for other audit programs, SQL and frames.
//!
//! In: the report of one unit after the other. Out: records of plain texts ([`FlatTable::records`]), of those CSV ([`csv`]), and of that a workbook
//! ([`xlsx`]). Parquet is the ledger's room. Names of columns are stable: people keep pivots and queries over them.

pub(crate) mod csv;
mod findings;
mod lines;
pub(crate) mod xlsx;

use std::{borrow::Cow, collections::BTreeSet};

use crate::{
    model::{money::Fen, policy_info::PolicyInfo, unit_report::UnitReport},
    text::{catalog::Catalog, visible::shown},
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

/// The texts of one row, in the order of the columns; an empty one is no value.
pub(crate) type Record<'a> = Vec<Cow<'a, str>>;

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

    /// Its rows of one unit.
    pub fn records<'a>(self, unit: &'a UnitReport, catalog: &'a Catalog) -> Box<dyn Iterator<Item = Record<'a>> + 'a> {
        match self {
            Self::Lines => Box::new(lines::records(unit, catalog)),
            Self::Findings => Box::new(unit.findings.iter().map(|finding| findings::record(unit, finding, catalog))),
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

/// An amount as a spreadsheet reads it.
fn yuan(fen: Option<i64>) -> Cow<'static, str> {
    fen.map_or(Cow::Borrowed(""), |fen| Cow::Owned(Fen(fen).plain_yuan()))
}

/// What a number or a date reads as; empty where there is none.
fn shown_as(value: Option<impl ToString>) -> Cow<'static, str> {
    value.map_or(Cow::Borrowed(""), |value| Cow::Owned(value.to_string()))
}

/// A text on one line, without hidden characters.
fn text(value: Option<&str>) -> Cow<'_, str> {
    let text = shown(value.unwrap_or_default());
    // Of what steers a text only these are left.
    if text.bytes().any(|b| matches!(b, b'\n' | b'\t')) {
        Cow::Owned(text.replace(['\n', '\t'], " "))
    } else {
        text
    }
}
