//! Long tables: the first rows stand in the page as they are (readable and printable without scripts), the others beside them as JSON;
//! the page's script shows both in windows, so that 20,000 rows can be searched and sorted without freezing.
//!
//! Everything here is escaped text: a workbook's cell never becomes markup, and a cell of 20,000 characters unfolds on demand.

use std::{collections::BTreeSet, fmt::Write as _};

use minijinja::{Value, context, value::Serde};
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::{
    model::Fen,
    report::{
        html::{
            escape::{FOLD, escape, escape_into, fold, href, longer},
            packed::Packed,
        },
        tables,
    },
    text::shown,
};

/// Rows that stand in the page itself; the script's windows are this long too.
pub const STATIC: usize = 100;
/// Choices of a filter; beyond them the search finds what is wanted.
const CHOICES: usize = 300;

/// How a column sorts and looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text.
    T,
    /// Number, right-aligned.
    N,
    /// A short word that never wraps: a month, a date, an id.
    D,
    /// Badge: its code is the cell's extra.
    V,
    /// Link: its address is the cell's extra.
    A,
    /// A place in a workbook.
    P,
    /// Files: the extra holds a line each, address, tab, and the name under which it is saved; the words of the text are their labels.
    F,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::T | Self::A => "t",
            Self::F => "f",
            Self::N => "n",
            Self::D => "d",
            Self::V => "v",
            Self::P => "p",
        }
    }
}

impl From<tables::Kind> for Kind {
    fn from(kind: tables::Kind) -> Self {
        match kind {
            kind if kind.is_figure() => Self::N,
            tables::Kind::Wrap | tables::Kind::Text => Self::T,
            _ => Self::D,
        }
    }
}

/// A column: its heading and kind.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    title: String,
    kind: Kind,
    /// The filter's label.
    choices: String,
}

impl Column {
    /// A column.
    pub fn new(title: impl Into<String>, kind: Kind) -> Self {
        let title = title.into();
        Self {
            choices: title.clone(),
            title,
            kind,
        }
    }

    /// The column with a label of its own for its filter.
    pub fn choices(mut self, label: impl Into<String>) -> Self {
        self.choices = label.into();
        self
    }
}

/// One cell: a main text, small lines below it, what it sorts by, and what its kind needs besides ([`Cell::extra`]).
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// The lines, parted by line breaks.
    text: String,
    key: Option<Json>,
    extra: Option<String>,
}

impl From<&tables::Cell<'_>> for Cell {
    fn from(cell: &tables::Cell<'_>) -> Self {
        let shown = Self::text(cell.shown());
        match cell {
            tables::Cell::Yuan(n) | tables::Cell::Percent(n) => shown.by(json!(n)),
            tables::Cell::Count(n) => shown.by(json!(n)),
            _ => shown,
        }
    }
}

/// Appends without control characters and blanks at the ends; line breaks become spaces: within a cell a line break parts the small lines.
fn flat(text: &str, out: &mut String) {
    let text = shown(text.trim());
    if text.contains(['\n', '\t']) {
        out.push_str(text.replace(['\n', '\t'], " ").trim());
    } else {
        out.push_str(text.trim());
    }
}

impl Cell {
    /// A text, sorted as text; empty where there is none.
    pub fn text(text: impl AsRef<str>) -> Self {
        let mut cell = Self::default();
        flat(text.as_ref(), &mut cell.text);
        cell
    }

    /// A text that may be missing.
    pub fn some(text: Option<impl AsRef<str>>) -> Self {
        text.map_or_else(|| Self::text(""), Self::text)
    }

    /// Fen, shown as yuan, sorted exactly.
    pub fn yuan(fen: i64) -> Self {
        Self::text(Fen(fen).yuan()).by(json!(fen))
    }

    /// A count.
    pub fn count(n: u64) -> Self {
        Self::text(n.to_string()).by(json!(n))
    }

    /// The cell with what it sorts by.
    pub fn by(mut self, key: Json) -> Self {
        self.key = Some(key);
        self
    }

    /// The cell with a badge's code, a link's address or, in any other column, what a filter compares with instead of the main text.
    pub fn extra(mut self, extra: impl Into<String>) -> Self {
        self.extra = Some(extra.into());
        self
    }

    /// The cell with another small line; an empty one is left out.
    pub fn small(mut self, line: impl AsRef<str>) -> Self {
        let before = self.text.len();
        self.text.push('\n');
        flat(line.as_ref(), &mut self.text);
        if self.text.len() == before + 1 {
            self.text.pop();
        }
        self
    }

    fn main(&self) -> &str {
        self.text.split('\n').next().unwrap_or_default()
    }

    /// What a filter compares with.
    fn choice(&self, kind: Kind) -> &str {
        match &self.extra {
            Some(extra) if !matches!(kind, Kind::A | Kind::V | Kind::F) => extra,
            _ => self.main(),
        }
    }

    fn html(&self, kind: Kind, out: &mut String) {
        out.push_str("<td class=");
        out.push_str(kind.class());
        if let Some(key) = &self.key {
            out.push_str(" data-k=\"");
            match key.as_str() {
                Some(text) => escape_into(text, out),
                None => {
                    let _ = write!(out, "{key}");
                }
            }
            out.push('"');
        }
        let (main, choice) = (self.main(), self.choice(kind));
        // Where the cell's whole text is more than what a filter compares with.
        if main.len() < self.text.len() || choice != main || longer(main, FOLD) {
            out.push_str(" data-f=\"");
            escape_into(choice, out);
            out.push('"');
        }
        out.push('>');
        for (i, line) in self.text.split('\n').enumerate() {
            if i > 0 {
                out.push_str("<small>");
            }
            match (kind, &self.extra) {
                (Kind::A, Some(href)) if i == 0 => {
                    let _ = write!(out, "<a href=\"{}\">{}</a>", escape(href), escape(line));
                }
                (Kind::F, Some(files)) if i == 0 => {
                    for (label, file) in line.split(' ').zip(files.lines()) {
                        let (address, name) = file.split_once('\t').unwrap_or((file, ""));
                        let _ = write!(
                            out,
                            "<a href=\"{}\" download=\"{}\">{}</a> ",
                            escape(address),
                            escape(name),
                            escape(label)
                        );
                    }
                }
                (Kind::V, Some(code)) if i == 0 => {
                    let _ = write!(out, "<b class=\"badge {}\">{}</b>", escape(code), escape(line));
                }
                _ => fold(line, FOLD, out),
            }
            if i > 0 {
                out.push_str("</small>");
            }
        }
        out.push_str("</td>");
    }

    /// A string, or `[text, key, extra]` as far as needed.
    fn json(&self) -> serde_json::Result<String> {
        match (&self.key, &self.extra) {
            (None, None) => serde_json::to_string(&self.text),
            (Some(key), None) => serde_json::to_string(&(&self.text, key)),
            // An empty key is none; `null` is the key of what is not known.
            (None, extra) => serde_json::to_string(&(&self.text, "", extra)),
            (key, extra) => serde_json::to_string(&(&self.text, key, extra)),
        }
    }
}

/// A table that other formats print too; `filters` are keys of its columns.
pub fn shared(id: &'static str, of: tables::Table<'_>, filters: &[&str]) -> Value {
    made(
        id,
        of,
        filters,
        |c| {
            if matches!(c.key, "place" | "places" | "source" | "file") {
                Kind::P
            } else {
                c.kind.into()
            }
        },
        std::iter::repeat(None),
    )
}

/// As [`shared`], with each row's unit linked to the page in its folder; without a link where the run has no such unit.
pub fn linked<'a>(id: &'static str, of: tables::Table<'_>, filters: &[&str], folders: impl Iterator<Item = Option<&'a str>>) -> Value {
    made(id, of, filters, |c| if c.key == "unit" { Kind::A } else { c.kind.into() }, folders)
}

fn made<'a>(
    id: &'static str,
    of: tables::Table<'_>,
    filters: &[&str],
    kind: impl Fn(&tables::Column) -> Kind,
    folders: impl Iterator<Item = Option<&'a str>>,
) -> Value {
    let place = |key: &str| of.columns.iter().position(|c| c.key == key);
    let (unit, filters) = (place("unit"), filters.iter().filter_map(|key| place(key)).collect::<Vec<_>>());
    let columns: Vec<Column> = of.columns.iter().map(|c| Column::new(c.head.as_str(), kind(c))).collect();
    let rows = of.rows.zip(folders).map(|(row, folder)| {
        let cell = |(at, cell): (usize, &tables::Cell<'_>)| match folder.filter(|_| Some(at) == unit) {
            Some(folder) => Cell::from(cell).extra(href(folder)),
            None => Cell::from(cell),
        };
        row.iter().enumerate().map(cell).collect()
    });
    table(id, &columns, &filters, rows)
}

/// A table for the template's `long` macro. `filters` are columns whose main texts become choices. Each row is looked at and forgotten: those of
/// 200,000 lines would take 400 MB.
pub fn table(id: &'static str, columns: &[Column], filters: &[usize], rows: impl Iterator<Item = Vec<Cell>>) -> Value {
    let (mut body, mut rest, mut total) = (String::new(), Packed::default(), 0_usize);
    let mut choices: Vec<Choices> = filters.iter().map(|at| Choices::new(*at, columns)).collect();
    for row in rows {
        for choice in &mut choices {
            choice.add(&row);
        }
        if total < STATIC {
            body.push_str("<tr>");
            for (column, cell) in columns.iter().zip(&row) {
                cell.html(column.kind, &mut body);
            }
            body.push_str("</tr>\n");
        } else {
            rest.add(row.iter().map(Cell::json));
        }
        total += 1;
    }
    let choices: Vec<Value> = choices.into_iter().filter_map(|c| c.finish(columns)).collect();
    context! {
        id => id,
        heads => Serde(columns),
        body => body,
        filters => choices,
        total => total,
        shown => total.min(STATIC),
        json => rest.finish(),
    }
}

/// The distinct choices of a column, in the order of first appearance.
struct Choices {
    at: usize,
    kind: Kind,
    seen: BTreeSet<String>,
    options: Vec<String>,
}

impl Choices {
    fn new(at: usize, columns: &[Column]) -> Self {
        Self {
            at,
            kind: columns.get(at).map_or(Kind::T, |c| c.kind),
            seen: BTreeSet::new(),
            options: Vec::new(),
        }
    }

    fn add(&mut self, row: &[Cell]) {
        let text = row.get(self.at).map_or("", |c| c.choice(self.kind));
        if !text.is_empty() && self.options.len() < CHOICES && !self.seen.contains(text) {
            self.seen.insert(text.to_owned());
            self.options.push(text.to_owned());
        }
    }

    /// `None` where there is nothing to choose.
    fn finish(self, columns: &[Column]) -> Option<Value> {
        let title = columns.get(self.at).map(|c| c.choices.clone());
        (self.options.len() > 1).then(|| context! { column => self.at, title => title, options => self.options })
    }
}
