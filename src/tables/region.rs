//! A table as it was found: its header rows, its columns and its kind.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    model::{cell::CellRef, dates::PartialDate, field::Field},
    values::money_unit::MoneyUnit,
};

/// A text with the cell that it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located {
    /// Text, trimmed.
    pub text: Arc<str>,
    /// Cell.
    pub cell: CellRef,
}

/// Kind of table (docs/tables.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// 采购明细: one row a purchase.
    Detail,
    /// One amount column per channel.
    ChannelColumns,
    /// 统计表: one row a month.
    Statement,
    /// 进销存: only the 入库 group counts.
    StockBook,
    /// Goods with quantities but no money at all (food-safety ledger): no lines, rows rejected as `no_amount_column`.
    NoMoney,
}

/// Fields whose texts tell a purchase; a total has one label.
pub(crate) const LABELS: [Field; 8] = [
    Field::Item,
    Field::Category,
    Field::Spec,
    Field::Measure,
    Field::Supplier,
    Field::Origin,
    Field::Channel,
    Field::Funding,
];

/// Fields that hold the day of a row in one cell.
pub(crate) const DATES: [Field; 4] = [Field::Date, Field::OrderDate, Field::ReceiptDate, Field::PaymentDate];

/// Fields that only goods have: no statement has a column of them.
pub(crate) const GOODS: [Field; 6] = [
    Field::Item,
    Field::OrderNo,
    Field::InvoiceNo,
    Field::Quantity,
    Field::UnitPrice,
    Field::Spec,
];

/// A column understood.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Zero-based column.
    pub(crate) col: u32,
    /// Field.
    pub(crate) field: Field,
    /// Header as written, rows joined by ` / `.
    pub(crate) header: Arc<str>,
    /// Name that matched.
    pub(crate) matched: Arc<str>,
    /// Cell of the leaf header.
    pub(crate) cell: CellRef,
    /// Money unit of the header's bracket.
    pub(crate) money: Option<MoneyUnit>,
    /// Channel that the column stands for.
    pub(crate) channel: Option<Arc<str>>,
    /// Belongs to the 出库, 结存 or 期初 side of a stock book.
    pub(crate) outgoing: bool,
    /// Belongs to the 入库 side by its group.
    pub(crate) incoming: bool,
    /// Stands under or says 其中: a part of a total.
    pub(crate) part: bool,
    /// Sums up channels' columns beside it.
    pub(crate) subtotal: bool,
    /// Its header is one that nobody knows: it may hold something else than what was paid.
    pub(crate) suspected: bool,
    /// Rank among several amount columns.
    pub(crate) rank: usize,
}

impl Column {
    /// A column whose header nobody knows and whose texts may be units.
    #[must_use]
    pub(crate) fn guessed_unit(&self) -> Self {
        Self {
            field: Field::UnitName,
            matched: Arc::default(),
            channel: None,
            ..self.clone()
        }
    }

    /// Whether it is such a column.
    #[must_use]
    pub(crate) fn is_guess(&self) -> bool {
        self.field == Field::UnitName && self.matched.is_empty()
    }

    /// Money unit of the column; the table's where its header names none.
    #[must_use]
    pub(crate) fn money_unit(&self, table: MoneyUnit) -> MoneyUnit {
        self.money.unwrap_or(table)
    }

    /// Whether its amounts went through the channel that its header names.
    #[must_use]
    pub(crate) fn is_channel_amount(&self) -> bool {
        self.field == Field::Amount && self.channel.is_some() && !self.subtotal
    }

    /// Whether it holds amounts of no channel in particular.
    #[must_use]
    pub(crate) fn is_whole_amount(&self) -> bool {
        self.field == Field::Amount && self.channel.is_none()
    }
}

/// A table: header rows, columns, and the columns of the sheet that it owns.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    /// Kind.
    pub(crate) kind: TableKind,
    /// First and last column that belong to it.
    pub(crate) span: (u32, u32),
    /// Columns understood, in column order.
    pub(crate) columns: Vec<Column>,
    /// Month that the header gives to all its amounts (`3月` over this table's columns).
    pub(crate) month: Option<PartialDate>,
    /// What the header gives to all its lines: the supplier, unit or day that this table's group of columns is titled with.
    pub(crate) fixed: Vec<Fixed>,
    /// Columns whose header nobody knows; their field is [`Field::Ignored`].
    pub(crate) unmapped: Vec<Column>,
}

/// A value that a group's title gives to all lines of its table.
#[derive(Debug, Clone)]
pub(crate) struct Fixed {
    /// Supplier, unit or day.
    pub(crate) field: Field,
    /// The title.
    pub(crate) title: Located,
}

impl Region {
    /// Whether it holds money, or goods at least: else its columns must show that it is a table.
    #[must_use]
    pub(crate) fn is_table(&self) -> bool {
        let has = |f: Field| self.columns.iter().any(|c| c.field == f);
        self.kind != TableKind::NoMoney || (has(Field::Item) && (has(Field::Quantity) || has(Field::UnitPrice)))
    }

    /// Whether it is one of several tables over the same rows: a row may be blank here.
    #[must_use]
    pub(crate) fn is_one_of_several(&self) -> bool {
        self.month.is_some() || !self.fixed.is_empty()
    }

    /// Makes a column that nobody knew one of the table's.
    pub(crate) fn adopt(&mut self, column: Column) {
        self.unmapped.retain(|c| c.col != column.col);
        let at = self.columns.partition_point(|c| c.col < column.col);
        self.columns.insert(at, column);
    }

    /// Makes a column what it is, whether it was passed over or its header is one that nobody knows.
    pub(crate) fn make(&mut self, column: Column, field: Field) {
        match self.columns.iter_mut().find(|c| c.col == column.col) {
            Some(known) => known.field = field,
            None => self.adopt(Column { field, ..column }),
        }
    }

    /// The only column of a field that is no channel's and of no other side of a stock book.
    pub(crate) fn lone(&self, field: Field) -> Option<&Column> {
        let mut columns = self
            .columns
            .iter()
            .filter(|c| c.field == field && c.channel.is_none() && !c.outgoing);
        columns.next().filter(|_| columns.next().is_none())
    }

    /// Columns of amounts of no channel in particular that may be the purchases'.
    pub(crate) fn whole_amounts(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|c| c.is_whole_amount() && !c.outgoing)
    }

    /// The column at the sheet's column `col`.
    #[must_use]
    pub(crate) fn column_at(&self, col: u32) -> Option<&Column> {
        self.columns.iter().find(|c| c.col == col)
    }

    /// The field of the sheet's column `col`.
    #[must_use]
    pub(crate) fn field_at(&self, col: u32) -> Option<Field> {
        self.column_at(col).map(|c| c.field)
    }
}

/// A header found: its rows (indices of the grid) and the tables side by side under it.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// Index of the first header row in the grid.
    pub(crate) first: usize,
    /// Index of the last.
    pub(crate) last: usize,
    /// Tables, left to right.
    pub(crate) regions: Vec<Region>,
    /// How many headers were understood.
    pub(crate) score: usize,
    /// Its words alone make it a header.
    pub(crate) sure: bool,
}

impl Header {
    /// Whether both headers say the same of the same columns: a header repeated on a new page.
    #[must_use]
    pub(crate) fn same_as(&self, other: &Header) -> bool {
        // 退货金额 is another table than 金额.
        let amount = |c: &Column| (c.field == Field::Amount).then(|| Arc::clone(&c.matched));
        let shape = |h: &Header| -> Vec<(u32, Field, Option<Arc<str>>)> {
            h.regions
                .iter()
                .flat_map(|r| r.columns.iter().map(|c| (c.col, c.field, c.channel.clone().or_else(|| amount(c)))))
                .collect()
        };
        shape(self) == shape(other)
    }
}
