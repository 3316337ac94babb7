//! Tables of the reports as neutral columns and cells: each is described once here, and printed by the formats that show it.

pub(crate) mod handout;
pub(crate) mod history;
pub(crate) mod prices;
pub(crate) mod reconcile;
pub(crate) mod region;
pub(crate) mod suppliers;
pub(crate) mod unit;
pub(crate) mod urgency;

use std::borrow::Cow;

use jiff::civil::Date;

use crate::{
    model::{Fen, Month, percent},
    text::Catalog,
};

/// One cell. Amounts stay fen and ratios basis points until a format prints them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, perhaps from a workbook: never markup, formula or path.
    Text(Cow<'a, str>),
    /// Fen, shown in yuan.
    Yuan(i64),
    /// A count.
    Count(u64),
    /// Basis points, shown in percent; a ratio is rounded down already.
    Percent(i64),
    /// A month.
    Month(Month),
    /// A day.
    Date(Date),
}

impl Cell<'_> {
    /// As text.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Yuan(fen) => Cow::Owned(Fen(*fen).yuan()),
            Cell::Count(n) => Cow::Owned(n.to_string()),
            Cell::Percent(bp) => Cow::Owned(percent(*bp)),
            Cell::Month(month) => Cow::Owned(month.to_string()),
            Cell::Date(date) => Cow::Owned(date.to_string()),
        }
    }
}

/// How a column shows its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Wrap,
    Centre,
    Yuan,
    Count,
    General,
    Percent,
    Month,
    Date,
    Input,
}

impl Kind {
    /// Figures stand to the right.
    pub fn is_figure(self) -> bool {
        matches!(self, Self::Yuan | Self::Count | Self::General | Self::Percent)
    }
}

/// A value that a column shows: what its cell is follows from the column's kind. An empty text and what is not there are empty cells.
pub(crate) trait Show<'a> {
    fn cell(self, kind: Kind) -> Cell<'a>;
}

impl<'a> Show<'a> for Cell<'a> {
    fn cell(self, _: Kind) -> Self {
        self
    }
}

impl<'a> Show<'a> for &'a str {
    fn cell(self, _: Kind) -> Cell<'a> {
        if self.is_empty() { Cell::Empty } else { Cell::Text(self.into()) }
    }
}

impl<'a> Show<'a> for String {
    fn cell(self, _: Kind) -> Cell<'a> {
        if self.is_empty() { Cell::Empty } else { Cell::Text(self.into()) }
    }
}

impl<'a> Show<'a> for u64 {
    fn cell(self, _: Kind) -> Cell<'a> {
        Cell::Count(self)
    }
}

/// Fen or basis points.
impl<'a> Show<'a> for i64 {
    fn cell(self, kind: Kind) -> Cell<'a> {
        if kind == Kind::Percent {
            Cell::Percent(self)
        } else {
            Cell::Yuan(self)
        }
    }
}

impl<'a> Show<'a> for Month {
    fn cell(self, _: Kind) -> Cell<'a> {
        Cell::Month(self)
    }
}

impl<'a> Show<'a> for Date {
    fn cell(self, _: Kind) -> Cell<'a> {
        Cell::Date(self)
    }
}

impl<'a, V: Show<'a>> Show<'a> for Option<V> {
    fn cell(self, kind: Kind) -> Cell<'a> {
        self.map_or(Cell::Empty, |value| value.cell(kind))
    }
}

/// A column of a table.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// What the formats call it, where they show only some columns.
    pub key: &'static str,
    pub head: String,
    /// Characters.
    pub width: f64,
    pub kind: Kind,
}

/// A table; its rows are made one by one, as a format asks for them.
pub(crate) struct Table<'a> {
    pub columns: Vec<Column>,
    pub rows: Box<dyn Iterator<Item = Vec<Cell<'a>>> + 'a>,
}

impl<'a> Table<'a> {
    pub fn new(columns: Vec<Column>, rows: impl IntoIterator<Item = Vec<Cell<'a>>, IntoIter: 'a>) -> Self {
        Self {
            columns,
            rows: Box::new(rows.into_iter()),
        }
    }

    /// A table whose heads are `xlsx.{group}.{key}`, described column by column: what each shows of a row's subject.
    pub fn of<S>(catalog: &'a Catalog, group: &'static str, subjects: impl IntoIterator<Item = S, IntoIter: 'a>) -> Described<'a, S> {
        Described {
            catalog,
            group,
            subjects: Box::new(subjects.into_iter()),
            columns: Vec::new(),
            cells: Vec::new(),
        }
    }

    /// Only these columns, in this order; of several of one key all.
    pub fn only(self, keys: &[&str]) -> Self {
        let all = &self.columns;
        let found = |key: &&str| {
            (0..all.len())
                .filter(|at| all.get(*at).is_some_and(|c| c.key == *key))
                .collect::<Vec<_>>()
        };
        let chosen: Vec<usize> = keys.iter().flat_map(found).collect();
        let columns = chosen.iter().map(|at| self.columns[*at].clone()).collect();
        let pick = move |mut row: Vec<Cell<'a>>| {
            let take = |at: &usize| row.get_mut(*at).map_or(Cell::Empty, |cell| std::mem::replace(cell, Cell::Empty));
            chosen.iter().map(take).collect()
        };
        Self::new(columns, self.rows.map(pick))
    }

    /// With the rows of another table of the same columns below.
    pub fn and(self, other: Self) -> Self {
        Self::new(self.columns, self.rows.chain(other.rows))
    }

    /// With a first column that counts the rows from one.
    pub fn numbered(mut self, head: &str) -> Self {
        let (head, kind) = (head.to_owned(), Kind::Count);
        let column = Column {
            key: "",
            head,
            width: 6.0,
            kind,
        };
        self.columns.insert(0, column);
        let number = |(n, mut row): (u64, Vec<Cell<'a>>)| {
            row.insert(0, Cell::Count(n));
            row
        };
        Self::new(self.columns, (1..).zip(self.rows).map(number))
    }
}

/// A table that is being described ([`Table::of`]).
pub(crate) struct Described<'a, S> {
    catalog: &'a Catalog,
    group: &'static str,
    subjects: Box<dyn Iterator<Item = S> + 'a>,
    columns: Vec<Column>,
    cells: Vec<Box<dyn Fn(S) -> Cell<'a> + 'a>>,
}

impl<'a, S: Copy + 'a> Described<'a, S> {
    /// With another column.
    pub fn column<V: Show<'a>>(self, key: &'static str, width: f64, kind: Kind, value: impl Fn(S) -> V + 'a) -> Self {
        let head = self.catalog.get(&format!("xlsx.{}.{key}", self.group)).to_owned();
        self.headed(key, head, width, kind, value)
    }

    /// The heads of the columns that follow are of another group.
    pub fn heads_of(mut self, group: &'static str) -> Self {
        self.group = group;
        self
    }

    /// With a column whose head is not in the catalogue.
    pub fn headed<V: Show<'a>>(
        mut self,
        key: &'static str,
        head: impl Into<String>,
        width: f64,
        kind: Kind,
        value: impl Fn(S) -> V + 'a,
    ) -> Self {
        let head = head.into();
        self.columns.push(Column { key, head, width, kind });
        self.cells.push(Box::new(move |subject| value(subject).cell(kind)));
        self
    }

    /// The table.
    pub fn table(self) -> Table<'a> {
        let cells = self.cells;
        Table::new(
            self.columns,
            self.subjects.map(move |subject| cells.iter().map(|cell| cell(subject)).collect()),
        )
    }
}
