//! Columns of one Parquet table, without the engine that writes it (parquet.rs).

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// UTF-8.
    Text,
    /// INT64.
    Int,
    /// DATE.
    Day,
}

/// Name and kind of every column, in the order of the file.
pub(crate) type Schema = &'static [(&'static str, Kind)];

/// A table's columns, each beside what a row holds there: the [`Schema`] by its name, and the function that adds a row.
macro_rules! columns {
    ($(#[$doc:meta])* $schema:ident; fn $push:ident($($of:tt: $type:ty),+) { $(let $local:ident = $init:expr;)* $($name:literal: $kind:ident = $value:expr,)+ }) => {
        $(#[$doc])*
        pub(crate) const $schema: $crate::ledger::table::Schema = &[$(($name, $crate::ledger::table::Kind::$kind),)+];

        fn $push(table: &mut $crate::ledger::table::Table, $($of: $type),+) {
            $(let $local = $init;)*
            table.push([$($value.into(),)+]);
        }
    };
}
pub(crate) use columns;

/// One value of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// UTF-8.
    Text(Option<String>),
    /// INT64; amounts are fen.
    Int(Option<i64>),
    /// DATE, days since 1970-01-01.
    Day(Option<i32>),
}

impl Value {
    fn kind(&self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Int(_) => Kind::Int,
            Self::Day(_) => Kind::Day,
        }
    }

    /// The text; `None` for null or another kind.
    pub fn into_text(self) -> Option<String> {
        if let Self::Text(text) = self { text } else { None }
    }

    /// The number; `None` for null or another kind.
    pub fn into_int(self) -> Option<i64> {
        if let Self::Int(number) = self { number } else { None }
    }

    /// The day; `None` for null or another kind.
    pub fn into_day(self) -> Option<i32> {
        if let Self::Day(day) = self { day } else { None }
    }
}

impl From<Option<String>> for Value {
    fn from(v: Option<String>) -> Self {
        Self::Text(v)
    }
}
impl From<String> for Value {
    fn from(v: String) -> Self {
        Self::Text(Some(v))
    }
}
impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Self::Text(Some(v.to_owned()))
    }
}
impl From<Option<&str>> for Value {
    fn from(v: Option<&str>) -> Self {
        Self::Text(v.map(str::to_owned))
    }
}
impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Self::Int(Some(v))
    }
}
impl From<u32> for Value {
    fn from(v: u32) -> Self {
        Self::Int(Some(v.into()))
    }
}
impl From<u64> for Value {
    fn from(v: u64) -> Self {
        Self::Int(i64::try_from(v).ok())
    }
}
impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Self::Int(Some(v.into()))
    }
}
impl From<Option<i64>> for Value {
    fn from(v: Option<i64>) -> Self {
        Self::Int(v)
    }
}
impl From<Option<jiff::civil::Date>> for Value {
    fn from(v: Option<jiff::civil::Date>) -> Self {
        let epoch = jiff::civil::date(1970, 1, 1);
        Self::Day(v.and_then(|d| epoch.until(d).ok()).map(|span| span.get_days()))
    }
}

/// Rows as columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    schema: Schema,
    columns: Vec<Vec<Value>>,
}

impl Table {
    /// No rows yet.
    pub fn new(schema: Schema) -> Self {
        Self::of(schema, vec![Vec::new(); schema.len()])
    }

    /// From columns of one length in the order of `schema`.
    pub fn of(schema: Schema, columns: Vec<Vec<Value>>) -> Self {
        Self { schema, columns }
    }

    /// Adds a row ([`columns`]). Of a value of another kind than its column's null is written (a test holds every writer to its schema).
    pub fn push<const N: usize>(&mut self, row: [Value; N]) {
        debug_assert_eq!(N, self.schema.len());
        for ((column, value), (name, kind)) in self.columns.iter_mut().zip(row).zip(self.schema) {
            debug_assert_eq!(value.kind(), *kind, "{name}");
            column.push(value);
        }
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// Names, kinds and values.
    pub fn into_columns(self) -> impl Iterator<Item = (&'static str, Kind, Vec<Value>)> {
        self.schema
            .iter()
            .zip(self.columns)
            .map(|((name, kind), values)| (*name, *kind, values))
    }

    /// A text; `None` for null, another kind or no such row.
    pub fn text(&self, column: &str, row: usize) -> Option<&str> {
        match self.value(column, row)? {
            Value::Text(text) => text.as_deref(),
            _ => None,
        }
    }

    /// A number; `None` for null, another kind or no such row.
    pub fn int(&self, column: &str, row: usize) -> Option<i64> {
        match self.value(column, row)? {
            Value::Int(number) => *number,
            _ => None,
        }
    }

    fn value(&self, name: &str, row: usize) -> Option<&Value> {
        let column = self.schema.iter().position(|(n, _)| *n == name)?;
        self.columns.get(column)?.get(row)
    }
}
