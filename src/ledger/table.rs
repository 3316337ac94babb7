//! Columns of one Parquet table, without the engine that writes it (parquet.rs).

/// Values of one column, one a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Values {
    /// UTF-8.
    Text(Vec<Option<String>>),
    /// INT64; amounts are fen.
    Int(Vec<Option<i64>>),
    /// DATE, days since 1970-01-01.
    Day(Vec<Option<i32>>),
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Self::Text(v) => v.len(),
            Self::Int(v) => v.len(),
            Self::Day(v) => v.len(),
        }
    }
}

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

/// One value on its way into a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// UTF-8.
    Text(Option<String>),
    /// INT64.
    Int(Option<i64>),
    /// DATE.
    Day(Option<i32>),
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
    columns: Vec<Values>,
}

impl Table {
    /// No rows yet.
    pub fn new(schema: Schema) -> Self {
        let columns = schema
            .iter()
            .map(|(_, kind)| match kind {
                Kind::Text => Values::Text(Vec::new()),
                Kind::Int => Values::Int(Vec::new()),
                Kind::Day => Values::Day(Vec::new()),
            })
            .collect();
        Self { schema, columns }
    }

    /// From columns in the order of `schema`; `None` when they do not fit it.
    pub fn of(schema: Schema, columns: Vec<Values>) -> Option<Self> {
        let fits = columns.len() == schema.len()
            && columns.windows(2).all(|w| w[0].len() == w[1].len())
            && schema.iter().zip(&columns).all(|((_, kind), values)| {
                matches!(
                    (kind, values),
                    (Kind::Text, Values::Text(_)) | (Kind::Int, Values::Int(_)) | (Kind::Day, Values::Day(_))
                )
            });
        fits.then_some(Self { schema, columns })
    }

    /// Adds a row; a value of another kind than its column's becomes null (a test holds every writer to its schema).
    pub fn push<const N: usize>(&mut self, row: [Value; N]) {
        debug_assert_eq!(N, self.schema.len());
        for (column, value) in self.columns.iter_mut().zip(row) {
            match (column, value) {
                (Values::Text(c), Value::Text(v)) => c.push(v),
                (Values::Int(c), Value::Int(v)) => c.push(v),
                (Values::Day(c), Value::Day(v)) => c.push(v),
                (Values::Text(c), _) => {
                    debug_assert!(false, "kind of column");
                    c.push(None);
                }
                (Values::Int(c), _) => {
                    debug_assert!(false, "kind of column");
                    c.push(None);
                }
                (Values::Day(c), _) => {
                    debug_assert!(false, "kind of column");
                    c.push(None);
                }
            }
        }
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Values::len)
    }

    /// Names, kinds and values.
    pub fn into_columns(self) -> impl Iterator<Item = (&'static str, Values)> {
        self.schema.iter().map(|(name, _)| *name).zip(self.columns)
    }

    /// A text; `None` for null, another kind or no such row.
    pub fn text(&self, column: &str, row: usize) -> Option<&str> {
        match self.column(column)? {
            Values::Text(v) => v.get(row)?.as_deref(),
            _ => None,
        }
    }

    /// A number; `None` for null, another kind or no such row.
    pub fn int(&self, column: &str, row: usize) -> Option<i64> {
        match self.column(column)? {
            Values::Int(v) => *v.get(row)?,
            _ => None,
        }
    }

    fn column(&self, name: &str) -> Option<&Values> {
        self.schema.iter().position(|(n, _)| *n == name).and_then(|i| self.columns.get(i))
    }
}
