//! Finding tables: which rows are headers, what each column means, which kind of table it is.

use std::sync::Arc;

use crate::{
    model::{cell::CellRef, dates::PartialDate, field::Field},
    rows::reading::{MoneyUnit, TableKind},
};

/// A column understood.
#[derive(Debug, Clone)]
pub struct Column {
    /// Zero-based column.
    pub col: u32,
    /// Field.
    pub field: Field,
    /// Header as written, rows joined by ` / `.
    pub header: Arc<str>,
    /// Name that matched.
    pub matched: Arc<str>,
    /// Cell of the leaf header.
    pub cell: CellRef,
    /// Money unit of the header's bracket.
    pub money: Option<MoneyUnit>,
    /// Channel that the column stands for.
    pub channel: Option<Arc<str>>,
    /// Belongs to the 出库, 结存 or 期初 side of a stock book.
    pub outgoing: bool,
    /// Belongs to the 入库 side by its group.
    pub incoming: bool,
    /// Stands under or says 其中: a part of a total.
    pub part: bool,
    /// Rank among several amount columns.
    pub rank: usize,
}

/// A table: header rows, columns, and the columns of the sheet that it owns.
#[derive(Debug, Clone)]
pub struct Region {
    /// Kind.
    pub kind: TableKind,
    /// First and last column that belong to it.
    pub span: (u32, u32),
    /// Columns understood, in column order.
    pub columns: Vec<Column>,
    /// Month that the header gives to all its amounts (`3月` over this table's columns).
    pub month: Option<PartialDate>,
    /// Headers without a field.
    pub unmapped: Vec<(CellRef, Arc<str>)>,
}

/// A header found: its rows (indices of the grid) and the tables side by side under it.
#[derive(Debug, Clone)]
pub struct Header {
    /// Index of the first header row in the grid.
    pub first: usize,
    /// Index of the last.
    pub last: usize,
    /// Tables, left to right.
    pub regions: Vec<Region>,
    /// How many headers were understood.
    pub score: usize,
}

impl Header {
    /// Whether both headers say the same of the same columns: a header repeated on a new page.
    #[must_use]
    pub fn same_as(&self, other: &Header) -> bool {
        let shape = |h: &Header| -> Vec<(u32, Field, Option<Arc<str>>)> {
            h.regions
                .iter()
                .flat_map(|r| r.columns.iter().map(|c| (c.col, c.field, c.channel.clone())))
                .collect()
        };
        shape(self) == shape(other)
    }
}
